#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_people, .init = indicator_world_init, .fini = indicator_world_fini);

#define WORLD                                                                                                          \
  "SELECT t.source('hr', 'all', '{person}'); SELECT t.source('lms', 'all', '{training}'); SELECT t.source('ldap', "    \
  "'all', '{account}');"                                                                                               \
  "SELECT t.cover(s, '2026-01-01', '2028-01-01') FROM unnest('{hr,lms,ldap}'::text[]) s;"
#define PERSON(key, mail, job, hired, left)                                                                            \
  "SELECT t.put('person', 'hr', '" key "', '2026-01-01', jsonb_strip_nulls(jsonb_build_object('mail', '" mail          \
  "', 'name', '" key "', 'job', '" job "', 'hired_on', '" hired "', 'left_on', nullif('" left "', ''))));"
#define TRAINING(key, mail, theme, at)                                                                                 \
  "SELECT t.put('training', 'lms', '" key "', '2026-01-01', jsonb_strip_nulls(jsonb_build_object('person', '" mail     \
  "', 'course', 'c', 'theme', '" theme "', 'completed_at', nullif('" at "', ''))));"

Test(indicator_people, onboarding_within_30_days) {
  indicator_evaluate(WORLD PERSON("on-time", "a@x.test", "sales", "2026-03-01", "")
                         PERSON("late", "b@x.test", "sales", "2026-03-01", "")
                             PERSON("never", "c@x.test", "sales", "2026-03-01", "")
                                 PERSON("early", "d@x.test", "sales", "2026-03-01", "")
                                     PERSON("old", "e@x.test", "sales", "2023-12-31", "")
                                         PERSON("gone", "f@x.test", "sales", "2026-03-01", "2026-03-15")
                                             TRAINING("t1", "a@x.test", "welcome", "2026-03-31 00:00+00")
                                                 TRAINING("t2", "b@x.test", "welcome", "2026-03-31 00:00:01+00")
                                                     TRAINING("t3", "c@x.test", "security", "2026-03-05 00:00+00")
                                                         TRAINING("t4", "d@x.test", "welcome", "2026-02-20 00:00+00")
                                                             TRAINING("t5", "c@x.test", "welcome", ""),
                     "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('onboarding_training', 'a@x.test', '2026-02-28 23:59+00')", "outside"},
         {"t.verdict('onboarding_training', 'a@x.test', '2026-03-30 23:59+00')", "pending"},
         {"t.verdict('onboarding_training', 'a@x.test', '2026-03-31 00:00+00')", "conforming"}, /* day 30 itself */
         {"t.verdict('onboarding_training', 'b@x.test', '2026-03-31 00:00+00')", "deviating"},
         {"t.verdict('onboarding_training', 'b@x.test', '2026-05-31 00:00+00')", "deviating"}, /* late is not mended */
         {"t.verdict('onboarding_training', 'c@x.test', '2026-04-01 00:00+00')", "deviating"},
         {"t.verdict('onboarding_training', 'd@x.test', '2026-03-01 00:00+00')", "conforming"}, /* before arrival */
         {"t.verdict('onboarding_training', 'e@x.test', '2026-01-15 00:00+00')", "none"},       /* over 24 months ago */
         {"t.verdict('onboarding_training', 'f@x.test', '2026-03-15 23:59+00')", "pending"},
         {"t.verdict('onboarding_training', 'f@x.test', '2026-03-16 00:00+00')", "outside"},
         {"t.line('onboarding_training', 'all', '2026-03-10 00:00+00')", "applied 1/1 d0 u0 p4 w0 1"},
         {"t.line('onboarding_training', 'all', '2026-02-01 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
         {"t.line('onboarding_training', 'all', '2026-05-01 00:00+00')", "not_applied! 2/4 d2 u0 p0 w0 0.5"});
}

Test(indicator_people, awareness_of_12_months_after_90_days) {
  indicator_evaluate(
      WORLD PERSON("p", "old@x.test", "developer", "2025-12-01", "") PERSON("q", "q@x.test", "sales", "2020-01-01", "")
          TRAINING("t1", "old@x.test", "phishing", "2026-02-20 00:00+00")
              TRAINING("t2", "new@x.test", "security", "2026-03-10 12:00+00")
                  TRAINING("t3", "q@x.test", "owasp",
                           "2025-02-01 00:00+00") "SELECT t.put('person', 'hr', 'p', '2026-02-01', '{\"mail\": "
                                                  "\"new@x.test\", \"name\": \"Renamed\", \"job\": \"developer\","
                                                  " \"hired_on\": \"2025-12-01\"}'); SELECT t.cover('hr', "
                                                  "'2026-02-01', '2028-01-01');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('awareness_current', 'old@x.test', '2026-03-10 00:00+00')",
          "none"}, /* one person, under the last mail */
         {"t.verdict('awareness_current', 'new@x.test', '2026-02-28 23:59+00')", "outside"},
         {"t.verdict('awareness_current', 'new@x.test', '2026-03-01 00:00+00')",
          "deviating"}, /* phishing does not count */
         {"t.verdict('awareness_current', 'new@x.test', '2026-03-10 12:00+00')", "conforming"},
         {"t.verdict('awareness_current', 'new@x.test', '2027-03-10 11:59:59+00')", "conforming"},
         {"t.verdict('awareness_current', 'new@x.test', '2027-03-10 12:00+00')", "deviating"},
         {"t.verdict('awareness_current', 'q@x.test', '2026-01-31 23:59+00')", "conforming"},
         {"t.verdict('awareness_current', 'q@x.test', '2026-02-01 00:00+00')", "deviating"},
         {"t.verdict('awareness_current', 'q@x.test', '2028-01-01 00:00+00')", "unknown"},
         {"t.verdict('owasp_training_current', 'q@x.test', '2026-02-01 00:00+00')", "none"},
         {"t.verdict('owasp_training_current', 'new@x.test', '2026-03-10 12:00+00')", "deviating"});
}

Test(indicator_people, owasp_is_for_those_who_are_developers_then) {
  indicator_evaluate(
      WORLD PERSON("d", "d@x.test", "developer", "2020-01-01", "")
          TRAINING("t1", "d@x.test", "owasp",
                   "2026-01-05 00:00+00") "SELECT t.put('person', 'hr', 'd', '2026-06-01', '{\"mail\": \"d@x.test\", "
                                          "\"name\": \"d\", \"job\": \"manager\", \"hired_on\": \"2020-01-01\"}');"
                                          "SELECT t.gone('training', 'lms', 't1', '2026-05-01'); SELECT t.cover('hr', "
                                          "'2026-06-01', '2028-01-01');",
      "2026-07-01T00:00:00Z");
  EXPECT({"t.verdict('owasp_training_current', 'd@x.test', '2026-01-04 23:59+00')", "deviating"},
         {"t.verdict('owasp_training_current', 'd@x.test', '2026-01-05 00:00+00')", "conforming"},
         {"t.verdict('owasp_training_current', 'd@x.test', '2026-05-01 00:00+00')",
          "deviating"}, /* the source withdrew it */
         {"t.verdict('owasp_training_current', 'd@x.test', '2026-06-01 00:00+00')", "outside"},
         {"t.line('owasp_training_current', 'all', '2026-06-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}

#define ACCOUNT(key, mail, at, fields)                                                                                 \
  "SELECT t.put('account', 'ldap', '" key "', '" at "', '{\"person\": \"" mail                                         \
  "\", \"system\": \"ldap\", \"login\": \"" key "\", " fields "}');"

Test(indicator_people, leavers_accounts_close_by_the_day_after) {
  indicator_evaluate(
      WORLD PERSON("left", "l@x.test", "sales", "2020-01-01", "2026-03-10") PERSON("open", "o@x.test", "sales",
                                                                                   "2020-01-01", "2026-03-10")
          PERSON("dated", "d@x.test", "sales", "2020-01-01", "2026-03-10") PERSON(
              "here", "h@x.test", "sales", "2020-01-01", "") PERSON("vanished", "v@x.test", "sales", "2020-01-01", "")
              PERSON("none", "n@x.test", "sales", "2020-01-01", "2026-03-10") ACCOUNT("l1", "l@x.test", "2026-01-01",
                                                                                      "\"enabled\": true")
                  ACCOUNT("l1", "l@x.test", "2026-03-11 23:59+00", "\"enabled\": false") ACCOUNT(
                      "o1", "o@x.test", "2026-01-01", "\"enabled\": true") ACCOUNT("o2", "o@x.test", "2026-01-01",
                                                                                   "\"enabled\": true")
                      ACCOUNT("o1", "o@x.test", "2026-03-11", "\"enabled\": false") ACCOUNT(
                          "d1", "d@x.test", "2026-01-01",
                          "\"enabled\": true") ACCOUNT("d1", "d@x.test", "2026-03-20",
                                                       "\"enabled\": false, \"disabled_at\": \"2026-03-11T08:00:00Z\"")
                          ACCOUNT("h1", "h@x.test", "2026-01-01", "\"enabled\": true") ACCOUNT(
                              "v1", "v@x.test", "2026-01-01",
                              "\"enabled\": true") "SELECT t.gone('person', 'hr', 'vanished', '2026-04-02 05:00+00'); "
                                                   "SELECT t.cover('ldap', '2026-03-20', '2028-01-01');",
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('leaver_accounts_closed', 'l@x.test', '2026-03-10 23:59+00')", "outside"},
      {"t.verdict('leaver_accounts_closed', 'l@x.test', '2026-03-11 00:00+00')", "pending"},
      {"t.verdict('leaver_accounts_closed', 'l@x.test', '2026-03-11 23:59:59+00')", "pending"},
      {"t.verdict('leaver_accounts_closed', 'l@x.test', '2026-03-12 00:00+00')", "conforming"},
      {"t.verdict('leaver_accounts_closed', 'o@x.test', '2026-03-12 00:00+00')", "deviating"}, /* one of two is open */
      {"SELECT detail FROM vg.verdict WHERE subject = 'o@x.test' AND indicator = 'leaver_accounts_closed'", "o2@ldap"},
      {"t.verdict('leaver_accounts_closed', 'd@x.test', '2026-03-12 00:00+00')",
       "conforming"}, /* learnt later, closed in time */
      {"t.verdict('leaver_accounts_closed', 'h@x.test', '2026-03-12 00:00+00')", "none"},
      {"t.verdict('leaver_accounts_closed', 'n@x.test', '2026-03-12 00:00+00')", "conforming"},
      {"t.verdict('leaver_accounts_closed', 'v@x.test', '2026-04-03 12:00+00')", "pending"},
      {"t.verdict('leaver_accounts_closed', 'v@x.test', '2026-04-04 00:00+00')", "deviating"},
      {"t.verdict('leaver_accounts_closed', 'l@x.test', '2027-03-10 23:59+00')", "conforming"},
      {"t.verdict('leaver_accounts_closed', 'l@x.test', '2027-03-11 00:00+00')", "outside"},
      {"t.line('leaver_accounts_closed', 'all', '2026-03-01 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"});
}

Test(indicator_people, accounts_closed_late_stay_a_deviation) {
  indicator_evaluate(
      WORLD PERSON("late", "l@x.test", "sales", "2020-01-01", "2026-03-10")
          PERSON("again", "a@x.test", "sales", "2020-01-01", "2026-03-10")
              ACCOUNT("l1", "l@x.test", "2026-01-01", "\"enabled\": true")
                  ACCOUNT("l1", "l@x.test", "2026-03-12 00:00:01+00", "\"enabled\": false")
                      ACCOUNT("a1", "a@x.test", "2026-01-01", "\"enabled\": true")
                          ACCOUNT("a1", "a@x.test", "2026-03-12", "\"enabled\": false")
                              ACCOUNT("a1", "a@x.test", "2026-04-01", "\"enabled\": true")
                                  ACCOUNT("a1", "a@x.test", "2026-04-02", "\"enabled\": false")
                                  "SELECT t.cover('ldap', '2026-03-20', '2028-01-01');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('leaver_accounts_closed', 'l@x.test', '2026-03-12 00:00:01+00')", "deviating"},
         {"t.verdict('leaver_accounts_closed', 'l@x.test', '2026-05-01 00:00+00')", "deviating"},
         {"SELECT coalesce(detail, '-') FROM vg.verdict WHERE subject = 'l@x.test' AND indicator = 'leaver_accounts_closed'", "-"},
         {"t.verdict('leaver_accounts_closed', 'l@x.test', '2027-03-11 00:00+00')", "outside"},
         {"t.verdict('leaver_accounts_closed', 'a@x.test', '2026-03-12 00:00+00')", "conforming"}, /* at the deadline */
         {"t.verdict('leaver_accounts_closed', 'a@x.test', '2026-04-01 12:00+00')", "deviating"},  /* open again */
         {"t.verdict('leaver_accounts_closed', 'a@x.test', '2026-04-02 00:00+00')", "conforming"});
  indicator_expect_alone("leaver_accounts_closed", "2026-06-01T00:00:00Z");
}

Test(indicator_people, owners_must_be_here) {
  indicator_evaluate(
      WORLD PERSON("h", "h@x.test", "sales", "2020-01-01", "") PERSON(
          "l", "l@x.test", "sales", "2020-01-01",
          "2026-03-10") "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.cover('inventory', '2026-01-01', "
                        "'2027-01-01');"
                        "SELECT t.put('asset', 'inventory', n, '2026-01-01', "
                        "jsonb_strip_nulls(jsonb_build_object('name', n, 'type', 'laptop', 'status', s, 'owner', o,"
                        " 'classification', c))) FROM (VALUES ('a1', 'in_service', 'h@x.test', 'internal'), ('a2', "
                        "'in_service', 'l@x.test', NULL), ('a3', 'in_service', NULL, NULL),"
                        " ('a4', 'in_service', 'nobody@x.test', NULL), ('a5', 'in_stock', NULL, NULL)) v(n, s, o, c);"
                        "SELECT t.put('asset', 'inventory', 'a3', '2026-04-01', '{\"name\": \"a3\", \"type\": "
                        "\"laptop\", \"status\": \"in_service\", \"owner\": \"h@x.test\","
                        " \"classification\": \"secret\"}'); SELECT t.cover('inventory', '2026-04-01', '2027-01-01');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('asset_owned', 'a1', '2026-03-01 00:00+00')", "conforming"},
         {"t.verdict('asset_owned', 'a2', '2026-03-10 23:59+00')", "conforming"},
         {"t.verdict('asset_owned', 'a2', '2026-03-11 00:00+00')", "deviating"},
         {"t.verdict('asset_owned', 'a3', '2026-03-31 23:59+00')", "deviating"},
         {"t.verdict('asset_owned', 'a3', '2026-04-01 00:00+00')", "conforming"},
         {"t.verdict('asset_owned', 'a4', '2026-04-01 00:00+00')", "deviating"},
         {"t.verdict('asset_owned', 'a5', '2026-04-01 00:00+00')", "none"},
         {"t.verdict('asset_classified', 'a3', '2026-03-31 23:59+00')", "deviating"},
         {"t.verdict('asset_classified', 'a3', '2026-04-01 00:00+00')", "conforming"},
         {"t.line('asset_owned', 'all', '2026-04-01 00:00+00')", "not_applied! 2/4 d2 u0 p0 w0 0.5"},
         {"t.verdict('asset_owned', 'a1', '2027-01-01 00:00+00')", "unknown"});
}
