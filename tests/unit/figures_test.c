/* Changes of a figure are said in its unit; what shows as nothing is none; below five subjects there is no percentage. */
#include <criterion/criterion.h>
#include <string.h>

#include "web/view/figures.h"
#include "web/view/verdict_text.h"

#define N "\xC2\xA0"
#define MINUS "\xE2\x88\x92"

static void says(struct indicator i, struct reading before, struct reading now, const char *said, const char *shown) {
  VG_ARENA(a, 1 << 16);
  struct html french = {.lang = LANG_FR};
  struct desk d = {a, &french, false};
  before.has_value = now.has_value = true;
  const struct view_delta *delta = figures_change(&d, &i, &before, &now);
  cr_assert_not_null(delta);
  cr_expect_str_eq(delta->said, said);
  cr_expect_str_eq(delta->shown, shown);
}

static struct reading ratio(int conforming, int judged) {
  return (struct reading){.conforming = conforming, .judged = judged, .value = (double)conforming / judged};
}

static struct reading value(double v) { return (struct reading){.value = v}; }

Test(figures, a_change_has_its_unit) {
  const struct indicator rate = {.unit = "%", .form = FORM_RATIO}, hours = {.unit = "h", .form = FORM_STATISTIC},
                         times = {.unit = "×", .form = FORM_STATISTIC}, count = {.unit = "1", .form = FORM_STATISTIC};
  says(rate, ratio(9, 10), ratio(10, 10), "en hausse" N ": ", "+" N "10" N "points");
  says(hours, value(4.5), value(2.25), "en baisse" N ": ", MINUS N "2" N "h" N "15");
  says(times, value(1), value(1.25), "en hausse" N ": ", "+" N "0,25" N "×");
  says(count, value(5), value(3), "en baisse" N ": ", MINUS N "2");
}

Test(figures, what_shows_as_nothing_is_no_change) {
  const struct indicator rate = {.unit = "%", .form = FORM_RATIO}, hours = {.unit = "h", .form = FORM_STATISTIC};
  says(rate, ratio(9999, 10000), ratio(10002, 10003), "stable" N ": ", "0" N "point");
  says(hours, value(2), value(2.001), "stable" N ": ", "0" N "s");
}

Test(figures, below_five_subjects_a_change_is_told_by_its_counts) {
  const struct indicator rate = {.unit = "%", .form = FORM_ATTESTED};
  says(rate, ratio(4, 4), ratio(3, 5), "en baisse" N ": ", "4 sur 4 → 3 sur 5");
  says(rate, ratio(1, 1), ratio(1, 1), "stable" N ": ", "1 sur 1");
}

Test(figures, what_a_critical_asset_lacks_is_told_by_the_titles_of_its_indicators) {
  VG_ARENA(a, 1 << 16);
  struct html french = {.lang = LANG_FR};
  struct desk d = {a, &french, false};
  struct subject_line line = {.detail = "restore_tested, no_more", .detail_at = VG_NEVER, .verdict = VERDICT_DEVIATING};
  cr_expect_str_eq(verdict_finding(&d, indicator_find("critical_asset_sound"), &line), "Écarts ouverts" N ": Restaurations testées, no_more.");
}
