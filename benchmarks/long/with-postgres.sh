#!/bin/sh
# Starts a PostgreSQL server of its own in a temporary folder, on a free port of loopback, runs a command with its address
# in VEINTE_POSTGRES, and takes it away again. PostgreSQL refuses root: then it runs as postgres or nobody.
set -e
[ $# -gt 0 ] || { echo "usage: $0 COMMAND..." >&2; exit 2; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
folder=$(mktemp -d)
port=${VEINTE_POSTGRES_PORT:-54320}
as=""
if [ "$(id -u)" = 0 ]; then
  user=nobody; id postgres >/dev/null 2>&1 && user=postgres
  chown "$user" "$folder"
  as="setpriv --reuid=$user --clear-groups"
fi
stop() { cd /; $as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT INT TERM
(cd / && $as "$bin/initdb" -D "$folder/data" -U veinte --auth=trust -E UTF8 --locale=C -N >/dev/null)
(cd / && $as "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c max_connections=300 -c shared_buffers=256MB -c max_wal_size=2GB" start >/dev/null)
VEINTE_POSTGRES="Host=127.0.0.1;Port=$port;Username=veinte;Database=postgres" "$@"
