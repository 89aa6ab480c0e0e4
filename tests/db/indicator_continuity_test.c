/* Going on whatever happens: continuity_tested, intervention_procedure, redundancy_healthy, backup_on_schedule,
 * restore_time, backup_access_restricted. */
#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_continuity, .init = indicator_world_init, .fini = indicator_world_fini);

#define ASSET(key, name, at, more)                                                                                     \
  PUT("asset", "inventory", key, at,                                                                                   \
      "{\"name\": \"" name "\", \"type\": \"server\", \"status\": \"in_service\"" more "}")
#define DOCUMENT(key, at, type, status, more)                                                                          \
  PUT("document", "ged", key, at,                                                                                      \
      "{\"reference\": \"" key "\", \"title\": \"T\", \"type\": \"" type "\", \"status\": \"" status "\"" more "}")
#define EXERCISE(key, document, at, result)                                                                            \
  PUT("exercise", "ged", key, "2026-01-01",                                                                            \
      "{\"document\": \"" document "\", \"type\": \"continuity\", \"held_at\": \"" at "\", \"result\": \"" result      \
      "\"}")

Test(indicator_continuity, plans_succeed_in_an_exercise_within_12_months) {
  indicator_evaluate(
      SOURCE("ged", "site", "document,exercise", "2027-02-01")
          DOCUMENT("C1", "2026-01-01", "continuity_plan", "in_force", "")
              DOCUMENT("R1", "2026-01-01", "recovery_plan", "in_force", "") DOCUMENT("C2", "2026-01-01",
                                                                                     "continuity_plan", "draft", "")
                  DOCUMENT("C3", "2026-01-01", "continuity_plan", "in_force", "")
                      DOCUMENT("C3", "2026-06-01", "continuity_plan", "withdrawn", "")
                          EXERCISE("e1", "C1", "2026-03-01T00:00:00Z", "success")
                              EXERCISE("e2", "C1", "2026-05-01T00:00:00Z", "failure")
                                  EXERCISE("e3", "R1", "2026-03-01T00:00:00Z", "partial")
                                      EXERCISE("e4", "R1", "2025-06-01T00:00:00Z", "success")
                                          EXERCISE("e5", "R1", "2026-10-01T00:00:00Z",
                                                   "success") "SELECT t.gone('exercise', 'ged', 'e5', '2026-11-01');",
      "2026-12-01T00:00:00Z");
  EXPECT(
      {"t.verdict('continuity_tested', 'C1', '2026-02-28 23:59:59.999999+00')", "deviating"},
      {"t.verdict('continuity_tested', 'C1', '2026-03-01 00:00+00')", "conforming"},
      {"t.verdict('continuity_tested', 'C1', '2026-05-02 00:00+00')", "conforming"}, /* a failure cancels no success */
      {"t.verdict('continuity_tested', 'C1', '2027-01-31 23:59:59.999999+00')", "conforming"},
      {"t.verdict('continuity_tested', 'C1', '2027-02-01 00:00+00')", "unknown"},
      {"t.verdict('continuity_tested', 'R1', '2026-05-31 23:59:59.999999+00')", "conforming"},
      {"t.verdict('continuity_tested', 'R1', '2026-06-01 00:00+00')",
       "deviating"}, /* twelve months are over, a partial one is none */
      {"t.verdict('continuity_tested', 'R1', '2026-10-31 23:59:59.999999+00')", "conforming"},
      {"t.verdict('continuity_tested', 'R1', '2026-11-01 00:00+00')", "deviating"},
      {"t.verdict('continuity_tested', 'C2', '2026-03-01 00:00+00')", "none"},
      {"t.verdict('continuity_tested', 'C3', '2026-05-31 23:59:59.999999+00')", "deviating"},
      {"t.verdict('continuity_tested', 'C3', '2026-06-01 00:00+00')", "outside"},
      {"t.line('continuity_tested', 'all', '2026-04-01 00:00+00')", "not_applied 2/3 d1 u0 p0 w0 0.667"},
      {"t.line('continuity_tested', 'office', '2026-04-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("continuity_tested", "2026-12-01T00:00:00Z");
  indicator_evaluate("SELECT t.gone('document', 'ged', d, '2026-12-02') FROM unnest('{C1,R1}'::text[]) d; UPDATE "
                     "vg.indicator SET stale = true;",
                     "2026-12-03T00:00:00Z");
  EXPECT({"t.line('continuity_tested', 'all', '2026-12-02 12:00+00')",
          "unknown 0/0 d0 u0 p0 w0 -"}); /* a plan is expected */
}

Test(indicator_continuity, critical_systems_have_a_procedure_reviewed_within_12_months) {
  indicator_evaluate(
      SOURCE("inventory", "all", "asset", "2027-06-01") SOURCE("ged", "all", "document", "2026-12-01")
          ASSET("A1", "s1", "2026-01-01", ", \"critical\": true")
              ASSET("A1", "s1b", "2026-05-01", ", \"critical\": true")
                  ASSET("A2", "s2", "2026-01-01", ", \"critical\": true")
                      ASSET("A3", "s3", "2026-01-01", ", \"critical\": false")
                          ASSET("A4", "s4", "2026-01-01", ", \"critical\": true, \"retired_on\": \"2026-04-01\"")
                              DOCUMENT("I1", "2026-02-01", "intervention_procedure", "in_force",
                                       ", \"asset\": \"s1\", \"approved_at\": \"2025-06-01\", \"reviewed_at\": null")
                                  DOCUMENT("I2", "2026-02-01", "intervention_procedure", "draft",
                                           ", \"asset\": \"s2\", \"reviewed_at\": \"2026-01-15\"")
                                      DOCUMENT("I2", "2026-03-01", "intervention_procedure", "in_force",
                                               ", \"asset\": \"s2\", \"reviewed_at\": \"2026-02-15\"")
                                          DOCUMENT("I2", "2026-07-01", "intervention_procedure", "withdrawn",
                                                   ", \"asset\": \"s2\", \"reviewed_at\": \"2026-02-15\"")
                                              DOCUMENT("X1", "2026-02-01", "procedure", "in_force",
                                                       ", \"asset\": \"s4\", \"reviewed_at\": \"2026-01-15\""),
      "2026-10-01T00:00:00Z");
  EXPECT({"t.verdict('intervention_procedure', 's1b', '2026-01-31 23:59:59.999999+00')", "deviating"},
         {"t.verdict('intervention_procedure', 's1b', '2026-02-01 00:00+00')",
          "conforming"}, /* named s1 then; approved is reviewed */
         {"t.verdict('intervention_procedure', 's1b', '2026-05-31 23:59:59.999999+00')", "conforming"},
         {"t.verdict('intervention_procedure', 's1b', '2026-06-01 00:00+00')", "deviating"},
         {"t.verdict('intervention_procedure', 's2', '2026-02-28 23:59:59.999999+00')", "deviating"}, /* a draft */
         {"t.verdict('intervention_procedure', 's2', '2026-03-01 00:00+00')", "conforming"},
         {"t.verdict('intervention_procedure', 's2', '2026-07-01 00:00+00')", "deviating"},
         {"t.verdict('intervention_procedure', 's2', '2026-12-01 00:00+00')", "unknown"},
         {"t.verdict('intervention_procedure', 's3', '2026-03-01 00:00+00')", "none"},
         {"t.verdict('intervention_procedure', 's4', '2026-03-31 23:59:59.999999+00')",
          "deviating"}, /* another type of document */
         {"t.verdict('intervention_procedure', 's4', '2026-04-01 00:00+00')", "outside"},
         {"SELECT coalesce(detail, '-') FROM vg.verdict WHERE indicator = 'intervention_procedure' AND subject = 's2'",
          "-"}, /* withdrawn: none in force names it */
         {"t.line('intervention_procedure', 'all', '2026-04-02 00:00+00')", "applied 2/2 d0 u0 p0 w0 1"},
         {"t.line('intervention_procedure', 'site', '2026-04-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("intervention_procedure", "2026-10-01T00:00:00Z");
}

#define MEMBER(source, key, at, group, member, healthy)                                                                \
  PUT("redundancy", source, key, at, "{\"group\": \"" group "\", \"member\": \"" member "\", \"healthy\": " healthy "}")

Test(indicator_continuity, redundant_groups_have_two_healthy_members) {
  indicator_evaluate(
      SOURCE("inventory", "site", "asset", "2027-06-01") SOURCE("net", "all", "redundancy", "2026-12-01")
          SOURCE("snmp", "all", "redundancy", "2027-06-01") ASSET("A1", "fw1", "2026-01-01",
                                                                  ", \"redundancy_group\": \"firewalls\"")
              ASSET("A2", "fw2", "2026-01-01", ", \"redundancy_group\": \"firewalls\"") ASSET(
                  "A3", "ups1", "2026-01-01", ", \"redundancy_group\": \"power\", \"in_service_on\": \"2026-03-01\"")
                  MEMBER("net", "m1", "2026-01-01", "firewalls", "fw1", "true")
                      MEMBER("net", "m2", "2026-01-01", "firewalls", "fw2", "true") MEMBER("net", "m2", "2026-03-01",
                                                                                           "firewalls", "fw2", "false")
                          MEMBER("net", "m2", "2026-03-02", "firewalls", "fw2", "true")
                              MEMBER("net", "m3", "2026-01-01", "routers", "r1", "true")
                                  MEMBER("net", "m4", "2026-01-01", "routers", "r2", "true")
                                      MEMBER("snmp", "n4", "2026-05-01", "routers", "r2", "false")
                                          MEMBER("net", "m5", "2026-01-01", "switches", "w1", "true")
                                              MEMBER("snmp", "n5", "2026-01-01", "switches", "w1",
                                                     "true") "SELECT t.gone('redundancy', 'net', 'm1', '2026-08-01'); "
                                                             "SELECT t.gone('redundancy', 'net', 'm3', '2026-09-01');"
                                                             "SELECT t.gone('redundancy', 'net', 'm4', '2026-09-01'); "
                                                             "SELECT t.gone('redundancy', 'snmp', 'n4', '2026-09-01');",
      "2026-11-01T00:00:00Z");
  EXPECT(
      {"t.verdict('redundancy_healthy', 'firewalls', '2026-02-28 23:59:59.999999+00')", "conforming"},
      {"t.verdict('redundancy_healthy', 'firewalls', '2026-03-01 00:00+00')", "deviating"},
      {"t.verdict('redundancy_healthy', 'firewalls', '2026-03-01 23:59:59.999999+00')", "deviating"},
      {"t.verdict('redundancy_healthy', 'firewalls', '2026-03-02 00:00+00')", "conforming"},
      {"t.verdict('redundancy_healthy', 'firewalls', '2026-08-01 00:00+00')", "deviating"}, /* one of them vanished */
      {"t.verdict('redundancy_healthy', 'firewalls', '2026-12-01 00:00+00')", "unknown"},
      {"t.verdict('redundancy_healthy', 'power', '2026-02-28 23:59:59.999999+00')", "outside"},
      {"t.verdict('redundancy_healthy', 'power', '2026-03-01 00:00+00')",
       "deviating"}, /* in the inventory; nobody watches it */
      {"t.verdict('redundancy_healthy', 'routers', '2026-04-30 23:59:59.999999+00')", "conforming"},
      {"t.verdict('redundancy_healthy', 'routers', '2026-05-01 00:00+00')",
       "deviating"}, /* one source says it fails: it fails */
      {"t.verdict('redundancy_healthy', 'routers', '2026-09-01 00:00+00')", "outside"},
      {"t.verdict('redundancy_healthy', 'switches', '2026-02-01 00:00+00')", "deviating"}, /* one member, seen twice */
      {"SELECT v.detail FROM vg.verdict v WHERE v.indicator = 'redundancy_healthy' AND v.subject = 'firewalls'", ""},
      {"t.line('redundancy_healthy', 'site', '2026-02-01 00:00+00')", "applied 1/1 d0 u0 p0 w0 1"},
      {"t.line('redundancy_healthy', 'all', '2026-02-01 00:00+00')", "not_applied! 2/3 d1 u0 p0 w0 0.667"},
      {"t.line('redundancy_healthy', 'office', '2026-02-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("redundancy_healthy", "2026-11-01T00:00:00Z");
}

/* ---- backups ---- */

#define CLASSES(list) "UPDATE vg.policy SET registers = '{\"backup_classes\": [" list "]}';"
#define BACKUP(key, asset, at, status)                                                                                 \
  PUT("backup", "restic", key, "2026-01-01",                                                                           \
      "{\"asset\": \"" asset "\", \"status\": \"" status "\", \"finished_at\": \"" at "\"}")

/* daily: 26 hours, then 12 from May 2026 on */
static const char classes[] =
    CLASSES("{\"code\": \"daily\", \"hours\": 26}, {\"code\": \"weekly\", \"hours\": 170}")
    "INSERT INTO vg.policy (code, title_fr, title_en, effective_on, registers) VALUES ('next', 'n', 'n', '2026-05-01',"
    " '{\"backup_classes\": [{\"code\": \"daily\", \"hours\": 12}]}');"
    "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.cover('inventory', '2026-01-01', '2027-06-01');"
    "SELECT t.source('restic', 'site', '{backup}'); SELECT t.cover('restic', '2026-01-01', '2026-06-01');";

Test(indicator_continuity, assets_are_backed_up_as_often_as_their_class_asks) {
  db_fixture_sql(indicator_world(), classes);
  indicator_evaluate(
      ASSET("A1", "s1", "2026-01-01", ", \"backup_class\": \"daily\", \"aliases\": [\"vm1\"]")
      ASSET("A2", "s2", "2026-01-01", ", \"backup_class\": \"daily\"")
      ASSET("A2", "s2", "2026-03-03", ", \"backup_class\": \"weekly\"")
      ASSET("A3", "s3", "2026-01-01", ", \"backup_class\": \"hourly\"") ASSET("A4", "s4", "2026-01-01", "")
      ASSET("A5", "s5", "2026-01-01", ", \"backup_class\": \"daily\", \"retired_on\": \"2026-03-02\"")
      BACKUP("b1", "vm1", "2026-03-01T00:00:00Z", "ok") BACKUP("b2", "s2", "2026-03-01T00:00:00Z", "ok")
      BACKUP("b3", "s3", "2026-03-01T00:00:00Z", "ok") BACKUP("b4", "s4", "2026-03-01T00:00:00Z", "ok")
      BACKUP("b5", "s1", "2026-03-10T00:00:00Z", "warning") BACKUP("b6", "s1", "2026-04-10T00:00:00Z", "ok")
      BACKUP("b7", "s1", "2026-05-10T00:00:00Z", "ok")
      "SELECT t.gone('backup', 'restic', 'b6', '2026-04-10 12:00+00');",
      "2026-05-20T00:00:00Z");
  EXPECT({"t.verdict('backup_on_schedule', 's1', '2026-02-28 23:59:59.999999+00')", "deviating"},
         {"t.verdict('backup_on_schedule', 's1', '2026-03-01 00:00+00')", "conforming"},
         {"t.verdict('backup_on_schedule', 's1', '2026-03-02 01:59:59.999999+00')", "conforming"},
         {"t.verdict('backup_on_schedule', 's1', '2026-03-02 02:00+00')", "deviating"},
         {"t.verdict('backup_on_schedule', 's1', '2026-03-10 01:00+00')", "deviating"}, /* with warnings: no success */
         {"t.verdict('backup_on_schedule', 's1', '2026-04-10 11:59:59.999999+00')", "conforming"},
         {"t.verdict('backup_on_schedule', 's1', '2026-04-10 12:00+00')", "deviating"}, /* pruned */
         {"t.verdict('backup_on_schedule', 's1', '2026-05-10 11:59:59.999999+00')", "conforming"},
         {"t.verdict('backup_on_schedule', 's1', '2026-05-10 12:00+00')",
          "deviating"}, /* twelve hours, says the next policy */
         {"t.verdict('backup_on_schedule', 's2', '2026-03-02 02:00+00')", "deviating"},
         {"t.verdict('backup_on_schedule', 's2', '2026-03-03 00:00+00')", "conforming"}, /* weekly from then on */
         {"t.verdict('backup_on_schedule', 's2', '2026-03-08 01:59:59.999999+00')", "conforming"},
         {"t.verdict('backup_on_schedule', 's2', '2026-03-08 02:00+00')", "deviating"},
         {"t.verdict('backup_on_schedule', 's3', '2026-03-01 00:00+00')",
          "deviating"}, /* a class that the policy does not know */
         {"t.verdict('backup_on_schedule', 's4', '2026-03-01 00:00+00')", "none"},
         {"t.verdict('backup_on_schedule', 's5', '2026-03-01 23:59:59.999999+00')", "deviating"},
         {"t.verdict('backup_on_schedule', 's5', '2026-03-02 00:00+00')", "outside"},
         {"t.verdict('backup_on_schedule', 's1', '2026-06-01 00:00+00')", "unknown"},
         {"t.line('backup_on_schedule', 'all', '2026-03-01 12:00+00')", "not_applied! 2/4 d2 u0 p0 w0 0.5"},
         {"t.line('backup_on_schedule', 'office', '2026-03-01 12:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("backup_on_schedule", "2026-05-20T00:00:00Z");
}

#define RESTORE(key, at, result, duration, objective)                                                                  \
  PUT("restore_test", "labs", key, "2026-01-01",                                                                       \
      "{\"asset\": \"s1\", \"tested_at\": \"" at "\", \"result\": \"" result "\", \"duration\": " duration             \
      ", \"objective\": " objective "}")

Test(indicator_continuity, nine_restores_of_ten_keep_to_their_objective) {
  indicator_evaluate(SOURCE("labs", "site", "restore_test", "2027-04-01")
                         RESTORE("t1", "2026-03-01T00:00:00Z", "success", "3600", "7200")
                             RESTORE("t2", "2026-04-01T00:00:00Z", "success", "10800", "7200")
                                 RESTORE("t3", "2026-03-01T00:00:00Z", "failure", "99999", "7200")
                                     RESTORE("t4", "2026-03-01T00:00:00Z", "success", "null", "7200")
                                         RESTORE("t5", "2026-03-01T00:00:00Z", "success", "3600", "null")
                                             RESTORE("t6", "2026-03-01T00:00:00Z", "success", "3600", "0") RESTORE(
                                                 "t7", "2026-05-01T00:00:00Z", "success", "7200",
                                                 "7200") "SELECT t.gone('restore_test', 'labs', 't7', '2026-05-20');",
                     "2026-06-01T00:00:00Z");
  EXPECT({"SELECT string_agg(v.subject || ' ' || trim_scale(v.value), ' ' ORDER BY v.subject) FROM vg.dated_value v "
          "WHERE v.indicator = 'restore_time'",
          "t1 0.5 t2 1.5 t7 1"},
         {"t.line('restore_time', 'site', '2026-02-28 23:59:59.999999+00')",
          "unknown 0/0 d0 u0 p0 w0 -"}, /* tests are expected */
         {"t.line('restore_time', 'site', '2026-03-01 00:00+00')", "applied 0/1 d0 u0 p0 w0 0.5"},
         {"t.line('restore_time', 'site', '2026-03-31 23:59:59.999999+00')", "applied 0/1 d0 u0 p0 w0 0.5"},
         {"t.line('restore_time', 'all', '2026-04-01 00:00+00')",
          "not_applied 0/2 d0 u0 p0 w0 1.4"}, /* 0.5 + 0.9 of the way to 1.5 */
         {"t.line('restore_time', 'all', '2026-05-02 00:00+00')", "not_applied 0/3 d0 u0 p0 w0 1.4"},
         {"t.line('restore_time', 'all', '2026-05-20 00:00+00')", "not_applied 0/2 d0 u0 p0 w0 1.4"},
         {"t.line('restore_time', 'all', '2027-02-28 23:59:59.999999+00')", "not_applied 0/2 d0 u0 p0 w0 1.4"},
         {"t.line('restore_time', 'all', '2027-03-01 00:00+00')", "not_applied 0/1 d0 u0 p0 w0 1.5"},
         {"t.line('restore_time', 'all', '2027-04-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("restore_time", "2026-06-01T00:00:00Z");
}

#define ACCOUNT(key, at, person, enabled, roles)                                                                       \
  PUT("account", "ldap", key, at,                                                                                      \
      "{\"system\": \"nas\", \"login\": \"" key "\", \"person\": " person                                              \
      ", \"type\": \"admin\", \"enabled\": " enabled ", \"roles\": " roles "}")
#define PERSON(key, mail, at, job, more)                                                                               \
  PUT("person", "hr", key, at,                                                                                         \
      "{\"mail\": \"" mail "\", \"name\": \"P\", \"hired_on\": \"2020-01-01\", \"job\": \"" job "\"" more "}")

Test(indicator_continuity, backups_are_open_to_administrators_and_the_ciso_only) {
  indicator_evaluate(
      SOURCE("inventory", "site", "asset",
             "2027-06-01") SOURCE("hr", "all", "person", "2027-06-01") SOURCE("ldap", "all", "account", "2026-12-01")
          ASSET("A1", "nas", "2026-01-01", "") PERSON("1", "ann@x", "2026-01-01", "system_administrator",
                                                      "") PERSON("1", "ann@y", "2026-03-01", "system_administrator", "")
              PERSON("1", "ann@y", "2026-05-01", "developer", "") PERSON("2", "bob@x", "2026-01-01", "developer", "")
                  PERSON("3", "cid@x", "2026-01-01", "ciso", ", \"left_on\": \"2026-04-30\"")
                      ACCOUNT("ann", "2026-01-01", "\"ann@x\"", "true", "[\"astreinte\", \"Sauvegarde\"]")
                          ACCOUNT("bob", "2026-01-01", "\"bob@x\"", "true", "[\"backup-operators\"]")
                              ACCOUNT("bob", "2026-06-01", "\"bob@x\"", "false", "[\"backup-operators\"]")
                                  ACCOUNT("cid", "2026-01-01", "\"cid@x\"", "true", "[\"restore\"]")
                                      ACCOUNT("svc", "2026-01-01", "null", "true", "[\"sauvegardes\"]")
                                          ACCOUNT("dev", "2026-01-01", "\"bob@x\"", "true", "[\"nobackup\"]")
                                              ACCOUNT("eve", "2026-01-01", "\"bob@x\"", "true",
                                                      "null") "SELECT t.gone('account', 'ldap', 'svc', '2026-07-01');",
      "2026-10-01T00:00:00Z");
  EXPECT({"t.verdict('backup_access_restricted', 'ann', '2025-12-31 23:59:59.999999+00')", "outside"},
         {"t.verdict('backup_access_restricted', 'ann', '2026-01-01 00:00+00')", "conforming"},
         {"t.verdict('backup_access_restricted', 'ann', '2026-04-30 23:59:59.999999+00')",
          "conforming"}, /* under any of her mails */
         {"t.verdict('backup_access_restricted', 'ann', '2026-05-01 00:00+00')", "deviating"}, /* another job since */
         {"t.verdict('backup_access_restricted', 'bob', '2026-05-31 23:59:59.999999+00')", "deviating"},
         {"t.verdict('backup_access_restricted', 'bob', '2026-06-01 00:00+00')", "outside"},
         {"t.verdict('backup_access_restricted', 'cid', '2026-04-30 23:59:59.999999+00')", "conforming"},
         {"t.verdict('backup_access_restricted', 'cid', '2026-05-01 00:00+00')",
          "deviating"}, /* gone, and the account is open */
         {"t.verdict('backup_access_restricted', 'svc', '2026-06-30 23:59:59.999999+00')", "deviating"},
         {"t.verdict('backup_access_restricted', 'svc', '2026-07-01 00:00+00')", "outside"},
         {"t.verdict('backup_access_restricted', 'dev', '2026-02-01 00:00+00')", "none"},
         {"t.verdict('backup_access_restricted', 'eve', '2026-02-01 00:00+00')", "none"},
         {"t.verdict('backup_access_restricted', 'ann', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('backup_access_restricted', 'site', '2026-02-01 00:00+00')",
          "not_applied! 2/4 d2 u0 p0 w0 0.5"}, /* where the system is */
         {"t.line('backup_access_restricted', 'office', '2026-02-01 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("backup_access_restricted", "2026-10-01T00:00:00Z");
}

/* An account is open until the source says that it was closed, as for the other indicators of accounts; its holders are all of those that
 * registers name. */
Test(indicator_continuity, a_closed_account_reaches_no_backup_and_each_holder_counts) {
  indicator_evaluate(
      SOURCE("hr", "all", "person", "2027-06-01") SOURCE("ldap", "site", "account", "2026-12-01")
          SOURCE("register", "site", "account", "2026-12-01") PERSON("1", "ann@x", "2026-01-01", "system_administrator", "")
              PERSON("2", "bob@x", "2026-01-01", "developer", "") PERSON("3", "cid@x", "2026-01-01", "ciso", ", \"left_on\": \"2026-04-30\"")
                  ACCOUNT("cid", "2026-01-01", "\"cid@x\"", "true", "[\"restore\"]")
                      ACCOUNT("cid", "2026-05-03", "\"cid@x\"", "false, \"disabled_at\": \"2026-05-01T00:00:00Z\"", "[\"restore\"]")
                          ACCOUNT("two", "2026-01-01", "\"ann@x\"", "true", "[\"backup\"]")
                              PUT("account", "register", "two", "2026-02-01",
                                  "{\"system\": \"nas\", \"login\": \"two\", \"person\": \"bob@x\", \"type\": \"admin\", "
                                  "\"enabled\": true, \"roles\": [\"backup\"]}"),
      "2026-10-01T00:00:00Z");
  EXPECT({"t.verdict('backup_access_restricted', 'cid', '2026-04-30 23:59:59.999999+00')", "conforming"},
         {"t.verdict('backup_access_restricted', 'cid', '2026-05-01 00:00+00')", "outside"}, /* closed then, learnt on the third */
         {"t.verdict('backup_access_restricted', 'two', '2026-01-31 23:59:59.999999+00')", "conforming"},
         {"t.verdict('backup_access_restricted', 'two', '2026-02-01 00:00+00')", "deviating"}); /* a developer's too */
  indicator_expect_alone("backup_access_restricted", "2026-10-01T00:00:00Z");
}
