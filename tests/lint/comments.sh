#!/bin/bash
# Every function that a header exports is explained there: a comment above it, or above its group, or beside it.
set -euo pipefail
cd "$1"
find aggregator connectors web -name '*.h' | sort | xargs awk '
  FNR == 1 { told = 0; block = 0; open = 0; prototype = 0 }
  block { if (/\*\//) { block = 0; told = 1 } next }
  open { if (/;/) open = 0; next }
  /^[ ]*\/\*/ && !/\*\// { block = 1; next }
  /^[ ]*\/[\/*]/ { told = 1; next }
  /^[ ]*$/ { if (prototype) told = prototype = 0; next }
  /^(struct|enum|union|typedef|extern|static|#|})/ && !/^(struct|enum|static inline) [A-Za-z_ ]+\*?[ ]?\*?[a-z_0-9]+\(/ { if (/\/\*/) told = 1; next }
  /^[A-Za-z_].*[a-z0-9_]\(/ {
    prototype = 1
    if (!told && !/\/\*/) { printf "%s:%d: %s: explain it in a comment\n", FILENAME, FNR, $0; bad = 1 }
    if (/\/\*/ && !/\*\//) block = 1
    if (!/;/) open = 1
  }
  END { exit bad }'
