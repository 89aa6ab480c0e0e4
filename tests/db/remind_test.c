/* What waits for people reaches them: the messages that a real mail server took. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doctor/doctor.h"
#include "support/db_indicator.h"
#include "support/output.h"
#include "support/smtp_server.h"

/* 2 March 2026 is a Monday; times are of Paris. The alarm of the seat was never tried, that of the branch is to be in a week. */
#define WORLD                                                                                                                                      \
  "UPDATE vg.policy SET registers = '{\"controls\": [{\"code\": \"alarm\", \"rule\": \"6.1\", \"subject\": \"site\", \"days\": 90, "              \
  "\"question_fr\": \"L’alarme a-t-elle été essayée ?\", \"question_en\": \"Was the alarm tried?\"}]}';"                                           \
  "SELECT t.source('places', 'site', '{place}'); SELECT t.source('rounds', 'all', '{attestation}');"                                               \
  "SELECT t.cover('places', '2026-01-01', '2027-01-01'); SELECT t.cover('rounds', '2026-01-01', '2026-02-28 18:30+01');"                           \
  PUT("place", "places", "seat", "2026-02-24T10:00:00Z", "{\"name\": \"Seat\", \"type\": \"site\", \"in_use\": true}")                             \
  PUT("place", "places", "branch", "2026-02-24T10:00:00Z", "{\"name\": \"Branch\", \"type\": \"site\", \"in_use\": true}")                         \
  PUT("attestation", "rounds", "r1", "2026-02-24T10:00:00Z", "{\"control\": \"alarm\", \"subject\": \"Branch\", \"attested_at\": \"2026-01-05T10:00:00Z\","  \
      " \"result\": \"passed\", \"evidence\": \"x\", \"valid_until\": \"2026-03-09T10:00:00Z\"}")                                                  \
  "SELECT t.waive('backup_daily', NULL, 'site', NULL, tstzrange('2026-01-01', '2026-03-03 00:00:00.000001+01'));"                                   \
  "SELECT t.waive(NULL, '12.1', 'all', NULL, tstzrange('2026-01-01', '2026-06-01'));"                                                              \
  "UPDATE vg.waiver SET requested_at = '2025-12-20', decided_at = '2025-12-21';"                                                              \
  "INSERT INTO vg.waiver (rule, perimeter_id, during, reason, requester, status, requested_at) SELECT '6.1', id, tstzrange('2026-02-20', '2026-05-01'),"    \
  " 'x', 'claire', 'requested', '2026-02-20 12:00+01' FROM vg.perimeter WHERE code = 'site';"                                                      \
  "INSERT INTO vg.applicability_request (rule, perimeter_id, applicable, from_at, reason, author, asked_at) SELECT '3.2', id, false, '2026-03-01', 'x'," \
  " 'claire', '2026-03-01 10:00+01' FROM vg.perimeter WHERE code = 'office';"                                                                      \
  "INSERT INTO vg.dated_value (indicator, perimeter_id, subject, label, value, during, detail) SELECT 'alert_open', id, 'a', 'a', 1,"               \
  " tstzrange('2026-03-01', NULL), 'critical' FROM vg.perimeter WHERE code = 'site';"
#define PERSON(login, role, lang, mail)                                                                                                            \
  "INSERT INTO vg.app_user (login, name, role, lang, created_at, email, email_at, mail) VALUES ('" login "', 'Name of " login "', '" role "', '" lang   \
  "', '2026-01-01', '" login "@example.test', '2026-02-01', " mail ");"

static struct smtp_server smtp;
static bool running;

static void fini(void) {
  if (running) smtp_stop(&smtp);
  indicator_world_fini();
}
TestSuite(remind_people, .init = indicator_world_init, .fini = fini, .timeout = 120);

static void server(const char *const *arguments) {
  if (running) smtp_stop(&smtp);
  smtp_start(&smtp, arguments);
  running = true;
}
#define SERVER(...) server((const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

static void world(const char *people) {
  db_fixture_sql(indicator_world(), WORLD);
  db_fixture_sql(indicator_world(), people);
}

static char said[20000];

/* The command at an instant of Paris: its exit status. */
static int remind_with(const char *now, const char *arguments, const char *environment) {
  char all[400];
  (void)snprintf(all, sizeof all, "VIGIE_NOW=%s+01:00 VIGIE_SMTP_URL=smtp://127.0.0.1:%d VIGIE_SMTP_FROM=vigie@example.test VIGIE_PUBLIC_URL=https://v.test %s", now,
                 smtp.port, environment);
  return db_fixture_vigie("remind", arguments, all, said, sizeof said);
}

/* Sends what is due; the counts are "sent, failed". A script is told of messages that wait. */
static void expect_sent(const char *now, int sent, int failed) {
  char wanted[60];
  (void)snprintf(wanted, sizeof wanted, "%d message%s sent, %d failed", sent, sent == 1 ? "" : "s", failed);
  cr_expect_eq(remind_with(now, "", ""), failed > 0 ? 8 : 0, "%s", said);
  if (failed > 0) cr_expect_not_null(strstr(said, failed == 1 ? "vigie remind: 1 message was not taken" : "messages were not taken"), "%s", said);
  cr_expect_not_null(strstr(said, wanted), "at %s: expected %s, got %s", now, wanted, said);
}

static const char *message_to(const char *login) {
  char to[100];
  (void)snprintf(to, sizeof to, "\nTO %s@example.test\n", login);
  for (int n = smtp_count(&smtp); n > 0; n--)
    if (strstr(smtp_message(&smtp, n), to) != NULL) return smtp_message(&smtp, n);
  cr_assert(false, "nothing was sent to %s", login);
  return "";
}

static void expect_says(const char *text, const char *const *parts) {
  for (; *parts != NULL; parts++) cr_expect_not_null(strstr(text, *parts), "expected \"%s\" in:\n%s", *parts, text);
}
#define SAYS(text, ...) expect_says(text, (const char *const[]){__VA_ARGS__, NULL})

Test(remind_people, are_told_all_that_waits_for_their_role_in_their_language) {
  world(PERSON("omar", "operator", "en", "NULL") PERSON("adam", "ciso", "fr", "NULL"));
  SERVER();
  expect_sent("2026-03-02T08:00:00", 2, 0);
  const char *body = strstr(message_to("omar"), "\n\n");
  cr_assert_str_eq(body + 2, "What waits for somebody of your role, on 2\xC2\xA0Mar\xC2\xA0" "2026, 08:00 (Europe/Paris):\n\n"
                             "1 control to attest is late\nhttps://v.test/attestations?due=late\n- Seat, rule 6.1, due on 24\xC2\xA0" "Feb\xC2\xA0" "2026: Was the alarm tried?\n\n"
                             "1 control is to be attested within 30 days\nhttps://v.test/attestations?due=soon\n- Branch, rule 6.1, due on 9\xC2\xA0Mar\xC2\xA0" "2026: Was the alarm tried?\n\n"
                             "1 waiver ends within 30 days\nhttps://v.test/waivers?state=ending\n- Daily backups, site: its last day is 2\xC2\xA0Mar\xC2\xA0" "2026\n\n"
                             "1 source is silent: what depends on it is unknown\nhttps://v.test/sources\n- rounds: Silent, since 28\xC2\xA0" "Feb\xC2\xA0" "2026, 18:30\n\n"
                             "1 alert is open, of which its tool tells itself.\nhttps://v.test/indicator/alert_open/subjects\n\n"
                             "-- \nWhere and how often you are written to is chosen on your account:\nhttps://v.test/account\n");
  SAYS(message_to("omar"), "\nSubject: Vigie: 4 things wait for you\n", "FROM vigie@example.test\n", "DEFECTS []\n");
  SAYS(message_to("adam"), "\nSubject: Vigie\xC2\xA0: 6 choses vous attendent\n", "1 contrôle à déclarer est en retard\n", "1 dérogation attend une décision\nhttps://v.test/waivers?state=requested\n- règle 6.1, site\xC2\xA0: demandée le 20\xC2\xA0" "févr.\xC2\xA0" "2026\n",
       "1 déclaration d’applicabilité attend sa relecture\nhttps://v.test/applicability?state=requested\n- règle 3.2, office\xC2\xA0: écrite le 1er\xC2\xA0mars\xC2\xA0" "2026\n",
       "08\xC2\xA0h\xC2\xA0" "00");
  cr_expect_null(strstr(message_to("adam"), "Name of"), "names of persons stay where they are");
  cr_expect_null(strstr(message_to("adam"), "claire"));
}

Test(remind_people, of_whose_role_nothing_waits_hear_nothing) {
  world(PERSON("lea", "leadership", "fr", "'daily'") PERSON("rita", "reader", "fr", "'weekly'") PERSON("none", "operator", "fr", "'never'")
        PERSON("gone", "operator", "fr", "NULL") "UPDATE vg.app_user SET enabled = false WHERE login = 'gone';"
        "INSERT INTO vg.app_user (login, name, role, created_at) VALUES ('mute', 'M', 'operator', now())");
  SERVER();
  expect_sent("2026-03-02T08:00:00", 0, 0);
  cr_expect_eq(smtp_count(&smtp), 0);
}

Test(remind_people, hear_nothing_when_nothing_waits) {
  db_fixture_sql(indicator_world(), "DELETE FROM vg.perimeter WHERE code <> 'all';" PERSON("omar", "operator", "en", "NULL") PERSON("adam", "ciso", "fr", "NULL")
                 "INSERT INTO vg.dated_value (indicator, perimeter_id, subject, label, value, during, detail) SELECT 'alert_open', id, 'a', 'a', 1,"
                 " tstzrange('2026-03-01', NULL), 'critical' FROM vg.perimeter");
  SERVER();
  expect_sent("2026-03-02T08:00:00", 0, 0);
  cr_expect_not_null(strstr(said, "nothing new for 2"), "%s", said);
  expect_sent("2026-03-09T08:00:00", 0, 0);
  db_fixture_sql(indicator_world(), "DELETE FROM vg.perimeter");
  expect_sent("2026-03-16T08:00:00", 0, 0);
}

Test(remind_people, are_told_once_then_what_is_new_then_each_week) {
  world(PERSON("omar", "operator", "en", "NULL"));
  db_fixture_sql(indicator_world(), "DELETE FROM vg.waiver; UPDATE vg.coverage SET during = tstzrange(lower(during), '2027-01-01')");
  SERVER();
  expect_sent("2026-03-02T07:59:00", 1, 0); /* of the day before */
  expect_sent("2026-03-02T08:00:00", 0, 0);
  expect_sent("2026-03-02T12:00:00", 0, 0);
  expect_sent("2026-03-03T08:00:00", 1, 0); /* a week after it was due: the day is a later one */
  SAYS(message_to("omar"), "1 control to attest is late\n", "1 control is to be attested within 30 days\n");
  expect_sent("2026-03-04T08:00:00", 0, 0);
  expect_sent("2026-03-08T08:00:00", 1, 0); /* one day before the branch is due */
  expect_sent("2026-03-09T08:00:00", 0, 0); /* due later this very day */
  expect_sent("2026-03-10T08:00:00", 1, 0); /* the seat two weeks late, the branch late */
  SAYS(message_to("omar"), "2 controls to attest are late\n");
  expect_sent("2026-03-11T08:00:00", 0, 0);
  expect_sent("2026-03-16T08:00:00", 1, 0); /* the branch for a week */
  expect_sent("2026-03-17T08:00:00", 1, 0); /* the seat */
  cr_expect_eq(smtp_count(&smtp), 6);
}

Test(remind_people, are_told_each_monday_whatever_waits) {
  world(PERSON("adam", "ciso", "fr", "NULL"));
  SERVER();
  expect_sent("2026-03-02T08:00:00", 1, 0);
  expect_sent("2026-03-03T08:00:00", 0, 0);
  expect_sent("2026-03-08T23:00:00", 0, 0);
  expect_sent("2026-03-09T08:00:00", 1, 0);
  expect_sent("2026-03-16T08:00:00", 1, 0);
}

Test(remind_people, who_have_another_address_are_told_there) {
  world(PERSON("omar", "operator", "en", "NULL"));
  SERVER();
  expect_sent("2026-03-02T08:00:00", 1, 0);
  db_fixture_sql(indicator_world(), "UPDATE vg.app_user SET email = 'new@example.test', email_at = '2026-03-02 14:20+01'");
  expect_sent("2026-03-02T14:59:00", 0, 0);
  expect_sent("2026-03-02T15:00:00", 1, 0);
  (void)message_to("new");
  expect_sent("2026-03-02T16:00:00", 0, 0);
}

Test(remind_people, hear_of_a_thing_again_when_it_comes_back) {
  world(PERSON("omar", "operator", "en", "NULL"));
  SERVER();
  expect_sent("2026-03-02T08:00:00", 1, 0);
  db_fixture_sql(indicator_world(), "SELECT t.cover('rounds', '2026-03-02 09:00+01', '2026-03-03 18:00+01')");
  expect_sent("2026-03-03T08:00:00", 1, 0); /* the seat */
  cr_expect_null(strstr(message_to("omar"), "silent"));
  expect_sent("2026-03-04T08:00:00", 1, 0); /* silent again */
  SAYS(message_to("omar"), "- rounds: Silent, since 3\xC2\xA0Mar\xC2\xA0" "2026, 18:00\n");
}

#define SUSPECT(at) "INSERT INTO vg.pull (source_id, status, read_at, started_at) SELECT id, 'suspect', '" at "', '" at "' FROM vg.source WHERE code = 'places';"
Test(remind_people, hear_once_a_week_of_a_source_whose_pulls_are_held_each_day) {
  world(PERSON("omar", "operator", "en", "NULL"));
  db_fixture_sql(indicator_world(), "DELETE FROM vg.waiver; UPDATE vg.policy SET registers = '{}'; UPDATE vg.coverage SET during = tstzrange(lower(during), '2027-01-01');"
                 "UPDATE vg.pull SET read_at = '2026-03-01 12:00+01', started_at = '2026-03-01 12:00+01';" SUSPECT("2026-03-02 06:00+01"));
  SERVER();
  expect_sent("2026-03-02T08:00:00", 1, 0);
  SAYS(message_to("omar"), "1 suspect pull waits to be accepted or refused\nhttps://v.test/sources\n- places: read on 2\xC2\xA0Mar\xC2\xA0" "2026, 06:00\n");
  for (int day = 3; day <= 7; day++) {
    char sql[300], now[40];
    (void)snprintf(sql, sizeof sql, SUSPECT("2026-03-0%d 06:00+01"), day, day);
    (void)snprintf(now, sizeof now, "2026-03-0%dT08:00:00", day);
    db_fixture_sql(indicator_world(), sql);
    expect_sent(now, 0, 0);
  }
  expect_sent("2026-03-08T08:00:00", 1, 0);
  SAYS(message_to("omar"), "1 suspect pull waits", "- places: read on 7\xC2\xA0Mar");
  expect_sent("2026-03-09T08:00:00", 0, 0);
}

Test(remind_people, are_told_when_it_is_invented) {
  world(PERSON("omar", "operator", "en", "NULL"));
  SERVER();
  expect_sent("2026-03-02T08:00:00", 1, 0);
  cr_expect_null(strstr(message_to("omar"), "invented"));
  db_fixture_sql(indicator_world(), "UPDATE vg.source SET is_sample = true; DELETE FROM vg.mail_told; DELETE FROM vg.mail_state");
  expect_sent("2026-03-03T08:00:00", 1, 0);
  SAYS(message_to("omar"), "\n\nSample data. These figures are those of an invented organisation.\n\n");
}

Test(remind_people, long_lists_are_cut_and_what_is_new_comes_first) {
  world(PERSON("omar", "operator", "en", "NULL")
        "SELECT t.put('place', 'places', 'p' || g, '2026-02-24', jsonb_build_object('name', 'Place ' || lpad(g::text, 2, '0'), 'type', 'site', 'in_use', true)) FROM generate_series(1, 40) g;");
  SERVER();
  expect_sent("2026-03-02T08:00:00", 1, 0);
  SAYS(message_to("omar"), "41 controls to attest are late\n", "- Place 10, rule 6.1", "\nand 31 others\n");
  cr_expect_null(strstr(message_to("omar"), "- Place 11, "));
  db_fixture_sql(indicator_world(), "SELECT t.put('place', 'places', 'z', '2026-03-02 10:00+01', '{\"name\": \"Zulu\", \"type\": \"site\", \"in_use\": true}')");
  expect_sent("2026-03-03T08:00:00", 1, 0);
  SAYS(message_to("omar"), "42 controls to attest are late\n");
}

/* ---- a server that does not take it ---- */

static const char *mail_check(const char *now) {
  static char text[2000];
  VG_ARENA(arena, 4 << 20);
  BUF(out, sizeof text - 1);
  struct config config = {.smtp_url = "smtp://x", .zone = zone_utc(), .data_dir = "/nonexistent", .listen_address = "127.0.0.1", .public_url = ""};
  struct doctor_finding findings[64];
  const struct doctor d = {.config = &config, .db = db_fixture_open("vigie_web"), .now = at(now), .arena = arena};
  doctor_run(&d, findings);
  for (size_t i = 0; i < doctor_count(); i++) {
    if (strcmp(doctor_checks[i].id, "mail") != 0) continue;
    buf_printf(&out, "%s: ", doctor_state_name(findings[i].state));
    doctor_say(&out, LANG_EN, &findings[i]);
  }
  (void)snprintf(text, sizeof text, "%s", out.data);
  return text;
}

Test(remind_people, one_refused_address_holds_up_nobody) {
  world(PERSON("adam", "operator", "fr", "NULL") PERSON("omar", "operator", "en", "NULL") PERSON("rosa", "operator", "en", "NULL"));
  SERVER("--refuse", "adam@example.test");
  expect_sent("2026-03-02T08:00:00", 2, 1);
  cr_expect_not_null(strstr(said, "mail.failed"), "%s", said);
  (void)message_to("omar");
  (void)message_to("rosa");
  const char *found = mail_check("2026-03-02T10:00:00+01:00");
  cr_expect(strstr(found, "warning: Messages that wait: 1, for 2\xC2\xA0h. Last attempt: smtp://127.0.0.1:") == found && strstr(found, "550 5.1.1 no such person here") != NULL, "%s", found);
  EXPECT({"SELECT split_part(error, chr(31), 2) || ' ' || (split_part(error, chr(31), 3) ~ '^smtp:') FROM vg.mail_state WHERE error <> ''", "%s: it answered: %s true"});
  expect_sent("2026-03-02T08:14:00", 0, 0);
  expect_sent("2026-03-02T08:15:00", 0, 1);
  expect_sent("2026-03-02T08:44:00", 0, 0);
  SERVER();
  expect_sent("2026-03-02T08:45:00", 1, 0);
  SAYS(message_to("adam"), "chose");
  cr_expect_eq(strncmp(mail_check("2026-03-02T10:00:00+01:00"), "fine: ", 6), 0, "%s", mail_check("2026-03-02T10:00:00+01:00"));
}

Test(remind_people, nothing_is_lost_with_a_server_that_dies) {
  world(PERSON("adam", "operator", "fr", "NULL") PERSON("omar", "operator", "en", "NULL"));
  SERVER("--die");
  expect_sent("2026-03-02T08:00:00", 0, 2);
  smtp_stop(&smtp);
  running = false;
  expect_sent("2026-03-02T08:15:00", 0, 2); /* nobody listens */
  cr_expect_not_null(strstr(mail_check("2026-03-02T09:00:00+01:00"), "Messages that wait: 2, for 1\xC2\xA0h"), "%s", mail_check("2026-03-02T09:00:00+01:00"));
  SERVER("--busy");
  expect_sent("2026-03-02T08:45:00", 0, 2);
  SERVER();
  expect_sent("2026-03-02T09:45:00", 2, 0);
  expect_sent("2026-03-02T10:45:00", 0, 0);
}

/* A process that dies between the server's word and its own commit: sent again, never lost. */
Test(remind_people, what_was_sent_and_not_written_down_is_sent_again) {
  world(PERSON("omar", "operator", "en", "NULL"));
  db_fixture_sql(indicator_world(), "REVOKE INSERT ON vg.mail_told FROM vigie_collect");
  SERVER();
  cr_expect_eq(remind_with("2026-03-02T08:00:00", "", ""), 8, "%s", said);
  cr_expect(strstr(said, "1 message sent, 0 failed") != NULL && strstr(said, "vigie remind: 1 message was sent and could not be written down") != NULL, "%s", said);
  cr_expect_eq(smtp_count(&smtp), 1);
  cr_expect_eq(strncmp(mail_check("2026-03-02T09:00:00+01:00"), "warning: Messages that wait: 1", 30), 0, "%s", mail_check("2026-03-02T09:00:00+01:00"));
  db_fixture_sql(indicator_world(), "GRANT INSERT ON vg.mail_told TO vigie_collect");
  expect_sent("2026-03-02T08:15:00", 1, 0);
  cr_expect_eq(smtp_count(&smtp), 2);
  expect_sent("2026-03-02T08:30:00", 0, 0);
}

Test(remind_people, are_written_to_once_by_any_number_of_processes) {
  char line[3000], out[4000];
  size_t n = 0;
  world(PERSON("adam", "operator", "fr", "NULL") PERSON("omar", "operator", "en", "NULL") PERSON("rosa", "operator", "en", "NULL") PERSON("zoe", "ciso", "fr", "NULL"));
  SERVER();
  for (int i = 0; i < 3; i++)
    n += (size_t)snprintf(line + n, sizeof line - n,
                          "VIGIE_NOW=2026-03-02T08:00:00+01:00 VIGIE_SMTP_URL=smtp://127.0.0.1:%d VIGIE_SMTP_FROM=vigie@example.test VIGIE_DATABASE='%s' VIGIE_DATA_DIR=/nonexistent"
                          " HOME=/nonexistent %s remind 2>&1 & ", smtp.port, db_fixture_conninfo(), VIGIE_BINARY);
  (void)snprintf(line + n, sizeof line - n, "wait");
  cr_assert_eq(output_of(line, out, sizeof out), 0, "%s", out);
  cr_expect_eq(smtp_count(&smtp), 4, "%s", out);
  static const char *const logins[] = {"adam", "omar", "rosa", "zoe"};
  for (size_t i = 0; i < 4; i++) (void)message_to(logins[i]);
}

/* ---- names that attack ---- */

Test(remind_people, no_name_forges_a_line_or_a_header) {
  world(PERSON("omar", "operator", "en", "NULL")
        "SELECT t.put('place', 'places', 'x', '2026-02-24', jsonb_build_object('name', E'.\\r\\n.\\r\\nQUIT\\r\\nBcc: eve@evil.test\\u202Etxt\\u0007', 'type', 'site', 'in_use', true));"
        "SELECT t.put('place', 'places', 'y', '2026-02-24', jsonb_build_object('name', repeat('\xC3\xA9', 900), 'type', 'site', 'in_use', true));"
        "UPDATE vg.source SET name = E'.\\nhttps://evil.test/login' WHERE code = 'rounds'");
  SERVER();
  expect_sent("2026-03-02T08:00:00", 1, 0);
  const char *text = message_to("omar");
  SAYS(text, "DEFECTS []\n", "3 controls to attest are late\n", "\xEF\xBF\xBD" "Bcc: eve@evil.test\xEF\xBF\xBDtxt\xEF\xBF\xBD", "-- \nWhere and how often", "- .\xEF\xBF\xBDhttps://evil.test/login: Silent");
  cr_expect(strstr(text, "\nBcc:") == NULL && strstr(text, "\nhttps://evil") == NULL && strstr(text, "\xE2\x80\xAE") == NULL, "%s", text);
  for (const char *p = smtp_raw(&smtp, smtp_count(&smtp)); *p != '\0'; p++) cr_expect((unsigned char)*p < 0x80 && (*p >= 0x20 || *p == '\r' || *p == '\n'), "byte %x", (unsigned char)*p);
  cr_expect_eq(remind_with("2026-03-10T08:00:00", "", "VIGIE_ORGANISATION='Éx\xE2\x80\xAE" "ample'"), 0, "%s", said);
  SAYS(message_to("omar"), "\nSubject: Vigie (Éx\xEF\xBF\xBD" "ample): ");
}

/* ---- by hand ---- */

Test(remind_people, may_be_looked_at_before_anything_is_sent) {
  world(PERSON("omar", "operator", "en", "NULL") PERSON("lea", "leadership", "en", "'daily'")
        "INSERT INTO vg.app_user (login, name, role, lang, created_at) VALUES ('mute', 'M', 'ciso', 'en', now())");
  SERVER();
  cr_assert_eq(remind_with("2026-03-02T05:00:00", "--dry-run", ""), 0, "%s", said);
  SAYS(said, "omar, omar@example.test, daily: 4 things, 4 not told yet\n\nVigie: 4 things wait for you\n\nWhat waits", "lea, lea@example.test, daily: 0 things, 0 not told yet: nothing would be sent\n");
  cr_expect_null(strstr(said, "mute"));
  cr_assert_eq(remind_with("2026-03-02T05:00:00", "--dry-run mute", ""), 0, "%s", said);
  SAYS(said, "mute, no address, weekly: 6 things");
  cr_expect_null(strstr(said, "omar"));
  cr_expect_eq(remind_with("2026-03-02T05:00:00", "--dry-run nobody", ""), 5, "%s", said);
  SAYS(said, "vigie user list names them");
  cr_expect_eq(remind_with("2026-03-02T05:00:00", "omar", ""), 2, "%s", said);
  cr_expect_eq(smtp_count(&smtp), 0);
  expect_sent("2026-03-02T08:00:00", 1, 0);
  cr_assert_eq(remind_with("2026-03-02T09:00:00", "--dry-run omar", ""), 0);
  SAYS(said, "omar, omar@example.test, daily: 4 things, 0 not told yet: nothing would be sent\n");
}

Test(remind_people, a_test_message_says_what_the_server_answered) {
  SERVER("--refuse", "no@example.test");
  cr_assert_eq(remind_with("2026-03-02T05:00:00", "--test claire@example.test", ""), 0, "%s", said);
  SAYS(said, "Taken by the mail server: 250 OK\n");
  SAYS(smtp_message(&smtp, 1), "TO claire@example.test\n", "Subject: Vigie: test\n", "Ce message", "This message", "https://v.test/\n");
  cr_expect_eq(remind_with("2026-03-02T05:00:00", "--test no@example.test", ""), 4, "%s", said);
  SAYS(said, "it answered: 550 5.1.1 no such person here");
  cr_expect_eq(remind_with("2026-03-02T05:00:00", "--test 'a@b c'", ""), 4, "%s", said);
  cr_expect_eq(remind_with("2026-03-02T05:00:00", "--test a@b.test", "VIGIE_SMTP_URL="), 3, "%s", said);
  SAYS(said, "no message is sent");
  cr_expect_eq(remind_with("2026-03-02T05:00:00", "", "VIGIE_SMTP_URL="), 3, "%s", said);
}

Test(remind_people, a_password_that_others_may_read_is_not_used) {
  char file[] = "/tmp/vigie-password-XXXXXX", environment[100];
  world(PERSON("omar", "operator", "en", "NULL"));
  SERVER("--auth", "vigie", "hunter2");
  int fd = mkstemp(file);
  cr_assert(fd >= 0 && write(fd, "hunter2\n", 8) == 8 && close(fd) == 0);
  (void)snprintf(environment, sizeof environment, "VIGIE_SMTP_USER=vigie VIGIE_SMTP_PASSWORD_FILE=%s", file);
  static const mode_t modes[] = {0640, 0604, 0660};
  for (size_t i = 0; i < 3; i++) {
    cr_assert_eq(chmod(file, modes[i]), 0);
    cr_expect_eq(remind_with("2026-03-02T05:00:00", "--test a@b.test", environment), 3, "%s", said);
    SAYS(said, "expected a file that its owner alone may read", "chmod 600");
    cr_expect_null(strstr(said, "hunter2"));
  }
  cr_expect_eq(remind_with("2026-03-02T08:00:00", "", environment), 8, "%s", said);
  SAYS(said, "0 messages sent, 1 failed");
  SAYS(mail_check("2026-03-02T09:00:00+01:00"), "smtp_password_file");
  cr_expect_eq(smtp_count(&smtp), 0);
  cr_assert_eq(chmod(file, 0400), 0);
  cr_expect_eq(remind_with("2026-03-02T08:15:00", "", environment), 0, "%s", said);
  SAYS(said, "1 message sent, 0 failed");
  cr_assert_eq(chmod(file, 0600), 0);
  fd = open(file, O_WRONLY | O_TRUNC);
  cr_assert(fd >= 0 && write(fd, "two\nlines\n", 10) == 10 && close(fd) == 0);
  cr_expect_eq(remind_with("2026-03-02T05:00:00", "--test a@b.test", environment), 3, "%s", said);
  SAYS(said, "expected one line");
  (void)unlink(file);
  cr_expect_eq(remind_with("2026-03-02T05:00:00", "--test a@b.test", environment), 3, "%s", said);
}
