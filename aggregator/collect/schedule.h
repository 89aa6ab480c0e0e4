/* collect/schedule.h — when a source is due again. Pure. */
#ifndef VG_COLLECT_SCHEDULE_H
#define VG_COLLECT_SCHEDULE_H

#include <stdbool.h>

#include "core/clock.h"

enum { SCHEDULE_RETRY_S = 30, SCHEDULE_RETRY_MAX_S = 21600 };

/* After a good pull (`failures` 0): one period later. After the nth failure in a row: 30 s · 2^(n-1), at most six hours and
 * at most one period. In both cases moved by up to a tenth, later only, by `seed`, so that sources do not all come at once. */
vg_time schedule_next(vg_time now, int64_t period_s, int failures, uint64_t seed);

/* Is the nth failure in a row worth a line in the log? The 1st, 2nd, 4th, 8th … */
bool schedule_complains(int failures);

#endif
