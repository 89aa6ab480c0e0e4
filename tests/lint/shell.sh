#!/bin/bash
# Scripts parse, are executable when they are meant to be run, and stop at the first error.
set -euo pipefail
cd "$1"
bad=0
while read -r f; do
  bash -n "$f" || bad=1
  if head -n 1 "$f" | grep -q '^#!/bin/bash' && ! grep -qE '^set -[a-z]*e' "$f"; then
    echo "$f: expected set -e"
    bad=1
  fi
done < <(find . -name '*.sh' ! -path './build*' ! -path '*/node_modules/*')
exit $bad
