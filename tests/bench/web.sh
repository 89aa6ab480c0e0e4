#!/bin/bash
# tests/bench/web.sh: the three boards on the sample organisation, 50 connections, beside a trivial answer of the same server.
# Prints throughput and 99th percentile, pages not cached (a new date for each request) and cached, and the memory of the web
# process. Needs wrk and curl. Starts its own Vigie in a temporary folder, on a free port; ends it.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-8}
cmake --preset release > /dev/null && cmake --build --preset release --target vigie > /dev/null
work=$(mktemp -d /tmp/vigie-bench-XXXXXX)
chmod 755 "$work"
[ "$(id -u)" != 0 ] || chown "$(id -u vigie 2> /dev/null || id -u nobody)" "$work"
trap 'kill -INT $vigie 2> /dev/null; wait $vigie 2> /dev/null; rm -rf "$work"' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=http://127.0.0.1:$port
build/release/vigie run --data-dir "$work/data" --listen "127.0.0.1:$port" > "$work/log" 2>&1 &
vigie=$!
echo "Loading the sample organisation…"
until grep -q 'sample organisation is loaded' "$work/log"; do
  kill -0 $vigie || { cat "$work/log"; exit 1; }
  sleep 1
done
# The set-up link chooses a password and signs in.
link=$(grep -o "$url/setup/[^ ]*" "$work/log" | head -1)
csrf=$(curl -s -c "$work/jar" "$link" | grep -o 'name="csrf" value="[^"]*"' | head -1 | sed 's/.*value="//; s/"//')
curl -s -o /dev/null -b "$work/jar" -c "$work/jar" -H "Origin: $url" --data-urlencode "csrf=$csrf" --data-urlencode "login=admin" \
  --data-urlencode "password=banc de mesure 2026" --data-urlencode "again=banc de mesure 2026" "$link"
cookie=$(awk '$6 ~ /vigie/ {print $6 "=" $7}' "$work/jar" | paste -sd ';')
status=$(curl -s -o /dev/null -w '%{http_code}' -H "Cookie: $cookie" "$url/strategic")
[ "$status" = 200 ] || { echo "signing in failed: HTTP $status"; exit 1; }
cat > "$work/dates.lua" << 'LUA'
local path, cookie
function init(args) path, cookie = args[1], args[2]; math.randomseed(os.time()) end
local function day() return string.format("2026-%02d-%02d", math.random(1, 10), math.random(1, 28)) end
function request() return wrk.format("GET", path .. "?au=" .. day() .. "&vs=" .. string.gsub(day(), "2026", "2025"), {Cookie = cookie}) end
LUA
measure() { # name path [script…]
  wrk -t2 -c50 -d"${seconds}s" --latency "${@:3}" "$url$2" ${script_args:-} > "$work/wrk"
  printf '%-34s %9s/s   p99 %9s   errors %s\n' "$1" "$(awk '/Requests\/sec/ {print $2}' "$work/wrk")" \
    "$(awk '/99%/ {print $2}' "$work/wrk")" "$(awk '/Non-2xx/ {print $NF}' "$work/wrk" | grep . || echo 0)"
}
echo "bars: any board, not cached, p99 <= 20 ms; unchanged, at least half of the trivial answer; web process <= 64 MB"
measure "trivial answer (/healthz)" /healthz
for board in strategic steering operational; do
  wrk -t2 -c50 -d"${seconds}s" --latency -s "$work/dates.lua" "$url" -- "/$board" "$cookie" > "$work/wrk"
  printf '%-34s %9s/s   p99 %9s   errors %s\n' "/$board, not cached" "$(awk '/Requests\/sec/ {print $2}' "$work/wrk")" \
    "$(awk '/99%/ {print $2}' "$work/wrk")" "$(awk '/Non-2xx/ {print $NF}' "$work/wrk" | grep . || echo 0)"
  measure "/$board, unchanged" "/$board" -H "Cookie: $cookie"
done
serve=$(pgrep -P "$vigie" -f 'vigie serve' | head -1)
[ -n "$serve" ] || serve=$(pgrep -f "vigie serve.*$port" | head -1)
printf 'web process: %s MB resident\n' "$(awk '/VmRSS/ {printf "%.0f", $2 / 1024}' "/proc/$serve/status")"
