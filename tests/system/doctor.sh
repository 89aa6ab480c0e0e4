#!/bin/sh
# vigie doctor on a whole installation: each thing broken for real, then mended; its exit status says it.
. "$(dirname "$0")/lib.sh"
export VIGIE_DATA_DIR="$data"

# doctor STATUS: its exit status; what it said is in $work/doctor.out
doctor() {
  status=0
  "$vigie" doctor --json >"$work/doctor.out" || status=$?
  [ "$status" = "$1" ] || fail "vigie doctor ended with $status, expected $1: $(cat "$work/doctor.out")"
}
# state CHECK STATE
state() {
  grep -q "\"id\":\"$1\",\"state\":\"$2\"" "$work/doctor.out" || fail "expected $1: $2, got: $(cat "$work/doctor.out")"
}

say "nothing runs"
doctor 2
state database failure
state backup unknown

run_vigie run "$vigie" run --empty
until_true 60 "this machine was read" eval "sql \"SELECT status FROM vg.pull\" | grep -q ok"
until_true 60 "it was evaluated" eval "sql \"SELECT status FROM vg.evaluation\" | grep -q ok"
say "nobody can sign in yet"
doctor 2
state administrators failure
state modes fine
state roles fine
state migrations fine
state checksums fine
sql "UPDATE vg.app_user SET password_hash = 'x', password_at = now()"
say "warnings: one administrator, no backup"
doctor 1
state administrators warning
state backup warning
"$vigie" db backup "$work/good"
sql "INSERT INTO vg.app_user (login, name, role, password_hash, password_at, created_at) VALUES ('ada', 'Ada', 'administrator', 'x', now(), now())"
say "all is fine"
sql "UPDATE vg.indicator SET stale = false"
free=$(df --output=avail -B1 "$work" | tail -n 1)
total=$(df --output=size -B1 "$work" | tail -n 1)
if [ "$free" -gt $((1 << 30)) ] && [ "$free" -gt $((total / 10)) ]; then doctor 0; fi

say "a key open to others"
chmod 644 "$data/keys/collector.key"
doctor 2
state modes failure
chmod 600 "$data/keys/collector.key"
say "a role too powerful"
psql -X -q -h "$data/run" -p 5432 -U postgres -d vigie -c "ALTER ROLE vigie_web SUPERUSER"
doctor 2
state roles failure
psql -X -q -h "$data/run" -p 5432 -U postgres -d vigie -c "ALTER ROLE vigie_web NOSUPERUSER"
"$vigie" doctor | grep -q "^ok *roles" || fail "not mended"
say "a public address, a proxy in front, and no https"
status=0
"$vigie" doctor --json --behind-proxy yes --listen 0.0.0.0:8080 --public-url http://vigie.example.test >"$work/doctor.out" || status=$?
[ "$status" = 2 ] || fail "status $status"
state listen warning
state cookies failure
status=0
"$vigie" doctor --listen 0.0.0.0:8080 2>"$work/refused.out" || status=$?
[ "$status" = 3 ] || fail "a public address without a proxy: status $status"
stop_vigie
