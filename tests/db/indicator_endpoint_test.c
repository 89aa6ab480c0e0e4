#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_endpoint, .init = indicator_world_init, .fini = indicator_world_fini);

#define KNOWN "2026-06-01T00:00:00Z"

/* clang-format off */
/* Workstations pc1 to pc5 (pc5 was called old5), a spare one, two mobiles, a key, a server; device management of everything. */
static const char world[] =
    "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('mdm', 'all', '{endpoint}');"
    "SELECT t.cover('inventory', '2026-01-01', '2027-01-01'); SELECT t.cover('mdm', '2026-01-01', '2026-10-01');"
    "SELECT t.asset(n, k, j::jsonb) FROM (VALUES ('pc1', 'workstation', '{\"environment\": \"office\"}'), ('pc2', 'laptop', '{}'),"
    " ('pc3', 'laptop', '{\"title\": \"Portable\"}'), ('pc4', 'laptop', '{}'), ('spare', 'laptop', '{\"status\": \"in_stock\"}'),"
    " ('ph1', 'phone', '{}'), ('tab1', 'tablet', '{}'), ('usb1', 'removable', '{}'), ('srv', 'server', '{}')) v(n, k, j);"
    "SELECT t.put('asset', 'inventory', 'five', '2026-01-01', '{\"name\": \"old5\", \"type\": \"laptop\", \"status\": \"in_service\"}');"
    "SELECT t.put('asset', 'inventory', 'five', '2026-02-01', '{\"name\": \"pc5\", \"type\": \"laptop\", \"status\": \"in_service\"}');";

#define ENDPOINTS(values)                                                                                              \
  "SELECT t.put('endpoint', 'mdm', a, at::timestamptz, jsonb_build_object('asset', a, 'seen_at', s) || j::jsonb)"      \
  " FROM (VALUES " values ") v(a, at, s, j) ORDER BY at::timestamptz;"
/* clang-format on */

Test(indicator_endpoint, workstations_are_locked_and_seen_within_30_days) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      ENDPOINTS(
          "('pc1', '2026-03-01 09:00+00', '2026-03-01 08:00+00', '{\"authentication\": true, \"autolock\": true}'),"
          "('pc2', '2026-03-01 09:00+00', '2026-03-01 08:00+00', '{\"authentication\": true, \"autolock\": true}'),"
          "('pc4', '2026-03-01 09:00+00', '2026-03-01 08:00+00', '{\"authentication\": true}'),"
          "('old5', '2026-03-01 09:00+00', '2026-03-01 08:00+00', '{\"authentication\": true, \"autolock\": true}')")
          ENDPOINTS("('pc2', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{\"authentication\": true, "
                    "\"autolock\": false}')")
          "SELECT t.gone('endpoint', 'mdm', 'old5', '2026-03-05'); SELECT t.cover('mdm', '2026-03-10', '2026-10-01');",
      KNOWN);
  EXPECT({"t.verdict('endpoint_locked', 'pc1', '2026-03-01 08:59:59+00')", "deviating"}, /* not known yet */
         {"t.verdict('endpoint_locked', 'pc1', '2026-03-01 09:00+00')", "conforming"},
         {"t.verdict('endpoint_locked', 'pc1', '2026-03-31 07:59:59+00')", "conforming"},
         {"t.verdict('endpoint_locked', 'pc1', '2026-03-31 08:00+00')", "deviating"}, /* 30 days without contact */
         {"t.verdict('endpoint_locked', 'pc2', '2026-03-10 08:59:59+00')", "conforming"},
         {"t.verdict('endpoint_locked', 'pc2', '2026-03-10 09:00+00')", "deviating"}, /* the lock was taken off */
         {"t.verdict('endpoint_locked', 'pc3', '2026-03-02 00:00+00')", "deviating"}, /* device management ignores it */
         {"t.verdict('endpoint_locked', 'pc4', '2026-03-02 00:00+00')", "deviating"}, /* nothing says that it locks */
         {"t.verdict('endpoint_locked', 'pc5', '2026-03-04 23:59+00')", "conforming"}, /* under its former name */
         {"t.verdict('endpoint_locked', 'pc5', '2026-03-05 00:00+00')", "deviating"},  /* gone from the tool */
         {"t.verdict('endpoint_locked', 'spare', '2026-03-02 00:00+00')", "none"},
         {"t.verdict('endpoint_locked', 'ph1', '2026-03-02 00:00+00')", "none"},
         {"t.verdict('endpoint_locked', 'srv', '2026-03-02 00:00+00')", "none"},
         {"t.verdict('endpoint_locked', 'pc1', '2026-10-01 00:00+00')", "unknown"}, /* the tool is silent */
         {"t.line('endpoint_locked', 'all', '2026-03-02 00:00+00')", "not_applied! 3/5 d2 u0 p0 w0 0.6"},
         {"t.line('endpoint_locked', 'office', '2026-03-02 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"SELECT detail FROM vg.verdict WHERE indicator = 'endpoint_locked' AND subject = 'pc1'",
          "2026-03-01T08:00:00Z"},
         {"SELECT label FROM vg.verdict WHERE indicator = 'endpoint_locked' AND subject = 'pc3'", "pc3 (Portable)"});
  indicator_expect_alone("endpoint_locked", KNOWN);
}

Test(indicator_endpoint, antivirus_has_fresh_signatures_at_last_contact) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      ENDPOINTS("('pc1', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{\"antivirus\": true, \"signatures_at\": "
                "\"2026-03-07 08:00:01+00\"}'),"
                "('pc2', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{\"antivirus\": true, \"signatures_at\": "
                "\"2026-03-07 08:00+00\"}'),"
                "('pc3', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{\"antivirus\": false, \"signatures_at\": "
                "\"2026-03-10 08:00+00\"}'),"
                "('pc4', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{\"antivirus\": true}')")
          ENDPOINTS("('pc3', '2026-03-12 09:00+00', '2026-03-12 08:00+00', '{\"antivirus\": true, "
                    "\"signatures_at\": \"2026-03-12 06:00+00\"}')")
          "SELECT t.cover('mdm', '2026-03-12', '2026-10-01');",
      KNOWN);
  EXPECT({"t.verdict('antivirus_current', 'pc1', '2026-03-10 08:59:59+00')", "deviating"},
         {"t.verdict('antivirus_current', 'pc1', '2026-03-10 09:00+00')", "conforming"},
         {"t.verdict('antivirus_current', 'pc1', '2026-03-24 07:59:59+00')", "conforming"},
         {"t.verdict('antivirus_current', 'pc1', '2026-03-24 08:00+00')", "deviating"},
         {"t.verdict('antivirus_current', 'pc2', '2026-03-10 12:00+00')", "deviating"}, /* three days old */
         {"t.verdict('antivirus_current', 'pc3', '2026-03-12 08:59:59+00')", "deviating"},
         {"t.verdict('antivirus_current', 'pc3', '2026-03-12 09:00+00')", "conforming"}, /* mended */
         {"t.verdict('antivirus_current', 'pc4', '2026-03-10 12:00+00')", "deviating"},
         {"t.verdict('antivirus_current', 'pc5', '2026-03-10 12:00+00')", "deviating"},
         {"t.verdict('antivirus_current', 'pc1', '2026-10-01 00:00+00')", "unknown"},
         {"t.line('antivirus_current', 'site', '2026-03-12 09:00+00')", "not_applied! 2/4 d2 u0 p0 w0 0.5"},
         {"t.line('antivirus_current', 'office', '2026-03-12 09:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("antivirus_current", KNOWN);
}

Test(indicator_endpoint, mobiles_and_media) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate(
      ENDPOINTS("('ph1', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{\"biometrics\": true, \"managed\": true}'),"
                "('tab1', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{\"biometrics\": true, \"managed\": false}'),"
                "('pc1', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{\"encrypted\": true}'),"
                "('pc2', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{\"encrypted\": false}'),"
                "('pc3', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{}'),"
                "('usb1', '2026-03-10 09:00+00', '2026-03-10 08:00+00', '{\"encrypted\": true}')")
          ENDPOINTS("('ph1', '2026-03-20 09:00+00', '2026-03-20 08:00+00', '{\"managed\": true}')")
          "SELECT t.gone('endpoint', 'mdm', 'usb1', '2026-03-25');"
          "SELECT t.cover('mdm', '2026-03-25', '2026-10-01');",
      KNOWN);
  EXPECT({"t.verdict('mobile_protected', 'ph1', '2026-03-10 08:59:59+00')", "deviating"}, /* unknown to the tool */
         {"t.verdict('mobile_protected', 'ph1', '2026-03-10 09:00+00')", "conforming"},
         {"t.verdict('mobile_protected', 'ph1', '2026-03-20 08:59:59+00')", "conforming"},
         {"t.verdict('mobile_protected', 'ph1', '2026-03-20 09:00+00')", "deviating"},
         {"t.verdict('mobile_protected', 'tab1', '2026-03-10 09:00+00')", "deviating"},
         {"t.verdict('mobile_protected', 'pc1', '2026-03-10 09:00+00')", "none"},
         {"t.verdict('mobile_protected', 'ph1', '2026-10-01 00:00+00')", "unknown"},
         {"t.line('mobile_protected', 'all', '2026-03-10 09:00+00')", "not_applied! 1/2 d1 u0 p0 w0 0.5"},
         {"t.line('mobile_protected', 'office', '2026-03-10 09:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
         {"t.verdict('disk_encrypted', 'pc1', '2026-03-10 08:59:59+00')", "unknown"},
         {"t.verdict('disk_encrypted', 'pc1', '2026-03-10 09:00+00')", "conforming"},
         {"t.verdict('disk_encrypted', 'pc2', '2026-03-10 09:00+00')", "deviating"},
         {"t.verdict('disk_encrypted', 'pc3', '2026-03-10 09:00+00')", "unknown"}, /* the tool does not say */
         {"t.verdict('disk_encrypted', 'pc4', '2026-03-10 09:00+00')", "unknown"}, /* nobody speaks of it */
         {"t.verdict('disk_encrypted', 'usb1', '2026-03-24 23:59+00')", "conforming"},
         {"t.verdict('disk_encrypted', 'usb1', '2026-03-25 00:00+00')", "deviating"},
         {"t.verdict('disk_encrypted', 'spare', '2026-03-10 09:00+00')", "none"},
         {"t.verdict('disk_encrypted', 'pc1', '2026-10-01 00:00+00')", "unknown"},
         {"t.line('disk_encrypted', 'all', '2026-03-11 00:00+00')", "not_applied! 2/6 d1 u3 p0 w0 0.333"},
         {"t.line('disk_encrypted', 'office', '2026-03-10 09:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("mobile_protected", KNOWN);
  indicator_expect_alone("disk_encrypted", KNOWN);
}

/* clang-format off */
#define ALL(value, seen) "{\"authentication\": " value ", \"autolock\": " value ", \"antivirus\": " value ", \"encrypted\": " value           \
                   ", \"biometrics\": " value ", \"managed\": " value ", \"signatures_at\": \"" seen "\", \"seen_at\": \"" seen "\", \"asset\": "
#define RECORD(source, key, at, asset, value) "SELECT t.put('endpoint', '" source "', '" key "', '" at "', '" ALL(value, at) "\"" asset "\"}');"
/* clang-format on */

/* Two records, of one tool or of two, say one thing and its contrary of the same asset. */
Test(indicator_endpoint, of_two_records_the_worse_counts) {
  db_fixture_sql(indicator_world(), world);
  indicator_evaluate("SELECT t.source('edr', 'all', '{endpoint}'); SELECT t.cover('edr', '2026-01-01', '2026-10-01');"
                     RECORD("mdm", "old", "2026-03-01 08:00+00", "pc1", "true") RECORD("mdm", "new", "2026-03-05 08:00+00", "pc1", "false")
                     "SELECT t.gone('endpoint', 'mdm', 'new', '2026-03-09 08:00+00');"
                     RECORD("mdm", "m1", "2026-03-01 08:00+00", "ph1", "true") RECORD("edr", "e1", "2026-03-05 08:00+00", "ph1", "false")
                     RECORD("mdm", "m2", "2026-03-01 08:00+00", "pc2", "true") RECORD("edr", "e2", "2026-03-05 08:00+00", "pc2", "null")
                     RECORD("mdm", "m3", "2026-03-01 08:00+00", "pc3", "false") RECORD("edr", "e3", "2026-03-20 08:00+00", "pc3", "true"),
                     KNOWN);
#define THREE(asset, at, verdict) {"t.verdict('endpoint_locked', '" asset "', '" at "')", verdict}, {"t.verdict('antivirus_current', '" asset "', '" at "')", verdict}, \
                                  {"t.verdict('disk_encrypted', '" asset "', '" at "')", verdict}
  EXPECT(THREE("pc1", "2026-03-05 07:59:59+00", "conforming"), THREE("pc1", "2026-03-05 08:00+00", "deviating"),
         THREE("pc1", "2026-03-09 08:00+00", "conforming"), /* the record is gone */
         {"t.verdict('mobile_protected', 'ph1', '2026-03-05 07:59:59+00')", "conforming"},
         {"t.verdict('mobile_protected', 'ph1', '2026-03-05 08:00+00')", "deviating"},
         THREE("pc2", "2026-03-06 00:00+00", "conforming"), /* the other tool does not say */
         {"t.verdict('endpoint_locked', 'pc3', '2026-03-30 08:00+00')", "deviating"},
         {"t.verdict('endpoint_locked', 'pc3', '2026-03-31 08:00+00')", "conforming"}, /* a record without contact for 30 days says no more */
         {"t.verdict('antivirus_current', 'pc3', '2026-03-20 08:00+00')", "conforming"}, /* for 14 days */
         {"t.verdict('disk_encrypted', 'pc3', '2026-03-31 08:00+00')", "deviating"});
  indicator_expect_alone("endpoint_locked", KNOWN);
  indicator_expect_alone("antivirus_current", KNOWN);
  indicator_expect_alone("disk_encrypted", KNOWN);
  indicator_expect_alone("mobile_protected", KNOWN);
}
