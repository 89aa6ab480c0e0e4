#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_tls, .init = indicator_world_init, .fini = indicator_world_fini);

#define KNOWN "2026-06-01T00:00:00Z"

/* clang-format off */
/* Public sites a1 to a4; an inner application, one of staging. */
static const char world[] =
    "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('testssl', 'all', '{tls}');"
    "SELECT t.cover('inventory', '2026-01-01', '2027-06-01'); SELECT t.cover('testssl', '2026-01-01', '2026-12-01');"
    "SELECT t.asset(n, 'application', j::jsonb) FROM (VALUES ('a1', '{\"public\": true, \"aliases\": [\"www\"]}'),"
    " ('a2', '{\"public\": true}'), ('a3', '{\"public\": true}'), ('a4', '{\"public\": true}'), ('inner', '{\"public\": false}'),"
    " ('intra', '{}'), ('pre', '{\"public\": true, \"environment\": \"staging\"}')) v(n, j);";

#define TESTS(values)                                                                                                  \
  "SELECT t.put('tls', 'testssl', a || ' ' || at, at::timestamptz, jsonb_build_object('asset', a, 'tested_at', at) || j::jsonb)" \
  " FROM (VALUES " values ") v(a, at, j);"
/* clang-format on */

Test(indicator_tls, sites_are_graded_a_every_day) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      TESTS("('www', '2026-03-01 04:00+00', '{\"grade\": \"A\"}'), ('a2', '2026-03-01 04:00+00', '{\"grade\": \"A-\"}'),"
            "('a2', '2026-03-02 04:00+00', '{\"grade\": \"A+\"}'), ('a2', '2026-03-02 16:00+00', '{\"grade\": \"T\"}'),"
            "('a3', '2026-03-01 04:00+00', '{\"grade\": \"A+\"}'), ('a3', '2026-03-01 05:00+00', '{\"reachable\": "
            "false}'), ('inner', '2026-03-01 04:00+00', '{\"grade\": \"A\"}')")
          "SELECT t.gone('tls', 'testssl', 'a3 2026-03-01 04:00+00', '2026-03-01 12:00+00');",
      KNOWN);
  EXPECT({"t.verdict('tls_grade', 'a1', '2026-03-01 03:59:59+00')", "deviating"}, /* not graded yet */
         {"t.verdict('tls_grade', 'a1', '2026-03-01 04:00+00')", "conforming"},   /* under its alias */
         {"t.verdict('tls_grade', 'a1', '2026-03-02 05:59:59+00')", "conforming"},
         {"t.verdict('tls_grade', 'a1', '2026-03-02 06:00+00')", "deviating"},
         {"t.verdict('tls_grade', 'a2', '2026-03-01 12:00+00')", "deviating"}, /* A- is not A */
         {"t.verdict('tls_grade', 'a2', '2026-03-02 15:59:59+00')", "conforming"},
         {"t.verdict('tls_grade', 'a2', '2026-03-02 16:00+00')", "deviating"},
         {"t.verdict('tls_grade', 'a3', '2026-03-01 11:59:59+00')", "conforming"}, /* a test without grade says nothing */
         {"t.verdict('tls_grade', 'a3', '2026-03-01 12:00+00')", "deviating"},
         {"t.verdict('tls_grade', 'a4', '2026-03-01 12:00+00')", "deviating"}, /* never graded */
         {"t.verdict('tls_grade', 'inner', '2026-03-01 12:00+00')", "none"},
         {"t.verdict('tls_grade', 'intra', '2026-03-01 12:00+00')", "none"},
         {"t.verdict('tls_grade', 'pre', '2026-03-01 12:00+00')", "none"},
         {"t.verdict('tls_grade', 'a1', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('tls_grade', 'all', '2026-03-01 06:00+00')", "not_applied! 2/4 d2 u0 p0 w0 0.5"},
         {"t.line('tls_grade', 'office', '2026-03-01 06:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"SELECT string_agg(coalesce(detail, '-'), ' ' ORDER BY subject) FROM vg.verdict WHERE indicator = "
          "'tls_grade'",
          "A T A+ -"});
  indicator_expect_alone("tls_grade", KNOWN);
}

/* a1 is www too: what one address shows does not hide what the other does. */
Test(indicator_tls, a_site_is_as_good_as_the_worst_of_its_addresses) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      TESTS("('a1', '2026-03-01 04:00+00', '{\"grade\": \"F\", \"redirects\": false, \"hsts\": true}'),"
            "('www', '2026-03-01 04:00+00', '{\"grade\": \"A\", \"redirects\": true, \"hsts\": true}'),"
            "('a1', '2026-03-03 04:00+00', '{\"grade\": \"F\", \"redirects\": false, \"hsts\": true}'),"
            "('www', '2026-03-03 04:01+00', '{\"grade\": \"A\", \"redirects\": true, \"hsts\": true}'),"
            "('a1', '2026-03-03 12:00+00', '{\"grade\": \"A+\", \"redirects\": true, \"hsts\": true}'),"
            "('a1', '2026-03-04 04:00+00', '{\"grade\": \"T\"}'), ('www', '2026-03-04 05:00+00', '{\"grade\": \"A\"}'),"
            "('www', '2026-03-07 04:00+00', '{\"grade\": \"A\"}'), ('a2', '2026-03-01 04:00+00', '{\"grade\": \"B\"}')")
          "SELECT t.put('tls', 'testssl', 'again', '2026-03-01 04:00+00', '{\"asset\": \"a2\", \"tested_at\": "
          "\"2026-03-01 04:00+00\", \"grade\": \"A\"}');",
      KNOWN);
  EXPECT({"t.verdict('tls_grade', 'a1', '2026-03-01 12:00+00')", "deviating"}, /* tested at the same instant */
         {"t.verdict('https_only', 'a1', '2026-03-01 12:00+00')", "deviating"},
         {"t.verdict('tls_grade', 'a1', '2026-03-03 11:59:59+00')", "deviating"}, /* the other one, a minute later */
         {"t.verdict('https_only', 'a1', '2026-03-03 11:59:59+00')", "deviating"},
         {"t.verdict('tls_grade', 'a1', '2026-03-03 12:00+00')", "conforming"},
         {"t.verdict('https_only', 'a1', '2026-03-03 12:00+00')", "conforming"},
         {"t.verdict('tls_grade', 'a1', '2026-03-04 12:00+00')", "deviating"},
         {"t.verdict('tls_grade', 'a1', '2026-03-07 12:00+00')", "conforming"}, /* an address that is tested no more */
         {"t.verdict('tls_grade', 'a2', '2026-03-01 12:00+00')", "deviating"},  /* twice at the same instant */
         {DETAIL("tls_grade", "a1"), "A"}, {DETAIL("tls_grade", "a2"), "B"});
  indicator_expect_alone("tls_grade", KNOWN);
  indicator_expect_alone("https_only", KNOWN);
}

Test(indicator_tls, plain_http_redirects_and_hsts_is_on) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(TESTS("('a1', '2026-03-01 04:00+00', '{\"redirects\": true, \"hsts\": true}'),"
                           "('a2', '2026-03-01 04:00+00', '{\"redirects\": true, \"hsts\": false}'),"
                           "('a3', '2026-03-01 04:00+00', '{\"redirects\": true}'),"
                           "('a4', '2026-03-01 04:00+00', '{\"grade\": \"A\"}'),"
                           "('a2', '2026-03-05 04:00+00', '{\"redirects\": true, \"hsts\": true}'),"
                           "('a2', '2026-03-07 04:00+00', '{\"redirects\": false, \"hsts\": true}')"),
                     KNOWN);
  EXPECT({"t.verdict('https_only', 'a1', '2026-03-01 03:59:59+00')", "unknown"},
         {"t.verdict('https_only', 'a1', '2026-03-01 04:00+00')", "conforming"},
         {"t.verdict('https_only', 'a1', '2026-03-31 03:59:59+00')", "conforming"},
         {"t.verdict('https_only', 'a1', '2026-03-31 04:00+00')", "deviating"}, /* 30 days without a test */
         {"t.verdict('https_only', 'a2', '2026-03-05 03:59:59+00')", "deviating"},
         {"t.verdict('https_only', 'a2', '2026-03-05 04:00+00')", "conforming"},
         {"t.verdict('https_only', 'a2', '2026-03-07 04:00+00')", "deviating"},
         {"t.verdict('https_only', 'a3', '2026-03-02 00:00+00')", "deviating"},
         {"t.verdict('https_only', 'a4', '2026-03-02 00:00+00')", "unknown"}, /* its test speaks of something else */
         {"t.verdict('https_only', 'pre', '2026-03-02 00:00+00')", "none"},
         {"t.verdict('https_only', 'a1', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('https_only', 'site', '2026-03-02 00:00+00')", "not_applied! 1/4 d2 u1 p0 w0 0.25"},
         {"t.line('https_only', 'office', '2026-03-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("https_only", KNOWN);
}

Test(indicator_tls, certificates_hold_for_15_more_days) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      TESTS("('a1', '2026-03-01 04:00+00', '{\"expires_at\": \"2026-05-16 00:00+00\"}'),"
            "('a2', '2026-03-01 04:00+00', '{\"expires_at\": \"2026-03-10 00:00+00\"}'),"
            "('a2', '2026-03-08 04:00+00', '{\"expires_at\": \"2026-09-10 00:00+00\"}'),"
            "('a3', '2026-03-01 04:00+00', '{\"expires_at\": \"2026-02-10 00:00+00\", \"grade\": \"T\"}')"),
      KNOWN);
  EXPECT({"t.verdict('certificate_valid', 'a1', '2026-03-01 03:59:59+00')", "unknown"},
         {"t.verdict('certificate_valid', 'a1', '2026-03-01 04:00+00')", "conforming"},
         {"t.verdict('certificate_valid', 'a1', '2026-04-30 23:59:59+00')", "conforming"},
         {"t.verdict('certificate_valid', 'a1', '2026-05-01 00:00+00')", "deviating"},
         {"t.verdict('certificate_valid', 'a2', '2026-03-08 03:59:59+00')", "deviating"},
         {"t.verdict('certificate_valid', 'a2', '2026-03-08 04:00+00')", "conforming"}, /* renewed */
         {"t.verdict('certificate_valid', 'a2', '2026-08-25 23:59:59+00')", "conforming"},
         {"t.verdict('certificate_valid', 'a2', '2026-08-26 00:00+00')", "deviating"},
         {"t.verdict('certificate_valid', 'a3', '2026-03-02 00:00+00')", "deviating"},
         {"t.verdict('certificate_valid', 'a4', '2026-03-02 00:00+00')", "unknown"},
         {"t.verdict('certificate_valid', 'a1', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('certificate_valid', 'all', '2026-03-02 00:00+00')", "not_applied! 1/4 d2 u1 p0 w0 0.25"},
         {"t.line('certificate_valid', 'office', '2026-03-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"SELECT detail FROM vg.verdict WHERE indicator = 'certificate_valid' AND subject = 'a2'",
          "2026-09-10T00:00:00Z"});
  indicator_expect_alone("certificate_valid", KNOWN);
}

/* a1 is www too. An address without a test for 30 days counts against the site no more: nobody may look at it any more. */
Test(indicator_tls, the_certificate_of_a_site_is_the_worst_of_those_of_its_addresses) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      TESTS("('a1', '2026-03-01 04:00+00', '{\"expires_at\": \"2026-03-10 00:00+00\"}'),"
            "('www', '2026-03-01 05:00+00', '{\"expires_at\": \"2026-09-10 00:00+00\"}'),"
            "('a1', '2026-03-03 04:00+00', '{\"expires_at\": \"2026-08-10 00:00+00\"}'),"
            "('www', '2026-03-05 05:00+00', '{\"expires_at\": \"2026-03-12 00:00+00\"}'),"
            "('a1', '2026-04-02 04:00+00', '{\"expires_at\": \"2026-08-10 00:00+00\"}'),"
            "('a2', '2026-03-01 04:00+00', '{\"expires_at\": \"2026-09-10 00:00+00\"}'),"
            "('a3', '2026-03-01 04:00+00', '{\"expires_at\": \"2026-09-10 00:00+00\"}')")
          "SELECT t.put('tls', 'testssl', 'again', '2026-03-01 04:00+00', '{\"asset\": \"a2\", \"tested_at\": "
          "\"2026-03-01 04:00+00\", \"expires_at\": \"2026-03-09 00:00+00\"}');"
          "SELECT t.put('tls', 'testssl', 'again3', '2026-03-01 04:00+00', '{\"asset\": \"a3\", \"tested_at\": "
          "\"2026-03-01 04:00+00\", \"expires_at\": \"2026-03-09 00:00+00\"}');"
          TESTS("('a3', '2026-03-02 04:00+00', '{\"expires_at\": \"2026-09-10 00:00+00\"}'), ('a3', '2026-03-03 04:00+00', '{\"reachable\": false}')"),
      KNOWN);
  EXPECT({"t.verdict('certificate_valid', 'a1', '2026-03-02 00:00+00')", "deviating"}, /* the other address has a new one */
         {"t.verdict('certificate_valid', 'a1', '2026-03-03 04:00+00')", "conforming"},
         {"t.verdict('certificate_valid', 'a1', '2026-03-05 05:00+00')", "deviating"},
         {"t.verdict('certificate_valid', 'a1', '2026-04-03 00:00+00')", "deviating"},
         {"t.verdict('certificate_valid', 'a1', '2026-04-04 05:00+00')", "conforming"}, /* an address that is tested no more */
         {"t.verdict('certificate_valid', 'a1', '2026-05-30 00:00+00')", "conforming"}, /* the other one, until its date */
         {"t.verdict('certificate_valid', 'a2', '2026-03-02 00:00+00')", "deviating"}, /* two at the same instant */
         {"t.verdict('certificate_valid', 'a3', '2026-03-02 00:00+00')", "deviating"},
         {"t.verdict('certificate_valid', 'a3', '2026-05-02 00:00+00')", "conforming"}, /* a test that shows none says nothing of it */
         {DETAIL("certificate_valid", "a1"), "2026-03-12T00:00:00Z"}, {DETAIL("certificate_valid", "a2"), "2026-03-09T00:00:00Z"},
         {DETAIL("certificate_valid", "a3"), "2026-09-10T00:00:00Z"});
  indicator_expect_alone("certificate_valid", KNOWN);
}

/* A source that shows the last test alone withdraws the one before: what that said holds where the new one shows no certificate. */
Test(indicator_tls, a_test_without_certificate_does_not_end_the_one_that_is_known) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      TESTS("('a1', '2026-03-01 04:00+00', '{\"expires_at\": \"2026-09-10 00:00+00\"}'), ('a2', '2026-03-01 04:00+00', '{\"expires_at\": \"2026-09-10 00:00+00\"}'),"
            "('a3', '2026-03-01 04:00+00', '{\"expires_at\": \"2026-09-10 00:00+00\"}')")
          "SELECT t.gone('tls', 'testssl', a || ' 2026-03-01 04:00+00', '2026-03-02 05:00+00') FROM unnest('{a1,a2,a3}'::text[]) a;"
          TESTS("('a1', '2026-03-02 04:00+00', '{\"reachable\": false}'), ('www', '2026-03-02 04:00+00', '{\"reachable\": false}'),"
                "('a3', '2026-03-02 04:00+00', '{\"expires_at\": \"2026-03-10 00:00+00\"}')"),
      KNOWN);
  EXPECT({"t.verdict('certificate_valid', 'a1', '2026-05-03 00:00+00')", "conforming"},
         {"t.verdict('certificate_valid', 'a2', '2026-03-02 04:59:59+00')", "conforming"},
         {"t.verdict('certificate_valid', 'a2', '2026-03-02 05:00+00')", "deviating"}, /* withdrawn, nothing in its place */
         {"t.verdict('certificate_valid', 'a3', '2026-03-02 04:00+00')", "deviating"});
  indicator_expect_alone("certificate_valid", KNOWN);
}
