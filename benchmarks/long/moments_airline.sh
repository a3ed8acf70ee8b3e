#!/usr/bin/env bash
# The whole airline survey (103,904 passengers, 1.5 million interactions) through the import and the stream, and once more from history; then the same with one
# question asked twice, whose importance must be shared and not doubled.
# Usage: benchmarks/long/moments_airline.sh [folder of the shared data]; VEINTE names another program than ./veinte. Prints the answers, the agreement with history and how long a question takes; ends with 1 when
# the two halves of a question do not share what it has alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
shared=${1:-../shared}
veinte=${VEINTE:-./veinte}
twice="Online Boarding"
data=$(mktemp -d); port=${PORT:-21790}
server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$data"' EXIT
ask() { curl -sf -H "Authorization: Bearer $key" -H 'Content-Type: application/json' "$@"; }
wait_for() { until ask "$api/jobs/$1" | tee "$data/job.json" | grep -q '"state":"\(finished\|failed\)"'; do sleep 1; done; cat "$data/job.json"; echo; }
id_of() { sed 's/.*"id":"\{0,1\}\([^,"]*\).*/\1/'; }
table() { curl -sf -H "Authorization: Bearer $key" "http://127.0.0.1:$port/moments.csv?outcome=satisfied"; }
share_of() { sed -n "s/.*\"touchpoint\":\"$2\",[^}]*\"share\":\([0-9.eE-]*\),.*/\1/p" <(sed 's/{/\n{/g' "$1"); }

# A server of its own with the survey in its books: survey NAME MAPPING.
survey() {
  key=$($veinte key create --scope admin --name long --data "$data/$1")
  $veinte serve --data "$data/$1" --port "$port" > "$data/$1.log" 2>&1 & server=$!
  until curl -sf "http://127.0.0.1:$port/healthz/ready" > /dev/null; do sleep 0.3; done
  api="http://127.0.0.1:$port/api/v1"
  ask -d '{"id":"satisfied","outcome":{"name":"Satisfied","kind":"property","touchpoint":"Overall verdict","property":"satisfied","segment":"property:class"}}' "$api/moments/outcomes" > /dev/null
  file=$(curl -sf -H "Authorization: Bearer $key" --data-binary "@$shared/data/airline_satisfaction/airline_train.csv" "$api/imports/files?name=airline.csv" | id_of)
  job=$(ask -d "{\"file\":\"$file\",\"mapping\":$2}" "$api/imports" | id_of)
  time wait_for "$job" > /dev/null
  table | cut -d, -f1-9,14,19
  for i in 1 2 3 4 5; do curl -s -o "$data/$1.json" -w 'question %{time_total} s\n' -H "Authorization: Bearer $key" "$api/moments?outcome=satisfied"; done
  wait_for "$(ask -d '{"outcome":"satisfied"}' "$api/moments/recompute" | id_of)"
}

stop() { kill "$server"; wait "$server" || true; server=""; }

mapping=samples/import/airline_satisfaction.json
survey once "$(cat $mapping)"
stop
survey twice "$(sed "/\"touchpoint\": \"$twice\"/{p;s/\"touchpoint\": \"$twice\"/\"touchpoint\": \"$twice again\"/}" $mapping)"
stop
awk -v once="$(share_of "$data/once.json" "$twice")" -v first="$(share_of "$data/twice.json" "$twice")" -v second="$(share_of "$data/twice.json" "$twice again")" 'BEGIN {
  printf "%s: %.6f of what is explained alone; asked twice %.6f and %.6f, together %.6f\n", "'"$twice"'", once, first, second, first + second
  gap = first - second; if (gap < 0) gap = -gap
  exit !(once > 0 && gap < 1e-9 && first < 0.7 * once && first + second > 0.9 * once && first + second < 1.25 * once)
}'
