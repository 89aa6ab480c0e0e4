#!/bin/sh
# `vigie source list` says the state of a source in the words of the page Sources and of the administrator's guide.
. "$(dirname "$0")/lib.sh"

v() { "$vigie" "$@" --data-dir "$data" >"$work/said.out" 2>&1; }
said() { v source list && grep -q "^$1 .*  $2  " "$work/said.out"; }
must_be() { until_true 60 "$1 $2" said "$1" "$2"; } # SOURCE STATE

run_vigie run "$vigie" run --empty --data-dir "$data"
mkdir "$work/drop"
printf 'document;type;held_at;result\nPCA;continuity;2026-03-01;success\nPCA;continuity;soon;success\n' >"$work/drop/exercises.csv"
v source add drills --connector csv --set kind=exercise --set "path=$work/drop/exercises.csv" --period 1d --staleness 2d || fail "not added"
must_be this-machine "up to date"
v source pull drills || fail "not pulled"
must_be drills "partly refused"
mv "$work/drop/exercises.csv" "$work/drop/away"
v source pull drills && fail "pulled from nothing"
must_be drills "in error"
v source disable drills || fail "not disabled"
must_be drills "switched off"
v source add register --connector form --set kind=audit || fail "no register"
must_be register "nothing entered yet"
v source add later --connector csv --set kind=audit --set "path=$work/drop/none.csv" --disabled --no-test || fail "no later"
v source enable later
must_be later "never read: in error"
stop_vigie
