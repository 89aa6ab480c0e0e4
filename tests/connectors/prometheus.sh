#!/bin/bash
# Connectors prometheus and alertmanager against the real servers: a target falls, its alert fires, is silenced, resolves.
# prometheus.sh TRY EXPORTER
set -euo pipefail
TRY=$1
EXPORTER=$2
. "$(dirname "$0")/common.sh"
cd "$work"
listening='msg="Listening on" address=127.0.0.1:[0-9]+'

"$EXPORTER" > exporter.port &
exporter=$!
pids+=($exporter)
until_true 10 test -s exporter.port
target=$(cat exporter.port)

cat > am.yml <<END
route: {receiver: ops, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 4h,
  routes: [{matchers: ['severity="critical"'], receiver: ops, repeat_interval: 1h}]}
receivers: [{name: ops, webhook_configs: [{url: 'http://127.0.0.1:1/'}]}]
END
prometheus-alertmanager --config.file=am.yml --storage.path=am --web.listen-address=127.0.0.1:0 --cluster.listen-address= > am.log 2>&1 &
pids+=($!)
until_true 20 has_port am.log "$listening"
am=http://127.0.0.1:$(port_in am.log "$listening")

cat > rules.yml <<END
groups:
- name: pssi
  rules:
  - {alert: ApplicationDown, expr: 'up{job="site"} == 0', for: 1s, labels: {severity: critical},
     annotations: {summary: 'Application {{ \$labels.asset }} is down'}}
END
cat > prometheus.yml <<END
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [rules.yml]
alerting: {alertmanagers: [{static_configs: [{targets: ['${am#http://}']}]}]}
scrape_configs:
- {job_name: site, static_configs: [{targets: ['127.0.0.1:$target'], labels: {asset: app-client-a}}]}
- {job_name: node, static_configs: [{targets: ['127.0.0.1:$target'], labels: {asset: srv-web-01}}]}
END
prometheus --config.file=prometheus.yml --storage.tsdb.path=tsdb --web.listen-address=127.0.0.1:0 > prom.log 2>&1 &
server=$!
pids+=($server)
until_true 20 has_port prom.log "$listening"
prom=http://127.0.0.1:$(port_in prom.log "$listening")

ask() { try prometheus url="$prom" step="1 s" history=1h repeat=4h; }
asked() { ask; grep -qF -- "$1" <<<"$SAID"; }
ask_am() { try alertmanager url="$am" settle="0 s"; }
asked_am() { ask_am; grep -qE -- "$1" <<<"$SAID"; }

echo "two monitors, one of which alerts"
until_true 20 asked "asset=app-client-a name=site 127.0.0.1:$target type=application alerting=true repeat=14400 state=up"
until_true 20 asked "asset=srv-web-01 name=node 127.0.0.1:$target type=hardware alerting=false state=up"
rows monitor 2
rows alert 0
says "no alerting rule on up or probe_success selects it"
ask_am
says "ok 0 0"

echo "the target falls: the alert fires, in both"
kill $exporter
wait $exporter 2>/dev/null || true
until_true 20 asked_am "^alert .* asset=app-client-a name=ApplicationDown severity=critical .*suppressed=false"
says "summary=Application app-client-a is down"
says '"repeat_interval_s":14400'
until_true 20 asked "name=ApplicationDown severity=critical summary=Application app-client-a is down"
rows alert 1
says_not resolved_at
key=$(grep '^alert ' <<<"$SAID" | cut -d' ' -f2)
fingerprint=${key%@*}
ask_am
says "alert $fingerprint@"

if command -v amtool > /dev/null; then
  echo "silenced: suppressed, not gone"
  amtool --alertmanager.url="$am" silence add alertname=ApplicationDown --author=test --comment=maintenance > /dev/null
  until_true 20 asked_am "suppressed=true"
fi

echo "the target is back: resolved in the history of Prometheus, gone from Alertmanager"
"$EXPORTER" "$target" > again.port &
pids+=($!)
until_true 30 asked "resolved_at="
says "alert $key "
until_true 60 asked_am "^ok 0 0"

echo "an Alertmanager that has just started is not believed"
try alertmanager url="$am" settle=1d
says "error unavailable: /api/v2/status: started"

echo "it covers no more than it has seen"
ask
covered=$(grep '^covered-since' <<<"$SAID" | cut -d' ' -f2)
[ "$(date -d "$covered" +%s)" -gt "$(date -d '-20 min' +%s)" ] || fail "covered since $covered"

echo "recorded, then read again from the record"
now=$(date -u +%FT%TZ)
try prometheus url="$prom" step="1 s" history=1h --now "$now" --record "$work/record"
live=$SAID
try prometheus url="$prom" step="1 s" history=1h --now "$now" --recorded "$work/record"
[ "$live" = "$SAID" ] || fail "the record does not give the same"

echo "wrong addresses"
try prometheus url="$am"
grep -qE "^error (notfound|input)" <<<"$SAID" || fail "an Alertmanager was taken for a Prometheus"
try alertmanager url="$prom"
grep -qE "^error (notfound|input)" <<<"$SAID" || fail "a Prometheus was taken for an Alertmanager"

echo "stopped: unavailable, at once"
kill $server
wait $server 2>/dev/null || true
try prometheus url="$prom"
says "error unavailable"
rows monitor 0
echo "OK"
