#!/bin/sh
# tests/bench/run.sh [--scale S]: builds with optimisation, starts a durable private cluster, prints each bar beside its
# physical limit in the same run. Figures depend on the machine: compare the two columns, not two machines.
set -eu
scale=0.2
while [ $# -gt 0 ]; do
  case $1 in
  --scale) scale=$2; shift 2 ;;
  *) echo "usage: tests/bench/run.sh [--scale S]" >&2; exit 2 ;;
  esac
done
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
cmake --preset bench >/dev/null
cmake --build --preset bench --target bench_ingest bench_evaluate pg_template
build=$root/build/bench
export VIGIE_PG_CONF="fsync = on
synchronous_commit = on
full_page_writes = on
autovacuum = on
shared_buffers = 256MB
max_wal_size = 8GB
checkpoint_timeout = 30min
jit = off
random_page_cost = 1.1"
trap 'tests/support/pg_fixture.sh stop "$build/pg"' EXIT INT TERM
VIGIE_REQUIRE_PG=1 tests/support/pg_fixture.sh start "$build/pg" "$build/tests/pg_template"
"$build/tests/bench_ingest" "$(cat "$build/pg/host")" vigie_template "$scale"
"$build/tests/bench_evaluate" "$(cat "$build/pg/host")" vigie_template "$scale" tests/bench/evaluate.sql
