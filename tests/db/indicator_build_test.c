/* How solutions are built: code_reviewed, pentest_current, dependency_current, service_authenticated, session_isolated,
 * password_hashed. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "support/db_indicator.h"

TestSuite(indicator_build, .init = indicator_world_init, .fini = indicator_world_fini);

#define APPLICATION(key, name, at, more)                                                                               \
  PUT("asset", "inventory", key, at,                                                                                   \
      "{\"name\": \"" name                                                                                             \
      "\", \"type\": \"application\", \"environment\": \"production\", \"status\": \"in_service\"" more "}")

#define CHANGE(source, key, author, approvers, merged)                                                                 \
  PUT("change", source, key, "2026-01-01",                                                                             \
      "{\"repository\": \"shop\", \"number\": \"" key "\", \"author\": \"" author "\", \"approvers\": " approvers      \
      ", \"merged_at\": \"" merged "\"}")

Test(indicator_build, changes_are_approved_by_someone_else) {
  indicator_evaluate(
      SOURCE("gitea", "site", "change", "2026-03-20") SOURCE("gitlab", "site", "change", "2026-12-01")
          CHANGE("gitea", "1", "ann", "[\"bob\"]", "2026-03-01T00:00:00Z")
              CHANGE("gitea", "2", "ann", "[\"ann\", \" Ann \", \"\"]", "2026-03-01T00:00:00Z")
                  CHANGE("gitea", "3", "ann", "null", "2026-03-01T00:00:00Z")
                      CHANGE("gitea", "4", "ann", "[\"ann\", \"cid\"]", "2026-03-01T00:00:00Z")
                          CHANGE("gitlab", "5", "ann", "[]", "2026-03-01T00:00:00Z")
                              CHANGE("gitlab", "1", "ann", "[]",
                                     "2026-03-01T00:00:00Z") "SELECT t.gone('change', 'gitlab', '5', '2026-03-10');",
      "2026-03-15T00:00:00Z");
  EXPECT({"SELECT string_agg(regexp_replace(v.subject, '#.*', '#'), ' ' ORDER BY v.subject) FROM vg.verdict v WHERE "
          "v.indicator = 'code_reviewed'",
          "1 1 # 2 3 4 5"},
         {"t.verdict('code_reviewed', '2', '2026-02-28 23:59:59.999999+00')", "outside"},
         {"t.verdict('code_reviewed', '2', '2026-03-01 00:00+00')", "deviating"}, /* oneself, however it is written */
         {"t.verdict('code_reviewed', '3', '2026-03-01 00:00+00')", "deviating"},
         {"t.verdict('code_reviewed', '4', '2026-03-01 00:00+00')", "conforming"},
         {"t.verdict('code_reviewed', '4', '2026-03-20 00:00+00')", "unknown"}, /* its source is silent */
         {"t.verdict('code_reviewed', '5', '2026-03-30 23:59:59.999999+00')",
          "deviating"}, /* it was merged, shown or not */
         {"t.verdict('code_reviewed', '5', '2026-03-31 00:00+00')", "outside"},
         {"t.line('code_reviewed', 'site', '2026-02-01 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
         {"t.line('code_reviewed', 'all', '2026-03-10 00:00+00')", "not_applied! 2/6 d4 u0 p0 w0 0.333"});
  indicator_expect_alone("code_reviewed", "2026-03-15T00:00:00Z");
}

#define PENTEST(key, asset, ran, automated, high, due, mended)                                                         \
  PUT("pentest", "zap", key, "2026-01-01",                                                                             \
      "{\"asset\": \"" asset "\", \"ran_at\": \"" ran "\", \"automated\": " automated ", \"high\": " high              \
      ", \"due_at\": " due ", \"mended_at\": " mended "}")

Test(indicator_build, applications_are_tested_within_90_days_and_their_findings_mended_in_time) {
  indicator_evaluate(
      "UPDATE vg.policy SET registers = '{\"deadlines\": [{\"topic\": \"vulnerability\", \"severity\": \"high\", "
      "\"days\": 30}]}';" SOURCE("inventory", "all", "asset", "2027-01-01") SOURCE(
          "zap", "site", "pentest", "2026-08-01") APPLICATION("A1", "a1", "2026-01-01", ", \"aliases\": [\"shop\"]")
          APPLICATION("A2", "a2", "2026-01-01", "") APPLICATION("A3", "a3", "2026-01-01", "")
              APPLICATION("A4", "a4", "2026-01-01", "") APPLICATION("A5", "a5", "2026-01-01", "") APPLICATION(
                  "A6", "a6", "2026-01-01", ", \"environment\": \"test\"") APPLICATION("A7", "a7", "2026-01-01", "")
                  PENTEST("p1", "shop", "2026-03-01T00:00:00Z", "true", "0", "null", "null")
                      PENTEST("p2", "a2", "2026-03-01T00:00:00Z", "false", "0", "null", "null")
                          PENTEST("p3", "a3", "2026-03-01T00:00:00Z", "true", "2", "\"2026-03-10T00:00:00Z\"",
                                  "\"2026-03-10T00:00:00Z\"")
                              PENTEST("p4", "a4", "2026-03-01T00:00:00Z", "true", "2", "\"2026-03-10T00:00:00Z\"",
                                      "\"2026-03-12T00:00:00Z\"")
                                  PENTEST("p5", "a5", "2026-03-01T00:00:00Z", "true", "1", "null", "null")
                                      PENTEST("p6", "a5", "2026-04-20T00:00:00Z", "true", "0", "null", "null")
                                          PENTEST("p7", "a7", "2026-03-01T00:00:00Z", "true", "1", "null",
                                                  "null") "SELECT t.gone('pentest', 'zap', 'p5', '2026-05-01'); SELECT "
                                                          "t.gone('asset', 'inventory', 'A7', '2026-03-15');",
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('pentest_current', 'a1', '2026-02-28 23:59:59.999999+00')", "deviating"},
      {"t.verdict('pentest_current', 'a1', '2026-03-01 00:00+00')", "conforming"},
      {"t.verdict('pentest_current', 'a1', '2026-05-29 23:59:59.999999+00')", "conforming"},
      {"t.verdict('pentest_current', 'a1', '2026-05-30 00:00+00')", "deviating"},  /* ninety days */
      {"t.verdict('pentest_current', 'a2', '2026-03-02 00:00+00')", "deviating"},  /* by hand: not what the rule asks */
      {"t.verdict('pentest_current', 'a3', '2026-03-10 00:00+00')", "conforming"}, /* mended at its very deadline */
      {"t.verdict('pentest_current', 'a4', '2026-03-09 23:59:59.999999+00')", "conforming"},
      {"t.verdict('pentest_current', 'a4', '2026-03-10 00:00+00')", "deviating"},
      {"t.verdict('pentest_current', 'a4', '2026-03-11 23:59:59.999999+00')", "deviating"},
      {"t.verdict('pentest_current', 'a4', '2026-03-12 00:00+00')", "conforming"},
      {"t.verdict('pentest_current', 'a5', '2026-03-30 23:59:59.999999+00')", "conforming"},
      {"t.verdict('pentest_current', 'a5', '2026-03-31 00:00+00')", "deviating"}, /* the policy's 30 days */
      {"t.verdict('pentest_current', 'a5', '2026-04-21 00:00+00')",
       "deviating"}, /* a clean test later does not mend it */
      {"t.verdict('pentest_current', 'a5', '2026-05-01 00:00+00')", "conforming"},
      {"t.verdict('pentest_current', 'a6', '2026-03-02 00:00+00')", "none"},
      {"t.verdict('pentest_current', 'a7', '2026-03-14 23:59:59.999999+00')", "conforming"},
      {"t.verdict('pentest_current', 'a7', '2026-03-15 00:00+00')", "outside"},
      {"t.verdict('pentest_current', 'a1', '2026-08-01 00:00+00')", "unknown"},
      {"t.line('pentest_current', 'all', '2026-03-11 00:00+00')", "not_applied! 4/6 d2 u0 p0 w0 0.667"},
      {"t.line('pentest_current', 'office', '2026-03-11 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("pentest_current", "2026-06-01T00:00:00Z");
  indicator_evaluate("UPDATE vg.policy SET registers = '{}'; UPDATE vg.indicator SET stale = true;",
                     "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('pentest_current', 'a5', '2026-03-02 00:00+00')", "deviating"}); /* no delay granted: at once */
}

/* The policy in force came after the tests were run. */
Test(indicator_build, findings_have_the_deadline_of_the_policy_in_force) {
  indicator_evaluate(
      "UPDATE vg.policy SET effective_on = '2026-03-10', registers = '{\"deadlines\": [{\"topic\": \"vulnerability\", "
      "\"severity\": \"high\", \"days\": 30}]}'; "
      "INSERT INTO vg.policy (code, title_fr, title_en, effective_on) VALUES ('next', 'n', 'n', '2026-05-01');" SOURCE(
          "inventory", "all", "asset", "2027-01-01") SOURCE("zap", "site", "pentest", "2026-08-01")
          APPLICATION("A1", "a1", "2026-01-01", "") APPLICATION("A2", "a2", "2026-01-01", "") APPLICATION(
              "A3", "a3", "2026-01-01", "") PENTEST("p1", "a1", "2026-03-01T00:00:00Z", "true", "2", "null", "null")
              PENTEST("p2", "a2", "2026-04-20T00:00:00Z", "true", "1", "null", "null") PENTEST(
                  "p3", "a3", "2026-03-01T00:00:00Z", "true", "1", "\"2026-03-05T00:00:00Z\"", "null"),
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('pentest_current', 'a1', '2026-03-11 00:00+00')", "conforming"}, /* ten days old, of thirty */
         {"t.verdict('pentest_current', 'a1', '2026-03-30 23:59:59.999999+00')", "conforming"},
         {"t.verdict('pentest_current', 'a1', '2026-03-31 00:00+00')", "deviating"},
         {"t.verdict('pentest_current', 'a2', '2026-04-30 23:59:59+00')", "conforming"},
         {"t.verdict('pentest_current', 'a2', '2026-05-01 00:00:01+00')", "deviating"}, /* the next one gives no delay */
         {"t.verdict('pentest_current', 'a3', '2026-03-04 23:59:59+00')", "conforming"},
         {"t.verdict('pentest_current', 'a3', '2026-03-05 00:00+00')", "deviating"}); /* a deadline of its own */
  indicator_expect_alone("pentest_current", "2026-06-01T00:00:00Z");
}

#define LIBRARY(key, asset, severity, found, fixed)                                                                    \
  PUT("vulnerability", "trivy", key, "2026-01-01",                                                                     \
      "{\"asset\": \"" asset "\", \"identifier\": \"CVE\", \"type\": \"library\", \"severity\": \"" severity           \
      "\", \"found_at\": \"" found "\", \"fixed_at\": " fixed "}")

Test(indicator_build, applications_keep_no_serious_vulnerability_of_a_library_for_30_days) {
  indicator_evaluate(
      SOURCE("inventory", "all", "asset", "2027-01-01") SOURCE("trivy", "site", "vulnerability", "2026-08-01")
          APPLICATION("A1", "a1", "2026-01-01", "") APPLICATION("A2", "a2", "2026-01-01", "")
              APPLICATION("A3", "a3", "2026-01-01", "") APPLICATION("A4", "a4", "2026-01-01", "")
                  APPLICATION("A5", "a5", "2026-01-01", "") APPLICATION("A5", "a5b", "2026-02-01", "")
                      LIBRARY("v1", "a1", "high", "2026-03-01T00:00:00Z", "null")
                          LIBRARY("v2", "a2", "critical", "2026-03-01T00:00:00Z", "\"2026-03-31T00:00:00Z\"")
                              LIBRARY("v3", "a3", "medium", "2026-03-01T00:00:00Z", "null")
                                  PUT("vulnerability", "trivy", "v4", "2026-01-01",
                                      "{\"asset\": \"a4\", \"identifier\": \"CVE\", \"type\": \"system\", "
                                      "\"severity\": \"high\", \"found_at\": \"2026-03-01T00:00:00Z\"}")
                                      LIBRARY("v5", "a5", "high", "2026-03-01T00:00:00Z",
                                              "null") "SELECT t.gone('vulnerability', 'trivy', 'v5', '2026-05-01');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('dependency_current', 'a1', '2026-03-30 23:59:59.999999+00')", "conforming"},
         {"t.verdict('dependency_current', 'a1', '2026-03-31 00:00+00')", "deviating"}, /* thirty days old */
         {"t.verdict('dependency_current', 'a1', '2026-07-31 23:59:59.999999+00')", "deviating"},
         {"t.verdict('dependency_current', 'a1', '2026-08-01 00:00+00')", "unknown"},
         {"t.verdict('dependency_current', 'a2', '2026-04-10 00:00+00')", "conforming"}, /* fixed just in time */
         {"t.verdict('dependency_current', 'a3', '2026-04-10 00:00+00')", "conforming"},
         {"t.verdict('dependency_current', 'a4', '2026-04-10 00:00+00')",
          "unknown"}, /* nothing says that its libraries are scanned */
         {"t.verdict('dependency_current', 'a5b', '2026-04-30 23:59:59.999999+00')",
          "deviating"}, /* under its former name */
         {"t.verdict('dependency_current', 'a5b', '2026-05-01 00:00+00')", "conforming"},
         {"t.line('dependency_current', 'all', '2026-04-10 00:00+00')", "not_applied! 2/5 d2 u1 p0 w0 0.4"},
         {"t.line('dependency_current', 'site', '2026-04-10 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("dependency_current", "2026-06-01T00:00:00Z");
}

/* The same story for each of the three checks of applications. */
#define CHECKED                                                                                                        \
  "SELECT t.put('hardening', 'lynis', n || c, '2026-01-01', jsonb_build_object('asset', a, 'check', c, 'result', r, "  \
  "'checked_at', d))"                                                                                                  \
  " FROM (VALUES (1, 'shop', 'passed', '2026-03-01'), (2, 'a2', 'passed', '2026-03-01'), (3, 'a2', 'failed', "         \
  "'2026-04-01'),"                                                                                                     \
  " (4, 'a2', 'passed', '2026-05-01'), (5, 'a2', 'failed', '2026-06-01'), (6, 'a2', 'passed', '2026-06-01'),"          \
  " (7, 'a3', 'passed', '2026-03-01')) v(n, a, r, d), "                                                                \
  "unnest('{service_authentication,session_isolation,password_hashing}'::text[]) c;"                                   \
  "SELECT t.gone('hardening', 'lynis', '7' || c, '2026-07-01') FROM "                                                  \
  "unnest('{service_authentication,session_isolation,password_hashing}'::text[]) c;"

static void expect_checked(const char *code, const char *check) {
  static const char *const cases[][3] = {
      {"a1", "2026-02-28 23:59:59.999999+00", "deviating"},
      {"a1", "2026-03-01 00:00+00", "conforming"}, /* under its alias */
      {"a1", "2027-02-28 23:59:59.999999+00", "conforming"},
      {"a1", "2027-03-01 00:00+00", "deviating"}, /* twelve months */
      {"a2", "2026-03-31 23:59:59.999999+00", "conforming"},
      {"a2", "2026-04-01 00:00+00", "deviating"}, /* the last check says */
      {"a2", "2026-05-01 00:00+00", "conforming"},
      {"a2", "2026-06-01 00:00+00", "deviating"}, /* of two at once, the failed one */
      {"a3", "2026-06-30 23:59:59.999999+00", "conforming"},
      {"a3", "2026-07-01 00:00+00", "deviating"}, /* withdrawn */
      {"a4", "2026-03-02 00:00+00", "deviating"}, /* another check passed */
      {"a5", "2026-03-02 00:00+00", "none"},
      {"a1", "2027-04-01 00:00+00", "unknown"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char sql[200];
    (void)snprintf(sql, sizeof sql, "t.verdict('%s', '%s', '%s')", code, cases[i][0], cases[i][1]);
    EXPECT({sql, cases[i][2]});
  }
  char line[100];
  (void)snprintf(line, sizeof line, "t.line('%s', 'all', '2026-03-02 00:00+00')", code);
  EXPECT({line, "not_applied! 3/4 d1 u0 p0 w0 0.75"});
  (void)snprintf(line, sizeof line, "t.line('%s', 'office', '2026-03-02 00:00+00')", code);
  EXPECT({line, "unknown 0/0 d0 u0 p0 w0 -"});
  (void)snprintf(line, sizeof line, "SELECT count(*) FROM rec.hardening_known('2026-08-01') h WHERE h.\"check\" = '%s'",
                 check);
  EXPECT({line, "7"});
  indicator_expect_alone(code, "2026-08-01T00:00:00Z");
}

Test(indicator_build, applications_pass_their_checks_each_year) {
  indicator_evaluate(
      SOURCE("inventory", "all", "asset", "2028-01-01") SOURCE("lynis", "site", "hardening", "2027-04-01") APPLICATION(
          "A1", "a1", "2026-01-01",
          ", \"aliases\": [\"shop\"]") APPLICATION("A2", "a2", "2026-01-01",
                                                   "") APPLICATION("A3", "a3", "2026-01-01",
                                                                   "") APPLICATION("A4", "a4", "2026-01-01", "")
          APPLICATION("A5", "a5", "2026-01-01", ", \"type\": \"server\"") CHECKED PUT(
              "hardening", "lynis", "x", "2026-01-01",
              "{\"asset\": \"a4\", \"check\": \"baseline\", \"result\": \"passed\", \"checked_at\": \"2026-03-01\"}"),
      "2026-08-01T00:00:00Z");
  expect_checked("service_authenticated", "service_authentication");
  expect_checked("session_isolated", "session_isolation");
  expect_checked("password_hashed", "password_hashing");
}
