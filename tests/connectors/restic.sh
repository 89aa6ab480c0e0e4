#!/bin/bash
# Connector restic against real repositories: fresh, stale, empty, corrupted, locked, missing, refused. restic.sh TRY
set -euo pipefail
TRY=$1
. "$(dirname "$0")/common.sh"
export RESTIC_PASSWORD=correct-horse
src=$work/src
mkdir "$src"
echo data > "$src/file"
fresh=$work/fresh
restic -q init -r "$fresh"
restic -q backup -r "$fresh" --host SRV-Web-01.example.test --tag prod "$src"
restic -q backup -r "$fresh" --host srv-db-01 --time "2026-10-09 02:00:00" "$src"
unset RESTIC_PASSWORD

echo "fresh and stale snapshots"
try restic repository="$fresh" password=correct-horse datacenter=DC-Nord label=depot
rows backup 2
says "asset=srv-web-01 dataset=$src tool=restic status=ok"
says "repository=depot datacenter=DC-Nord"
says "asset=srv-db-01"
says "finished_at=2026-10-09T02:00:00Z"
says "ok 2 0"

echo "a password file"
echo correct-horse > "$work/pw"
try restic repository="$fresh" password_file="$work/pw"
says "ok 2 0"

echo "reading locks nothing, and a lock does not stop reading"
before=$(find "$fresh" -type f | sort | xargs sha256sum)
RESTIC_PASSWORD=correct-horse restic -r "$fresh" check --read-data > /dev/null 2>&1 &
locker=$!
try restic repository="$fresh" password=correct-horse
says "ok 2 0"
wait $locker
[ "$before" = "$(find "$fresh" -type f | sort | xargs sha256sum)" ] || fail "the repository changed"

echo "wrong password"
try restic repository="$fresh" password=hunter2-wrong
says "error denied: restic on $fresh: the repository refuses the password"
says_not hunter2
rows backup 0
try restic repository="$fresh"
says "no password is set"

echo "missing repository"
try restic repository="$work/nowhere" password=x
says "error notfound: restic on $work/nowhere: there is no repository at this address"

echo "empty repository: no row, which the ingestion holds as suspect"
RESTIC_PASSWORD=x restic -q init -r "$work/empty"
try restic repository="$work/empty" password=x
says "ok 0 0"

echo "a repository that may not be read"
if [ "$(id -u)" != 0 ]; then
  chmod 000 "$fresh/keys"
  try restic repository="$fresh" password=correct-horse
  says "error denied: restic on $fresh: the collector may not read the repository"
  chmod 700 "$fresh/keys"
fi

damage() { # FILE: eight bytes in the middle
  chmod u+w "$1"
  printf 'XXXXXXXX' | dd of="$1" bs=1 seek=40 conv=notrunc status=none
}
for part in config keys snapshots; do
  echo "corrupted bytes in $part: nothing is half read"
  cp -r "$fresh" "$work/bad-$part"
  if [ $part = config ]; then damage "$work/bad-config/config"; else damage "$(find "$work/bad-$part/$part" -type f | head -1)"; fi
  try restic repository="$work/bad-$part" password=correct-horse
  grep -q "^error " <<<"$SAID" || fail "a corrupted repository was taken for good"
  says "restic on $work/bad-$part"
done
says "the repository is corrupted"

echo "a snapshot file that is cut"
cp -r "$fresh" "$work/cut"
cut=$(find "$work/cut/snapshots" -type f | head -1)
chmod u+w "$cut"
: > "$cut"
try restic repository="$work/cut" password=correct-horse
says "error input: restic on $work/cut: the repository is corrupted"

echo "a storage that does not answer"
try restic repository=rest:http://127.0.0.1:1/ password=x timeout="3 s"
grep -qE "^error (unavailable|timeout|notfound)" <<<"$SAID" || fail "expected a clear failure"

echo "the file that a backup host drops, and its age"
RESTIC_PASSWORD=correct-horse restic snapshots -r "$fresh" --json > "$work/dropped.json"
try restic snapshots_file="$work/dropped.json"
says "ok 2 0"
try restic snapshots_file="$work/dropped.json" --now "$(date -u -d '+2 days' +%FT%TZ)"
says "expected within the last 26h"
head -c 300 "$work/dropped.json" > "$work/cut.json"
try restic snapshots_file="$work/cut.json"
says "error input: $work/cut.json"

echo "recorded, then read again from the record"
try restic repository="$fresh" password=correct-horse --record "$work/record"
live=$SAID
try restic repository="$fresh" password=correct-horse --recorded "$work/record"
[ "$live" = "$SAID" ] || fail "the record does not give the same"
if grep -rq correct-horse "$work/record"; then fail "the password was recorded"; fi
echo "OK"
