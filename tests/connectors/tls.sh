#!/bin/bash
# TLS is verified, always: a certificate of nobody's is refused, one of a given authority is accepted for its name only.
# tls.sh TRY
set -euo pipefail
TRY=$1
. "$(dirname "$0")/common.sh"
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca.key -out ca.pem -subj "/CN=Test authority" 2> /dev/null
certificate() { # NAME SUBJECT-ALTERNATIVE
  openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2> /dev/null
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -days 2 -out "$1.pem" -extfile <(echo "subjectAltName=$2") 2> /dev/null
}
serve() { # NAME: gives its port in `port`
  openssl s_server -accept 0 -www -cert "$1.pem" -key "$1.key" > "$1.log" 2>&1 &
  pids+=($!)
  until_true 10 has_port "$1.log" 'ACCEPT .*:[0-9]+'
  port=$(port_in "$1.log" 'ACCEPT .*:[0-9]+')
}
certificate good IP:127.0.0.1
certificate other DNS:other.example.test

echo "an unknown authority"
serve good
try alertmanager url="https://127.0.0.1:$port"
says "error config: GET https://127.0.0.1:$port/api/v2/status: TLS:"
says "hint: give the authority that signed its certificate in option ca_file"

echo "the authority that is given: the answer is read (it is no Alertmanager)"
try alertmanager url="https://127.0.0.1:$port" ca_file="$work/ca.pem"
says_not "TLS"
says "error input"

echo "another name"
serve other
try alertmanager url="https://127.0.0.1:$port" ca_file="$work/ca.pem"
says "error config: GET https://127.0.0.1:$port/api/v2/status: TLS:"

echo "plain http to a TLS port"
try alertmanager url="http://127.0.0.1:$port"
says "error "
echo "OK"
