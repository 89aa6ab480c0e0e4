#!/bin/sh
# A full disk: what cannot be written is refused, nothing is half-written, and all is well once there is room again.
. "$(dirname "$0")/lib.sh"

if [ "$(id -u)" != 0 ] || ! { mkdir "$work/small" && mount -t tmpfs -o size=160m,mode=755 tmpfs "$work/small"; }; then
  say "needs root and mount"
  exit 77
fi
mounted=$work/small
data=$work/small/data
run_vigie run "$vigie" run --empty --data-dir "$data"
until_true 60 "this machine was read" eval "sql \"SELECT status FROM vg.pull\" | grep -q ok"
records=$(sql "SELECT count(*) FROM rec.service")
dd if=/dev/zero of="$work/small/fill" bs=64k 2>/dev/null || true

say "full: vigie doctor says so"
status=0
"$vigie" doctor --json --data-dir "$data" >"$work/doctor.out" || status=$?
[ $status = 2 ] || fail "vigie doctor ended with $status on a full disk"
grep -q '"id":"disk","state":"failure"' "$work/doctor.out" || fail "a full disk was not seen: $(cat "$work/doctor.out")"
say "full: a backup there"
status=0
"$vigie" db backup --data-dir "$data" "$data/backup" >"$work/backup.out" 2>&1 || status=$?
[ $status != 0 ] || fail "a backup on a full disk succeeded"
[ ! -e "$data/backup" ] || fail "half a backup was left"
say "full: a large write"
psql -X -q -h "$data/run" -p 5432 -U vigie_owner -d vigie >"$work/large.out" 2>&1 \
  -c "CREATE TABLE vg.large AS SELECT g, repeat('x', 1000) AS t FROM generate_series(1, 200000) g" && fail "a large write succeeded"

say "room again"
rm "$work/small/fill"
kill -0 "$supervisor" 2>/dev/null || { supervisor=; nothing_left; run_vigie again "$vigie" run --data-dir "$data"; }
until_true 60 "pulls are good again" "$vigie" source pull this-machine --data-dir "$data"
[ "$(sql "SELECT to_regclass('vg.large') IS NULL")" = t ] || fail "a table was half written"
[ "$(sql "SELECT count(*) > 0 FROM rec.service")" = t ] || [ "$records" = 0 ] || fail "records are gone"
url=$(ss -Hltnp 2>/dev/null | grep -o "127.0.0.1:[0-9]* .*pid=$(service serve)," | sed 's/ .*//;s/^/http:\/\//')
until_true 20 "pages are back" answers /login 200
stop_vigie
