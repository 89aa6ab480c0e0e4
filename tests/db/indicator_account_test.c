#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_account, .init = indicator_world_init, .fini = indicator_world_fini);

#define WORLD                                                                                                          \
  "SELECT t.source('hr', 'all', '{person}'); SELECT t.source('ldap', 'all', '{account}');"                             \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('reviews', 'all', '{account_review}');"             \
  "SELECT t.cover(s, '2025-12-01', '2027-01-01') FROM unnest('{hr,ldap,inventory,reviews}'::text[]) s;"
#define PERSON(name, job, left)                                                                                        \
  "SELECT t.put('person', 'hr', '" name "', '2026-01-01', jsonb_strip_nulls(jsonb_build_object('mail', '" name         \
  "@x.test', 'name', '" name "', 'job', '" job "', 'hired_on', '2020-01-01', 'left_on', nullif('" left "', ''))));"
#define ACCOUNT_ON(system, login, person, type, at, fields)                                                            \
  "SELECT t.put('account', 'ldap', '" login "@" system "', '" at "', '{\"system\": \"" system                          \
  "\", \"login\": \"" login "\", \"person\": \"" person "\", \"type\": \"" type "\", \"enabled\": true, " fields       \
  "}');"
#define ACCOUNT(login, person, type, at, fields) ACCOUNT_ON("ldap", login, person, type, at, fields)
#define CLOSED(login, at)                                                                                              \
  "SELECT t.put('account', 'ldap', '" login "@ldap', '" at "', '{\"system\": \"ldap\", \"login\": \"" login            \
  "\", \"type\": \"personal\", \"enabled\": false}'); SELECT t.cover('ldap', '" at "', '2027-01-01');"
#define REGISTERS(json) "UPDATE vg.policy SET registers = '" json "';"

Test(indicator_account, exposed_and_privileged_accounts_ask_for_several_factors) {
  indicator_evaluate(
      WORLD ACCOUNT("far", "a@x.test", "personal", "2026-01-01", "\"remote\": true, \"mfa\": true") ACCOUNT(
          "open", "b@x.test", "personal", "2026-01-01", "\"remote\": true, \"mfa\": false")
          ACCOUNT("root", "", "admin", "2026-01-01", "\"privileged\": true, \"mfa\": false") ACCOUNT(
              "near", "c@x.test", "personal", "2026-01-01", "\"mfa\": false") ACCOUNT("dumb", "d@x.test", "personal",
                                                                                      "2026-01-01", "\"remote\": true")
              ACCOUNT_ON("app", "visitor", "e@x.test", "personal", "2026-01-01", "\"mfa\": false") ACCOUNT(
                  "gone", "f@x.test", "personal", "2026-01-01", "\"remote\": true, \"mfa\": true")
                  CLOSED("gone", "2026-04-01") ACCOUNT(
                      "root", "", "admin", "2026-03-01",
                      "\"privileged\": true, \"mfa\": true") "SELECT t.put('asset', 'inventory', 'A', '2026-01-01', "
                                                             "'{\"name\": \"portal\", \"type\": \"application\", "
                                                             "\"status\": \"in_service\", \"public\": true, "
                                                             "\"aliases\": [\"app\"]}');"
                                                             "SELECT t.put('asset', 'inventory', 'A', '2026-05-01', "
                                                             "'{\"name\": \"portal\", \"type\": \"application\", "
                                                             "\"status\": \"in_service\", \"public\": false, "
                                                             "\"aliases\": [\"app\"]}');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('account_mfa', 'far@ldap', '2026-02-01 00:00+00')", "conforming"},
         {"t.verdict('account_mfa', 'open@ldap', '2026-02-01 00:00+00')", "deviating"},
         {"t.verdict('account_mfa', 'root@ldap', '2026-02-28 23:59:59+00')", "deviating"},
         {"t.verdict('account_mfa', 'root@ldap', '2026-03-01 00:00+00')", "conforming"},
         {"t.verdict('account_mfa', 'near@ldap', '2026-02-01 00:00+00')", "none"},
         {"t.verdict('account_mfa', 'dumb@ldap', '2026-02-01 00:00+00')", "unknown"}, /* its source does not know */
         {"t.verdict('account_mfa', 'visitor@app', '2026-04-30 23:59:59+00')", "deviating"},
         {"t.verdict('account_mfa', 'visitor@app', '2026-05-01 00:00+00')", "outside"}, /* no longer public */
         {"t.verdict('account_mfa', 'gone@ldap', '2026-03-31 23:59:59+00')", "conforming"},
         {"t.verdict('account_mfa', 'gone@ldap', '2026-04-01 00:00+00')", "outside"},
         {"t.verdict('account_mfa', 'far@ldap', '2026-12-31 23:59:59+00')", "conforming"},
         {"t.verdict('account_mfa', 'far@ldap', '2027-01-01 00:00+00')", "unknown"},
         {DETAIL("account_mfa", "open@ldap"), "b@x.test"},
         {"t.line('account_mfa', 'all', '2026-02-01 00:00+00')", "not_applied! 2/6 d3 u1 p0 w0 0.333"},
         {"t.line('account_mfa', 'all', '2025-12-31 23:59+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("account_mfa", "2026-06-01T00:00:00Z");
}

Test(indicator_account, accounts_belong_to_one_person_who_is_here) {
  indicator_evaluate(WORLD PERSON("here", "sales", "") PERSON("left", "sales", "2026-03-10")
                         ACCOUNT("h", "here@x.test", "personal", "2026-01-01", "\"mfa\": true")
                             ACCOUNT("l", "left@x.test", "personal", "2026-01-01", "\"mfa\": true")
                                 ACCOUNT("all", "here@x.test", "shared", "2026-01-01", "\"mfa\": true")
                                     ACCOUNT("none", "", "personal", "2026-01-01", "\"mfa\": true")
                                         ACCOUNT("robot", "here@x.test", "service", "2026-01-01", "\"mfa\": true")
                                             ACCOUNT("orphan", "left@x.test", "service", "2026-01-01", "\"mfa\": true")
                                                 ACCOUNT("stray", "", "service", "2026-01-01", "\"mfa\": true") ACCOUNT(
                                                     "none", "here@x.test", "personal", "2026-05-01", "\"mfa\": true"),
                     "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('account_personal', 'h@ldap', '2026-02-01 00:00+00')", "conforming"},
      {"t.verdict('account_personal', 'l@ldap', '2026-03-10 23:59:59+00')", "conforming"},
      {"t.verdict('account_personal', 'l@ldap', '2026-03-11 00:00+00')", "deviating"},
      {"t.verdict('account_personal', 'all@ldap', '2026-02-01 00:00+00')", "deviating"},
      {"t.verdict('account_personal', 'none@ldap', '2026-04-30 23:59:59+00')", "deviating"},
      {"t.verdict('account_personal', 'none@ldap', '2026-05-01 00:00+00')", "conforming"},
      {"t.verdict('account_personal', 'robot@ldap', '2026-02-01 00:00+00')", "none"}, /* technical, and answered for */
      {"t.verdict('account_personal', 'orphan@ldap', '2026-03-10 23:59:59+00')", "outside"},
      {"t.verdict('account_personal', 'orphan@ldap', '2026-03-11 00:00+00')", "deviating"},
      {"t.verdict('account_personal', 'stray@ldap', '2026-02-01 00:00+00')", "deviating"},
      {"t.verdict('account_personal', 'h@ldap', '2027-01-01 00:00+00')", "unknown"},
      {DETAIL("account_personal", "l@ldap"), "left@x.test"}, {DETAIL("account_personal", "stray@ldap"), ""},
      {"t.line('account_personal', 'all', '2026-04-01 00:00+00')", "not_applied! 1/6 d5 u0 p0 w0 0.167"});
  indicator_expect_alone("account_personal", "2026-06-01T00:00:00Z");
}

/* Two registers of the same accounts: they agree where the person is one, under whatever mail. */
Test(indicator_account, an_account_that_two_registers_tie_to_two_persons_is_nobodys_own) {
  indicator_evaluate(
      WORLD PERSON("ann", "sales", "") PERSON("bob", "sales", "") "SELECT t.source('it', 'all', '{account}');"
      "SELECT t.cover('it', '2025-12-01', '2027-01-01');"
      "SELECT t.put('person', 'hr', 'ann', '2026-01-10', '{\"mail\": \"wed@x.test\", \"name\": \"ann\", \"hired_on\": \"2020-01-01\"}');"
      ACCOUNT("same", "ann@x.test", "personal", "2026-01-01", "\"mfa\": true") ACCOUNT("both", "ann@x.test", "personal", "2026-01-01", "\"mfa\": true")
      "SELECT t.put('account', 'it', k || '@ldap', '2026-02-01', jsonb_build_object('system', 'ldap', 'login', k, 'person', p, 'type', 'personal',"
      " 'enabled', true)) FROM (VALUES ('same', 'wed@x.test'), ('both', 'bob@x.test')) v(k, p);"
      "SELECT t.gone('account', 'it', 'both@ldap', '2026-03-01'); SELECT t.cover('it', '2026-03-01', '2027-01-01');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('account_personal', 'same@ldap', '2026-02-15 00:00+00')", "conforming"},
         {"t.verdict('account_personal', 'both@ldap', '2026-01-31 23:59:59+00')", "conforming"},
         {"t.verdict('account_personal', 'both@ldap', '2026-02-01 00:00+00')", "deviating"},
         {"t.verdict('account_personal', 'both@ldap', '2026-03-01 00:00+00')", "conforming"}, /* one register is left */
         {"t.line('account_personal', 'all', '2026-02-15 00:00+00')", "not_applied! 1/2 d1 u0 p0 w0 0.5"});
  indicator_expect_alone("account_personal", "2026-06-01T00:00:00Z");
}

#define PROFILES                                                                                                       \
  REGISTERS("{\"profiles\": [{\"job\": \"system_administrator\", \"privileges\": [\"backup\", \"domain\"]},"           \
            " {\"job\": \"ciso\", \"privileges\": [\"*\"]}, {\"job\": \"sales\", \"zones\": [\"offices\"]}],"          \
            " \"incompatible_roles\": [{\"one\": \"order\", \"other\": \"payment\"}]}")

Test(indicator_account, privileges_follow_the_job) {
  indicator_evaluate(
      WORLD PROFILES PERSON("sys", "system_administrator", "") PERSON("ciso", "ciso", "") PERSON(
          "sales", "sales", "") ACCOUNT("a", "sys@x.test", "admin", "2026-01-01",
                                        "\"privileged\": true, \"roles\": [\"backup\", \"domain\"]")
          ACCOUNT("b", "sys@x.test", "admin", "2026-01-01",
                  "\"privileged\": true, \"roles\": [\"backup\", \"payroll\"]")
              ACCOUNT("c", "ciso@x.test", "admin", "2026-01-01", "\"privileged\": true, \"roles\": [\"payroll\"]")
                  ACCOUNT("d", "sales@x.test", "admin", "2026-01-01", "\"privileged\": true, \"roles\": [\"backup\"]")
                      ACCOUNT("e", "sys@x.test", "admin", "2026-01-01", "\"privileged\": true") ACCOUNT(
                          "f", "ciso@x.test", "admin", "2026-01-01", "\"privileged\": true")
                          ACCOUNT("g", "sales@x.test", "personal", "2026-01-01", "\"roles\": [\"backup\"]") ACCOUNT(
                              "h", "", "admin", "2026-01-01",
                              "\"privileged\": true, \"roles\": [\"backup\"]") "SELECT t.put('person', 'hr', 'sales', "
                                                                               "'2026-04-01', '{\"mail\": "
                                                                               "\"sales@x.test\", \"name\": \"sales\", "
                                                                               "\"job\": \"system_administrator\", "
                                                                               "\"hired_on\": \"2020-01-01\"}');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('privilege_justified', 'a@ldap', '2026-02-01 00:00+00')", "conforming"},
         {"t.verdict('privilege_justified', 'b@ldap', '2026-02-01 00:00+00')", "deviating"},
         {DETAIL("privilege_justified", "b@ldap"), "payroll"},
         {"t.verdict('privilege_justified', 'c@ldap', '2026-02-01 00:00+00')", "conforming"}, /* allowed everything */
         {"t.verdict('privilege_justified', 'd@ldap', '2026-03-31 23:59:59+00')", "deviating"},
         {"t.verdict('privilege_justified', 'd@ldap', '2026-04-01 00:00+00')", "conforming"}, /* another job */
         {"t.verdict('privilege_justified', 'e@ldap', '2026-02-01 00:00+00')", "deviating"},  /* no role to justify */
         {DETAIL("privilege_justified", "e@ldap"), ""},
         {"t.verdict('privilege_justified', 'f@ldap', '2026-02-01 00:00+00')", "conforming"},
         {"t.verdict('privilege_justified', 'g@ldap', '2026-02-01 00:00+00')", "none"},
         {"t.verdict('privilege_justified', 'h@ldap', '2026-02-01 00:00+00')", "deviating"},
         {"t.verdict('privilege_justified', 'a@ldap', '2027-01-01 00:00+00')", "unknown"},
         {"t.line('privilege_justified', 'all', '2026-05-01 00:00+00')", "not_applied! 4/7 d3 u0 p0 w0 0.571"});
  indicator_expect_alone("privilege_justified", "2026-06-01T00:00:00Z");
}

Test(indicator_account, a_role_is_the_same_whatever_its_capitals_and_blanks) {
  indicator_evaluate(
      WORLD REGISTERS("{\"profiles\": [{\"job\": \"system_administrator\", \"privileges\": [\"Domain\", \" backup\"]},"
                      " {\"job\": \"system_administrator\", \"privileges\": [\"domain\"]}]}") PERSON("sys", "system_administrator", "")
          ACCOUNT("a", "sys@x.test", "admin", "2026-01-01", "\"privileged\": true, \"roles\": [\"DOMAIN\", \"Backup \"]")
              ACCOUNT("b", "sys@x.test", "admin", "2026-01-01", "\"privileged\": true, \"roles\": [\"domain\", \" Payroll\"]"),
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('privilege_justified', 'a@ldap', '2026-02-01 00:00+00')", "conforming"},
         {"t.verdict('privilege_justified', 'b@ldap', '2026-02-01 00:00+00')", "deviating"},
         {DETAIL("privilege_justified", "b@ldap"), "Payroll"});
  indicator_expect_alone("privilege_justified", "2026-06-01T00:00:00Z");
}

Test(indicator_account, what_no_register_says_is_unknown) {
  indicator_evaluate(WORLD REGISTERS("{}") PERSON("sys", "system_administrator", "") ACCOUNT(
                         "a", "sys@x.test", "admin", "2026-01-01", "\"privileged\": true, \"roles\": [\"backup\"]"),
                     "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('privilege_justified', 'a@ldap', '2026-02-01 00:00+00')", "none"},
         {"t.line('privilege_justified', 'all', '2026-02-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"t.line('separation_of_duties', 'all', '2026-02-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}

Test(indicator_account, a_register_holds_from_its_date_of_effect) {
  indicator_evaluate(
      WORLD PROFILES "UPDATE vg.policy SET effective_on = '2026-03-01';" PERSON("sys", "system_administrator", "")
          PERSON("d", "sales", "")
              ACCOUNT("a", "sys@x.test", "admin", "2026-01-01", "\"privileged\": true, \"roles\": [\"backup\"]")
                  ACCOUNT("o", "d@x.test", "personal", "2026-01-01", "\"roles\": [\"order\", \"payment\"]"),
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('privilege_justified', 'a@ldap', '2026-02-28 23:59:59+00')", "outside"},
         {"t.verdict('privilege_justified', 'a@ldap', '2026-03-01 00:00:01+00')", "conforming"},
         {"t.verdict('separation_of_duties', 'd@x.test', '2026-02-28 23:59:59+00')", "outside"},
         {"t.verdict('separation_of_duties', 'd@x.test', '2026-03-01 00:00:01+00')", "deviating"});
}

Test(indicator_account, nobody_holds_incompatible_roles_together) {
  indicator_evaluate(
      WORLD PROFILES PERSON("both", "sales", "") PERSON("one", "sales", "") PERSON("across", "sales", "")
          PERSON("idle", "sales", "") PERSON("plain", "sales", "")
              ACCOUNT("both", "both@x.test", "personal", "2026-01-01", "\"roles\": [\"payment\", \"order\"]")
                  ACCOUNT("one", "one@x.test", "personal", "2026-01-01", "\"roles\": [\"order\", \"help\"]")
                      ACCOUNT("acc", "across@x.test", "personal", "2026-01-01", "\"roles\": [\"order\"]") ACCOUNT_ON(
                          "erp", "acc", "across@x.test", "personal", "2026-03-01", "\"roles\": [\"payment\"]")
                          ACCOUNT("plain", "plain@x.test", "personal", "2026-01-01",
                                  "\"mfa\": true") "SELECT t.gone('account', 'ldap', 'acc@ldap', '2026-04-01');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('separation_of_duties', 'both@x.test', '2026-02-01 00:00+00')", "deviating"},
         {DETAIL("separation_of_duties", "both@x.test"), "order + payment"},
         {"t.verdict('separation_of_duties', 'one@x.test', '2026-02-01 00:00+00')", "conforming"},
         {"t.verdict('separation_of_duties', 'across@x.test', '2026-02-28 23:59:59+00')", "conforming"},
         {"t.verdict('separation_of_duties', 'across@x.test', '2026-03-01 00:00+00')", "deviating"},  /* two systems */
         {"t.verdict('separation_of_duties', 'across@x.test', '2026-04-01 00:00+00')", "conforming"}, /* one vanished */
         {DETAIL("separation_of_duties", "across@x.test"), ""},
         {"t.verdict('separation_of_duties', 'idle@x.test', '2026-02-01 00:00+00')", "none"},     /* no account */
         {"t.verdict('separation_of_duties', 'plain@x.test', '2026-02-01 00:00+00')", "unknown"}, /* roles not told */
         {"t.verdict('separation_of_duties', 'one@x.test', '2027-01-01 00:00+00')", "unknown"},
         {"SELECT label FROM vg.verdict WHERE indicator = 'separation_of_duties' AND subject = 'one@x.test'", "one"},
         {"t.line('separation_of_duties', 'all', '2026-03-15 00:00+00')", "not_applied! 1/4 d2 u1 p0 w0 0.25"});
  indicator_expect_alone("separation_of_duties", "2026-06-01T00:00:00Z");
}

#define REVIEW(key, source, system, at, completed)                                                                     \
  "SELECT t.put('account_review', '" source "', '" key "', '" at "', '{\"system\": \"" system                          \
  "\", \"reviewed_at\": \"" at "\", \"completed\": " completed "}');"

/* A directory writes the names of its groups as it likes. */
Test(indicator_account, roles_are_incompatible_however_they_are_capitalised) {
  indicator_evaluate(
      WORLD REGISTERS("{\"incompatible_roles\": [{\"one\": \"order \", \"other\": \" Payment\"}]}")
          PERSON("d", "sales", "") ACCOUNT("a", "d@x.test", "personal", "2026-01-01", "\"roles\": [\"Order\"]")
              ACCOUNT("b", "d@x.test", "personal", "2026-01-01", "\"roles\": [\"PAYMENT\"]"),
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('separation_of_duties', 'd@x.test', '2026-02-01 00:00+00')", "deviating"},
         {DETAIL("separation_of_duties", "d@x.test"), "order + Payment"});
}

Test(indicator_account, accounts_of_each_system_are_reviewed_every_183_days) {
  indicator_evaluate(
      WORLD ACCOUNT_ON("erp-old", "a", "", "personal", "2026-01-01", "\"mfa\": true")
          ACCOUNT_ON("wiki", "b", "", "personal", "2026-01-01", "\"mfa\": true")
              ACCOUNT_ON("mail", "c", "", "personal", "2026-01-01", "\"mfa\": true")
                  ACCOUNT_ON("shut", "d", "", "personal", "2026-01-01", "\"enabled\": false")
                      REVIEW("r1", "reviews", "erp", "2026-01-10", "true")
                          REVIEW("r2", "reviews", "wiki", "2026-01-10", "false")
                              REVIEW("r3", "reviews", "mail", "2026-02-01",
                                     "true") "SELECT t.put('asset', 'inventory', 'A', '2026-01-01', '{\"name\": "
                                             "\"erp\", \"type\": \"application\", "
                                             "\"status\": \"in_service\", \"aliases\": [\"erp-old\"]}');"
                                             "SELECT t.gone('account_review', 'reviews', 'r3', '2026-05-01');"
                                             "SELECT t.source('ldap2', 'site', '{account}'); SELECT t.cover('ldap2', "
                                             "'2026-01-01', '2027-01-01');"
                                             "SELECT t.source('ldap3', 'office', '{account}'); SELECT t.cover('ldap3', "
                                             "'2026-01-01', '2027-01-01');"
                                             "SELECT t.source('reviews3', 'site', '{account_review}'); SELECT "
                                             "t.cover('reviews3', '2026-01-01', '2027-01-01');"
                                             "SELECT t.put('account', s, 'x@nas', '2026-01-01', '{\"system\": \"nas\", "
                                             "\"login\": \"x\", \"type\": \"admin\","
                                             " \"enabled\": true}') FROM unnest('{ldap2,ldap3}'::text[]) s;" REVIEW(
                                                 "r4", "reviews3", "nas", "2026-02-01", "true"),
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('account_review_current', 'erp', '2026-01-09 23:59:59+00')", "deviating"},
         {"t.verdict('account_review_current', 'erp', '2026-01-10 00:00+00')", "conforming"}, /* under another name */
         {"t.verdict('account_review_current', 'erp', '2026-07-11 23:59:59+00')", "conforming"},
         {"t.verdict('account_review_current', 'erp', '2026-07-12 00:00+00')", "deviating"}, /* 183 days */
         {"t.verdict('account_review_current', 'wiki', '2026-02-01 00:00+00')", "deviating"},
         {DETAIL("account_review_current", "wiki"), ""},
         {DETAIL("account_review_current", "erp"), "2026-01-10T00:00:00Z"},
         {"t.verdict('account_review_current', 'mail', '2026-04-30 23:59:59+00')", "conforming"},
         {"t.verdict('account_review_current', 'mail', '2026-05-01 00:00+00')", "deviating"}, /* withdrawn */
         {"t.verdict('account_review_current', 'shut', '2026-02-01 00:00+00')", "none"},
         {"t.verdict('account_review_current', 'erp', '2027-01-01 00:00+00')", "unknown"},
         {"t.line('account_review_current', 'site', '2026-03-01 00:00+00')", "applied 1/1 d0 u0 p0 w0 1"},
         {"t.line('account_review_current', 'office', '2026-03-01 00:00+00')", "not_applied! 0/1 d1 u0 p0 w0 0"});
  indicator_expect_alone("account_review_current", "2026-06-01T00:00:00Z");
}

Test(indicator_account, accounts_are_used_within_90_days) {
  indicator_evaluate(
      WORLD ACCOUNT("used", "a@x.test", "personal", "2026-01-01",
                    "\"last_login_at\": \"2025-12-20T12:00:00Z\"") ACCOUNT("new", "b@x.test", "personal", "2026-03-01",
                                                                           "\"created_at\": \"2026-03-01T00:00:00Z\"")
          ACCOUNT("robot", "c@x.test", "service", "2026-01-01", "\"mfa\": true") ACCOUNT(
              "wrong", "d@x.test", "admin", "2026-01-01",
              "\"last_login_at\": \"2025-12-30T00:00:00Z\"") ACCOUNT("wrong", "d@x.test", "admin", "2026-02-01",
                                                                     "\"last_login_at\": \"2025-06-01T00:00:00Z\"")
              ACCOUNT(
                  "back", "e@x.test", "personal", "2026-01-01",
                  "\"last_login_at\": \"2025-10-03T00:00:00Z\"") ACCOUNT("back", "e@x.test", "personal", "2026-01-20",
                                                                         "\"last_login_at\": \"2026-01-15T08:00:00Z\"")
                  ACCOUNT("shut", "f@x.test", "personal", "2026-01-01", "\"last_login_at\": \"2025-12-20T12:00:00Z\"")
                      CLOSED(
                          "shut",
                          "2026-02-01") "SELECT t.source('mute', 'all', '{account}'); SELECT t.cover('mute', "
                                        "'2026-01-01', '2027-01-01');"
                                        "SELECT t.put('account', 'mute', 'm@nas', '2026-01-01', '{\"system\": \"nas\", "
                                        "\"login\": \"m\", \"type\": "
                                        "\"personal\", \"enabled\": true, \"created_at\": \"2025-12-31T00:00:00Z\"}');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('dormant_accounts', 'used@ldap', '2026-03-20 11:59:59+00')", "conforming"},
         {"t.verdict('dormant_accounts', 'used@ldap', '2026-03-20 12:00+00')", "deviating"}, /* 90 days */
         {DETAIL("dormant_accounts", "used@ldap"), "2025-12-20T12:00:00Z"},
         {"t.verdict('dormant_accounts', 'new@ldap', '2026-05-29 23:59:59+00')", "conforming"},
         {"t.verdict('dormant_accounts', 'new@ldap', '2026-05-30 00:00+00')", "deviating"}, /* never used */
         {DETAIL("dormant_accounts", "new@ldap"), ""},
         {"t.verdict('dormant_accounts', 'robot@ldap', '2026-02-01 00:00+00')", "none"},
         {"t.verdict('dormant_accounts', 'wrong@ldap', '2026-01-31 23:59:59+00')", "conforming"},
         {"t.verdict('dormant_accounts', 'wrong@ldap', '2026-02-01 00:00+00')", "deviating"}, /* taken back */
         {"t.verdict('dormant_accounts', 'back@ldap', '2026-01-10 00:00+00')", "deviating"},
         {"t.verdict('dormant_accounts', 'back@ldap', '2026-01-15 08:00+00')", "conforming"}, /* learnt on the 20th */
         {"t.verdict('dormant_accounts', 'shut@ldap', '2026-02-01 00:00+00')", "outside"},
         {"t.verdict('dormant_accounts', 'm@nas', '2026-02-01 00:00+00')", "unknown"}, /* never tells a login */
         {"t.verdict('dormant_accounts', 'used@ldap', '2027-01-01 00:00+00')", "unknown"},
         {"t.line('dormant_accounts', 'all', '2026-03-02 00:00+00')", "not_applied! 3/5 d1 u1 p0 w0 0.6"},
         {"t.line('dormant_accounts', 'all', '2025-12-31 23:59+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("dormant_accounts", "2026-06-01T00:00:00Z");
}
