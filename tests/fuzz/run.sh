#!/bin/bash
# Fuzzes each target of build/fuzz for so many seconds, from its corpus; what it finds is left in build/fuzz/found.
# tests/fuzz/run.sh SECONDS
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p build/fuzz/found build/fuzz/corpus
for file in tests/fuzz/*.c; do
  name=$(basename "$file" .c)
  mkdir -p "build/fuzz/corpus/$name"
  build/fuzz/tests/fuzz/fuzz_"$name" -max_total_time="$1" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/found/$name-" "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" 2>&1 |
    grep -E 'number_of_executed_units|ERROR|SUMMARY|Test unit|deadly' | sed "s/^/$name: /"
done
if [ -n "$(ls build/fuzz/found)" ]; then
  ls build/fuzz/found
  exit 1
fi
