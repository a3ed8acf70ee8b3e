#!/bin/sh
# Books of 64 partitions and far more customers than fit into memory, in a process whose heap is bounded at 3 GiB and whose
# memory altogether stays below 4. Arguments: interactions (10,000,000), customers (1,000,000), partitions (64), customers
# kept in memory (200,000), minutes after which it ends early (60), a folder that is kept: with the same folder the next run
# goes on where one has ended or was killed; and the GiB of disk at which it ends early (15). Needs 0.7 GiB of disk a million.
set -e
cd "$(dirname "$0")/../.."
dotnet build benchmarks/Veinte.Benchmarks -c Release -v q -nologo
DOTNET_GCHeapHardLimit=0xC0000000 exec dotnet benchmarks/Veinte.Benchmarks/bin/Release/net10.0/Veinte.Benchmarks.dll growth "$@"
