/* sample/calendar.h — when each source of the sample is read: now and then in the far past, once a day at the end, and
 * once more at the instant of the load.                                                                         */
#ifndef VG_SAMPLE_CALENDAR_H
#define VG_SAMPLE_CALENDAR_H

#include "sample/sources.h"

struct sample_reading {
  const struct sample_source *source;
  size_t index; /* in sample_sources */
  int64_t day;
  vg_time at;
};
/* False stops the walk, with *err filled. */
typedef bool sample_step(void *user, const struct sample_reading *, struct vg_error *err);

/* All readings in time order. `months` of history. */
bool calendar_walk(const struct world *, int months, sample_step *, void *user, struct vg_error *err);
/* First day of the history: -730 for 24 months. */
int64_t calendar_first_day(int months);

#endif
