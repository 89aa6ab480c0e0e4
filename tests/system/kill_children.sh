#!/bin/sh
# kill -9 of each child in turn: all back (within ten seconds on an idle machine: the time is printed), nothing half-written.
. "$(dirname "$0")/lib.sh"

back() {
  [ -n "$(service postgres)" ] && [ -n "$(service serve)" ] && [ -n "$(service collect)" ] || return 1
  url=$(ss -Hltnp 2>/dev/null | grep -o "127.0.0.1:[0-9]* .*pid=$(service serve)," | sed 's/ .*//;s/^/http:\/\//') && [ -n "$url" ] || return 1
  answers /login 200 && "$vigie" db status --data-dir "$data" && [ "$(sql "SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = 'vigie_collect'")" = t ]
}

whole() {
  [ "$(sql "SELECT count(*) FROM vg.coverage c JOIN vg.pull p ON p.id = c.pull_id WHERE p.status <> 'ok'")" = 0 ] || fail "coverage of a pull that is not ok"
  [ "$(sql "SELECT count(*) FROM pg_prepared_xacts")" = 0 ] || fail "a transaction hangs"
}

run_vigie run "$vigie" run --empty --data-dir "$data"
until_true 30 "everything runs" back
for name in postgres serve collect; do
  pid=$(service $name)
  started=$(date +%s%N)
  kill -KILL "$pid"
  until_true 10 "the $name that was killed is gone" eval "! kill -0 $pid"
  until_true 30 "$name is back" back
  say "$name killed: back after $((($(date +%s%N) - started) / 1000000)) ms"
  whole
done

pid=$(sql "SELECT pid FROM pg_stat_activity WHERE usename = 'vigie_collect' LIMIT 1")
kill -KILL "$pid"
until_true 30 "back after a backend was killed" back
say "a backend killed: back"
whole

say "a pull killed in the middle"
"$vigie" source pull this-machine --data-dir "$data" >"$work/pull.out" 2>&1 &
pull=$!
kill -KILL $pull 2>/dev/null || true
wait $pull 2>/dev/null || true
until_true 60 "the next pull is good" eval '"$vigie" source pull this-machine --data-dir "$data"'
whole
stop_vigie
