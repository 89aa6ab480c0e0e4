#!/bin/sh
# An external database that goes away while serving and comes back; backup and restore; a database of a newer Vigie.
. "$(dirname "$0")/lib.sh"

"$vigie" db start --data-dir "$work/external"
external="host=$work/external/run port=5432 dbname=vigie"
VIGIE_DATA_DIR=$work/external "$vigie" migrate
sql() { psql -X -q -At -h "$work/external/run" -p 5432 -U vigie_owner -d vigie -c "$1"; }
export VIGIE_DATABASE="$external"
# peer authentication knows the owner of that cluster: Vigie must run as the same user
mkdir "$data" "$data/log" "$data/keys"
run_vigie run "$vigie" run --empty --data-dir "$data"
[ -d "$data/pg" ] && fail "an embedded cluster was made beside the external one"
answers /login 200 || fail "no answer"

say "gone"
VIGIE_DATABASE='' VIGIE_DATA_DIR=$work/external "$vigie" db stop
until_true 20 "pages say that the database is away" answers /login 503
answers /healthz 200 || answers /healthz 503 || fail "the web server itself is gone"
kill -0 "$supervisor" || fail "vigie run gave up"

say "back"
VIGIE_DATABASE='' VIGIE_DATA_DIR=$work/external "$vigie" db start
until_true 30 "pages are back" answers /login 200
until_true 60 "pulls are back" eval '"$vigie" source pull this-machine --data-dir "$data"'

say "newer than this program"
sql "INSERT INTO migration.applied SELECT max(number) + 1, '9999_future', 'x' FROM migration.applied"
stop_vigie_only() { kill -INT "$supervisor"; wait "$supervisor" || true; supervisor=; }
stop_vigie_only
status=0
"$vigie" run --data-dir "$data" >"$work/newer.out" 2>&1 || status=$?
[ $status = 3 ] || fail "expected status 3, got $status"
grep -q "9999_future" "$work/newer.out" || fail "it does not name the schema"
VIGIE_DATABASE='' VIGIE_DATA_DIR=$work/external "$vigie" db stop
nothing_left
