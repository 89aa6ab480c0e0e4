/* Attested controls: written with evidence, read over by someone else, counted then; files come back as they were sent. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/web_page.h"

#define WORLD                                                                                                                    \
  "INSERT INTO vg.perimeter (code, name) SELECT 'all', 'All' WHERE NOT EXISTS (SELECT FROM vg.perimeter);"                        \
  "INSERT INTO vg.policy (code, title_fr, title_en, effective_on, registers) VALUES ('attested', 'P', 'P', '2024-01-01', "        \
  " '{\"controls\": [{\"code\": \"alarm\", \"rule\": \"6.1\", \"subject\": \"site\", \"days\": 183, \"question_fr\": "            \
  "\"L’alarme ?\", \"question_en\": \"The alarm?\"}]}');"                                                                         \
  "INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by) "                   \
  " SELECT 'places', 'Places', 'csv', id, 60, 60, now(), 'test' FROM vg.perimeter WHERE parent_id IS NULL;"                       \
  "INSERT INTO vg.pull (source_id, status, read_at, started_at) SELECT id, 'ok', now(), now() FROM vg.source;"                    \
  "INSERT INTO rec.place (id, source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, name, type, in_use)"        \
  " SELECT nextval('rec.record_id'), s.id, 'hq', s.perimeter_id, now() - interval '1 d', now() - interval '1 d', p.id, '\\x00',"   \
  " 'HQ <b>', 'site', true FROM vg.source s, vg.pull p;"

static void start(void) {
  web_start();
  web_sql(WORLD);
}

TestSuite(web_attestation, .init = start, .fini = web_stop);

#define PART(name, value) "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FORM PART("subject", "HQ <b>") PART("in", "all") PART("result", "passed") PART("share", "92,5") PART("statement", "Tried with the guard") PART("attested_on", "%s")

/* Posts a multipart form with one file. */
static struct reply post(struct browser *b, const char *filename, const void *content, size_t length) {
  static char bytes[64 << 10], body[32 << 10];
  char today[16];
  (void)snprintf(today, sizeof today, "%s", text("SELECT to_char(now() AT TIME ZONE 'Europe/Paris', 'DD/MM/YYYY')"));
  int n = snprintf(body, sizeof body, PART("csrf", "%s") FORM "--XX\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"%s\"\r\n"
                   "Content-Type: application/octet-stream\r\n\r\n", b->csrf, today, filename);
  memcpy(body + n, content, length);
  n += (int)length;
  n += snprintf(body + n, sizeof body - (size_t)n, "\r\n--XX--\r\n");
  int head = snprintf(bytes, sizeof bytes, "POST /attest/alarm HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nConnection: close\r\nCookie: ",
                      web_port(), web_port());
  for (size_t i = 0; i < 8; i++)
    if (b->cookies[i][0] != '\0') head += snprintf(bytes + head, sizeof bytes - (size_t)head, "%s%s", i > 0 ? "; " : "", b->cookies[i]);
  head += snprintf(bytes + head, sizeof bytes - (size_t)head, "\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: %d\r\n\r\n", n);
  memcpy(bytes + head, body, (size_t)n);
  return web_raw(bytes, (size_t)(head + n));
}

#define PDF "%PDF-1.7\n\0\x80\xff\r\n--XY\r\nend"

#define SAYS(browser, path, words) do { \
    struct reply said_ = web_get(browser, path); \
    cr_expect(reply_says(&said_, words), "%s: expected \"%s\" in %s", path, words, said_.body); \
  } while (0)
#define THING "/attest/alarm?subject=HQ%20%3Cb%3E&in=all"

Test(web_attestation, counts_once_read_over_by_someone_else) {
  struct browser writer = person_reading("ada", "operator", "fr"), same = person_reading("eve", "ciso", "fr");
  struct reply r = web_get(&writer, "/attestations");
  cr_assert_eq(r.status, 200, "%s", r.body);
  cr_assert(reply_says(&r, "HQ &lt;b&gt;"));
  r = post(&writer, "PV n° 1.pdf", PDF, sizeof PDF - 1);
  cr_assert_eq(r.status, 303, "%d %s", r.status, r.body);
  cr_assert_str_eq(reply_header(&r, "Location"), "/attestations/1");
  cr_assert_str_eq(text("SELECT status || ' ' || result || ' ' || share || ' ' || (valid_until - attested_at) FROM vg.attestation"),
                   "written passed 92.5 P183D");
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.attested(now())"), "0");
  cr_assert_eq(web_post(&writer, "/attestations/1/review", "decision=accepted&remark=").status, 403);
  (void)web_get(&same, "/attestations/1");
  cr_assert_eq(web_post(&same, "/attestations/1/review", "decision=refused&remark=").status, 422, "a refusal says why");
  cr_assert_eq(web_post(&same, "/attestations/1/review", "decision=accepted&remark=vu").status, 303);
  cr_assert_eq(web_post(&same, "/attestations/1/review", "decision=refused&remark=non").status, 422, "once");
  cr_assert_str_eq(text("SELECT control || ' ' || subject || ' ' || passed || ' ' || share FROM vg.attested(now())"), "alarm HQ <b> true 92.5");
  cr_assert_str_eq(text("SELECT string_agg(actor || ' ' || action || ' ' || object, ', ' ORDER BY id) FROM vg.journal"),
                   "ada attestation.written attestation 1, eve attestation.accepted attestation 1");
}

/* Each page shows what was done just before, whatever the second of the minute. */
Test(web_attestation, what_was_just_decided_is_shown) {
  struct browser writer = person_reading("ada", "operator", "en"), reader = person_reading("eve", "ciso", "en");
  SAYS(&writer, "/attestations", "Never attested.");
  cr_assert_eq(post(&writer, "a.txt", "seen", 4).status, 303);
  SAYS(&writer, THING, "href=\"/attestations/1\"");
  SAYS(&writer, "/attestations", "Yours, to be read over by someone else");
  (void)web_get(&reader, "/attestations/1");
  cr_assert_eq(web_post(&reader, "/attestations/1/review", "decision=accepted&remark=").status, 303);
  SAYS(&reader, "/attestations", "Attested as conforming.");
  SAYS(&reader, "/attestations", "1 control of 1 is attested as conforming and holds");
  SAYS(&reader, THING, "Read over and accepted");
  web_sql("UPDATE vg.attestation SET result = 'failed'");
  SAYS(&reader, "/attestations", "Attested as not conforming.");
  SAYS(&reader, "/attestations", "0 controls of 1 are attested as conforming and hold");
}

#define WAIVED                                                                                                                             \
  "INSERT INTO vg.indicator (code, form, family, direction, unit, version, sha256, kinds, optional, empty, subject, boards, title_fr, title_en, changed_at)" \
  " VALUES ('alarm_tried', 'ratio', 'A', 'up', '%', 1, '\\x00', '{place}', '{}', 'unknown', 'place', 'P', 't', 't', now());"                    \
  "INSERT INTO vg.waiver (indicator, perimeter_id, subjects, during, reason, requester, approver, status) SELECT 'alarm_tried', id, '{HQ}',"  \
  " tstzrange(now() - interval '1 day', now() + interval '90 days'), 'x', 'ada', 'eve', 'approved' FROM vg.perimeter WHERE parent_id IS NULL;" \
  "UPDATE vg.source SET created_by = 'eve';"

Test(web_attestation, people_are_called_by_their_names) {
  struct browser writer = person_reading("ada", "operator", "en"), reader = person_reading("eve", "ciso", "en");
  cr_assert_eq(post(&writer, "a.txt", "seen", 4).status, 303);
  SAYS(&reader, "/attestations/1", ">Name of ada<");
  cr_assert_eq(web_post(&reader, "/attestations/1/review", "decision=accepted&remark=").status, 303);
  web_sql(WAIVED);
  SAYS(&reader, "/attestations/1", ">Name of eve<");
  SAYS(&reader, THING, "Name of ada");
  SAYS(&reader, "/waivers", ">Name of ada<");
  SAYS(&reader, "/waivers.csv", "\"Name of ada\"");
  SAYS(&reader, "/waiver/1", ">Name of ada, ");
  SAYS(&reader, "/waivers", ">Name of eve<");
  char source[40];
  (void)snprintf(source, sizeof source, "/source/%s", text("SELECT id::text FROM vg.source"));
  SAYS(&reader, source, ", Name of eve<");
  SAYS(&reader, "/journal", ">eve<"); /* there it is the account that matters */
}

Test(web_attestation, nobody_reads_over_their_own) {
  struct browser chief = person_reading("eve", "ciso", "fr");
  struct reply r = post(&chief, "a.txt", "seen", 4);
  cr_assert_eq(r.status, 303, "%s", r.body);
  (void)web_get(&chief, "/attestations/1");
  cr_assert_eq(web_post(&chief, "/attestations/1/review", "decision=accepted&remark=").status, 422);
  cr_assert_str_eq(text("SELECT status FROM vg.attestation"), "written");
}

Test(web_attestation, files_come_back_as_they_were_and_as_downloads_only) {
  struct browser writer = person_reading("ada", "operator", "fr");
  cr_assert_eq(post(&writer, "../../PV <script>.pdf", PDF, sizeof PDF - 1).status, 303);
  struct reply r = web_get(&writer, "/evidence/1");
  cr_assert_eq(r.status, 200);
  cr_assert_eq(r.length, sizeof PDF - 1);
  cr_assert_eq(memcmp(r.body, PDF, r.length), 0);
  cr_assert_str_eq(reply_header(&r, "Content-Disposition"), "attachment; filename=\"PV__script_.pdf\"");
  cr_assert_str_eq(reply_header(&r, "X-Content-Type-Options"), "nosniff");
  cr_assert_str_eq(text("SELECT name || ' ' || (sha256 = pg_catalog.sha256(content)) FROM vg.evidence"), "PV <script>.pdf true");
  struct browser board = web_session(web_user("dir", "leadership"));
  cr_assert_eq(web_get(&board, "/evidence/1").status, 403);
}

Test(web_attestation, what_is_not_evidence_is_refused_and_nothing_is_lost) {
  static const struct {
    const char *name, *content, *says;
  } rows[] = {{"run.exe", "MZ", "attendu un fichier pdf, png"},
              {"page.html", "<script>", "attendu un fichier pdf, png"},
              {"fake.pdf", "MZ\x90", "n’est pas ce que dit son nom"},
              {"fake.txt", "\xff\xfe", "n’est pas ce que dit son nom"},
              {"noname", "x", "attendu un fichier pdf, png"}};
  struct browser writer = person_reading("ada", "operator", "fr");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct reply r = post(&writer, rows[i].name, rows[i].content, strlen(rows[i].content));
    cr_assert_eq(r.status, 422, "%s: %d", rows[i].name, r.status);
    cr_assert(reply_says(&r, rows[i].says), "%s: %s", rows[i].name, r.body);
    cr_assert(reply_says(&r, "Tried with the guard"), "what was typed is still there");
  }
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.attestation"), "0");
  cr_assert_eq(web_post(&writer, "/attest/alarm", "subject=Elsewhere&in=all&result=passed&share=&statement=abc&attested_on=01%2F01%2F2026").status, 404);
  cr_assert_eq(web_post(&writer, "/attest/alarm", "subject=HQ+%3Cb%3E&in=all&result=passed&share=120&statement=abc&attested_on=01%2F01%2F2026").status, 422);
  cr_assert_eq(web_post(&writer, "/attest/alarm", "subject=HQ+%3Cb%3E&in=all&result=passed&share=&statement=abc&attested_on=01%2F01%2F2999").status, 422);
}

Test(web_attestation, an_empty_file_and_none_are_told_in_the_form) {
  struct browser writer = person_reading("ada", "operator", "en");
  char form[400];
  struct reply r = post(&writer, "report.pdf", "", 0);
  cr_assert_eq(r.status, 422, "%d %s", r.status, r.body);
  cr_assert(reply_says(&r, "report.pdf") && reply_says(&r, "is empty") && reply_says(&r, "Choose the files again"), "%s", r.body);
  cr_assert(reply_says(&r, "Tried with the guard") && reply_says(&r, "value=\"92,5\""), "what was typed is still there");
  SAYS(&writer, THING, "A control that conforms is taken with its evidence only");
#define SAID(result) "subject=HQ+%%3Cb%%3E&in=all&result=" result "&share=&statement=Tried+alone&attested_on=%s"
  char today[16];
  (void)snprintf(today, sizeof today, "%s", text("SELECT to_char(now() AT TIME ZONE 'Europe/Paris', 'YYYY-MM-DD')"));
  (void)snprintf(form, sizeof form, SAID("passed"), today);
  r = web_post(&writer, "/attest/alarm", form);
  cr_assert_eq(r.status, 422, "%d %s", r.status, r.body);
  cr_assert(reply_says(&r, "expected a file that shows it") && reply_says(&r, "Tried alone"), "%s", r.body);
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.attestation"), "0");
  (void)snprintf(form, sizeof form, SAID("failed"), today);
  cr_assert_eq(web_post(&writer, "/attest/alarm", form).status, 303, "what does not conform needs none");
}

Test(web_attestation, what_conforms_without_evidence_is_not_accepted) {
  struct browser reader = person_reading("eve", "ciso", "en");
  web_sql("INSERT INTO vg.attestation (control, perimeter_id, subject, result, statement, attested_at, valid_until, author,"
          " written_at) SELECT 'alarm', id, 'HQ <b>', r, 'x', now() - interval '1 h', now() + interval '90 d', 'ada', now()"
          " FROM vg.perimeter, unnest('{passed,failed}'::text[]) r WHERE parent_id IS NULL");
  SAYS(&reader, "/attestations/1", "it cannot be accepted");
  struct reply r = web_post(&reader, "/attestations/1/review", "decision=accepted&remark=");
  cr_assert_eq(r.status, 422);
  cr_assert(reply_says(&r, "conforms without any file"), "%s", r.body);
  cr_assert_eq(web_post(&reader, "/attestations/1/review", "decision=refused&remark=no+file").status, 303);
  cr_assert_eq(web_post(&reader, "/attestations/2/review", "decision=accepted&remark=").status, 303);
  cr_assert_str_eq(text("SELECT string_agg(result || ' ' || status, ', ' ORDER BY id) FROM vg.attestation"), "passed refused, failed accepted");
  struct reply read = web_get(&reader, "/attestations/1");
  cr_assert(read.status == 200 && !reply_says(&read, "Holds until"), "what was refused never held: %s", read.body);
  read = web_get(&reader, "/attestations/2");
  cr_assert(read.status == 200 && reply_says(&read, "Holds until"), "%s", read.body);
}

/* What a register says, with its own end of validity: past. */
#define REGISTER(key, result, evidence, said, until) \
  "INSERT INTO rec.attestation (id, source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, control, subject, attested_at, result," \
  " evidence, valid_until) SELECT nextval('rec.record_id'), s.id, '" key "', s.perimeter_id, now() - interval '" said "', now() - interval '1 h'," \
  " p.id, '\\x00', 'alarm', 'HQ <b>', now() - interval '" said "', '" result "', '" evidence "', now() + interval '" until "'" \
  " FROM vg.source s, vg.pull p;"

Test(web_attestation, what_a_register_says_is_among_what_was_attested) {
  struct browser reader = person_reading("eve", "ciso", "en");
  SAYS(&reader, THING, "Nothing was attested, neither here nor in a register.");
  web_sql(REGISTER("a", "passed", "PV-1", "20 d", "-2 d"));
  SAYS(&reader, THING, "The last attestation no longer holds.");
  SAYS(&reader, THING, "Read in a register");
  SAYS(&reader, THING, "href=\"/record/attestation/");
  struct reply r = web_get(&reader, THING);
  cr_expect(!reply_says(&r, "Nothing was attested"), "%s", r.body);
}

#define VERDICT(column) \
  "INSERT INTO vg.verdict_kept (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived, scope)" \
  " SELECT 'alarm_tried', p.id, 'HQ <b>', 'HQ', '{(,)}', CASE WHEN '" column "' = 'conforming' THEN '{(,)}' ELSE '{}' END::tstzmultirange," \
  " CASE WHEN '" column "' = 'deviating' THEN '{(,)}' ELSE '{}' END::tstzmultirange, '{}', '{}', '{}', 0 FROM vg.perimeter p;"

#define ALARM_TRIED                                                                                                                          \
  "INSERT INTO vg.indicator (code, form, family, direction, unit, version, sha256, kinds, optional, empty, subject, boards, title_fr,"     \
  " title_en, changed_at) VALUES ('alarm_tried', 'ratio', 'A', 'up', '%', 1, '\\x00', '{place}', '{attestation}', 'unknown', 'place',"      \
  " 'P', 't', 't', now());"

Test(web_attestation, what_passed_without_evidence_is_what_its_indicator_says) {
  struct browser reader = person_reading("eve", "ciso", "en");
  web_sql(REGISTER("a", "passed", "PV-1", "20 d", "90 d") REGISTER("b", "passed", "", "10 d", "90 d"));
  SAYS(&reader, "/attestations", "class=\"state s-unknown ");
  web_sql(ALARM_TRIED
          "INSERT INTO vg.chapter VALUES ('attested', 6, 'c', 'c');"
          "INSERT INTO vg.rule (policy, number, chapter, position, title_fr, title_en, statement_fr, statement_en)"
          " VALUES ('attested', '6.1', 6, 1, 'a', 'a', 'x', 'x');"
          "INSERT INTO vg.rule_indicator VALUES ('attested', '6.1', 'alarm_tried', 1);" VERDICT("deviating"));
  SAYS(&reader, "/attestations", "class=\"state s-not_applied ");
  SAYS(&reader, "/attestations", "Attested without evidence.");
  SAYS(&reader, "/attestations", "0 controls of 1 ");
  web_sql("DELETE FROM vg.verdict_kept;" VERDICT("conforming"));
  SAYS(&reader, "/attestations", "class=\"state s-applied ");
  SAYS(&reader, "/attestations", "1 control of 1 ");
}

Test(web_attestation, a_register_of_attestations_names_what_depends_on_it) {
  struct browser reader = person_reading("eve", "ciso", "en");
  char source[40];
  web_sql(ALARM_TRIED "INSERT INTO vg.source_kind SELECT id, 'attestation' FROM vg.source;");
  (void)snprintf(source, sizeof source, "/source/%s", text("SELECT id::text FROM vg.source"));
  SAYS(&reader, source, "<a href=\"/indicator/alarm_tried\">");
  SAYS(&reader, "/sources", "<td class=\"num\">1</td><td>All</td>");
}

#define RULED \
  "INSERT INTO vg.chapter VALUES ('attested', 6, 'c', 'c');" \
  "INSERT INTO vg.rule (policy, number, chapter, position, title_fr, title_en, statement_fr, statement_en, owner)" \
  " VALUES ('attested', '6.1', 6, 1, 'a', 'a', 'x', 'x', 'system_administrator');"

Test(web_attestation, is_asked_of_the_owner_of_its_rule_at_the_date_shown) {
  struct browser reader = person_reading("eve", "ciso", "en");
  char yesterday[60];
  SAYS(&reader, "/attestations", "Asked of: nobody is named");
  web_sql(RULED);
  SAYS(&reader, "/attestations", "Asked of: system administrator");
  SAYS(&reader, "/attestations", "every 183 days");
  web_sql("INSERT INTO vg.rule_owner (rule, owner, deputy, from_at, author, reason, decided_at)"
          " VALUES ('6.1', 'Léa <i>', 'developer', now(), 'eve', 'x', now()), ('6.1', 'Later', '', now() + interval '1 d', 'eve', 'x', now())");
  SAYS(&reader, "/attestations", "Asked of: Léa &lt;i&gt;");
  SAYS(&reader, "/attestations", ", deputy: developer");
  (void)snprintf(yesterday, sizeof yesterday, "/attestations?au=%s", text("SELECT ((now() AT TIME ZONE 'Europe/Paris')::date - 1)::text"));
  SAYS(&reader, yesterday, "Asked of: system administrator");
  SAYS(&reader, "/attestations?owner=L%C3%A9a+%3Ci%3E", "1 thing followed by attestation");
  SAYS(&reader, "/attestations?owner=L%C3%A9a+%3Ci%3E", "<option value=\"Léa &lt;i&gt;\" selected>");
  SAYS(&reader, "/attestations?owner=ciso", "No control answers these filters.");
  cr_expect_eq(web_get(&reader, "/attestations?due=never").status, 422);
}

/* Where the first text stands before the second. */
static bool before(const struct reply *r, const char *first, const char *second) {
  const char *a = strstr(r->body, first), *b = strstr(r->body, second);
  return a != NULL && b != NULL && a < b;
}

Test(web_attestation, what_is_late_comes_first_and_the_steering_board_counts_it) {
  struct browser reader = person_reading("eve", "ciso", "en");
  web_sql("INSERT INTO rec.place (id, source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, name, type, in_use)"
          " SELECT nextval('rec.record_id'), s.id, 'a', s.perimeter_id, now() - interval '9 d', now() - interval '9 d', p.id, '\\x00', 'Annex', 'site',"
          " true FROM vg.source s, vg.pull p;" RULED);
  struct reply r = web_get(&reader, "/attestations");
  cr_expect(before(&r, ">Annex</a>", ">HQ &lt;b&gt;</a>"), "the one asked for the longest comes first: %s", r.body);
  SAYS(&reader, "/steering", "2 attestations are late");
  SAYS(&reader, "/rules", "<a class=\"pill\" href=\"/attestations?due=late\" data-count=\"2\">");
  char yesterday[60];
  (void)snprintf(yesterday, sizeof yesterday, "/steering?au=%s", text("SELECT ((now() AT TIME ZONE 'Europe/Paris')::date - 1)::text"));
  SAYS(&reader, yesterday, "2 attestations are late");
  (void)snprintf(yesterday, sizeof yesterday, "/steering?au=%s", text("SELECT ((now() AT TIME ZONE 'Europe/Paris')::date - 3)::text"));
  SAYS(&reader, yesterday, "1 attestation is late");
  web_sql("INSERT INTO rec.place_history (id, source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, name, type, in_use, superseded_at,"
          " superseded_by, vanished) SELECT nextval('rec.record_id'), r.source_id, r.key, r.perimeter_id, r.effective_at, now() - interval '20 d', r.pull_id, r.hash,"
          " r.name, r.type, true, r.recorded_at, r.id, false FROM rec.place r WHERE r.name LIKE 'HQ%'");
  r = web_get(&reader, "/attestations");
  cr_expect(before(&r, ">HQ &lt;b&gt;</a>", ">Annex</a>"), "asked since its first version, not since the last one: %s", r.body);
  web_sql(REGISTER("a", "passed", "PV-1", "20 d", "10 d"));
  r = web_get(&reader, "/attestations");
  cr_expect(before(&r, "Late</span>", "Due on "), "%s", r.body);
  SAYS(&reader, "/steering", "href=\"/attestations?due=late\" data-count=\"1\"");
  SAYS(&reader, "/steering", "1 is due within 30 days");
  SAYS(&reader, "/steering", "2 things followed by attestation"); /* whenever they are due: not all of them are to be attested now */
  SAYS(&reader, "/attestations", "2 things followed by attestation");
  SAYS(&reader, "/attestations?due=soon", "1 thing to attest");
  SAYS(&reader, "/attestations?due=soon", "HQ &lt;b&gt;");
  web_sql("UPDATE rec.attestation SET valid_until = now() + interval '300 d'");
  SAYS(&reader, "/attestations?due=later", "1 thing followed by attestation"); /* not to be attested now */
  SAYS(&reader, "/attestations?owner=system_administrator", "2 things followed by attestation");
  SAYS(&reader, "/attestations?due=late&owner=system_administrator", "1 thing to attest");
  web_sql("UPDATE rec.attestation SET valid_until = now() - interval '3 d'");
  SAYS(&reader, "/attestations?due=late", "2 things to attest");
}

Test(web_attestation, a_lost_session_keeps_the_texts) {
  struct browser writer = person_reading("ada", "operator", "fr");
  web_sql("DELETE FROM vg.session");
  struct reply r = post(&writer, "a.txt", "seen", 4);
  cr_assert_eq(r.status, 401);
  cr_assert(reply_says(&r, "name=\"held\""), "%s", r.body);
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.attestation"), "0");
}
