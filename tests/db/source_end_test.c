/* Until when what a source told holds: as long as it vouches for it, and no longer when people say otherwise. */
#include <criterion/criterion.h>

#include "support/db_indicator.h"

TestSuite(source_end, .init = indicator_world_init, .fini = indicator_world_fini, .timeout = 120);

#define INVENTORY "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.cover('inventory', '2026-01-01', '2099-12-31');"
#define PATCH(source, at, fields) PUT("patch", source, "s1", at, "{\"asset\": \"s1\", " fields "}")
#define TWO_TOOLS                                                                                                                \
  INVENTORY "SELECT t.asset('s1', 'server', '{}');" SOURCE("old", "site", "patch", "2026-02-01") SOURCE("new", "site", "patch", "2026-12-31") \
      PATCH("old", "2026-01-01", "\"security_pending\": 0")                                                                      \
          PATCH("new", "2026-02-01", "\"security_pending\": 3, \"oldest_security_at\": \"2025-12-01\"")

/* The tool that is taken out of service saw s1 current; the one that took its place says that updates wait. */
Test(source_end, what_a_disabled_source_saw_last_does_not_cover_what_another_sees) {
  indicator_evaluate(TWO_TOOLS "UPDATE vg.source SET enabled = false WHERE code = 'old';", "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('patch_current', 's1', '2026-01-31 12:00+00')", "conforming"}, /* it vouched for it then */
         {"t.verdict('patch_current', 's1', '2026-02-01 00:00+00')", "deviating"},
         {"t.verdict('patch_current', 's1', '2026-05-15 00:00+00')", "deviating"});
  indicator_expect_alone("patch_current", "2026-06-01T00:00:00Z");
}

Test(source_end, nor_does_what_it_saw_wrong) {
  indicator_evaluate(TWO_TOOLS PATCH("old", "2026-01-02", "\"security_pending\": 1, \"oldest_security_at\": \"2025-01-01\"")
                         PATCH("new", "2026-03-01", "\"security_pending\": 0") "UPDATE vg.source SET enabled = false WHERE code = 'old';",
                     "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('patch_current', 's1', '2026-01-31 12:00+00')", "deviating"},
         {"t.verdict('patch_current', 's1', '2026-05-15 00:00+00')", "conforming"});
}

/* Alone, it leaves its subjects unknown, never out of the figure. */
Test(source_end, of_whom_nobody_else_speaks_nothing_is_known) {
  indicator_evaluate(INVENTORY "SELECT t.asset('s1', 'server', '{}');" SOURCE("old", "site", "patch", "2026-02-01")
                         PATCH("old", "2026-01-01", "\"security_pending\": 0") "UPDATE vg.source SET enabled = false WHERE code = 'old';",
                     "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('patch_current', 's1', '2026-01-31 12:00+00')", "conforming"},
         {"t.verdict('patch_current', 's1', '2026-05-15 00:00+00')", "unknown"});
}

/* A pull that ends after its source was disabled: what it saw holds to the end of that pull's coverage. */
Test(source_end, a_pull_that_ends_afterwards_counts) {
  indicator_evaluate(TWO_TOOLS PATCH("old", "2026-01-02", "\"security_pending\": 1, \"oldest_security_at\": \"2025-01-01\"")
                         PATCH("new", "2026-02-02", "\"security_pending\": 0") "UPDATE vg.source SET enabled = false WHERE code = 'old';",
                     "2026-06-01T00:00:00Z");
  EXPECT({"SELECT count(*) FROM vg.waiting_change", "0"}, {"t.verdict('patch_current', 's1', '2026-02-15 00:00+00')", "conforming"});
  db_fixture_sql(indicator_world(), "SELECT t.cover('old', '2026-01-31', '2026-03-01')");
  EXPECT({"SELECT count(*) > 0 FROM vg.waiting_change", "true"});
  indicator_evaluate("", "2026-06-01T00:00:00Z");
  EXPECT({"t.verdict('patch_current', 's1', '2026-02-15 00:00+00')", "deviating"},
         {"t.verdict('patch_current', 's1', '2026-03-01 00:00+00')", "conforming"});
}

#define VALIDITY(days) "UPDATE vg.source SET staleness_s = " days " * 86400 WHERE code = 'old';"

/* In a year to come: what is fresh at the present instant stays so until then. */
Test(source_end, a_shorter_validity_holds_for_the_last_reading_too) {
  indicator_evaluate(INVENTORY "SELECT t.asset('s1', 'server', '{}');" SOURCE("old", "site", "patch", "2098-12-31")
                         PATCH("old", "2026-01-01", "\"security_pending\": 0") VALIDITY("30") "SELECT t.cover('old', '2099-01-01', '2099-01-31');",
                     "2099-01-01T00:00:01Z");
  EXPECT({"t.verdict('patch_current', 's1', '2099-01-30 00:00+00')", "conforming"});
  db_fixture_sql(indicator_world(), VALIDITY("2"));
  EXPECT({"SELECT count(*) > 0 FROM vg.waiting_change", "true"});
  indicator_evaluate("", "2099-01-01T00:00:02Z");
  EXPECT({"t.verdict('patch_current', 's1', '2098-06-01 00:00+00')", "conforming"}, /* what was fresh was */
         {"t.verdict('patch_current', 's1', '2099-01-02 23:59+00')", "conforming"},
         {"t.verdict('patch_current', 's1', '2099-01-03 00:00+00')", "unknown"});
  db_fixture_sql(indicator_world(), VALIDITY("40"));
  indicator_evaluate("", "2099-01-01T00:00:03Z");
  EXPECT({"t.verdict('patch_current', 's1', '2099-01-03 00:00+00')", "unknown"}); /* longer: from the next reading on */
}
