#!/bin/sh
# kill -9 of the supervisor: nothing is left running within seconds, and the next start is clean.
. "$(dirname "$0")/lib.sh"

for round in 1 2; do
  run_vigie "run$round" "$vigie" run --empty --data-dir "$data"
  kill -KILL "$supervisor"
  wait "$supervisor" 2>/dev/null || true
  supervisor=
  nothing_left
  say "round $round: nothing left"
done
run_vigie again "$vigie" run --data-dir "$data"
answers /login 200 || fail "no answer"
[ "$(sql "SELECT count(*) FROM vg.source")" = 1 ] || fail "the source is not there once"
stop_vigie
say "asked to stop while it starts"
"$vigie" run --data-dir "$data" >"$work/early.out" 2>&1 &
supervisor=$!
until_true 30 "it has begun" grep -q "data in" "$work/early.out"
kill -TERM $supervisor
wait $supervisor || true
supervisor=
nothing_left
