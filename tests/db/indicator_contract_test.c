#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_contract, .init = indicator_world_init, .fini = indicator_world_fini);

#define WORLD                                                                                                          \
  "SELECT t.source('contracts', 'all', '{contract}'); SELECT t.cover('contracts', '2025-12-01', '2028-01-01');"
#define CONTRACT(number, at, begins, fields)                                                                           \
  "SELECT t.put('contract', 'contracts', '" number "', '" at "', '{\"number\": \"" number                              \
  "\", \"supplier\": \"Host\", \"begins_on\": \"" begins "\"" fields "}');"
#define CLAUSES ", \"security_clauses\": true, \"equivalent\": true"

Test(indicator_contract, contracts_in_force_hold_clauses_as_strict_as_ours) {
  indicator_evaluate(
      WORLD CONTRACT("good", "2026-01-01", "2024-01-01", CLAUSES)
          CONTRACT("none", "2026-01-01", "2024-01-01", ", \"security_clauses\": false, \"equivalent\": false")
              CONTRACT("untold", "2026-01-01", "2024-01-01", "") CONTRACT("soon", "2026-01-01", "2026-02-10", CLAUSES)
                  CONTRACT("over", "2026-01-01", "2024-01-01", CLAUSES ", \"ends_on\": \"2026-02-20\"")
                      CONTRACT("amended", "2026-01-01", "2024-01-01", ", \"security_clauses\": true")
                          CONTRACT("amended", "2026-03-01", "2024-01-01", CLAUSES)
                              CONTRACT("lost", "2026-01-01", "2024-01-01",
                                       CLAUSES) "SELECT t.gone('contract', 'contracts', 'lost', '2026-04-01');"
                                                "SELECT t.source('other', 'all', '{contract}'); SELECT "
                                                "t.cover('other', '2026-01-01', '2027-01-01');"
                                                "SELECT t.put('contract', 'other', 'x', '2026-05-01', '{\"number\": "
                                                "\"amended\", \"supplier\": \"Host\", "
                                                "\"begins_on\": \"2024-01-01\", \"security_clauses\": false}');",
      "2026-06-01T00:00:00Z");
  EXPECT(
      {"t.verdict('contract_clauses', 'good', '2026-02-01 00:00+00')", "conforming"},
      {"t.verdict('contract_equivalent', 'good', '2026-02-01 00:00+00')", "conforming"},
      {"t.verdict('contract_clauses', 'none', '2026-02-01 00:00+00')", "deviating"},
      {"t.verdict('contract_equivalent', 'none', '2026-02-01 00:00+00')", "deviating"},
      {"t.verdict('contract_clauses', 'untold', '2026-02-01 00:00+00')", "deviating"},
      {"t.verdict('contract_equivalent', 'untold', '2026-02-01 00:00+00')", "deviating"},
      {"t.verdict('contract_clauses', 'soon', '2026-02-09 23:59:59+00')", "outside"},
      {"t.verdict('contract_clauses', 'soon', '2026-02-10 00:00+00')", "conforming"},
      {"t.verdict('contract_clauses', 'over', '2026-02-20 23:59:59+00')", "conforming"}, /* its last day */
      {"t.verdict('contract_clauses', 'over', '2026-02-21 00:00+00')", "outside"},
      {"t.verdict('contract_clauses', 'amended', '2026-02-01 00:00+00')", "conforming"},
      {"t.verdict('contract_equivalent', 'amended', '2026-02-28 23:59:59+00')", "deviating"},
      {"t.verdict('contract_equivalent', 'amended', '2026-03-01 00:00+00')", "conforming"},
      {"t.verdict('contract_clauses', 'amended', '2026-05-01 00:00+00')", "deviating"}, /* two registers: the worst */
      {"t.verdict('contract_clauses', 'lost', '2026-04-01 00:00+00')", "outside"},
      {"t.verdict('contract_clauses', 'good', '2028-01-01 00:00+00')", "unknown"},
      {"SELECT label FROM vg.verdict WHERE indicator = 'contract_clauses' AND subject = 'good'", "good, Host"},
      {"t.line('contract_clauses', 'all', '2026-02-15 00:00+00')", "not_applied! 5/7 d2 u0 p0 w0 0.714"},
      {"t.line('contract_equivalent', 'all', '2026-02-15 00:00+00')", "not_applied! 4/7 d3 u0 p0 w0 0.571"},
      {"t.line('contract_clauses', 'all', '2025-12-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"},
      {"t.line('contract_equivalent', 'all', '2025-12-15 00:00+00')", "unknown 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("contract_clauses", "2026-06-01T00:00:00Z");
  indicator_expect_alone("contract_equivalent", "2026-06-01T00:00:00Z");
}

#define MEANS ", \"control_means\": true"

Test(indicator_contract, suppliers_are_controlled_every_24_months_after_the_first_year) {
  indicator_evaluate(
      WORLD CONTRACT("seen", "2026-01-01", "2020-01-01", MEANS ", \"controlled_at\": \"2024-03-10T10:00:00Z\"")
          CONTRACT("mute", "2026-01-01", "2020-01-01", ", \"controlled_at\": \"2025-03-10T10:00:00Z\"") CONTRACT(
              "never", "2026-01-01", "2020-01-01", MEANS) CONTRACT("young", "2026-01-01", "2025-04-15", MEANS)
              CONTRACT("late", "2026-01-01", "2020-01-01", MEANS ", \"controlled_at\": \"2024-01-20T00:00:00Z\"")
                  CONTRACT("late", "2026-03-01", "2020-01-01", MEANS ", \"controlled_at\": \"2026-02-10T00:00:00Z\"")
                      CONTRACT("wrong", "2026-01-01", "2020-01-01",
                               MEANS ", \"controlled_at\": \"2025-12-01T00:00:00Z\"")
                          CONTRACT("wrong", "2026-03-01", "2020-01-01", MEANS),
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('supplier_controlled', 'seen', '2026-03-10 09:59:59+00')", "conforming"},
         {"t.verdict('supplier_controlled', 'seen', '2026-03-10 10:00+00')", "deviating"}, /* 24 months */
         {DETAIL("supplier_controlled", "seen"), "2024-03-10T10:00:00Z"},
         {"t.verdict('supplier_controlled', 'mute', '2026-02-01 00:00+00')", "deviating"}, /* nothing allows it */
         {"t.verdict('supplier_controlled', 'never', '2026-02-01 00:00+00')", "deviating"},
         {DETAIL("supplier_controlled", "never"), ""},
         {"t.verdict('supplier_controlled', 'young', '2026-04-14 23:59:59+00')", "outside"},
         {"t.verdict('supplier_controlled', 'young', '2026-04-15 00:00+00')", "deviating"},
         {"t.verdict('supplier_controlled', 'late', '2026-01-20 00:00+00')", "deviating"},
         {"t.verdict('supplier_controlled', 'late', '2026-02-10 00:00+00')", "conforming"}, /* learnt in March */
         {"t.verdict('supplier_controlled', 'wrong', '2026-02-28 23:59:59+00')", "conforming"},
         {"t.verdict('supplier_controlled', 'wrong', '2026-03-01 00:00+00')", "deviating"}, /* taken back */
         {"t.verdict('supplier_controlled', 'seen', '2028-01-01 00:00+00')", "unknown"},
         {"t.line('supplier_controlled', 'all', '2026-02-01 00:00+00')", "not_applied! 2/5 d3 u0 p0 w0 0.4"},
         {"t.line('supplier_controlled', 'all', '2025-12-15 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"});
  indicator_expect_alone("supplier_controlled", "2026-06-01T00:00:00Z");
}
