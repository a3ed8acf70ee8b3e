#!/usr/bin/env bash
# Nothing but curl. Prints what was answered, one line for each request.
set -euo pipefail
host=$VEINTE_ADDRESS
writeKey=$VEINTE_KEY

# guide: curl
curl -sS "$host/v1/track" -u "$writeKey:" -d '{
  "userId": "anna", "event": "Counter", "messageId": "counter-2026-11-24-0001",
  "properties": {"channel": "in-person", "staff": "Lucía", "rating": 4, "waitSeconds": 240, "promisedWaitSeconds": 300}}'
# guide: end
echo
