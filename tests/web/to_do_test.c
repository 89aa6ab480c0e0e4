/* What waits for somebody is counted beside the page on which it is dealt with, for those who may deal with it, today. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/web_page.h"

#define ALERT(key, place, until)                                                                                                      \
  "INSERT INTO vg.dated_value (indicator, perimeter_id, subject, label, value, during, detail) SELECT 'alert_open', id, '" key "', '" key \
  "', 1, tstzrange(now() - interval '9 days', " until "), 'critical' FROM vg.perimeter WHERE code = '" place "';"
#define WAIVER(place, status, until)                                                                                                  \
  "INSERT INTO vg.waiver (rule, perimeter_id, during, reason, requester, approver, status, requested_at)"                              \
  " SELECT '12.1', id, tstzrange(now() - interval '5 days', now() + interval '" until "'), 'x', 'claire', CASE '" status             \
  "' WHEN 'approved' THEN 'adam' END, '" status "', now() - interval '6 days' FROM vg.perimeter WHERE code = '" place "';"
/* Two alerts in the site, one elsewhere, one over; a waiver to decide of the whole, one in the site, one decided, one too late; a statement to
 * review elsewhere. */
#define WORLD                                                                                                                         \
  "INSERT INTO vg.perimeter (code, name) VALUES ('all', 'All') ON CONFLICT (code) DO NOTHING;"                                        \
  "INSERT INTO vg.perimeter (code, name, parent_id) SELECT c, c, id FROM vg.perimeter, unnest(ARRAY['site', 'other']) c WHERE code = 'all';" \
  ALERT("a1", "site", "NULL") ALERT("a2", "site", "NULL") ALERT("a3", "other", "NULL") ALERT("a4", "site", "now() - interval '1 day'")  \
  WAIVER("all", "requested", "9 days") WAIVER("site", "requested", "9 days") WAIVER("site", "approved", "9 days") WAIVER("all", "requested", "-1 days") \
  "INSERT INTO vg.applicability_request (rule, perimeter_id, applicable, from_at, reason, author, asked_at)"                           \
  " SELECT '6.1', id, false, now() - interval '9 days', 'x', 'claire', now() - interval '6 days' FROM vg.perimeter WHERE code = 'other';"

static void start(void) { web_policy_start(WORLD); }

TestSuite(web_to_do, .init = start, .fini = web_stop);

/* The links of counts in the navigation, ' ' after each. */
static const char *counts(struct browser *b, const char *path) {
  static char found[1000];
  struct reply r = web_get(b, path);
  cr_assert_eq(r.status, 200, "%s: %d", path, r.status);
  const char *end = strstr(r.body, "<details class=\"menu\"");
  cr_assert_not_null(end);
  size_t n = 0;
  static const char mark[] = "<a class=\"pill\" href=\"";
  for (const char *at = r.body; (at = strstr(at, mark)) != NULL && at < end;) {
    at += strlen(mark);
    const char *count = strstr(at, "data-count=\"") + strlen("data-count=\"");
    n += (size_t)snprintf(found + n, sizeof found - n, "%.*s %.*s\n", (int)strcspn(at, "\""), at, (int)strcspn(count, "\""), count);
  }
  found[n] = '\0';
  return found;
}

static void expect(struct browser *b, const char *path, const char *wanted) {
  const char *found = counts(b, path);
  cr_expect_str_eq(found, wanted, "%s:\nexpected %s\nfound %s", path, wanted, found);
}

Test(web_to_do, is_counted_where_it_is_dealt_with) {
  struct browser ciso = person("adam", "ciso");
  expect(&ciso, "/rules", "/indicator/alert_open/subjects 3\n/waivers?state=requested 2\n/applicability?state=requested 1\n");
  expect(&ciso, "/doctor", "/indicator/alert_open/subjects 3\n/waivers?state=requested 2\n/applicability?state=requested 1\n");
}

Test(web_to_do, of_the_perimeter_that_is_shown) {
  struct browser ciso = person("adam", "ciso");
  expect(&ciso, "/rules?perimeter=site", "/indicator/alert_open/subjects?perimeter=site 2\n/waivers?state=requested&amp;perimeter=site 2\n");
  expect(&ciso, "/rules?perimeter=other", "/indicator/alert_open/subjects?perimeter=other 1\n/waivers?state=requested&amp;perimeter=other 1\n"
         "/applicability?state=requested&amp;perimeter=other 1\n");
}

Test(web_to_do, for_those_who_may_deal_with_it) {
  struct browser operator = person("omar", "operator"), leader = person("lea", "leadership");
  expect(&operator, "/rules", "/indicator/alert_open/subjects 3\n");
  expect(&leader, "/rules", "/indicator/alert_open 3\n");
}

Test(web_to_do, is_todays) {
  struct browser ciso = person("adam", "ciso");
  char past[60];
  (void)snprintf(past, sizeof past, "/rules?au=%s", text("SELECT to_char(now() - interval '4 days', 'YYYY-MM-DD')"));
  expect(&ciso, past, "");
}

Test(web_to_do, a_decision_takes_one_away) {
  struct browser ciso = person("adam", "ciso");
  web_sql("UPDATE vg.waiver SET status = 'refused', approver = 'adam', decided_at = now() WHERE perimeter_id = (SELECT id FROM vg.perimeter WHERE code = 'site') AND status = 'requested'");
  int tries = 500;
  while (strstr(counts(&ciso, "/rules"), "requested 1") == NULL && --tries > 0) (void)poll(NULL, 0, 20);
  cr_expect_gt(tries, 0, "%s", counts(&ciso, "/rules"));
}

Test(web_to_do, a_statement_to_review_is_listed_alone) {
  struct browser ciso = person("adam", "ciso");
  web_sql("INSERT INTO vg.applicability (rule, perimeter_id, applicable, from_at, reason, author, reviewer, decided_at)"
          " SELECT '7.3', id, false, now() - interval '30 days', 'x', 'claire', 'adam', now() - interval '31 days' FROM vg.perimeter WHERE code = 'all'");
  struct reply all = web_get(&ciso, "/applicability");
  cr_expect(reply_says(&all, "href=\"/rule/7.3\"") && reply_says(&all, "All statements: 2") && reply_says(&all, "To review: 1"), "%s", all.body);
  struct reply waiting = web_get(&ciso, "/applicability?state=requested");
  cr_expect(!reply_says(&waiting, "href=\"/rule/7.3\"") && reply_says(&waiting, "href=\"/rule/6.1\""), "%s", waiting.body);
  web_sql("UPDATE vg.applicability_request SET status = 'refused', reviewer = 'adam', decided_at = now()");
  int tries = 500;
  while (strstr(counts(&ciso, "/rules"), "applicability") != NULL && --tries > 0) (void)poll(NULL, 0, 20);
  cr_expect_gt(tries, 0, "%s", counts(&ciso, "/rules"));
  waiting = web_get(&ciso, "/applicability?state=requested");
  cr_expect(reply_says(&waiting, "No statement waits for its reviewer."), "%s", waiting.body);
  cr_expect_eq(web_get(&ciso, "/applicability?state=x").status, 422);
}

/* What a message says is what the page that it names lists. */
Test(web_to_do, is_counted_in_a_message_as_on_its_page) {
  char said[8000];
  struct browser ciso = person("adam", "ciso");
  expect(&ciso, "/rules", "/indicator/alert_open/subjects 3\n/waivers?state=requested 2\n/applicability?state=requested 1\n");
  web_sql("INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by) SELECT c, c, 'csv', id, 60, 60, now() - interval '1 day', 'x'"
          " FROM vg.perimeter, unnest(ARRAY['s1', 's2']) c WHERE code = 'site'");
  struct browser program = ciso;
  program.headers = "Accept: application/json\r\n";
  struct reply sources = web_get(&program, "/sources");
  int silent = 0;
  for (const char *p = sources.body; (p = strstr(p, "\"state\":\"unknown\"")) != NULL; p++) silent++;
  cr_assert_eq(db_fixture_vigie("remind", "--dry-run adam", "VIGIE_PUBLIC_URL=https://v.test", said, sizeof said), 0, "%s", said);
  cr_expect_not_null(strstr(said, "\n3 alerts are open, of which their tools tell themselves.\nhttps://v.test/indicator/alert_open/subjects\n"), "%s", said);
  cr_expect_not_null(strstr(said, "\n2 waivers wait for a decision\nhttps://v.test/waivers?state=requested\n"), "%s", said);
  cr_expect_not_null(strstr(said, "\n1 statement of applicability waits for its review\nhttps://v.test/applicability?state=requested\n"), "%s", said);
  cr_expect_not_null(strstr(said, "\n1 waiver ends within 30 days\nhttps://v.test/waivers?state=ending\n"), "%s", said);
  struct reply ending = web_get(&ciso, "/waivers?state=ending");
  cr_expect(reply_says(&ending, "of which 1 within 30 days"), "%s", ending.body);
  cr_expect_eq(silent, 2, "%s", sources.body);
  cr_expect_not_null(strstr(said, "\n2 sources are silent: what depends on them is unknown\nhttps://v.test/sources\n"), "%s", said);
}
