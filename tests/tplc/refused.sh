#!/bin/sh
# refused.sh TPLC: each template of refused/ must end the compiler with the message of its first line, at a line of the file.
set -u
tplc=$1
here=$(dirname "$0")
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
failures=0
for file in "$here"/refused/*.html; do
  echo "$file" >"$out/list"
  expected=$(sed -n '1s/^{{! expect: \(.*\) }}$/\1/p' "$file")
  if "$tplc" "$out/list" "$out" "$here" 2>"$out/message"; then
    echo "$file: accepted, expected: $expected" >&2
    failures=$((failures + 1))
  elif ! grep -qF -- "$expected" "$out/message" || ! grep -qE '^refused/[a-z_]+\.html:[1-9][0-9]*: error: ' "$out/message"; then
    echo "$file: expected: $expected" >&2
    echo "$file: found: $(cat "$out/message")" >&2
    failures=$((failures + 1))
  fi
done
[ "$failures" -eq 0 ]
