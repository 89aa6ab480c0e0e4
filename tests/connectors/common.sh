# Sourced by the tests against real services: a directory, processes that end with the test, assertions on output.
# TRY is the program try_connector; SAID is what its last run printed.
work=$(mktemp -d /tmp/vigie-real-XXXXXX)
pids=()
cleanup() {
  if [ ${#pids[@]} -gt 0 ]; then kill "${pids[@]}" 2>/dev/null || true; fi
  wait 2>/dev/null || true
  chmod -R u+rwX "$work" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

fail() {
  echo "FAILED: $1"
  echo "--- said:"
  echo "${SAID:-}"
  exit 1
}
# try NAME OPTIONS…: runs the connector, whatever its end.
try() {
  SAID=$("$TRY" "$@" 2>&1) || true
  if grep -qE 'Sanitizer|runtime error:|core dumped' <<<"$SAID"; then fail "a bug"; fi
}
says() { grep -qF -- "$1" <<<"$SAID" || fail "expected \"$1\""; }
says_not() { if grep -qF -- "$1" <<<"$SAID"; then fail "did not expect \"$1\""; fi; }
rows() { [ "$(grep -c "^$1 " <<<"$SAID")" = "$2" ] || fail "expected $2 rows of $1"; }
# until_true SECONDS COMMAND…: asks again until it is true.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    if [ $SECONDS -ge $end ]; then fail "still not true: $*"; fi
    sleep 0.2
  done
}
# The port that a server says it listens on, from its log.
port_in() { grep -oE "$2" "$1" 2>/dev/null | grep -oE '[0-9]+$' | head -1; }
has_port() { [ -n "$(port_in "$1" "$2")" ]; }
