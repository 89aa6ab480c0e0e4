#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_network, .init = indicator_world_init, .fini = indicator_world_fini);

#define KNOWN "2026-06-01T00:00:00Z"

/* clang-format off */
#define PROBE "SELECT t.source('probe', 'site', '{network_test}'); SELECT t.cover('probe', '2026-01-01', '2026-12-01');"
#define TESTS(values)                                                                                                  \
  "SELECT t.put('network_test', 'probe', f || ' ' || at, at::timestamptz, jsonb_build_object('flow', f, 'type', y,"    \
  " 'expected', e, 'observed', o, 'tested_at', at) || j::jsonb) FROM (VALUES " values ") v(f, y, e, o, at, j);"
/* clang-format on */

Test(indicator_network, flows_do_what_the_matrix_says_for_90_days) {
  indicator_evaluate(
      PROBE TESTS("('f1', 'flow', 'open', 'open', '2026-02-01 04:00+00', '{\"from\": \"guests\", \"to\": \"web\"}'),"
                  "('f2', 'flow', 'blocked', 'open', '2026-02-01 04:00+00', '{}'),"
                  "('f2', 'flow', 'blocked', 'blocked', '2026-02-02 04:00+00', '{}'),"
                  "('f3', 'flow', 'blocked', 'blocked', '2026-02-01 04:00+00', '{}'),"
                  "('f3', 'flow', 'blocked', 'open', '2026-02-20 04:00+00', '{\"from\": \"guests\"}'),"
                  "('f4', 'flow', 'open', 'open', '2026-02-01 04:00+00', '{}'),"
                  "('p1', 'datacenter_path', 'blocked', 'blocked', '2026-02-01 04:00+00', '{}')")
      /* two at the same instant; a flow taken out of the matrix; a result that is corrected */
      TESTS("('f5', 'flow', 'open', 'open', '2026-02-01 04:00+00', '{}')")
          "SELECT t.put('network_test', 'probe', 'f5 again', '2026-02-01', '{\"flow\": \"f5\", \"type\": \"flow\", "
          "\"expected\": \"open\", \"observed\": \"blocked\", \"tested_at\": \"2026-02-01 04:00+00\"}');"
          "SELECT t.gone('network_test', 'probe', 'f4 2026-02-01 04:00+00', '2026-03-01');",
      KNOWN);
  EXPECT({"t.verdict('flow_matrix_tested', 'f1', '2026-02-01 03:59:59+00')", "outside"}, /* not in the matrix yet */
         {"t.verdict('flow_matrix_tested', 'f1', '2026-02-01 04:00+00')", "conforming"},
         {"t.verdict('flow_matrix_tested', 'f1', '2026-05-02 03:59:59+00')", "conforming"},
         {"t.verdict('flow_matrix_tested', 'f1', '2026-05-02 04:00+00')", "deviating"}, /* 90 days */
         {"t.verdict('flow_matrix_tested', 'f2', '2026-02-02 03:59:59+00')", "deviating"},
         {"t.verdict('flow_matrix_tested', 'f2', '2026-02-02 04:00+00')", "conforming"},
         {"t.verdict('flow_matrix_tested', 'f3', '2026-02-20 03:59:59+00')", "conforming"},
         {"t.verdict('flow_matrix_tested', 'f3', '2026-02-20 04:00+00')", "deviating"}, /* the last test decides */
         {"t.verdict('flow_matrix_tested', 'f4', '2026-02-28 23:59+00')", "conforming"},
         {"t.verdict('flow_matrix_tested', 'f4', '2026-03-01 00:00+00')", "outside"},
         {"t.verdict('flow_matrix_tested', 'f5', '2026-02-02 00:00+00')", "deviating"}, /* the worse of two at once */
         {"t.verdict('flow_matrix_tested', 'p1', '2026-02-02 00:00+00')", "none"},
         {"t.verdict('flow_matrix_tested', 'f1', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('flow_matrix_tested', 'site', '2026-02-10 00:00+00')", "not_applied! 4/5 d1 u0 p0 w0 0.8"},
         {"t.line('flow_matrix_tested', 'all', '2026-01-10 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"SELECT label || ' ' || detail FROM vg.verdict WHERE indicator = 'flow_matrix_tested' AND subject = 'f1'",
          "f1 (guests → web) 2026-02-01T04:00:00Z"},
         {"SELECT label FROM vg.verdict WHERE indicator = 'flow_matrix_tested' AND subject = 'f3'", "f3 (guests)"});
  indicator_expect_alone("flow_matrix_tested", KNOWN);
}

Test(indicator_network, a_corrected_result_is_taken_as_it_is_now) {
  indicator_evaluate(
      PROBE TESTS("('f1', 'flow', 'blocked', 'open', '2026-02-01 04:00+00', '{}')")
          "SELECT t.put('network_test', 'probe', 'f1 2026-02-01 04:00+00', '2026-02-03', '{\"flow\": \"f1\", "
          "\"type\": \"flow\", \"expected\": \"blocked\", \"observed\": \"blocked\", \"tested_at\": \"2026-02-01 "
          "04:00+00\"}');",
      KNOWN);
  EXPECT({"t.verdict('flow_matrix_tested', 'f1', '2026-02-02 00:00+00')", "conforming"});
  indicator_evaluate(NULL, "2026-02-02T12:00:00Z");
  EXPECT({"t.verdict('flow_matrix_tested', 'f1', '2026-02-02 00:00+00')", "deviating"}); /* as it was known then */
}

Test(indicator_network, paths_to_datacenters_are_blocked_whatever_was_expected) {
  indicator_evaluate(
      PROBE TESTS("('p1', 'datacenter_path', 'blocked', 'blocked', '2026-02-01 04:00+00', '{}'),"
                  "('p2', 'datacenter_path', 'blocked', 'open', '2026-02-01 04:00+00', '{}'),"
                  "('p3', 'datacenter_path', 'open', 'open', '2026-02-01 04:00+00', '{}'),"
                  "('f1', 'flow', 'blocked', 'blocked', '2026-02-01 04:00+00', '{}')"),
      KNOWN);
  EXPECT({"t.verdict('no_direct_connection', 'p1', '2026-02-01 03:59:59+00')", "outside"},
         {"t.verdict('no_direct_connection', 'p1', '2026-02-01 04:00+00')", "conforming"},
         {"t.verdict('no_direct_connection', 'p1', '2026-05-02 03:59:59+00')", "conforming"},
         {"t.verdict('no_direct_connection', 'p1', '2026-05-02 04:00+00')", "deviating"},
         {"t.verdict('no_direct_connection', 'p2', '2026-02-02 00:00+00')", "deviating"},
         {"t.verdict('no_direct_connection', 'p3', '2026-02-02 00:00+00')", "deviating"},
         {"t.verdict('no_direct_connection', 'f1', '2026-02-02 00:00+00')", "none"},
         {"t.verdict('no_direct_connection', 'p1', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('no_direct_connection', 'all', '2026-02-02 00:00+00')", "not_applied! 1/3 d2 u0 p0 w0 0.333"},
         {"t.line('no_direct_connection', 'all', '2026-01-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("no_direct_connection", KNOWN);
}

/* clang-format off */
#define GOOD "\"encrypted\": true, \"authenticated\": true, \"mfa\": true"
#define SAFE "\"encrypted\": true, \"authenticated\": true"
#define OF(system) ", \"system\": \"" system "\""
#define ON "\"enabled\": true"
#define POINT(flow, at, more) "('" flow "', 'remote_access', 'open', 'open', '" at " 04:00+00', '{" more "}')"
#define FACTORS(place) "SELECT t.source('directory', '" place "', '{account}'); SELECT t.cover('directory', '2026-01-01', '2026-12-01');"
#define ACCOUNT(login, system, at, more)                                                                               \
  "SELECT t.put('account', 'directory', '" login "@" system "', '" at "', '{\"login\": \"" login "\", \"system\": \"" system "\"," \
  " \"type\": \"personal\", " more "}');"
/* clang-format on */

Test(indicator_network, remote_access_is_encrypted_authenticated_multifactor) {
  indicator_evaluate(
      PROBE FACTORS("site") ACCOUNT("ada", "gate", "2026-01-01", ON ", \"mfa\": true")
          TESTS(POINT("vpn1", "2026-02-01", GOOD OF("gate")) ","
                POINT("vpn2", "2026-02-01", SAFE ", \"mfa\": false" OF("gate")) ","
                POINT("vpn3", "2026-02-01", SAFE OF("gate")) "," POINT("vpn1", "2026-03-01", GOOD)),
      KNOWN);
  EXPECT({"t.verdict('remote_access_vpn', 'vpn1', '2026-02-01 03:59:59+00')", "outside"},
         {"t.verdict('remote_access_vpn', 'vpn1', '2026-02-01 04:00+00')", "conforming"},
         {"t.verdict('remote_access_vpn', 'vpn1', '2026-05-30 03:59:59+00')", "conforming"}, /* from the second test */
         {"t.verdict('remote_access_vpn', 'vpn1', '2026-05-30 04:00+00')", "deviating"},
         {"t.verdict('remote_access_vpn', 'vpn2', '2026-02-02 00:00+00')", "deviating"},
         {"t.verdict('remote_access_vpn', 'vpn3', '2026-02-02 00:00+00')", "deviating"}, /* what is not said is missing */
         {"t.verdict('remote_access_vpn', 'vpn1', '2026-12-01 00:00+00')", "unknown"},
         {"t.line('remote_access_vpn', 'site', '2026-02-02 00:00+00')", "not_applied! 1/3 d2 u0 p0 w0 0.333"},
         {"t.line('remote_access_vpn', 'office', '2026-02-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("remote_access_vpn", KNOWN);
}

/* gate: ada's second factor went, then her account; bob never had one, and does not enter from outside. door: its source knows no
 * factors. Nobody tells the accounts of hall, and of lane no test says the system.                                              */
Test(indicator_network, an_account_without_second_factor_is_a_hole_in_the_access) {
  indicator_evaluate(
      PROBE FACTORS("site") ACCOUNT("ada", "gate", "2026-01-01", ON ", \"mfa\": true")
          ACCOUNT("ada", "gate", "2026-03-10", ON ", \"mfa\": false")
          ACCOUNT("ada", "gate", "2026-03-20", "\"enabled\": false, \"mfa\": false")
              ACCOUNT("bob", "gate", "2026-01-01", ON ", \"mfa\": false, \"remote\": false") ACCOUNT("eve", "door", "2026-01-01", ON)
                  ACCOUNT("ivy", "yard", "2026-01-01", ON ", \"mfa\": true") ACCOUNT("joe", "yard", "2026-01-01", ON)
                      TESTS(POINT("gate", "2026-03-01", GOOD OF("gate")) "," POINT("door", "2026-03-01", GOOD OF("door")) ","
                            POINT("hall", "2026-03-01", GOOD OF("hall")) "," POINT("lane", "2026-03-01", GOOD) ","
                            POINT("yard", "2026-03-01", GOOD OF("yard"))),
      KNOWN);
  EXPECT({"t.verdict('remote_access_vpn', 'gate', '2026-03-09 23:59:59+00')", "conforming"},
         {"t.verdict('remote_access_vpn', 'gate', '2026-03-10 00:00+00')", "deviating"},
         {"t.verdict('remote_access_vpn', 'gate', '2026-03-19 23:59:59+00')", "deviating"},
         {"t.verdict('remote_access_vpn', 'gate', '2026-03-20 00:00+00')", "conforming"},
         {"t.verdict('remote_access_vpn', 'door', '2026-03-02 00:00+00')", "unknown"},
         {"t.verdict('remote_access_vpn', 'hall', '2026-03-02 00:00+00')", "unknown"},
         {"t.verdict('remote_access_vpn', 'lane', '2026-03-02 00:00+00')", "unknown"},
         {"t.verdict('remote_access_vpn', 'yard', '2026-03-02 00:00+00')", "deviating"}, /* joe's factors are not said, ivy's are */
         {"t.line('remote_access_vpn', 'site', '2026-03-12 00:00+00')", "not_applied! 0/5 d2 u3 p0 w0 0"});
  indicator_expect_alone("remote_access_vpn", KNOWN);
}

/* An access whose accounts are of an asset under another name, told by a source of the whole. */
Test(indicator_network, the_system_of_an_access_goes_by_any_name_of_the_asset) {
  indicator_evaluate(
      PROBE FACTORS("all") "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.cover('inventory', '2026-01-01', '2026-12-01');"
                    "SELECT t.asset('vpn-01', 'network', '{\"aliases\": [\"gate\"]}');"
                    "SELECT t.put('account', 'directory', 'ada', '2026-01-01', '{\"login\": \"ada\", \"system\": \"vpn-01\", \"type\": \"personal\","
                    " \"enabled\": true, \"mfa\": false}');"
          TESTS(POINT("vpn1", "2026-02-01", GOOD ", \"system\": \"gate\"")),
      KNOWN);
  EXPECT({"t.verdict('remote_access_vpn', 'vpn1', '2026-02-02 00:00+00')", "deviating"});
}
