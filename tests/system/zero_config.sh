#!/bin/sh
# Nothing configured, an empty folder: everything runs, reachable by a unix socket and the loopback only, as nobody special.
. "$(dirname "$0")/lib.sh"

first_and_second_start() {
  say "$1: first start"
  shift
  run_vigie first "$@" run --empty
  answers /healthz 200 || fail "no answer at $url/healthz"
  grep -q 'http://127.0.0.1:[0-9]*/setup/' "$work/first.out" || fail "no set-up link"
  [ "$(sql "SHOW data_checksums")" = on ] || fail "data checksums are off"
  [ "$(sql "SHOW listen_addresses")" = "" ] || fail "the database listens on the network"
  [ "$(sql "SHOW synchronous_commit")" = on ] || fail "commits are not durable"
  [ "$(stat -c %a "$data/run")" = 700 ] || fail "the socket's folder is open to others"
  [ "$(sql "SELECT count(*) FROM vg.perimeter WHERE code IN ('all', 'this-machine')")" = 2 ] || fail "no perimeter for this machine"
  until_true 60 "this machine was read" eval "sql \"SELECT status FROM vg.pull\" | grep -q ok"
  for pid in $(processes); do
    [ "$pid" = "$supervisor" ] && [ "$(stat -c %u "/proc/$pid")" != 0 ] && continue
    [ "$(awk '/^Uid:/ {print $2}' "/proc/$pid/status")" != 0 ] || fail "process $pid runs as root: $(tr '\0' ' ' <"/proc/$pid/cmdline")"
  done
  stop_vigie
  say "second start"
  run_vigie second "$@" run
  grep -q "First start" "$work/second.out" && fail "the cluster was made again"
  [ "$(sql "SELECT count(*) FROM vg.source")" = 1 ] || fail "this machine was declared again"
  stop_vigie
}

psql --version >/dev/null
if [ "$(id -u)" = 0 ]; then
  first_and_second_start "as root" "$vigie" --data-dir "$data"
  rm -rf "$data"
  say "as root, with a program in a closed folder"
  mkdir -m 700 "$work/closed"
  cp "$vigie" "$work/closed/vigie"
  run_vigie closed "$work/closed/vigie" run --empty --data-dir "$data"
  answers /healthz 200 || fail "no answer"
  stop_vigie
  say "as root, with data in a closed folder: refused with a reason"
  if "$vigie" run --empty --data-dir "$work/closed/data" >"$work/refused.out" 2>&1; then fail "not refused"; fi
  grep -q "cannot use" "$work/refused.out" || fail "no reason given"
  rm -rf "$data"
  chown nobody "$HOME"
  data=$HOME/.local/share/vigie
  cd "$HOME"
  as_nobody() { setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; }
  sql() { as_nobody psql -X -q -At -h "$data/run" -p 5432 -U vigie_owner -d vigie -c "$1"; }
  first_and_second_start "as nobody" setpriv --reuid=nobody --regid=nogroup --clear-groups "$vigie"
else
  data=$HOME/.local/share/vigie
  cd "$HOME"
  first_and_second_start "as $(id -un)" "$vigie"
fi
