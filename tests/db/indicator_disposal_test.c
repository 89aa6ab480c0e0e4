#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(indicator_disposal, .init = indicator_world_init, .fini = indicator_world_fini);

#define WORLD "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.cover('inventory', '2026-01-01', '2029-01-01');"
#define ASSET_OF(source, key, name, at, status, fields)                                                                \
  "SELECT t.put('asset', '" source "', '" key "', '" at "', '{\"name\": \"" name                                       \
  "\", \"type\": \"laptop\", \"status\": \"" status "\"" fields "}');"
#define ASSET(name, at, status, fields) ASSET_OF("inventory", name, name, at, status, fields)
#define RETIRED ", \"retired_on\": \"2026-03-01\""
#define PROOF ", \"disposal_proof\": \"BSD-12\""

Test(indicator_disposal, retired_assets_are_disposed_of_with_proof_within_30_days) {
  indicator_evaluate(
      WORLD ASSET("used", "2026-01-02", "in_service", "") ASSET("limit", "2026-03-02", "retired",
                                                                RETIRED PROOF ", \"disposed_on\": \"2026-03-31\"")
          ASSET("late", "2026-03-02", "retired", RETIRED PROOF ", \"disposed_on\": \"2026-04-01\"") ASSET(
              "bare", "2026-03-02", "retired", RETIRED ", \"disposed_on\": \"2026-03-10\"") ASSET("kept", "2026-03-02",
                                                                                                  "retired", RETIRED)
              ASSET("same", "2026-03-02", "retired",
                    RETIRED PROOF ", \"disposed_on\": \"2026-03-01\"") ASSET("learnt", "2026-03-02", "retired", RETIRED)
                  ASSET("learnt", "2026-05-15", "retired", RETIRED PROOF ", \"disposed_on\": \"2026-03-20\"") ASSET(
                      "undated", "2026-01-02", "in_service", "") ASSET("undated", "2026-03-05 09:00+00", "retired", "")
                      ASSET("vanished", "2026-01-02", "in_stock", "") ASSET("renamed", "2026-01-02", "in_service", "")
                          ASSET("old", "2026-01-02", "retired",
                                ", \"retired_on\": \"2024-01-15\"") "SELECT t.gone('asset', 'inventory', 'vanished', "
                                                                    "'2026-03-10 15:00+00');"
                                                                    "SELECT t.gone('asset', 'inventory', 'renamed', "
                                                                    "'2026-03-10 15:00+00');" ASSET_OF(
                                                                        "inventory", "serial-1", "renamed",
                                                                        "2026-03-10 15:00+00", "in_service", ""),
      "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('asset_disposal', 'used', '2026-04-15 00:00+00')", "none"},
         {"t.verdict('asset_disposal', 'limit', '2026-02-28 23:59:59+00')", "outside"},
         {"t.verdict('asset_disposal', 'limit', '2026-03-30 23:59:59+00')", "pending"},
         {"t.verdict('asset_disposal', 'limit', '2026-03-31 00:00+00')", "conforming"}, /* day 30 itself */
         {"t.verdict('asset_disposal', 'late', '2026-03-31 23:59:59+00')", "pending"},
         {"t.verdict('asset_disposal', 'late', '2026-04-01 00:00+00')", "deviating"},
         {"t.verdict('asset_disposal', 'late', '2026-05-01 00:00+00')", "deviating"}, /* late is not mended */
         {DETAIL("asset_disposal", "late"), "2026-04-01T00:00:00Z"},
         {"t.verdict('asset_disposal', 'bare', '2026-03-31 23:59:59+00')", "pending"},
         {"t.verdict('asset_disposal', 'bare', '2026-04-01 00:00+00')", "deviating"}, /* no proof */
         {"t.verdict('asset_disposal', 'kept', '2026-04-01 00:00+00')", "deviating"}, {DETAIL("asset_disposal", "kept"), ""},
         {"t.verdict('asset_disposal', 'same', '2026-03-01 00:00+00')", "conforming"},
         {"t.verdict('asset_disposal', 'learnt', '2026-03-20 00:00+00')", "conforming"}, /* learnt in May */
         {"t.verdict('asset_disposal', 'undated', '2026-03-04 23:59:59+00')", "outside"},
         {"t.verdict('asset_disposal', 'undated', '2026-03-05 00:00+00')", "pending"},
         {"t.verdict('asset_disposal', 'undated', '2026-04-05 00:00+00')", "deviating"},
         {"t.verdict('asset_disposal', 'vanished', '2026-03-10 00:00+00')", "pending"}, /* left without a word */
         {"t.verdict('asset_disposal', 'vanished', '2026-04-10 00:00+00')", "deviating"},
         {"t.verdict('asset_disposal', 'renamed', '2026-04-10 00:00+00')", "none"}, /* under another key */
         {"t.verdict('asset_disposal', 'old', '2026-01-14 23:59:59+00')", "deviating"},
         {"t.verdict('asset_disposal', 'old', '2026-01-15 00:00+00')", "outside"}, /* 24 months */
         {"t.verdict('asset_disposal', 'limit', '2029-01-01 00:00+00')", "outside"},
         {"t.line('asset_disposal', 'all', '2026-02-01 00:00+00')", "not_applicable 0/0 d0 u0 p0 w0 -"},
         {"t.line('asset_disposal', 'all', '2026-04-01 00:00+00')", "not_applied! 3/6 d3 u0 p2 w0 0.5"});
  indicator_expect_alone("asset_disposal", "2026-06-01T00:00:00Z");
}

Test(indicator_disposal, an_asset_that_one_inventory_still_shows_has_not_left) {
  indicator_evaluate(
      WORLD "SELECT t.source('glpi', 'all', '{asset}'); SELECT t.cover('glpi', '2026-01-01', '2026-04-10');" ASSET(
          "a", "2026-03-02", "retired", RETIRED) ASSET_OF("glpi", "g-a", "a", "2026-01-02", "in_service", "")
          ASSET("b", "2026-03-02", "retired", RETIRED) ASSET("c", "2026-03-02", "retired", RETIRED)
              ASSET("c", "2026-03-20", "in_service", ""),
      "2026-04-01T00:00:00Z");
  EXPECT({"t.verdict('asset_disposal', 'a', '2026-03-15 00:00+00')", "none"},
         {"t.verdict('asset_disposal', 'b', '2026-04-05 00:00+00')", "deviating"},
         {"t.verdict('asset_disposal', 'b', '2026-04-10 00:00+00')", "unknown"}, /* one inventory is silent */
         {"t.verdict('asset_disposal', 'c', '2026-03-15 00:00+00')", "none"});   /* back in service */
}
