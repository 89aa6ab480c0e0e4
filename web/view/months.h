/* web/view/months.h — the instants at which a year is shown. */
#ifndef VG_WEB_VIEW_MONTHS_H
#define VG_WEB_VIEW_MONTHS_H

#include "core/zone.h"

enum { MONTHS_SHOWN = 13 };

/* The ends of the twelve months before the one of `at`, in the zone, then `at` itself; oldest first. */
void months_before(const struct zone *, vg_time at, vg_time out[MONTHS_SHOWN]);
/* The same day one year before, at midnight. */
vg_time year_before(const struct zone *, vg_time at);

#endif
