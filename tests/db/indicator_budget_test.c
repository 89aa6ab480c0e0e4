/* budget_committed: amounts committed of amounts planned, never of two currencies, as they were known at each instant. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "support/db_indicator.h"

TestSuite(indicator_budget, .init = indicator_world_init, .fini = indicator_world_fini);

#define LINE(source, key, at, place, period, committed, planned, currency)                                                                 \
  "SELECT t.put('budget', '" source "', '" key "', '" at "', jsonb_build_object('code', '" key "', 'title', 'Ligne " key "', 'begins_on', '" period  \
  "-01-01', 'ends_on', '" period "-12-31', 'committed', " committed ", 'planned', " planned ", 'currency', '" currency "', 'perimeter_id',"  \
  " (SELECT id FROM vg.perimeter WHERE code = '" place "')));"
#define BOOK SOURCE("book", "all", "budget", "2026-12-01")
#define KNOWN "2026-10-01T00:00:00Z"
#define SHARE(place, at) "t.line('budget_committed', '" place "', '" at "+00')"

Test(indicator_budget, amounts_are_added_and_a_change_shows_from_the_day_it_was_read) {
  indicator_evaluate(BOOK LINE("book", "a", "2026-01-05", "site", "2026", "0", "1000.10", "EUR") LINE("book", "b", "2026-01-05", "office", "2026", "100", "3000", "EUR")
                         LINE("book", "a", "2026-04-01", "site", "2026", "900.09", "1000.10", "EUR")
                             LINE("book", "c", "2026-01-05", "all", "2025", "7", "7", "EUR") LINE("book", "d", "2026-01-05", "all", "2027", "5", "10", "EUR"),
                     KNOWN);
  EXPECT({SHARE("all", "2026-01-04 00:00"), "unknown 0/0 d0 u0 p0 w0 -"}, /* nothing was read yet: not 0 % */
         {SHARE("site", "2026-03-31 23:59:59"), "watch 0/1 d0 u0 p0 w0 0"},
         {SHARE("site", "2026-04-01 00:00"), "applied 0/1 d0 u0 p0 w0 0.9"},
         {SHARE("office", "2026-04-01 00:00"), "watch 0/1 d0 u0 p0 w0 0.033"},
         {SHARE("all", "2026-03-31 00:00"), "watch 0/2 d0 u0 p0 w0 0.025"}, /* 100 of 4000.10: its own lines and those below it */
         {"SELECT value FROM vg.timeline WHERE indicator = 'budget_committed' AND from_at = '2026-04-01' AND perimeter_id ="
          " (SELECT id FROM vg.perimeter WHERE code = 'all')", "0.25001625"}, /* 1000.09 of 4000.10: not the mean of 90 % and 3.3 % */
         {SHARE("all", "2026-12-02 00:00"), "unknown 0/2 d0 u0 p0 w0 -"}, /* its source fell silent: never green by silence */
         {SHARE("all", "2027-01-01 00:00"), "unknown 0/1 d0 u0 p0 w0 -"},
         {"SELECT label || ', ' || detail FROM vg.dated_value WHERE indicator = 'budget_committed' AND subject = 'b'", "b, Ligne b, EUR"});
  indicator_expect_alone("budget_committed", KNOWN);
}

Test(indicator_budget, nothing_planned_has_no_share_and_two_currencies_have_no_total) {
  indicator_evaluate(BOOK LINE("book", "a", "2026-01-05", "site", "2026", "0", "0", "EUR") LINE("book", "b", "2026-02-01", "office", "2026", "60", "100", "USD")
                         "SELECT t.gone('budget', 'book', 'a', '2026-05-01');" LINE("book", "e", "2026-06-01", "site", "2026", "3", "2", "EUR")
                             LINE("book", "b", "2026-07-01", "office", "2026", "60", "100", "EUR"),
                     KNOWN);
  EXPECT({SHARE("site", "2026-01-10 00:00"), "unknown 0/1 d0 u0 p0 w0 -"}, /* an empty denominator has no percentage */
         {SHARE("all", "2026-02-10 00:00"), "unknown 0/2 d0 u0 p0 w0 -"},  /* euros and dollars */
         {SHARE("office", "2026-02-10 00:00"), "watch 0/1 d0 u0 p0 w0 0.6"},
         {SHARE("all", "2026-05-02 00:00"), "watch 0/1 d0 u0 p0 w0 0.6"}, /* withdrawn: dollars alone */
         {SHARE("all", "2026-06-02 00:00"), "unknown 0/2 d0 u0 p0 w0 -"},
         {SHARE("site", "2026-06-02 00:00"), "applied 0/1 d0 u0 p0 w0 1.5"}, /* more than was planned */
         {SHARE("all", "2026-07-01 00:00"), "watch 0/2 d0 u0 p0 w0 0.618"});
}

Test(indicator_budget, without_a_source_it_is_unknown) {
  indicator_evaluate_all(SOURCE("inv", "all", "asset", "2026-12-01"), KNOWN);
  EXPECT({SHARE("all", "2026-09-01 00:00"), "unknown 0/0 d0 u0 p0 w0 -"});
}

/* What is evaluated again from an instant on is what it is made anew. */
Test(indicator_budget, what_was_cumulated_before_a_change_is_kept_exactly) {
  indicator_evaluate(BOOK LINE("book", "a", "2026-01-05", "site", "2026", "0.1", "0.3", "EUR") LINE("book", "b", "2026-02-01", "all", "2026", "0.2", "0.3", "EUR"),
                     "2026-03-01T00:00:00Z");
  indicator_evaluate("SELECT t.cover('book', '2026-03-02', '2026-12-01');" LINE("book", "b", "2026-03-02", "all", "2026", "0.5", "0.5", "EUR"), KNOWN);
#define ALL "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM vg.timeline t WHERE indicator = 'budget_committed'"
  char kept[64];
  (void)snprintf(kept, sizeof kept, "%s", db_fixture_text(indicator_world(), ALL));
  EXPECT({SHARE("all", "2026-02-15 00:00"), "watch 0/2 d0 u0 p0 w0 0.5"}, {SHARE("all", "2026-03-02 00:00"), "watch 0/2 d0 u0 p0 w0 0.75"});
  indicator_evaluate("TRUNCATE vg.timeline_scope, vg.timeline, vg.dated_value; UPDATE vg.indicator SET stale = true;", KNOWN);
  cr_expect_str_eq(db_fixture_text(indicator_world(), ALL), kept);
}
