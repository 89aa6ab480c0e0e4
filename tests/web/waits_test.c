/* What was decided and is not in the figures yet is said on each page of the present, until an evaluation has brought it in. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/web_page.h"

static void start(void) {
  web_policy_start(WEB_TIMELINE "UPDATE vg.indicator SET stale = false; DELETE FROM vg.waiting_change;"
                   "INSERT INTO vg.evaluation (known_at, started_at, finished_at, status) VALUES (now(), now(), now(), 'ok');");
}

TestSuite(web_waits, .init = start, .fini = web_stop);

static const char *const pages[] = {"/strategic", "/operational", "/rules", "/waivers", "/attestations"};

static bool says(struct browser *b, const char *path, const char *words) {
  struct reply r = web_get(b, path);
  cr_assert_eq(r.status, 200, "%s: %d %s", path, r.status, r.body);
  return reply_says(&r, words);
}

#define DECIDED \
  "INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason) VALUES ('backup_daily', 0.5, 0.4, 0.1, now(), 'a', 'x');"
/* As the collector's evaluation does. */
static void evaluate(void) {
  struct vg_error err = {0};
  DB_RESULT(taken);
  struct db *collector = db_fixture_open("vigie_collect");
  cr_assert(db_run(collector, &taken, SQL_EVALUATION_STALE, DB_MANY, &err), "%s", err.message);
  cr_assert_geq(row_count(taken), 1);
}

Test(web_waits, is_said_everywhere_until_the_evaluation_and_never_of_the_past) {
  struct browser b = person("ada", "reader");
  char past[80];
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) cr_expect_not(says(&b, pages[i], "Not in the figures yet."), "%s", pages[i]);
  web_sql(DECIDED);
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    cr_expect(says(&b, pages[i], "Not in the figures yet.") && says(&b, pages[i], "within a moment"), "%s", pages[i]);
    (void)snprintf(past, sizeof past, "%s?au=%s", pages[i], text("SELECT (now()::date - 10)::text"));
    cr_expect_not(says(&b, past, "Not in the figures yet."), "%s", past);
  }
  evaluate();
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) WEB_UNTIL(!says(&b, pages[i], "Not in the figures yet."));
}

/* Its state was found under another target: whether 3 of 4 are enough of 50 %, it does not say. */
Test(web_waits, a_state_is_not_compared_with_a_target_that_it_was_not_found_under) {
  struct browser b = person("ada", "reader");
  cr_expect(says(&b, "/indicator/backup_daily", "3 of 4, far from the target of 100%."));
  web_sql(DECIDED);
  cr_expect(says(&b, "/indicator/backup_daily", "3 of 4, the target of 50% is not in the figures yet."));
  cr_expect_not(says(&b, "/indicator/backup_daily", "far from"));
  web_sql("UPDATE vg.threshold SET target = 0.9, warning = 0.7 WHERE author = 'a';");
  cr_expect(says(&b, "/indicator/backup_daily", "3 of 4, the target of 90% is not in the figures yet."), "no longer far from it");
  web_sql("UPDATE vg.threshold SET target = 0.9, warning = 0.8 WHERE author = 'a';");
  cr_expect(says(&b, "/indicator/backup_daily", "3 of 4, far from the target of 90%."), "it is true under both");
}

Test(web_waits, is_heard_of_by_other_processes_whatever_was_decided) {
  struct browser b = person("ada", "reader");
  web_second();
  for (int i = 0; i < 2; i++, web_swap()) WEB_UNTIL(strstr(web_log(), "\"event\":\"feed.live\"") != NULL);
  for (int i = 0; i < 2; i++, web_swap()) cr_assert_not(says(&b, "/strategic", "Not in the figures yet."));
  db_fixture_sql(web_db(), "INSERT INTO vg.attestation (control, perimeter_id, subject, result, statement, attested_at, valid_until, author, written_at)"
                           " SELECT 'alarm', id, 'HQ', 'failed', 'x', now() - interval '1 h', now() + interval '90 d', 'ada', now()"
                           " FROM vg.perimeter WHERE code = 'all'");
  for (int i = 0; i < 2; i++, web_swap()) WEB_UNTIL(says(&b, "/strategic", "Not in the figures yet."));
  db_fixture_sql(web_db(), "DELETE FROM vg.waiting_change"); /* as an evaluation does whose figures do not move */
  for (int i = 0; i < 2; i++, web_swap()) WEB_UNTIL(!says(&b, "/strategic", "Not in the figures yet."));
}

Test(web_waits, is_a_warning_when_no_evaluation_comes) {
  struct browser reader = person("ada", "reader"), admin = person("root", "administrator");
  web_sql(DECIDED "UPDATE vg.waiting_change SET since = now() - interval '3 hours';");
  cr_expect(says(&reader, "/strategic", "No evaluation has followed it"));
  cr_expect_not(says(&reader, "/strategic", "href=\"/doctor\""));
  struct reply r = web_get(&admin, "/strategic");
  const char *banner = strstr(r.body, "Not in the figures yet.");
  cr_assert_not_null(banner);
  cr_expect(strstr(banner, "href=\"/doctor\"") != NULL && strstr(banner, "href=\"/doctor\"") < strstr(banner, "</p>"));
  web_sql("DELETE FROM vg.evaluation;");
  cr_expect_not(says(&reader, "/strategic", "Not in the figures yet."), "nothing is in the figures: there are none");
}
