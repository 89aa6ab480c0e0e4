#!/bin/sh
# pg_fixture.sh start DIR TEMPLATE_PROGRAM | stop DIR: one private PostgreSQL cluster for a run of tests.
#
# Unix socket only, in a temporary folder named in DIR/host; as nobody when started by root, since postgres refuses
# root. Data is not kept: fsync is off. TEMPLATE_PROGRAM HOST makes the roles and the migrated database that tests clone.
# Ends by itself after an hour. Exit 77 when no PostgreSQL is installed, unless VIGIE_REQUIRE_PG is set.
set -eu

dir=$(realpath -m "$2")
bin=
for candidate in "$(pg_config --bindir 2>/dev/null || true)" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr); do
  if [ -x "$candidate/initdb" ] && [ -x "$candidate/postgres" ]; then bin=$candidate; break; fi
done
if [ -z "$bin" ]; then
  echo "pg_fixture: no PostgreSQL server is installed (apt install postgresql)" >&2
  [ -n "${VIGIE_REQUIRE_PG:-}" ] && exit 1
  exit 77
fi

run_as=
[ "$(id -u)" = 0 ] && run_as='setpriv --reuid=nobody --regid=nogroup --clear-groups'
cd /

stop() {
  [ -f "$dir/host" ] || return 0
  host=$(cat "$dir/host")
  rm -f "$dir/host"
  if [ -f "$host/data/postmaster.pid" ]; then
    $run_as "$bin/pg_ctl" stop -D "$host/data" -m immediate -t 20 >/dev/null 2>&1 || true
  fi
  rm -rf "$host"
}

configure() {
  cat >>"$1/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$1'
unix_socket_permissions = 0700
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 64MB
max_connections = 60
max_wal_size = 1GB
autovacuum = off
jit = off
timezone = 'UTC'
log_min_messages = warning
CONF
  printf '%s\n' "${VIGIE_PG_CONF:-}" >>"$1/data/postgresql.conf"
  echo "local all all peer map=tests" >"$1/data/pg_hba.conf"
  for system in root nobody "$(id -un)"; do
    for role in postgres vigie_owner vigie_web vigie_collect vigie_reader; do echo "tests $system $role"; done
  done | sort -u >"$1/data/pg_ident.conf"
}

start() {
  stop
  mkdir -p "$dir"
  host=$(mktemp -d "${TMPDIR:-/tmp}/vigie-pg-XXXXXX")
  [ "$(id -u)" = 0 ] && chown nobody:nogroup "$host"
  $run_as "$bin/initdb" -D "$host/data" -U postgres -E UTF8 --locale=C.UTF-8 --lc-collate=C -A reject --no-sync >"$dir/initdb.log" 2>&1 ||
    { cat "$dir/initdb.log" >&2; exit 1; }
  configure "$host"
  $run_as setsid timeout -s INT 3600 "$bin/postgres" -D "$host/data" >"$dir/postgres.log" 2>&1 </dev/null &
  echo "$host" >"$dir/host"
  "$1" "$host" || { tail -20 "$dir/postgres.log" >&2; stop; exit 1; }
}

case $1 in
start) start "$3" ;;
stop) stop ;;
*) echo "usage: pg_fixture.sh start DIR TEMPLATE_PROGRAM | stop DIR" >&2; exit 2 ;;
esac
