#!/bin/sh
# Sixty minutes (or the first argument) of steady load on a server process, and whether memory, handles, threads, lag or
# queues grow. Second argument: interactions a second, half of what the machine takes (2,000); third: customers (20,000).
set -e
cd "$(dirname "$0")/../.."
dotnet build benchmarks/Veinte.Benchmarks -c Release -v q -nologo
exec dotnet benchmarks/Veinte.Benchmarks/bin/Release/net10.0/Veinte.Benchmarks.dll soak "${1:-60}" "${2:-2000}" "${3:-20000}"
