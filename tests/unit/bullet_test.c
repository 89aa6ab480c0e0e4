/* A value on its scale: what is drawn of it stays within the bar. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/chart/chart.h"

enum { WIDE = 236 }; /* pixels, in a row of four */

/* Where the circle of the value before begins and ends, in pixels from the left of the bar. */
static void circle(double before, double *left, double *right) {
  BUF(out, 1 << 14);
  struct html h = {.out = &out, .lang = LANG_FR};
  const struct view_bullet b = {.has_value = true, .value = 1, .before = before, .target = 0.95, .range1 = 0.5, .range2 = 0.8, .left = "0", .right = "100", .finding = "f"};
  component_bullet(&h, &b);
  const char *shift = strstr(out.data, "translate("), *cx = strstr(out.data, "cx=\"");
  cr_assert_not_null(cx, "%s", out.data);
  double at = strtod(cx + 4, NULL) / 100 * WIDE + (shift == NULL ? 0 : strtod(shift + 10, NULL));
  *left = at - 4.5 - 0.8;
  *right = at + 4.5 + 0.8;
}

Test(bullet, the_circle_of_the_value_before_stays_within_the_bar) {
  double left, right;
  for (int percent = 0; percent <= 100; percent++) {
    circle(percent / 100.0, &left, &right);
    cr_expect(left > -0.01 && right < WIDE + 0.01, "%d %%: from %f to %f", percent, left, right);
    if (percent >= 5 && percent <= 95) cr_expect_float_eq((left + right) / 2, percent / 100.0 * WIDE, 0.1, "%d %%", percent);
  }
}
