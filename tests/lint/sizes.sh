#!/bin/bash
# Files of at most 600 lines, functions of at most 40 (60 in tests, which hold tables of cases).
set -euo pipefail
cd "$1"
find aggregator connectors web tests -name '*.[ch]' ! -path '*/node_modules/*' | sort | xargs awk '
  function complain(line, text) { printf "%s:%d: %s\n", FILENAME, line, text; bad = 1 }
  function end_file() { if (lines > 600) { printf "%s: %d lines, expected at most 600\n", file, lines; bad = 1 } }
  FNR == 1 { if (file != "") end_file(); file = FILENAME; start = 0 }
  { lines = FNR }
  /^[A-Za-z_].*\{$/ && !/^(struct|enum|union|static const|const|typedef|extern)[^(]*\{$/ && /\(/ && !/=/ { start = FNR }
  /^[ ]+.*\) \{$/ && previous ~ /^[A-Za-z_].*[,(]$/ { start = FNR - 1 }
  /^}/ { most = FILENAME ~ /^tests/ ? 60 : 40; if (start && FNR - start + 1 > most) complain(start, "a function of " FNR - start + 1 " lines, expected at most " most); start = 0 }
  { previous = $0 }
  END { end_file(); exit bad }'
