#!/bin/sh
# Kills a process that keeps books under load 500 times (or as often as the first argument says), opens the folder after
# each time, and compares what was acknowledged with the books. VEINTE_SEED repeats a run's moments. Takes about ten minutes.
set -e
cd "$(dirname "$0")/../.."
dotnet build tests/Veinte.Simulation -c Release -v q -nologo
VEINTE_KILLS="${1:-500}" ./tests/Veinte.Simulation/bin/Release/net10.0/Veinte.Simulation \
    -class Veinte.Simulation.Killed_on_purpose -reporter verbose -showliveoutput
