#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_hardening, .init = indicator_world_init, .fini = indicator_world_fini);

#define KNOWN "2026-06-01T00:00:00Z"

/* clang-format off */
/* Servers of client Brévelin s1 to s3, one of nobody (own), one for tests; middleware mq1; databases db1 to db3. */
static const char world[] =
    "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('scan', 'all', '{hardening}');"
    "SELECT t.cover('inventory', '2026-01-01', '2027-01-01'); SELECT t.cover('scan', '2026-01-01', '2026-12-01');"
    "SELECT t.asset(n, k, j::jsonb) FROM (VALUES ('s1', 'server', '{\"client\": \"Brévelin\", \"aliases\": [\"web01\"]}'),"
    " ('s2', 'server', '{\"client\": \"Brévelin\"}'), ('s3', 'server', '{\"client\": \"Brévelin\"}'), ('own', 'server', '{\"client\": \" \"}'),"
    " ('st1', 'server', '{\"client\": \"Brévelin\", \"environment\": \"staging\"}'), ('mq1', 'middleware', '{\"environment\": \"test\"}'),"
    " ('db1', 'database', '{}'), ('db2', 'database', '{}'), ('db3', 'database', '{}')) v(n, k, j);";

#define CHECKS(values)                                                                                                 \
  "SELECT t.put('hardening', 'scan', concat_ws(' ', a, c, at), at::timestamptz, jsonb_build_object('asset', a, 'check', c,"  \
  " 'result', r, 'checked_at', at)) FROM (VALUES " values ") v(a, c, r, at);"
/* clang-format on */

Test(indicator_hardening, client_platforms_have_firewall_and_baseline) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(CHECKS("('s1', 'host_firewall', 'passed', '2026-02-01 05:00+00'),"
                            "('web01', 'baseline', 'passed', '2026-02-03 05:00+00'),"
                            "('s2', 'host_firewall', 'passed', '2026-02-01 05:00+00'),"
                            "('s2', 'baseline', 'passed', '2026-02-01 05:00+00'),"
                            "('s2', 'baseline', 'failed', '2026-02-20 05:00+00'),"
                            "('own', 'baseline', 'passed', '2026-02-01 05:00+00'),"
                            "('st1', 'baseline', 'passed', '2026-02-01 05:00+00')")
                         CHECKS("('s2', 'baseline', 'passed', '2026-02-25 05:00+00')")
          "SELECT t.gone('hardening', 'scan', 's2 baseline 2026-02-25 05:00+00', '2026-03-01');"
          "SELECT t.cover('scan', '2026-03-01', '2026-12-01');",
                     KNOWN);
  EXPECT({"t.verdict('platform_hardened', 's1', '2026-02-03 04:59:59+00')", "deviating"}, /* the firewall only */
         {"t.verdict('platform_hardened', 's1', '2026-02-03 05:00+00')", "conforming"},   /* under its alias */
         {"t.verdict('platform_hardened', 's1', '2026-05-02 04:59:59+00')", "conforming"},
         {"t.verdict('platform_hardened', 's1', '2026-05-02 05:00+00')", "deviating"}, /* the firewall's 90 days */
         {"t.verdict('platform_hardened', 's2', '2026-02-20 04:59:59+00')", "conforming"},
         {"t.verdict('platform_hardened', 's2', '2026-02-20 05:00+00')", "deviating"}, /* the last check decides */
         {"t.verdict('platform_hardened', 's2', '2026-02-25 05:00+00')", "conforming"},
         {"t.verdict('platform_hardened', 's2', '2026-03-01 00:00+00')", "deviating"}, /* the proof is gone */
         {"t.verdict('platform_hardened', 's3', '2026-02-10 00:00+00')", "deviating"}, /* never checked */
         {"t.verdict('platform_hardened', 'own', '2026-02-10 00:00+00')", "none"},
         {"t.verdict('platform_hardened', 'st1', '2026-02-10 00:00+00')", "none"},
         {"t.verdict('platform_hardened', 's1', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('platform_hardened', 'all', '2026-02-10 00:00+00')", "not_applied! 2/3 d1 u0 p0 w0 0.667"},
         {"t.line('platform_hardened', 'office', '2026-02-10 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"SELECT detail FROM vg.verdict WHERE indicator = 'platform_hardened' AND subject = 's1'",
          "2026-02-03T05:00:00Z"},
         {"SELECT coalesce(detail, 'null') FROM vg.verdict WHERE indicator = 'platform_hardened' AND subject = 's3'",
          "null"});
  indicator_expect_alone("platform_hardened", KNOWN);
}

Test(indicator_hardening, packages_and_middleware_have_checks_of_their_own) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      CHECKS("('s1', 'packages', 'passed', '2026-02-01 05:00+00'), ('s2', 'packages', 'failed', '2026-02-01 05:00+00'),"
             "('s3', 'baseline', 'passed', '2026-02-01 05:00+00'), ('own', 'packages', 'passed', '2026-02-01 05:00+00'),"
             "('mq1', 'middleware_authentication', 'passed', '2026-02-01 05:00+00'),"
             "('db1', 'middleware_authentication', 'failed', '2026-02-01 05:00+00'),"
             "('db2', 'baseline', 'passed', '2026-02-01 05:00+00')")
          "SELECT t.cover('scan', '2026-02-01', '2027-06-01');"
          "SELECT t.cover('inventory', '2026-02-01', '2027-06-01');",
      KNOWN);
  EXPECT({"t.verdict('minimal_tools', 's1', '2026-02-01 04:59:59+00')", "deviating"},
         {"t.verdict('minimal_tools', 's1', '2026-02-01 05:00+00')", "conforming"},
         {"t.verdict('minimal_tools', 's1', '2026-05-02 04:59:59+00')", "conforming"},
         {"t.verdict('minimal_tools', 's1', '2026-05-02 05:00+00')", "deviating"},
         {"t.verdict('minimal_tools', 's2', '2026-02-10 00:00+00')", "deviating"},
         {"t.verdict('minimal_tools', 's3', '2026-02-10 00:00+00')", "deviating"}, /* another check */
         {"t.verdict('minimal_tools', 'own', '2026-02-10 00:00+00')", "conforming"},
         {"t.verdict('minimal_tools', 'st1', '2026-02-10 00:00+00')", "none"},
         {"t.verdict('minimal_tools', 's1', '2027-06-01 00:00+00')", "unknown"},
         {"t.line('minimal_tools', 'all', '2026-02-10 00:00+00')", "not_applied! 2/4 d2 u0 p0 w0 0.5"},
         {"t.line('minimal_tools', 'office', '2026-02-10 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"t.verdict('middleware_protected', 'mq1', '2026-02-01 04:59:59+00')", "unknown"},
         {"t.verdict('middleware_protected', 'mq1', '2026-02-01 05:00+00')", "conforming"}, /* in test as well */
         {"t.verdict('middleware_protected', 'mq1', '2027-02-01 04:59:59+00')", "conforming"},
         {"t.verdict('middleware_protected', 'mq1', '2027-02-01 05:00+00')", "deviating"}, /* 12 months */
         {"t.verdict('middleware_protected', 'db1', '2026-02-10 00:00+00')", "deviating"},
         {"t.verdict('middleware_protected', 'db2', '2026-02-10 00:00+00')", "unknown"}, /* nobody checked that */
         {"t.verdict('middleware_protected', 's1', '2026-02-10 00:00+00')", "none"},
         {"t.line('middleware_protected', 'all', '2026-02-10 00:00+00')", "not_applied! 1/4 d1 u2 p0 w0 0.25"},
         {"t.line('middleware_protected', 'office', '2026-02-10 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("minimal_tools", KNOWN);
  indicator_expect_alone("middleware_protected", KNOWN);
}
