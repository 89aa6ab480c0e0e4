/* Figures of a past day that were corrected since they were published: boards say so, and the list says which and why. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/web_page.h"

/* backup_daily was published as 3 of 4 ten days ago for the day before, and corrected to 4 of 4 five days ago. */
#define PUBLISHED(revision, known, conforming, state)                                                                                     \
  "INSERT INTO vg.measurement (indicator, perimeter_id, day, revision, at, known_at, evaluation_id, judged, conforming, deviating, pending,"  \
  " unknown, waived, value, state) SELECT 'backup_daily', p.id, d.day, " revision ", (d.day + 1)::timestamp AT TIME ZONE 'Europe/Paris',"      \
  " now() - interval '" known "', 1, 4, " conforming ", 4 - " conforming ", 0, 0, 0, " conforming " / 4.0, '" state "'"                        \
  " FROM vg.perimeter p, (SELECT (now() AT TIME ZONE 'Europe/Paris')::date - 11 AS day) d WHERE p.code = 'all';"
#define SOURCE                                                                                                                            \
  "INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by)"                             \
  " SELECT 'inventory', 'Inventory', 'csv', id, 3600, 7200, now() - interval '100 days', 'x' FROM vg.perimeter WHERE code = 'all';"         \
  "INSERT INTO vg.pull (source_id, status, read_at, started_at, finished_at, read) SELECT id, 'ok', now(), now(), now(), 1 FROM vg.source;"
#define LATE                                                                                                                              \
  "INSERT INTO rec.asset (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, name)"                                   \
  " SELECT s.id, 'a', s.perimeter_id, now() - interval '20 days', now() - interval '7 days', p.id, decode(repeat('ab', 32), 'hex'), 'srv-a'" \
  " FROM vg.source s JOIN vg.pull p ON p.source_id = s.id;"

static void start(void) {
  web_policy_start(WEB_TIMELINE PUBLISHED("1", "10 days", "3", "not_applied") PUBLISHED("2", "5 days", "4", "applied"));
}

TestSuite(web_revisions, .init = start, .fini = web_stop);

static struct reply on(struct browser *b, const char *page, const char *day) {
  char path[200];
  (void)snprintf(path, sizeof path, "%s?au=%s", page, day);
  struct reply r = web_get(b, path);
  cr_assert_eq(r.status, 200, "%s: %d %s", path, r.status, r.body);
  return r;
}

#define CORRECTED "1 figure of this day was corrected since it was published."

Test(web_revisions, each_board_and_list_of_a_past_day_says_that_figures_were_corrected) {
  static const char *const pages[] = {"/strategic", "/steering", "/operational", "/policy", "/rules",
                                      "/rule/12.1", "/indicators", "/indicator/backup_daily"};
  struct browser ada = person("ada", "ciso");
  char day[32], link[100];
  (void)snprintf(day, sizeof day, "%s", today_and("-11 days"));
  (void)snprintf(link, sizeof link, "<a class=\"screen\" href=\"/revisions?au=%s\"", day);
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    struct reply r = on(&ada, pages[i], day);
    cr_expect(reply_says(&r, CORRECTED) && reply_says(&r, link), "%s: %s", pages[i], r.body);
    r = on(&ada, pages[i], today_and("-12 days"));
    cr_expect_not(reply_says(&r, "corrected since"), "%s of another day", pages[i]);
    r = web_get(&ada, pages[i]);
    cr_expect_not(reply_says(&r, "corrected since"), "%s of the present", pages[i]);
  }
  ada.headers = "Accept: application/json\r\n";
  struct reply r = on(&ada, "/strategic", day);
  cr_expect(reply_says(&r, "\"revised\":1") && reply_says(&r, CORRECTED), "%s", r.body);
  ada.headers = NULL;
  r = on(&ada, "/strategic.pdf", day);
  cr_expect_not_null(strstr(pdf_says(r.body, r.length), CORRECTED));
}

static struct reply list(void) {
  struct browser ada = person("ada", "ciso");
  return on(&ada, "/revisions", today_and("-11 days"));
}

Test(web_revisions, the_list_says_which_and_by_how_many_late_records) {
  web_sql(SOURCE LATE);
  struct reply r = list();
  cr_expect(reply_says(&r, "<h1>" CORRECTED "</h1>") && reply_says(&r, "/indicator/backup_daily?au="), "%s", r.body);
  cr_expect(reply_says(&r, "<td>3 of 4<br>") && reply_says(&r, "<td>4 of 4<br>") && reply_says(&r, "<td>1 late record</td>"), "%s", r.body);
  struct browser eve = person("eve", "ciso");
  r = on(&eve, "/indicator/backup_daily", today_and("-11 days"));
  cr_expect(reply_says(&r, "Revised: 3 of 4 → 4 of 4, 1 late record."), "%s", r.body);
  r = web_get(&eve, "/revisions");
  cr_expect(reply_says(&r, "choose a past day") && !reply_says(&r, "3 of 4"));
  r = on(&eve, "/revisions", today_and("-12 days"));
  cr_expect(reply_says(&r, "No figure of this day was corrected"));
}

#define REMOVED(detail)                                                                                                                    \
  "INSERT INTO vg.journal (at, actor, action, object, detail)"                                                                             \
  " VALUES (now() - interval '6 days', 'ada', 'source.removed', 'source restic', '" detail "');"

Test(web_revisions, a_source_removed_is_the_cause_when_it_gave_what_the_indicator_reads) {
  web_sql(REMOVED("{\"kinds\": \"person, training\"}"));
  struct reply r = list();
  cr_expect(reply_says(&r, "<td>for another reason than late records</td>"), "%s", r.body);
  web_sql(REMOVED("{\"kinds\": \"backup\"}"));
  struct browser eve = person("eve", "ciso");
  r = on(&eve, "/revisions", today_and("-11 days"));
  cr_expect(reply_says(&r, "<td>source removed: restic</td>"), "%s", r.body);
  r = on(&eve, "/indicator/backup_daily", today_and("-11 days"));
  cr_expect(reply_says(&r, "Revised: 3 of 4 → 4 of 4, source removed: restic."), "%s", r.body);
}

Test(web_revisions, a_changed_formula_is_the_cause) {
  web_sql("UPDATE vg.indicator SET version = first_version + 1, changed_at = now() - interval '6 days' WHERE code = 'backup_daily'");
  struct reply r = list();
  cr_expect(reply_says(&r, "<td>formula changed</td>"), "%s", r.body);
}

Test(web_revisions, a_figure_corrected_back_is_as_it_was_published) {
  web_sql(PUBLISHED("3", "4 days", "3", "not_applied"));
  struct reply r = list();
  cr_expect(reply_says(&r, "No figure of this day was corrected"), "%s", r.body);
}
