/* The strategic board as a file for the leadership: it has the very figures and words of the page, whatever the day, the place and
 * the language.                                                                                                               */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/json.h"
#include "indicator/catalogue.h"
#include "support/web_page.h"

/* A year of figures in the whole, fewer in a site below it: five of six assets, four tests of four. Half a year ago there were others. */
#define LINE(code, place, from, to, judged, conforming, value, state)                                                                      \
  "INSERT INTO vg.timeline (indicator, perimeter_id, from_at, to_at, judged, conforming, deviating, pending, unknown, waived, value, state, since)" \
  " SELECT '" code "', id, now() - interval '" from "', " to ", " #judged ", " #conforming ", " #judged " - " #conforming ", 0, 0, 0, " value   \
  ", '" state "', now() - interval '" from "' FROM vg.perimeter WHERE code = '" place "';"
/* A line of the budget, in force for so long; the share that the engine keeps of them is LINE's. */
#define AMOUNTS(place, subject, from, to, committed, planned, currency)                                                                    \
  "INSERT INTO vg.dated_value (indicator, perimeter_id, subject, label, value, base, during, detail) SELECT 'budget_committed', id, '"       \
  subject "', '" subject "', " #committed ", " #planned ", tstzrange(now() - interval '" from "', " to "), '" currency                      \
  "' FROM vg.perimeter WHERE code = '" place "';"
#define RULE(number, state)                                                                                                                \
  "INSERT INTO vg.rule_timeline (policy, rule, perimeter_id, from_at, to_at, state) SELECT 'coreoz-2024', '" number "', id,"               \
  " now() - interval '300 days', 'infinity', '" state "' FROM vg.perimeter WHERE code = 'all';"
#define WORLD                                                                                                                              \
  "INSERT INTO vg.perimeter (code, name) VALUES ('all', 'Tout le système') ON CONFLICT (code) DO UPDATE SET name = 'Tout le système';"     \
  "INSERT INTO vg.perimeter (code, name, parent_id) SELECT 'site', 'Site de Solvène', id FROM vg.perimeter WHERE code = 'all';"            \
  LINE("backup_daily", "all", "300 days", "'infinity'", 4, 3, "0.75", "not_applied")                                                       \
  LINE("awareness_current", "all", "300 days", "'infinity'", 57, 55, "55.0 / 57", "watch")                                                 \
  LINE("critical_asset_sound", "all", "300 days", "now() - interval '180 days'", 22, 11, "0.5", "not_applied")                             \
  LINE("critical_asset_sound", "all", "180 days", "'infinity'", 1231, 1214, "1214.0 / 1231", "applied")                                    \
  LINE("restore_test_passed", "all", "300 days", "'infinity'", 36, 31, "31.0 / 36", "watch")                                               \
  LINE("critical_asset_sound", "site", "300 days", "'infinity'", 6, 5, "5.0 / 6", "watch")                                                 \
  LINE("restore_test_passed", "site", "300 days", "'infinity'", 4, 3, "0.75", "watch")                                                     \
  "INSERT INTO vg.evaluation (known_at, started_at, finished_at, status) VALUES (now(), now(), now(), 'ok');"

/* Its source fell silent at the site; 180 days ago more was committed, and a line of the site came. */
#define MEANS                                                                                                                              \
  LINE("action_on_time", "all", "300 days", "'infinity'", 9, 8, "8.0 / 9", "watch")                                                        \
  LINE("action_on_time", "site", "300 days", "'infinity'", 3, 3, "1", "applied")                                                           \
  LINE("budget_committed", "all", "300 days", "now() - interval '180 days'", 1, 0, "0.2", "watch")                                         \
  LINE("budget_committed", "all", "180 days", "'infinity'", 2, 0, "68150.0 / 78000", "watch")                                              \
  LINE("budget_committed", "site", "300 days", "'infinity'", 1, 0, "NULL", "unknown")                                                      \
  AMOUNTS("all", "SEC-01", "300 days", "now() - interval '180 days'", 12000, 60000, "EUR")                                                 \
  AMOUNTS("all", "SEC-01", "180 days", "NULL", 62400.4, 60000, "EUR") AMOUNTS("site", "SEC-02", "180 days", "NULL", 5749.6, 18000, "EUR")

#define RULES                                                                                                                              \
  RULE("3.3", "applied") RULE("9.1", "applied") RULE("12.1", "not_applied") RULE("12.4", "not_applied") RULE("2.2", "watch")               \
  RULE("8.3", "waived") RULE("7.3", "not_applicable")

static void start(void) {
  web_policy_start(WORLD);
  web_sql(RULES);
  web_sql(MEANS);
}

TestSuite(web_strategic, .init = start, .fini = web_stop);

static const char *file_of(struct browser *b, const char *query) {
  char path[200];
  (void)snprintf(path, sizeof path, "/strategic.pdf%s", query);
  struct reply r = web_get(b, path);
  cr_assert_eq(r.status, 200, "%s: %d %s", path, r.status, r.body);
  cr_assert_str_eq(reply_header(&r, "Content-Type"), "application/pdf");
  cr_assert(strncmp(r.body, "%PDF-", 5) == 0);
  return pdf_says(r.body, r.length);
}

static void says(const char *file, const char *text) {
  cr_expect_not_null(strstr(file, plain_spaces(text)), "the file does not say \"%s\": %s", text, file);
}

/* Two texts of the page that stand one after the other. */
static void says_both(const char *file, const char *one, const char *two) {
  char text[400];
  (void)snprintf(text, sizeof text, "%s %s", one, two);
  says(file, text);
}

static void trend_says(const char *file, struct jv trend) {
  struct jv labels = jv_array(trend, "labels"), values = jv_array(trend, "values");
  cr_expect_eq(jv_count(values), 8);
  for (size_t i = 0; i < jv_count(values); i++) says(file, jv_text_at(labels, i)), says(file, jv_text_at(values, i));
}

static void mean(const char *file, struct jv m) {
  says_both(file, jv_text(m, "title"), jv_text(m, "question"));
  says(file, jv_text(m, "line"));
  if (jv_bool(m, "has_value")) says_both(file, jv_text(m, "question"), jv_text(m, "shown"));
  if (jv_get(m, "delta").value != NULL) says(file, jv_text(jv_object(m, "delta"), "shown"));
  trend_says(file, jv_object(m, "trend"));
}

static void question(const char *file, struct jv q) {
  char number[80];
  says_both(file, jv_text(q, "title"), jv_text(q, "subtitle"));
  says(file, jv_text(q, "line"));
  says(file, jv_text(q, "foot"));
  (void)snprintf(number, sizeof number, "%lld %s", (long long)jv_int(q, "n", 0, 99999), jv_text(q, "of_text"));
  if (jv_bool(q, "has_value") && jv_int(q, "n", 0, 99999) < 1000) says_both(file, jv_text(q, "subtitle"), number);
  if (jv_get(q, "delta").value != NULL) says(file, jv_text(jv_object(q, "delta"), "shown"));
  trend_says(file, jv_object(q, "trend"));
  struct jv means = jv_array(q, "means");
  for (size_t i = 0; i < jv_count(means); i++) mean(file, jv_at(means, i));
}

static void chapter(const char *file, struct jv c) {
  struct jv rules = jv_array(c, "rules");
  char text[400];
  (void)snprintf(text, sizeof text, "%lld %s %lld", (long long)jv_int(c, "number", 0, 99), jv_text(c, "title"),
                 (long long)jv_int(c, "applied", 0, 99));
  says(file, text);
  for (size_t i = 0; i < jv_count(rules); i++) {
    struct jv r = jv_at(rules, i);
    (void)snprintf(text, sizeof text, "%s %s %s", jv_text(r, "number"), jv_text(r, "title"), jv_text(r, "state_name"));
    says(file, text);
  }
}

static int next_number(const char **at) {
  *at += strcspn(*at, "0123456789");
  char *end;
  long n = strtol(*at, &end, 10);
  *at = end;
  return (int)n;
}

/* "31 of the 69 rules of our policy are applied, 2 more than on …. 19 are not. 12 are to watch. …": no rule is left unsaid. */
static void adds_up(const char *heading) {
  const char *at = heading;
  int said = next_number(&at), all = next_number(&at);
  while ((at = strstr(at, ". ")) != NULL) said += next_number(&at);
  cr_expect_eq(said, all, "%d of %d rules: %s", said, all, heading);
}

/* What JSON tells of the page, which is its view: every text of it that people read is in the file. */
static void same_as_page(struct browser *b, const char *query) {
  char path[200];
  struct json_doc doc;
  struct vg_error err = {0};
  (void)snprintf(path, sizeof path, "/strategic%s", query);
  const char *file = file_of(b, query);
  b->headers = "Accept: application/json\r\n";
  struct reply r = web_get(b, path);
  b->headers = NULL;
  cr_assert(json_parse(&doc, r.body, r.length, "page", JSON_DEFAULTS, &err), "%s", err.message);
  struct jv page = jv_root(&doc), frame = jv_object(page, "frame"), moment = jv_object(frame, "moment");
  says(file, jv_text(page, "heading"));
  adds_up(jv_text(page, "heading"));
  says(file, jv_text(frame, "page_name"));
  says(file, jv_text(moment, "perimeter_name"));
  says(file, jv_text(moment, "policy"));
  struct jv questions = jv_array(page, "questions"), chapters = jv_array(page, "chapters"), parts = jv_array(jv_object(page, "bar"), "parts");
  cr_expect_eq(jv_count(questions), 4);
  for (size_t i = 0; i < jv_count(questions); i++) question(file, jv_at(questions, i));
  cr_expect_eq(jv_count(jv_array(jv_at(questions, 3), "means")), 2);
  for (size_t i = 0; i < jv_count(chapters); i++) chapter(file, jv_at(chapters, i));
  for (size_t i = 0; i < jv_count(parts); i++) says(file, jv_text(jv_at(parts, i), "label"));
  cr_assert(jv_ok(&doc, &err), "%s", err.message);
  json_close(&doc);
}

Test(web_strategic, the_file_says_what_the_page_says) {
  char past[60];
  (void)snprintf(past, sizeof past, "?au=%s&vs=%s", today_and("-200 days"), today_and("-230 days"));
  for (int lang = 0; lang < 2; lang++) {
    struct browser boss = person_reading(lang == 0 ? "boss" : "chef", "leadership", lang == 0 ? "en" : "fr");
    same_as_page(&boss, "");
    same_as_page(&boss, past);
    same_as_page(&boss, "?perimeter=site");
    same_as_page(&boss, "?au=2020-01-01");
  }
}

Test(web_strategic, figures_are_of_their_day_place_and_language) {
  struct browser boss = person("boss", "leadership"), chef = person_reading("chef", "leadership", "fr");
  char past[60];
  const char *file = file_of(&boss, "");
  says(file, "1,214 of 1,231");
  says(file, "98.6%");
  says(file, "2 of the 69 rules of our policy are applied");
  says(file, "63 cannot be told, for lack of data.");
  says(file, "2 applied 1 to watch 2 not applied 1 under waiver 63 unknown 1 not applicable");
  says(file, "Restores tested Not applied");
  says(file, "page 1 of 3");
  file = file_of(&chef, "");
  says(file, "1 214 sur 1 231");
  says(file, "98,6 %");
  says(file, "Sommes-nous bien protégés ?");
  says(file, "6 La sécurité physique 0 sur 5");
  says(file, "Confiance dans ces chiffres");
  (void)snprintf(past, sizeof past, "?au=%s", today_and("-200 days"));
  file = file_of(&boss, past);
  says(file, "11 of 22");
  cr_expect_null(strstr(file, "1,231"), "known later only");
  file = file_of(&boss, "?perimeter=site");
  says(file, "Site de Solvène");
  says(file, "5 of 6");
  says(file, "83.3%");
  says(file, "3 of 4");
  says(file, "Too few for a rate");
  cr_expect_null(strstr(file, "75%"), "four tests are too few for a percentage");
}

static void page_says(struct browser *b, const char *query, const char *text) {
  char path[200];
  (void)snprintf(path, sizeof path, "/strategic%s", query);
  struct reply r = web_get(b, path);
  cr_expect(strstr(plain_spaces(r.body), text) != NULL, "%s does not say \"%s\"", path, text);
}

/* In the whole nobody tells of incidents; at the site their register is read, and has none. */
Test(web_strategic, what_is_not_known_is_not_said_to_be_none) {
  struct browser boss = person("boss", "leadership"), chef = person_reading("chef", "leadership", "fr");
  web_sql("INSERT INTO vg.perimeter (code, name, parent_id) SELECT 'lyon', 'Lyon', id FROM vg.perimeter WHERE code = 'all';");
  web_sql(LINE("incident_quarter", "site", "300 days", "'infinity'", 0, 0, "0", "applied")
          LINE("incident_mttr", "site", "300 days", "'infinity'", 0, 0, "NULL", "not_applicable")
          LINE("critical_asset_sound", "lyon", "300 days", "'infinity'", 0, 0, "NULL", "not_applicable"));
  page_says(&boss, "", "No data: no delay to show");
  page_says(&chef, "", "Sans donnée : pas de délai à montrer");
  page_says(&boss, "?perimeter=site", "None resolved in the period: no delay to show");
  page_says(&boss, "?au=2020-01-01", "No data: no rate");
  page_says(&chef, "?au=2020-01-01", "Sans donnée : pas de taux");
  page_says(&boss, "?perimeter=lyon", "Nobody and nothing to judge: no rate");
}

/* A declaration may hold a share that somebody counted: then a figure is typed in. */
Test(web_strategic, what_the_figures_come_from_is_true_of_declarations_too) {
  struct browser boss = person("boss", "leadership");
  page_says(&boss, "", "by declaration: ");
  page_says(&boss, "", "Every figure comes from records or, where no system keeps any, from declarations that a second person read over. Each opens");
  says(file_of(&boss, ""), "from declarations that a second person read over.");
}

Test(web_strategic, the_budget_is_that_of_its_day_and_place) {
  struct browser boss = person("boss", "leadership"), chef = person_reading("chef", "leadership", "fr"), claire = person("claire", "ciso");
  char past[60];
  (void)snprintf(past, sizeof past, "?au=%s", today_and("-200 days"));
  page_says(&boss, "", ">68,150 of 78,000 €</a>"); /* a place and those below it */
  page_says(&chef, "", ">68 150 sur 78 000 €</a>");
  page_says(&boss, "", "87.4%, target 90%");
  page_says(&boss, past, ">12,000 of 60,000 €</a>");
  page_says(&boss, past, "20%, target 90%");
  page_says(&boss, "", "Actions due in the last 90 days, closed on time");
  page_says(&boss, "", ">8 of 9</a>");
  page_says(&boss, "?perimeter=site", "Too few for a rate; target 90%");
  page_says(&claire, "", "href=\"/indicator/budget_committed/subjects\" data-count=\"2\">68,150");
  /* its source fell silent there: what it last said is no figure */
  page_says(&boss, "?perimeter=site", "Its source is silent; 5,750 of 18,000 € when last read.");
  page_says(&chef, "?perimeter=site", "Sa source se tait ; 5 750 sur 18 000 € à sa dernière lecture.");
  page_says(&boss, "?au=2020-01-01", "No budget line is known on this day.");
  page_says(&chef, "?au=2020-01-01", "Aucune ligne de budget n’est connue à cette date.");
  page_says(&boss, "?au=2020-01-01", "href=\"/sources?au=2020-01-01\"");
}

/* The target was lower until shortly before the end of the last quarter: those before stand before that one. */
/* A critical asset with any open deviation is not counted, however slight. */
Test(web_strategic, security_is_of_assets_without_any_deviation) {
  struct browser boss = person("boss", "leadership"), chef = person_reading("chef", "leadership", "fr");
  page_says(&boss, "", "critical assets without open deviation");
  page_says(&chef, "", "biens critiques sans écart ouvert");
}

/* Of an indicator made of others as of any other. */
Test(web_strategic, the_list_of_indicators_gives_the_rate_of_the_board) {
  struct browser boss = person("boss", "leadership");
  page_says(&boss, "", "98.6%");
  struct reply r = web_get(&boss, "/indicators");
  cr_expect(reply_says(&r, "98.6%"), "%s", r.body);
}

Test(web_strategic, an_indicator_that_does_not_apply_is_none_that_could_meet_its_target) {
  struct browser boss = person("boss", "leadership");
  struct vg_error err = {0};
  size_t count;
  char said[60];
  cr_assert_not_null(indicator_all(&count, &err));
  web_sql(LINE("mobile_protected", "all", "300 days", "'infinity'", 0, 0, "NULL", "not_applicable"));
  struct reply r = web_get(&boss, "/indicators");
  (void)snprintf(said, sizeof said, " of %zu ", count - 1);
  cr_expect(reply_says(&r, said), "expected \"%s\": %s", said, r.body);
}

Test(web_strategic, each_quarter_stands_before_the_target_of_then) {
  struct browser boss = person("boss", "leadership");
  web_sql("INSERT INTO vg.threshold (indicator, perimeter_id, target, warning, critical, from_at, author, reason)"
          " VALUES ('critical_asset_sound', NULL, 0.4, 0.3, 0.1, date_trunc('quarter', now()) - interval '300 days', 'ada', 'x'),"
          " ('critical_asset_sound', NULL, 0.99, 0.9, 0.1, date_trunc('quarter', now()) - interval '10 days', 'ada', 'x')");
  page_says(&boss, "", "98.6%, target 99%");
  boss.headers = "Accept: application/json\r\n";
  struct reply r = web_get(&boss, "/strategic");
  cr_expect(reply_says(&r, ",0.4,0.4,0.4,0.99]"), "three quarters, then the last one: %s", r.body);
  boss.headers = NULL;
  const char *file = file_of(&boss, "");
  says(file, "the dashed line is the target in force at each.");
}

#define AGAIN "DELETE FROM vg.dated_value; UPDATE vg.timeline SET value = NULL, state = 'unknown' WHERE indicator = 'budget_committed';"

Test(web_strategic, what_has_no_total_has_no_percentage) {
  struct browser boss = person("boss", "leadership"), chef = person_reading("chef", "leadership", "fr");
  web_sql(AGAIN AMOUNTS("all", "a", "90 days", "NULL", 10, 20, "EUR") AMOUNTS("site", "b", "90 days", "NULL", 10, 20, "USD"));
  page_says(&boss, "", "In several currencies: no total.");
  page_says(&chef, "", "En plusieurs devises : pas de total.");
  same_as_page(&boss, "");
  web_sql(AGAIN AMOUNTS("all", "a", "90 days", "NULL", 0, 0, "EUR"));
  page_says(&boss, "", "Nothing is planned: no rate.");
  same_as_page(&chef, "");
}

Test(web_strategic, a_line_opens_down_to_its_amounts) {
  struct browser claire = person("claire", "ciso"), chef = person_reading("rssi", "ciso", "fr");
  struct reply r = web_get(&claire, "/indicator/budget_committed/subjects");
  cr_expect(reply_says(&r, "62,400 of 60,000") && reply_says(&r, "104%") && reply_says(&r, "5,750 of 18,000"), "%s", r.body);
  r = web_get(&chef, "/indicator/budget_committed");
  cr_expect_not_null(strstr(plain_spaces(r.body), "62 400 sur 60 000 €"));
  cr_expect_null(strstr(plain_spaces(r.body), "EUR : "), "a unit is not counted");
  char path[100];
  (void)snprintf(path, sizeof path, "/indicator/budget_committed/subject?of=%s&id=SEC-01", db_fixture_text(web_db(), "SELECT id FROM vg.perimeter WHERE code = 'all'"));
  r = web_get(&claire, path);
  cr_expect(reply_says(&r, "62,400 of 60,000"), "%s", r.body);
  web_sql(AGAIN AMOUNTS("all", "none", "90 days", "NULL", 5, 0, "CHF"));
  r = web_get(&claire, "/indicator/budget_committed/subjects");
  cr_expect(reply_says(&r, "5 of 0") && reply_says(&r, "CHF"), "a line without plan is listed, without a rate: %s", r.body);
  cr_expect_null(strstr(r.body, "nan"));
}

Test(web_strategic, the_same_day_gives_the_same_bytes) {
  struct browser boss = person("boss", "leadership"), claire = person("claire", "ciso");
  char path[60];
  (void)snprintf(path, sizeof path, "/strategic.pdf?au=%s", today_and("-10 days"));
  struct reply a = web_get(&boss, path);
  for (int i = 0; i < 3; i++) {
    struct reply b = web_get(i < 2 ? &boss : &claire, path);
    cr_expect(a.length == b.length && memcmp(a.body, b.body, a.length) == 0);
  }
  char name[80];
  (void)snprintf(name, sizeof name, "attachment; filename=\"strategic-%s.pdf\"", today_and("-10 days"));
  cr_expect_str_eq(reply_header(&a, "Content-Disposition"), name);
  web_check_headers(&a, path);
}

Test(web_strategic, the_page_links_to_the_file_of_its_day_and_place) {
  struct browser boss = person("boss", "leadership");
  char path[80], link[120];
  (void)snprintf(path, sizeof path, "/strategic?au=%s&perimeter=site", today_and("-10 days"));
  (void)snprintf(link, sizeof link, "href=\"/strategic.pdf?au=%s&amp;perimeter=site\"", today_and("-10 days"));
  struct reply r = web_get(&boss, path);
  cr_expect(reply_says(&r, link), "%s", r.body);
}

Test(web_strategic, who_may_not_see_the_page_does_not_get_the_file) {
  struct browser nobody = {0}, boss = person("boss", "leadership");
  struct reply page = web_get(&nobody, "/strategic"), file = web_get(&nobody, "/strategic.pdf");
  cr_expect_eq(page.status, 303);
  cr_expect_eq(file.status, page.status);
  cr_expect_eq(strncmp(reply_header(&file, "Location"), "/login", 6), 0);
  cr_expect_eq(web_get(&boss, "/strategic.pdf?perimeter=nowhere").status, 404);
  cr_expect_eq(web_get(&boss, "/strategic.pdf?au=2999-01-01").status, 400);
  cr_expect_eq(web_get(&boss, "/strategic.pdf?state=applied").status, 400);
}

/* ---- nothing read yet ---- */

static void start_empty(void) {
  web_policy_start("INSERT INTO vg.perimeter (code, name) VALUES ('all', 'all') ON CONFLICT DO NOTHING");
}

TestSuite(web_strategic_empty, .init = start_empty, .fini = web_stop);

Test(web_strategic_empty, no_figure_is_made_up) {
  struct browser boss = person("boss", "leadership");
  same_as_page(&boss, "");
  const char *file = file_of(&boss, "");
  says(file, "Nothing has been measured yet: every rule is unknown.");
  says(file, "Nothing has been calculated yet");
  cr_expect_geq(count_of(file, "No value"), 5, "%s", file);
  says(file, "No budget line is known on this day.");
  cr_expect_null(strstr(file, "100%,"));
  cr_expect_null(strstr(file, "Applied "), "nothing is applied by silence");
}
