# lib.sh — for the scripts of tests/system: sourced with the path of the program as $1.
#
# Each test has a folder of its own in $work and its own processes: `cleanup` ends them by their numbers. Started by root,
# the test runs Vigie as root too, unless it says otherwise; Vigie then gives root up by itself.
# shellcheck shell=sh disable=SC2034
set -eu
umask 022

work=$(mktemp -d "${TMPDIR:-/tmp}/vigie-system-XXXXXX")
chmod 755 "$work"
cp "$1" "$work/vigie"
vigie=$work/vigie
data=$work/data
supervisor=
unset VIGIE_CONFIG VIGIE_DATA_DIR VIGIE_RUN_DIR VIGIE_DATABASE || true
export HOME="$work/home" VIGIE_LISTEN=127.0.0.1:0 VIGIE_LOG_LEVEL=warning
mkdir "$HOME"

say() { printf '%s\n' "$*"; }
fail() {
  say "FAILED: $*" >&2
  for f in "$work"/*.out "$data"/log/*.log; do
    [ -f "$f" ] && { say "--- $f"; tail -n 30 "$f"; } >&2
  done
  exit 1
}

# until_true SECONDS WHAT COMMAND…: tries again until it works.
until_true() {
  seconds=$1 what=$2
  shift 2
  end=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$end" ] || fail "$what: not within $seconds s"
    sleep 0.05
  done
}

# run_vigie NAME COMMAND…: in the background, output in $work/NAME.out; sets $supervisor and, once it answers, $url.
run_vigie() {
  out=$work/$1.out
  shift
  "$@" >"$out" 2>&1 &
  supervisor=$!
  until_true 60 "vigie run" eval 'grep -q "^Stop with" "$out" || ! kill -0 $supervisor'
  grep -q "^Stop with" "$out" || fail "vigie run did not start"
  url=$(grep -m1 '^http://' "$out")
}

stop_vigie() {
  kill -INT "$supervisor"
  wait "$supervisor" || fail "vigie run ended with status $?"
  supervisor=
  nothing_left
}

# Every process whose command line, working program or environment is of this test.
processes() {
  for p in /proc/[0-9]*; do
    pid=${p#/proc/}
    [ "$pid" != "$$" ] || continue
    if tr '\0' ' ' 2>/dev/null <"$p/cmdline" | grep -q "$work" || readlink "$p/exe" 2>/dev/null | grep -q "^$work"; then echo "$pid"; fi
  done
}
no_processes() { [ -z "$(processes)" ]; }
nothing_left() { until_true 15 "every process gone" no_processes; }

# service NAME: its process number, among the children of the supervisor.
service() {
  for pid in $(cat "/proc/$supervisor/task/$supervisor/children"); do
    line=$(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) || continue
    case "$1:$line" in
    postgres:*/postgres\ -D*) echo "$pid" ;;
    serve:vigie\ serve* | collect:vigie\ collect\ *) echo "$pid" ;;
    esac
  done
}

# sql STATEMENT: as the owner, on the embedded cluster.
sql() { psql -X -q -At -h "$data/run" -p 5432 -U vigie_owner -d vigie -c "$1"; }

answers() { [ "$(curl -s -o /dev/null -m 5 -w '%{http_code}' "$url$1")" = "$2" ]; }

cleanup() {
  status=$?
  trap - EXIT
  for pid in $supervisor $(processes); do kill -KILL "$pid" 2>/dev/null || true; done
  cd /
  [ -z "${mounted:-}" ] || umount -l "$mounted" 2>/dev/null || true
  rm -rf "$work"
  exit $status
}
trap cleanup EXIT
trap 'exit 1' INT TERM
