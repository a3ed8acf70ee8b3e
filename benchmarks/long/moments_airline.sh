#!/usr/bin/env bash
# The whole airline survey (103,904 passengers, 1.5 million interactions) through the import and the stream, and once more from history.
# Usage: benchmarks/long/moments_airline.sh [folder of the shared data]. Prints the answer's address, the agreement and how long a question takes.
set -euo pipefail
cd "$(dirname "$0")/../.."
shared=${1:-../shared}
data=$(mktemp -d); port=${PORT:-21790}
server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$data"' EXIT
key=$(./veinte key create --scope admin --name long --data "$data")
./veinte serve --data "$data" --port "$port" > "$data/server.log" 2>&1 & server=$!
until curl -sf "http://127.0.0.1:$port/healthz/ready" > /dev/null; do sleep 0.3; done
ask() { curl -sf -H "Authorization: Bearer $key" -H 'Content-Type: application/json' "$@"; }
api="http://127.0.0.1:$port/api/v1"
ask -d '{"id":"satisfied","outcome":{"name":"Satisfied","kind":"property","touchpoint":"Overall verdict","property":"satisfied","segment":"property:class"}}' "$api/moments/outcomes" > /dev/null
wait_for() { until ask "$api/jobs/$1" | tee "$data/job.json" | grep -q '"state":"\(finished\|failed\)"'; do sleep 1; done; cat "$data/job.json"; echo; }
id_of() { sed 's/.*"id":"\{0,1\}\([^,"]*\).*/\1/'; }
file=$(curl -sf -H "Authorization: Bearer $key" --data-binary "@$shared/data/airline_satisfaction/airline_train.csv" "$api/imports/files?name=airline.csv" | id_of)
job=$(ask -d "{\"file\":\"$file\",\"mapping\":$(cat samples/import/airline_satisfaction.json)}" "$api/imports" | id_of)
time wait_for "$job" > /dev/null
curl -sf -H "Authorization: Bearer $key" "http://127.0.0.1:$port/moments.csv?outcome=satisfied" | cut -d, -f1-9,14,19
for i in 1 2 3 4 5; do curl -s -o /dev/null -w 'question %{time_total} s\n' -H "Authorization: Bearer $key" "$api/moments?outcome=satisfied"; done
wait_for "$(ask -d '{"outcome":"satisfied"}' "$api/moments/recompute" | id_of)"
