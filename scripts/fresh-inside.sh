#!/bin/bash
# Inside the minimal system of scripts/fresh.sh: starts Vigie twice with run.sh, reads its first page, stops it.
# fresh-inside.sh root|user
set -meuo pipefail
project=/opt/vigie
. $project/scripts/packages.sh
out=$(mktemp)
pid=''
trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null || true' EXIT

# Milliseconds since the system started.
now() { awk '{ printf "%d\n", $1 * 1000 }' /proc/uptime; }

address() { grep -ohE 'http://127\.0\.0\.1:[0-9]+' "$out" | head -n 1 || true; }

# The status of GET / ("200", "303"), empty when nothing answers.
status() {
  local port=${1##*:}
  exec 3<> "/dev/tcp/127.0.0.1/$port" || return 0
  printf 'GET / HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$port" >&3
  head -n 1 <&3 | cut -d ' ' -f 2
  exec 3>&-
}

# start LIMIT_MS COMMAND…: until its page answers.
start() {
  local limit=$1 began url='' answer=''
  shift
  began=$(now)
  : > "$out"
  "$@" > "$out" 2>&1 &
  pid=$!
  while [ -z "$answer" ]; do
    kill -0 "$pid" 2> /dev/null || { cat "$out"; fail "run.sh ended"; }
    [ $(($(now) - began)) -lt "$limit" ] || { cat "$out"; fail "no page within $limit ms"; }
    sleep 0.05
    url=$(address)
    if [ -n "$url" ]; then answer=$(status "$url" 2> /dev/null); fi
  done
  say "$* answers $answer at $url after $(($(now) - began)) ms"
  case $answer in 200 | 302 | 303 | 401) ;; *) cat "$out"; fail "expected a page, got status $answer" ;; esac
}

stop() {
  kill -INT "$pid"
  local code=0
  wait "$pid" || code=$?
  pid=''
  [ "$code" = 0 ] || { cat "$out"; fail "expected a clean stop, got status $code"; }
  sleep 0.2
  if [ -n "$(ls /proc/*/exe 2> /dev/null | xargs -r readlink 2> /dev/null | grep -E 'vigie|postgres' || true)" ]; then
    fail "something is still running after the stop"
  fi
}

# Installing makes no database cluster, starts nothing, and puts back what it changed to that end.
check_installed() {
  [ ! -e /var/lib/postgresql/15/main ] || fail "expected no cluster main"
  [ ! -e /usr/sbin/policy-rc.d ] || fail "expected no policy-rc.d"
  cmp /usr/share/postgresql-common/createcluster.conf /etc/postgresql-common/createcluster.conf || fail "createcluster.conf was changed"
}

cd /
if [ "$1" = root ]; then
  start 900000 $project/run.sh --listen 127.0.0.1:0
  stop
  check_installed
  start 30000 $project/run.sh --listen 127.0.0.1:0
  stop
else
  # A user with sudo, and a package to install again.
  apt-get install -qq -y --no-install-recommends sudo > /dev/null
  apt-get remove -qq -y restic > /dev/null
  useradd -m someone
  echo 'someone ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/someone
  mkdir /home/someone/vigie
  tar -C $project --exclude ./build -cf - . | tar -C /home/someone/vigie -xf -
  chown -R someone: /home/someone/vigie
  start 900000 setpriv --reuid=someone --regid=someone --init-groups env HOME=/home/someone /home/someone/vigie/run.sh --empty --listen 127.0.0.1:0
  [ -x /usr/bin/restic ] || fail "expected run.sh to install restic with sudo"
  stop
fi
