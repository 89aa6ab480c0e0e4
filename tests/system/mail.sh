#!/bin/sh
# vigie run tells people by e-mail what waits for them: through the collector, to a real mail server that starts after it.
. "$(dirname "$0")/lib.sh"
server=$(cd "$(dirname "$0")/../support" && pwd)/smtp_server.py
export VIGIE_DATA_DIR="$data" VIGIE_LOG_LEVEL=info
mkdir "$work/taken"
chmod 777 "$work/taken"
cp "$server" "$work/smtp_server.py"

# A port that is free now: the server comes back to it.
start_server() {
  : >"$work/port.out"
  /usr/bin/python3 "$work/smtp_server.py" "$work/taken" --port "${port:-0}" >"$work/port.out" 2>"$work/smtp.out" &
  smtp=$!
  until_true 20 "the mail server" test -s "$work/port.out"
  port=$(cat "$work/port.out")
}

stop_server() {
  kill "$smtp"
  wait "$smtp" 2>/dev/null || true
}
taken() { ls "$work/taken"/*.txt; }

doctor_says() {
  "$vigie" doctor --json >"$work/doctor.out" || true
  grep -q "\"id\":\"mail\",\"state\":\"$1\"" "$work/doctor.out"
}

start_server
export VIGIE_SMTP_URL="smtp://127.0.0.1:$port" VIGIE_SMTP_FROM=vigie@example.test
stop_server

say "the server is away when there is something to tell"
run_vigie run "$vigie" run --empty
until_true 60 "it was evaluated" eval "sql \"SELECT status FROM vg.evaluation\" | grep -q ok"
"$vigie" user add claire --role ciso --lang fr --email claire@example.test --mail daily >/dev/null
sql "UPDATE vg.app_user SET email_at = now() - interval '2 hours' WHERE login = 'claire';
     INSERT INTO vg.waiver (rule, perimeter_id, during, reason, requester, status, requested_at)
     SELECT '12.1', id, tstzrange(now(), now() + interval '40 days'), 'x', 'omar', 'requested', now() FROM vg.perimeter WHERE parent_id IS NULL"
status=0
"$vigie" remind >"$work/away.out" 2>&1 || status=$?
[ "$status" = 8 ] || fail "the exit status of vigie remind is $status: $(cat "$work/away.out")"
sql "SELECT failures FROM vg.mail_state" | grep -q 1 || fail "no failure is kept: $(cat "$work/away.out")"
doctor_says warning || fail "vigie doctor does not say it"

say "it comes back, and the collector looks once a minute"
start_server
sql "UPDATE vg.mail_state SET tried_at = tried_at - interval '15 minutes'"
until_true 90 "a message" taken
grep -q "^TO claire@example.test$" "$work/taken/1.txt" || fail "$(cat "$work/taken/1.txt")"
grep -q "^1 dérogation attend une décision$" "$work/taken/1.txt" || fail "$(cat "$work/taken/1.txt")"
grep -qxF "$url/waivers?state=requested" "$work/taken/1.txt" || fail "$(cat "$work/taken/1.txt")"
until_true 10 "vigie doctor is content" doctor_says fine
"$vigie" remind >"$work/again.out"
[ "$(taken | wc -l)" = 1 ] || fail "sent twice"
stop_server
stop_vigie
