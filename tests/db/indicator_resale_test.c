#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_resale, .init = indicator_world_init, .fini = indicator_world_fini);

#define KNOWN "2026-06-01T00:00:00Z"

/* clang-format off */
/* Clients' servers at site, office and lab; none at spare. Attestations hold 365 days where they give no end. */
static const char world[] =
    "UPDATE vg.policy SET registers = '{\"controls\": [{\"code\": \"data_resale\", \"rule\": \"10.4\", \"subject\": \"perimeter\", \"days\": 365}]}';"
    "SELECT t.perimeter(p, 'all') FROM unnest('{lab,spare}'::text[]) p;"
    "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('register', 'all', '{attestation}');"
    "SELECT t.cover('inventory', '2026-01-01', '2028-01-01'); SELECT t.cover('register', '2026-01-01', '2028-01-01');"
    "SELECT t.asset(n, 'server', jsonb_build_object('client', c, 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = p)))"
    " FROM (VALUES ('s1', 'Brévelin', 'site'), ('s2', 'Ostrave', 'office'), ('s3', 'Quelune', 'lab'), ('s4', '', 'spare')) v(n, c, p);"
    "SELECT t.put('asset', 'inventory', 's3', '2026-05-01', jsonb_build_object('name', 's3', 'type', 'server', 'status', 'retired',"
    " 'client', 'Quelune', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'lab')));";

#define SAID(values)                                                                                                   \
  "SELECT t.put('attestation', 'register', s || ' ' || c || ' ' || at, at::timestamptz, jsonb_build_object('control', c, 'subject', s," \
  " 'attested_at', at, 'result', r, 'valid_until', u, 'evidence', e)) FROM (VALUES " values ") v(s, c, r, at, u, e);"
/* clang-format on */

Test(indicator_resale, management_attests_every_twelve_months) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      SAID("('site', 'data_resale', 'passed', '2026-02-01 11:00+00', NULL, 'PV-1'),"
           "('office', 'data_resale', 'failed', '2026-02-01 11:00+00', '2026-08-01 00:00+00', NULL),"
           "('office', 'data_resale', 'passed', '2026-03-01 11:00+00', '2029-01-01 00:00+00', NULL),"
           "('lab', 'intrusion_system', 'passed', '2026-02-01 11:00+00', NULL, 'PV-2'),"
           "('spare', 'data_resale', 'passed', '2026-02-01 11:00+00', NULL, 'PV-3'),"
           "('all', 'data_resale', 'passed', '2026-02-01 11:00+00', NULL, 'PV-4')"),
      KNOWN);
  EXPECT({"t.verdict('data_resale_attested', 'site', '2026-02-01 10:59:59+00')", "unknown"}, /* nobody has said yet */
         {"t.verdict('data_resale_attested', 'site', '2026-02-01 11:00+00')", "conforming"},
         {"t.verdict('data_resale_attested', 'site', '2027-02-01 10:59:59+00')", "conforming"},
         {"t.verdict('data_resale_attested', 'site', '2027-02-01 11:00+00')", "unknown"}, /* twelve months */
         {"t.verdict('data_resale_attested', 'office', '2026-02-15 00:00+00')", "deviating"},
         {"t.verdict('data_resale_attested', 'office', '2026-03-01 11:00+00')", "conforming"}, /* the last one decides */
         {"t.verdict('data_resale_attested', 'office', '2027-03-01 10:59:59+00')", "conforming"},
         {"t.verdict('data_resale_attested', 'office', '2027-03-01 11:00+00')", "unknown"}, /* however far its end */
         {"t.verdict('data_resale_attested', 'lab', '2026-04-30 23:59+00')", "unknown"}, /* another control */
         {"t.verdict('data_resale_attested', 'lab', '2026-05-01 00:00+00')", "outside"}, /* serves no client any more */
         {"t.verdict('data_resale_attested', 'spare', '2026-03-01 00:00+00')", "none"},
         {"t.verdict('data_resale_attested', 'all', '2026-03-01 00:00+00')", "none"},
         {"t.line('data_resale_attested', 'all', '2026-03-02 00:00+00')", "unknown 2/3 d0 u1 p0 w0 0.667"},
         {"t.line('data_resale_attested', 'spare', '2026-03-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"t.verdict('data_resale_attested', 'site', '2028-01-01 00:00+00')", "unknown"},
         {"SELECT detail FROM vg.verdict WHERE indicator = 'data_resale_attested' AND subject = 'office'",
          "2026-03-01T11:00:00Z"});
  indicator_expect_alone("data_resale_attested", KNOWN);
}

/* A register of one perimeter attests for itself and for what is above or below it, as the list of what is due says. */
Test(indicator_resale, no_register_attests_for_a_neighbour) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      "SELECT t.source('local', 'office', '{attestation}'); SELECT t.cover('local', '2026-01-01', '2028-01-01');"
      "SELECT t.put('attestation', 'local', s, '2026-02-01 11:00+00', jsonb_build_object('control', 'data_resale', 'subject', s,"
      " 'attested_at', '2026-02-01 11:00+00', 'result', 'passed', 'evidence', 'PV')) FROM unnest('{site,office}'::text[]) s;",
      KNOWN);
  EXPECT({"t.verdict('data_resale_attested', 'office', '2026-03-01 00:00+00')", "conforming"},
         {"t.verdict('data_resale_attested', 'site', '2026-03-01 00:00+00')", "unknown"});
  indicator_expect_alone("data_resale_attested", KNOWN);
}

Test(indicator_resale, an_attestation_taken_back_says_nothing) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      SAID("('site', 'data_resale', 'passed', '2026-02-01 11:00+00', NULL, 'PV-1')")
      "SELECT t.gone('attestation', 'register', 'site data_resale 2026-02-01 11:00+00', '2026-02-10');",
      KNOWN);
  EXPECT({"t.verdict('data_resale_attested', 'site', '2026-02-09 23:59+00')", "conforming"},
         {"t.verdict('data_resale_attested', 'site', '2026-02-10 00:00+00')", "unknown"});
}
