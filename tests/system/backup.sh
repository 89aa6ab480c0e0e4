#!/bin/sh
# Backup and restore: all or nothing, while serving, and into a new cluster.
. "$(dirname "$0")/lib.sh"
export VIGIE_DATA_DIR="$data"

run_vigie run "$vigie" run --empty
"$vigie" db backup "$work/good"
[ "$(stat -c %a "$work/good")" = 600 ] || fail "the backup is open to others"
"$vigie" db backup "$work/good" 2>/dev/null && fail "written over without --force"
"$vigie" db restore "$work/good" 2>/dev/null && fail "restored over a database without --force"
head -c "$(($(stat -c %s "$work/good") / 2))" "$work/good" >"$work/cut"
sql "UPDATE vg.perimeter SET name = 'after' WHERE code = 'this-machine'"
"$vigie" db restore --force "$work/cut" 2>/dev/null && fail "half a backup was restored"
[ "$(sql "SELECT name FROM vg.perimeter WHERE code = 'this-machine'")" = after ] || fail "half a backup changed the database"
"$vigie" db restore --force "$work/good" || fail "not restored"
[ "$(sql "SELECT name FROM vg.perimeter WHERE code = 'this-machine'")" != after ] || fail "nothing was restored"
[ "$(sql "SELECT string_agg(datname, ' ') FROM pg_database WHERE datname LIKE 'vigie%'")" = vigie ] || fail "a database was left over"
open="SELECT count(*) FROM pg_proc WHERE proname IN ('pg_advisory_lock', 'pg_notify', 'lo_create') AND has_function_privilege('vigie_reader', oid, 'EXECUTE')"
[ "$(sql "$open")" = 0 ] || fail "the cage is open after a restore"
until_true 20 "pages are back" answers /login 200
until_true 60 "pulls are back" "$vigie" source pull this-machine
"$vigie" migrate --check
stop_vigie
"$vigie" db backup "$work/stopped" 2>"$work/stopped.out" && fail "a backup of a database that is stopped"
grep -q 'vigie db start' "$work/stopped.out" || fail "a backup of a database that is stopped does not say how to start it"
rm -rf "$data"
"$vigie" db restore "$work/good" 2>"$work/none.out" && fail "restored into nothing"
grep -q "vigie db start makes one" "$work/none.out" || fail "it does not say how to begin: $(cat "$work/none.out")"
"$vigie" db start
"$vigie" db restore "$work/good"
[ "$(sql "SELECT count(*) FROM vg.source")" = 1 ] || fail "not restored into a new cluster"
[ "$(sql "$open")" = 0 ] || fail "the cage is open in a new cluster"
"$vigie" db stop
nothing_left
