#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_asset, .init = indicator_world_init, .fini = indicator_world_fini);

#define COVER(sources, until) "SELECT t.cover(s, '2026-01-01', '" until "') FROM unnest('{" sources "}'::text[]) s;"
#define ASSETS(values)                                                                                                 \
  "SELECT t.put('asset', 'inventory', n, '2026-01-01', jsonb_build_object('name', n, 'type', k, 'environment', e, "    \
  "'status', s,"                                                                                                       \
  " 'critical', c, 'aliases', a, 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = p))) FROM (VALUES " values  \
  ") v(n, k, e, s, c, a, p);"

Test(indicator_asset, patches_wait_30_days_7_when_critical) {
  indicator_evaluate(
      "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('apt', 'site', '{patch}');" COVER(
          "inventory,apt", "2027-01-01")
          ASSETS("('s1', 'server', 'production', 'in_service', false, '[]'::jsonb, 'site'), ('s2', 'server', "
                 "'production', 'in_service', false, '[]', 'site'),"
                 "('s3', 'server', 'production', 'in_service', false, '[]', 'site'), ('s4', 'server', 'production', "
                 "'in_service', false, '[]', 'site')") "SELECT t.put('patch', 'apt', a, at::timestamptz, "
                                                       "jsonb_build_object('asset', a, 'pending', p, "
                                                       "'security_pending', p, 'oldest_security_at', o,"
                                                       " 'oldest_critical_at', c)) FROM (VALUES ('s1', '2026-01-01', "
                                                       "0, NULL, NULL), ('s2', '2026-01-01', 0, NULL, NULL), ('s3', "
                                                       "'2026-01-01', 0, NULL, NULL)) v(a, at, p, o, c);"
                                                       "SELECT t.put('patch', 'apt', a, at::timestamptz, "
                                                       "jsonb_build_object('asset', a, 'pending', p, "
                                                       "'security_pending', p, 'oldest_security_at', o,"
                                                       " 'oldest_critical_at', c)) FROM (VALUES ('s1', '2026-03-02', "
                                                       "1, '2026-03-01 00:00+00', NULL), ('s2', '2026-03-02', 2, "
                                                       "'2026-03-01 00:00+00', '2026-03-05 00:00+00'),"
                                                       " ('s3', '2026-03-02', 1, NULL, NULL)) v(a, at, p, o, c);"
                                                       "SELECT t.put('patch', 'apt', 's3', '2026-03-10', '{\"asset\": "
                                                       "\"s3\", \"pending\": 5, \"security_pending\": 2}');"
                                                       "SELECT t.put('patch', 'apt', 's1', '2026-05-01', '{\"asset\": "
                                                       "\"s1\", \"pending\": 1, \"security_pending\": 0}');"
                                                       "SELECT t.cover('apt', '2026-05-01', '2027-01-01');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('patch_current', 's1', '2026-03-30 23:59:59+00')", "conforming"},
         {"t.verdict('patch_current', 's1', '2026-03-31 00:00+00')", "deviating"},
         {"t.verdict('patch_current', 's1', '2026-05-01 00:00+00')", "conforming"}, /* applied */
         {"t.verdict('patch_current', 's2', '2026-03-11 23:59:59+00')", "conforming"},
         {"t.verdict('patch_current', 's2', '2026-03-12 00:00+00')", "deviating"},
         {"t.verdict('patch_current', 's3', '2026-03-31 23:59:59+00')",
          "conforming"}, /* undated: since it was first seen */
         {"t.verdict('patch_current', 's3', '2026-04-01 00:00+00')", "deviating"},
         {"t.verdict('patch_current', 's4', '2026-04-01 00:00+00')", "unknown"}, /* nobody speaks of it */
         {"t.line('patch_current', 'site', '2026-02-01 00:00+00')", "unknown 3/4 d0 u1 p0 w0 0.75"},
         {"t.verdict('patch_current', 's1', '2027-01-01 00:00+00')", "unknown"});
}

/* What one source says waits on a system is not undone by another one that sees nothing. */
Test(indicator_asset, of_two_sources_of_patches_the_worse_counts) {
  indicator_evaluate(
      "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('apt', 'site', '{patch}');"
      "SELECT t.source('scan', 'site', '{patch}');" COVER("inventory,apt,scan", "2027-01-01") ASSETS(
          "('s1', 'server', 'production', 'in_service', false, '[\"web1\"]'::jsonb, 'site'), ('s2', 'server', 'production', 'in_service', false, '[]', 'site')")
      "SELECT t.put('patch', 'apt', 's1', '2026-01-10', '{\"asset\": \"s1\", \"pending\": 0, \"security_pending\": 0}');"
      "SELECT t.put('patch', 'scan', 'x1', '2026-02-01', '{\"asset\": \"web1\", \"pending\": 3, \"security_pending\": 3,"
      " \"oldest_security_at\": \"2026-01-25\"}');"
      "SELECT t.put('patch', 'scan', 'x1', '2026-03-10', '{\"asset\": \"web1\", \"pending\": 0, \"security_pending\": 0}');"
      "SELECT t.put('patch', 'apt', 's2', '2026-01-10', '{\"asset\": \"s2\", \"pending\": 1, \"security_pending\": 1}');"
      "SELECT t.put('patch', 'scan', 'x2', '2026-02-20', '{\"asset\": \"s2\", \"pending\": 0, \"security_pending\": 0}');"
      "SELECT t.gone('patch', 'apt', 's2', '2026-03-15');",
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('patch_current', 's1', '2026-02-23 23:59:59+00')", "conforming"}, /* it waits, not too long yet */
         {"t.verdict('patch_current', 's1', '2026-02-24 00:00+00')", "deviating"},
         {"t.verdict('patch_current', 's1', '2026-03-10 00:00+00')", "conforming"},
         {"t.verdict('patch_current', 's2', '2026-02-20 00:00+00')", "deviating"},
         {"t.verdict('patch_current', 's2', '2026-03-15 00:00+00')", "conforming"}); /* the source of the wait shows the system no more */
  indicator_expect_alone("patch_current", "2026-06-01T00:00:00Z");
}

Test(indicator_asset, applications_are_monitored_with_alerts_that_repeat) {
  indicator_evaluate(
      "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('prom', 'site', "
      "'{monitor,availability}');" COVER("inventory,prom", "2027-01-01") ASSETS(
          "('a1', 'application', 'production', 'in_service', false, '[]'::jsonb, 'site'), ('a2', 'application', "
          "'production', 'in_service', false, '[]', 'site'),"
          "('a3', 'application', 'production', 'in_service', false, '[]', 'site'), ('a4', 'application', 'test', "
          "'in_service', false, '[]', 'site')") "SELECT t.put('monitor', 'prom', k, '2026-02-01', "
                                                "jsonb_build_object('asset', a, 'name', 'c', 'type', y, 'alerting', l, "
                                                "'repeat', r))"
                                                " FROM (VALUES ('m1', 'a1', 'application', true, 14400), ('m2', 'a2', "
                                                "'application', true, 0), ('m3', 'a2', 'hardware', true, 60),"
                                                " ('m4', 'a3', 'application', false, 60)) v(k, a, y, l, r); SELECT "
                                                "t.gone('monitor', 'prom', 'm1', '2026-04-01');"
                                                "SELECT t.put('availability', 'prom', k, '2026-03-02', "
                                                "jsonb_build_object('asset', a, 'day', d, 'ratio', r)) FROM (VALUES"
                                                " ('v1', 'a1', '2026-03-01', 1.0), ('v2', 'a1', '2026-03-02', 0.98), "
                                                "('v3', 'a2', '2026-03-02', 0.9), ('v4', 'a4', '2026-03-02', 0.1),"
                                                " ('v5', 'unknown', '2026-03-02', 0.1)) v(k, a, d, r);",
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('application_monitored', 'a1', '2026-01-31 23:59+00')", "deviating"},
      {"t.verdict('application_monitored', 'a1', '2026-02-01 00:00+00')", "conforming"},
      {"t.verdict('application_monitored', 'a1', '2026-04-01 00:00+00')", "deviating"},
      {"t.verdict('application_monitored', 'a2', '2026-02-01 00:00+00')", "deviating"},
      {"t.verdict('application_monitored', 'a3', '2026-02-01 00:00+00')", "deviating"},
      {"t.verdict('application_monitored', 'a4', '2026-02-01 00:00+00')", "none"},
      {"t.line('availability', 'site', '2026-03-01 23:59+00')", "unknown 0/0 d0 u0 p0 w0 -"}, /* the day is not over */
      {"t.line('availability', 'site', '2026-03-02 00:00+00')", "applied 0/1 d0 u0 p0 w0 1"},
      {"t.line('availability', 'site', '2026-03-03 00:00+00')", "not_applied! 0/3 d0 u0 p0 w0 0.96"},
      {"t.line('availability', 'all', '2026-03-31 23:59+00')", "not_applied! 0/3 d0 u0 p0 w0 0.96"},
      {"t.line('availability', 'site', '2026-04-01 00:00+00')", "not_applied! 0/2 d0 u0 p0 w0 0.94"}, /* 30 days */
      {"t.line('availability', 'site', '2026-04-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
}

Test(indicator_asset, inventory_holds_what_sources_name) {
  indicator_evaluate(
      "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('restic', 'site', '{backup}'); SELECT "
      "t.source('host', 'site', '{disk,account}');" COVER(
          "inventory,restic,host", "2026-06-01") ASSETS("('s1', 'server', 'production', 'in_service', false, "
                                                        "'[\"web-1\"]'::jsonb, 'site'), ('old', 'server', "
                                                        "'production', 'retired', false, '[]', 'site'),"
                                                        "('quiet', 'server', 'production', 'in_service', false, '[]', "
                                                        "'site')") "SELECT t.put('backup', 'restic', k, '2026-03-01', "
                                                                   "jsonb_build_object('asset', a, 'status', 'failed', "
                                                                   "'finished_at', '2026-03-01 00:00+00')) FROM (VALUES"
                                                                   " ('b1', 's1'), ('b2', 'ghost'), ('b3', 'old')) "
                                                                   "v(k, a);"
                                                                   "SELECT t.put('disk', 'host', 'd', '2026-03-05', "
                                                                   "'{\"asset\": \"web-1\", \"mount\": \"/\", "
                                                                   "\"size\": 1, \"used\": 0}');"
                                                                   "SELECT t.put('account', 'host', 'a', '2026-03-05', "
                                                                   "'{\"system\": \"elsewhere\", \"login\": \"x\", "
                                                                   "\"type\": \"service\", \"enabled\": true}');",
      "2026-04-01T00:00:00Z");
  EXPECT({"t.verdict('inventory_coverage', 's1', '2026-03-01 12:00+00')", "conforming"},
         {"t.verdict('inventory_coverage', 'ghost', '2026-03-01 00:00+00')", "deviating"},
         {"t.verdict('inventory_coverage', 'ghost', '2026-03-30 23:59+00')", "deviating"},
         {"t.verdict('inventory_coverage', 'ghost', '2026-03-31 00:00+00')", "outside"},
         {"t.verdict('inventory_coverage', 'old', '2026-03-01 12:00+00')", "deviating"}, /* retired, and still seen */
         {"t.verdict('inventory_coverage', 'quiet', '2026-03-01 12:00+00')", "none"},
         {"t.verdict('inventory_coverage', 'elsewhere', '2026-03-06 12:00+00')", "none"},
         {"t.verdict('inventory_coverage', 'web-1', '2026-03-06 12:00+00')", "none"}, /* one subject under two names */
         {"t.verdict('inventory_coverage', 's1', '2026-05-01 12:00+00')", "conforming"}, /* its disk is still shown */
         {"t.line('inventory_coverage', 'all', '2026-03-02 00:00+00')", "not_applied! 1/3 d2 u0 p0 w0 0.333"},
         {"SELECT detail FROM vg.verdict WHERE indicator = 'inventory_coverage' AND subject = 'ghost'", "restic"},
         {"t.verdict('inventory_coverage', 's1', '2026-06-01 00:00+00')", "unknown"});
}

Test(indicator_asset, inventory_holds_what_tools_check) {
  indicator_evaluate("SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('scan', 'site', '{hardening,tls,vulnerability,log_source,endpoint}');"
                     COVER("inventory,scan", "2026-06-01") ASSETS("('s1', 'server', 'production', 'in_service', false, '[]'::jsonb, 'site')")
                     "SELECT t.put('hardening', 'scan', a, '2026-03-01', jsonb_build_object('asset', a, 'check', 'packages', 'result', 'passed',"
                     " 'checked_at', '2026-03-01 00:00+00')) FROM unnest('{s1,checked}'::text[]) a;"
                     "SELECT t.put('tls', 'scan', 'x', '2026-03-01', '{\"asset\": \"site\", \"tested_at\": \"2026-03-01T00:00:00Z\"}');"
                     "SELECT t.put('vulnerability', 'scan', 'x', '2026-03-02', '{\"asset\": \"scanned\", \"identifier\": \"CVE-2026-1\","
                     " \"type\": \"system\", \"severity\": \"low\", \"found_at\": \"2026-03-01T00:00:00Z\"}');"
                     "SELECT t.put('log_source', 'scan', 'x', '2026-03-01', '{\"asset\": \"logging\", \"last_event_at\": \"2026-03-01T00:00:00Z\"}');"
                     "SELECT t.gone('log_source', 'scan', 'x', '2026-03-04');"
                     "SELECT t.put('endpoint', 'scan', 'x', '2026-03-01', '{\"asset\": \"pc-1\", \"seen_at\": \"2026-03-01T00:00:00Z\"}');"
                     "SELECT t.gone('endpoint', 'scan', 'x', '2026-03-04');",
                     "2026-04-01T00:00:00Z");
  EXPECT({"t.line('inventory_coverage', 'all', '2026-03-03 00:00+00')", "not_applied! 1/6 d5 u0 p0 w0 0.167"},
         {"t.verdict('inventory_coverage', 'checked', '2026-03-30 23:59+00')", "deviating"},
         {"t.verdict('inventory_coverage', 'checked', '2026-03-31 00:00+00')", "outside"},
         {"t.verdict('inventory_coverage', 'site', '2026-03-30 23:59+00')", "deviating"},
         {"t.verdict('inventory_coverage', 'scanned', '2026-03-30 23:59+00')", "deviating"},
         {"t.verdict('inventory_coverage', 'scanned', '2026-03-31 00:00+00')", "outside"},
         {"t.verdict('inventory_coverage', 'logging', '2026-03-03 23:59+00')", "deviating"},
         {"t.verdict('inventory_coverage', 'logging', '2026-03-04 00:00+00')", "outside"},
         {"t.verdict('inventory_coverage', 'pc-1', '2026-03-03 23:59+00')", "deviating"},
         {"t.verdict('inventory_coverage', 'pc-1', '2026-03-04 00:00+00')", "outside"}, /* the fleet shows it no more */
         {"SELECT detail FROM vg.verdict WHERE indicator = 'inventory_coverage' AND subject = 'logging'", "scan"});
  indicator_expect_alone("inventory_coverage", "2026-04-01T00:00:00Z");
}

Test(indicator_asset, names_that_two_assets_claim_prove_nothing) {
  indicator_evaluate(
      "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('top', 'all', '{backup}'); SELECT "
      "t.source('near', 'office', '{backup}');" COVER("inventory,top,near", "2027-01-01") ASSETS(
          "('web', 'server', 'production', 'in_service', false, '[]'::jsonb, 'site'), ('other', 'server', "
          "'production', 'in_service', false, '[]', 'site')") "SELECT t.put('asset', 'inventory', 'office-web', "
                                                              "'2026-01-01', jsonb_build_object('name', 'web', 'type', "
                                                              "'server', 'environment', 'production',"
                                                              " 'status', 'in_service', 'perimeter_id', (SELECT id "
                                                              "FROM vg.perimeter WHERE code = 'office')));"
                                                              "SELECT t.put('backup', 'top', 'b1', '2026-03-01', "
                                                              "'{\"asset\": \"web\", \"status\": \"ok\", "
                                                              "\"finished_at\": \"2026-03-01T00:00:00Z\"}');"
                                                              "SELECT t.put('backup', 'near', 'b2', '2026-03-03', "
                                                              "'{\"asset\": \"web\", \"status\": \"ok\", "
                                                              "\"finished_at\": \"2026-03-03T00:00:00Z\"}');",
      "2026-04-01T00:00:00Z");
  EXPECT({"t.line('backup_daily', 'all', '2026-03-01 12:00+00')",
          "not_applied! 0/3 d3 u0 p0 w0 0"}, /* which web was it? */
         {"t.line('backup_daily', 'office', '2026-03-03 12:00+00')", "applied 1/1 d0 u0 p0 w0 1"}, /* the office's */
         {"t.line('backup_daily', 'site', '2026-03-03 12:00+00')", "not_applied! 0/2 d2 u0 p0 w0 0"});
}

/* clang-format off */
static const char critical_world[] =
    "SELECT t.source('inventory', 'all', '{asset,person}');"
    "SELECT t.source('restic', 'site', '{backup,restore_test,monitor,patch,log_source,document}');"
    COVER("inventory", "2027-01-01")
    "SELECT t.cover('restic', '2026-01-01', '2026-03-02 06:00+00');"
    ASSETS("('s1', 'storage', 'production', 'in_service', true, '[]'::jsonb, 'site'),"
           "('s2', 'storage', 'production', 'in_service', false, '[]', 'site')")
    "SELECT t.put('person', 'inventory', 'p', '2026-01-01',"
    " '{\"mail\": \"p@x.test\", \"name\": \"p\", \"hired_on\": \"2020-01-01\"}');"
    "SELECT t.put('asset', 'inventory', 's1', '2026-01-02', jsonb_build_object('name', 's1', 'type', 'storage',"
    " 'environment', 'production', 'status', 'in_service', 'critical', true, 'owner', 'p@x.test', 'classification',"
    " 'secret', 'datacenter', 'DC1', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'site')));"
    "SELECT t.put('backup', 'restic', 'b1', '2026-03-01',"
    " '{\"asset\": \"s1\", \"status\": \"ok\", \"datacenter\": \"DC2\", \"finished_at\": \"2026-03-01T00:00:00Z\"}');"
    "SELECT t.put('restore_test', 'restic', 'r1', '2026-02-01',"
    " '{\"asset\": \"s1\", \"result\": \"success\", \"tested_at\": \"2026-02-01T00:00:00Z\"}');"
    "SELECT t.put('document', 'restic', 'p1', '2026-02-01', '{\"reference\": \"p1\", \"title\": \"p1\", \"type\": \"intervention_procedure\","
    " \"asset\": \"s1\", \"status\": \"in_force\", \"approved_at\": \"2026-01-01T00:00:00Z\", \"reviewed_at\": \"2026-01-01T00:00:00Z\"}');"
    "SELECT t.put('monitor', 'restic', 'm1', '2026-02-01',"
    " '{\"asset\": \"s1\", \"name\": \"disks\", \"type\": \"hardware\", \"alerting\": true, \"repeat\": 3600}');"
    "SELECT t.put('log_source', 'restic', 'l1', '2026-03-01', '{\"asset\": \"s1\", \"last_event_at\": \"2026-03-01T23:00:00Z\"}');";
/* clang-format on */

Test(indicator_asset, critical_assets_without_any_open_deviation) {
  indicator_evaluate_all(critical_world, "2026-03-02T00:00:00Z");
  EXPECT({"t.verdict('critical_asset_sound', 's1', '2026-02-28 12:00+00')", "deviating"},
         {"t.verdict('critical_asset_sound', 's1', '2026-03-01 12:00+00')", "conforming"},
         {"t.verdict('critical_asset_sound', 's1', '2026-03-02 02:00+00')", "deviating"},
         {"t.verdict('critical_asset_sound', 's1', '2026-03-02 06:00+00')", "unknown"},
         {"t.verdict('critical_asset_sound', 's2', '2026-03-01 12:00+00')", "none"},
         {"t.line('critical_asset_sound', 'all', '2026-03-01 12:00+00')", "applied 1/1 d0 u0 p0 w0 1"});
}
