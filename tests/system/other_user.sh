#!/bin/sh
# Whoever may not use the data, or the folder that run.sh builds in, is told whose they are to be used by.
. "$(dirname "$0")/lib.sh"
[ "$(id -u)" = 0 ] || exit 77
as_nobody() { setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; }

say "the data of another user"
"$vigie" db init --data-dir "$data" >/dev/null
status=0
as_nobody "$vigie" run --empty --data-dir "$data" >"$work/run.out" 2>&1 || status=$?
[ "$status" = 3 ] || fail "expected status 3, got $status"
grep -q "this user cannot use $data: Permission denied" "$work/run.out" || fail "it does not say what it cannot use"
grep -q "as the user whose folder it is" "$work/run.out" || fail "no advice"

say "a clone of another user"
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir "$work/clone"
cp -r "$root/run.sh" "$root/scripts" "$root/packages.txt" "$work/clone"
status=0
as_nobody "$work/clone/run.sh" >"$work/clone.out" 2>&1 || status=$?
[ "$status" = 1 ] || fail "expected status 1, got $status"
grep -q "run ./run.sh as root, who owns it, or" "$work/clone.out" || fail "no advice"
