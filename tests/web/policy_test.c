/* The policy's pages, under a policy that is not the one of the program: nothing knows its codes or numbers. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/json.h"
#include "indicator/evaluate.h"
#include "policy/framework.h"
#include "policy/policy.h"
#include "support/web_page.h"

static struct vg_error err;

static void load(const char *path, const char *text) {
  cr_assert(policy_load(web_db(), path, text, strlen(text), "Ada", NULL, &err), "%s", err.message);
}

/* Only the minimal pack is installed, and evaluated. */
static void start(void) {
  web_start();
  db_fixture_sql(db_fixture_open("postgres"), "DELETE FROM vg.policy; DELETE FROM vg.threshold;"
                                              "INSERT INTO vg.perimeter (code, name) VALUES ('all', 'All') ON CONFLICT DO NOTHING");
  cr_assert(indicator_install(web_db(), &err) && framework_install(web_db(), &err), "%s", err.message);
  load("hygiene-minimal.yaml", policy_builtin_text("hygiene-minimal"));
  cr_assert(evaluation_run(db_fixture_open("vigie_collect"), clock_now(), &err), "%s", err.message);
  web_heard();
}

TestSuite(web_policy, .init = start, .fini = web_stop);

static struct reply get(struct browser *b, const char *path) {
  struct reply r = web_get(b, path);
  cr_assert_eq(r.status, 200, "%s: %d %s", path, r.status, r.body);
  cr_expect_not(reply_says(&r, "coreoz"), "%s names another policy", path);
  return r;
}

#define SAYS(path, text)                                                                                               \
  do {                                                                                                                 \
    struct reply said_ = get(&ada, path);                                                                              \
    cr_expect(reply_says(&said_, text), "%s does not say %s", path, text);                                             \
  } while (0)

Test(web_policy, the_boards_and_pages_show_any_policy) {
  static const char *const paths[] = {"/strategic", "/steering", "/operational", "/rules", "/rule/3.1", "/indicators",
                                      "/indicator/backup_daily", "/policy", "/framework/anssi-hygiene"};
  struct browser ada = web_session(web_user("ada", "ciso"));
  for (int lang = 0; lang < 2; lang++) {
    (void)web_post(&ada, "/preferences", lang == 0 ? "lang=fr" : "lang=en");
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) (void)get(&ada, paths[i]);
  }
  SAYS("/rules", "3.3 Incidents are resolved in time");
  SAYS("/strategic", "of the 8 rules");
  SAYS("/rule/3.1", "Each production system is backed up every day.");
  SAYS("/indicator/backup_daily", "/rule/3.1");
  cr_expect_eq(web_get(&ada, "/rule/12.1").status, 404);
}

#define STRATEGIC "('critical_asset_sound', 'incident_quarter', 'restore_test_passed', 'budget_committed')" /* by their sheets of no rule: they answer a question */

/* Indicators of rules that the policy in force does not have are not what it is steered by. */
Test(web_policy, what_is_to_be_dealt_with_is_of_the_policy) {
  struct browser ada = web_session(web_user("ada", "ciso"));
  struct json_doc doc;
  ada.headers = "Accept: application/json\r\n";
  struct reply r = get(&ada, "/steering");
  cr_assert(json_parse(&doc, r.body, r.length, "page", JSON_DEFAULTS, &err), "%s", err.message);
  int64_t total = jv_int(jv_root(&doc), "shortfalls_total", 0, 999);
  struct jv list = jv_array(jv_root(&doc), "shortfalls");
  cr_expect_eq(total, db_fixture_int(web_db(), "SELECT count(DISTINCT t.indicator) FROM vg.timeline t JOIN vg.perimeter p ON p.id = t.perimeter_id AND p.code = 'all'"
                                               " WHERE t.from_at <= now() AND t.to_at > now() AND t.state IN ('not_applied', 'watch', 'unknown')"
                                               " AND (t.indicator IN (SELECT l.indicator FROM vg.rule_indicator l) OR t.indicator IN " STRATEGIC ")"));
  int64_t none = 0;
  for (size_t i = 0; i < jv_count(list); i++) none += jv_text(jv_at(list, i), "detail")[0] == '\0'; /* which rules it measures */
  cr_expect(total > none && none <= 3, "%lld of %lld measure no rule", (long long)none, (long long)total);
  json_close(&doc);
}

Test(web_policy, the_policy_and_its_versions) {
  struct browser ada = person("ada", "ciso");
  SAYS("/policy", "8 rules of 3 chapters are in force.");
  SAYS("/policy", "system administrator");
  SAYS("/policy", "/framework/iso27001-2022");
  SAYS("/rule/3.1", "8.13 Backup of information");
  SAYS("/rule/3.1", "system administrator");
  db_fixture_sql(db_fixture_open("postgres"), "INSERT INTO vg.rule_owner (rule, owner, from_at, author, reason, decided_at)"
                                              " VALUES ('3.1', 'Grace Dupont', '2025-06-01', 'a', 'b', '2025-06-01')");
  SAYS("/policy?au=2025-07-01", "Grace Dupont");
  load("next.yaml", "code: next\ntitle_fr: Suivante\ntitle_en: Next one\neffective_on: \"2026-01-01\"\nchapters:\n  - number: 3\n"
                    "    title_fr: c\n    title_en: Recover\n    rules:\n      - {number: \"3.1\", title_fr: a, title_en: All saved,\n"
                    "         statement_fr: s, statement_en: Nothing is lost., owner: ciso, indicators: [backup_daily]}\n"
                    "thresholds:\n  - {indicator: backup_daily, target: 100, warning: 99, critical: 98}\n");
  cr_assert(evaluation_run(db_fixture_open("vigie_collect"), clock_now(), &err), "%s", err.message);
  web_heard();
  SAYS("/policy", "1 rule of 1 chapter is in force.");
  SAYS("/policy", "Nothing is lost.");
  SAYS("/policy", "What Next one changes to Minimal hygiene: ");
  SAYS("/policy", "98, 95, 85");
  SAYS("/policy?au=2025-12-31", "8 rules of 3 chapters are in force.");
  SAYS("/policy?au=2025-12-31", "Each production system is backed up every day.");
  SAYS("/rule/3.1?au=2025-12-31", "Each production system is backed up every day.");
  SAYS("/rule/3.1?au=2026-01-01", "Nothing is lost.");
  SAYS("/policy?au=2024-12-31", "No policy was in force on this day.");
  (void)get(&ada, "/strategic?au=2024-12-31&vs=2024-12-01");
  (void)web_post(&ada, "/preferences", "lang=fr");
  SAYS("/policy?au=2024-12-31", "répond à 0 exigence sur");
}

Test(web_policy, each_count_of_a_framework_opens_as_many_controls) {
  static const struct {
    const char *path;
    size_t controls;
  } cases[] = {{"/framework/anssi-hygiene", 42},         {"/framework/anssi-hygiene?cover=yes", 7},
               {"/framework/anssi-hygiene?cover=no", 35}, {"/framework/anssi-hygiene?state=unknown", 7},
               {"/framework/anssi-hygiene?state=applied", 0}, {"/framework/iso27001-2022?cover=yes", 7},
               {"/framework/iso27001-2022", 93}};
  struct browser ada = person("ada", "ciso");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct reply r = get(&ada, cases[i].path);
    size_t rows = count_of(r.body, "<tr><th scope=\"row\">");
    cr_expect_eq(rows, cases[i].controls, "%s: %zu controls", cases[i].path, rows);
  }
  SAYS("/framework/anssi-hygiene", "7 of 42 controls are answered by rules of our policy.");
  cr_expect_eq(web_get(&ada, "/framework/none").status, 404);
  cr_expect_eq(web_get(&ada, "/framework/anssi-hygiene?cover=maybe").status, 400);
}
