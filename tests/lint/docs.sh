#!/bin/bash
# The pages made from tables are the ones that this build makes. docs.sh SOURCE BINARY; --update writes them.
set -euo pipefail
cd "$1"
bad=0
check() {
  local page=$1
  shift
  if [ "${update:-}" = yes ]; then
    "$@" > "$page"
  elif ! diff -u "$page" <("$@"); then
    echo "$page is not current: tests/lint/docs.sh . build/dev/vigie --update"
    bad=1
  fi
}
update=$([ "${3:-}" = --update ] && echo yes || true)
check docs/reference/configuration.md "$2" help settings --markdown
check docs/reference/commands.md "$2" help commands
check docs/reference/connectors.md "$2" help connectors
check docs/reference/kinds.md "$2" help kinds
check docs/reference/pages.md "$2" help pages
check docs/reference/json.md "$2" help json
exit $bad
