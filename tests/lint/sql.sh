#!/bin/bash
# Statements name their columns and explain themselves; indicators never ask what time it is.
set -euo pipefail
cd "$1"
shopt -s nullglob
bad=0
complain() { echo "$1: $2"; bad=1; }

files=(sql/query/*.sql)
if [ ${#files[@]} -gt 0 ]; then
  awk '
    function complain(text) { printf "%s: %s\n", FILENAME, text; bad = 1 }
    FNR == 1 {
      name = FILENAME; sub(/.*\//, "", name); sub(/\.sql$/, "", name); delete told
      if (index($0, "-- " name ":") != 1) complain("expected the first line to be \"-- " name ": what it does\"")
    }
    { at = index($0, "--"); note = at ? substr($0, at) : ""; body = at ? substr($0, 1, at - 1) : $0 }
    { while (match(note, /\$[0-9]+/)) { told[substr(note, RSTART, RLENGTH)] = 1; note = substr(note, RSTART + RLENGTH) } }
    { while (match(body, /\$[0-9]+/)) {
        p = substr(body, RSTART, RLENGTH); body = substr(body, RSTART + RLENGTH)
        if (!(p in told)) { complain("expected \"" p " type meaning\" in the heading comment"); told[p] = 1 }
      } }
    END { exit bad }' "${files[@]}" || bad=1
fi
files=(sql/query/*.sql sql/indicator/*.sql)
if [ ${#files[@]} -gt 0 ]; then
  if grep -niE '^[^-]*\bselect\s+(distinct\s+)?\*' "${files[@]}"; then complain sql "name the columns instead of *"; fi
fi
files=(sql/indicator/*.sql)
if [ ${#files[@]} -gt 0 ]; then
  if sed 's/--.*//' "${files[@]}" | grep -niE '\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)[[:space:]]*\(|\b(current_(timestamp|date|time)|localtime(stamp)?)\b'; then
    complain sql/indicator "the instant is \$1: a figure must be the same whenever it is computed"
  fi
fi
exit $bad
