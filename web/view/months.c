#include "web/view/months.h"

void months_before(const struct zone *zone, vg_time at, vg_time out[MONTHS_SHOWN]) {
  struct civil c = zone_civil(zone, at - 1);
  for (int i = MONTHS_SHOWN - 2; i >= 0; i--) {
    out[i] = zone_midnight(zone, date_to_days(c.year, c.month, 1));
    c.month = c.month == 1 ? 12 : c.month - 1;
    if (c.month == 12) c.year--;
  }
  out[MONTHS_SHOWN - 1] = at;
}

vg_time year_before(const struct zone *zone, vg_time at) {
  struct civil c = zone_civil(zone, at - 1);
  int day = c.month == 2 && c.day == 29 ? 28 : c.day;
  return zone_midnight(zone, date_to_days(c.year - 1, c.month, day));
}
