#!/bin/sh
# Two starts on the same folder: the second is refused and says why, the first goes on.
. "$(dirname "$0")/lib.sh"

run_vigie first "$vigie" run --empty --data-dir "$data"
status=0
"$vigie" run --data-dir "$data" >"$work/second.out" 2>&1 || status=$?
[ $status = 6 ] || fail "expected status 6, got $status"
grep -q "another vigie run (process $supervisor)" "$work/second.out" || fail "it does not say who holds the folder"
"$vigie" db stop --data-dir "$data" >"$work/stop.out" 2>&1 && fail "vigie db stop took the database away from vigie run"
answers /login 200 || fail "the first one no longer answers"

say "a link leads where the first one listens, which only it was told"
"$vigie" user setup-link admin --data-dir "$data" >"$work/link.out" || fail "no link"
grep -q "^$url/setup/" "$work/link.out" || fail "expected a link to $url, got $(cat "$work/link.out")"

say "beside a database that was started alone"
"$vigie" db start --data-dir "$work/alone"
"$vigie" run --empty --data-dir "$work/alone" >"$work/beside.out" 2>&1 &
beside=$!
until_true 10 "it says what it waits for" grep -q "^Waiting up to [0-9]* s for the PostgreSQL server (process [0-9]*)" "$work/beside.out"
kill -KILL $beside
wait $beside 2>/dev/null || true
"$vigie" db stop --data-dir "$work/alone"

say "a port that is taken"
port=${url##*:}
status=0
"$vigie" run --empty --data-dir "$work/other" --listen "127.0.0.1:$port" >"$work/taken.out" 2>&1 || status=$?
[ $status = 6 ] || fail "expected status 6, got $status"
stop_vigie
