#!/bin/sh
# Every fault of the cluster's tests so many times over (20, or the first argument) on three server processes under load: a
# node killed, two at once, one paused for 30 s and back as a stale owner, PostgreSQL crashed and restarted, its disk full, a
# node stopped in good order, one cut off from the database for 30 s, nodes cut off from each other (both over lines that hold
# back what is sent, and, as root, over switches between namespaces that drop it), a clock an hour off.
# Afterwards every acknowledged interaction must be in the books once and in order. VEINTE_SEED repeats a run's choices.
# VEINTE_NODE_LOGS names a folder for what the nodes say. Takes about three hours. Further arguments go to the runner, e.g. -method '*killed*'.
set -e
cd "$(dirname "$0")/../.."
rounds="${1:-20}"
[ $# -eq 0 ] || shift
dotnet build tests/Veinte.Cluster.Tests -c Release -v q -nologo
VEINTE_TEST_MINUTES=600 VEINTE_FAULTS="$rounds" VEINTE_PAUSE_SECONDS="${VEINTE_PAUSE_SECONDS:-30}" ./tests/Veinte.Cluster.Tests/bin/Release/net10.0/Veinte.Cluster.Tests \
    -class Veinte.Cluster.Tests.Faults.Faults_lose_nothing -reporter verbose -showliveoutput "$@"
