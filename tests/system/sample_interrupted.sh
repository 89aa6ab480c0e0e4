#!/bin/sh
# Ctrl-C while the sample organisation is being loaded: the next start loads it whole, rather than saying for ever that it is being loaded.
. "$(dirname "$0")/lib.sh"

# load NAME: starts, and waits until the sample is being loaded.
load() {
  out=$work/$1.out
  "$vigie" run --data-dir "$data" >"$out" 2>&1 &
  supervisor=$!
  until_true 120 "loading the sample" eval 'grep -q "^Loading the sample organisation: 0 %\|^Stop with" "$out" || ! kill -0 $supervisor'
}

load first
stop_vigie
load second
grep -q "^Loading the sample organisation: 0 %" "$out" || fail "what was interrupted is not loaded again"
stop_vigie
