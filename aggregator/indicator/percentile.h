/* indicator/percentile.h — medians and percentiles of the values in force, as they come and go. */
#ifndef VG_INDICATOR_PERCENTILE_H
#define VG_INDICATOR_PERCENTILE_H

#include <stdbool.h>
#include <stddef.h>

#include "db/db.h"

/* Values kept in order; grows by itself. */
struct percentile_set {
  double *values;
  size_t count, capacity;
};
void percentile_free(struct percentile_set *);
/* False when out of memory. */
bool percentile_enter(struct percentile_set *, double value);
/* Takes one value equal to `value` out, if there is one. */
void percentile_leave(struct percentile_set *, double value);
/* The fraction (0..1) of the way through the ordered values, interpolated as SQL's percentile_cont; 0 of none. */
double percentile_at(const struct percentile_set *, double fraction);

/* At each bound of the values of a perimeter, how many are in force from then on, and their percentile (or share, share.h). Column by
 * column, as a statement takes them. */
struct percentile_figures {
  int64_t *perimeters, *instants, *many; /* instants: microseconds since 1970 */
  const char **values;                   /* rounded; NULL of none */
  size_t count;
};

/* Makes room for so many; false when out of memory. */
bool figures_room(struct percentile_figures *, size_t most, struct vg_arena *);
void figures_keep(struct percentile_figures *, int64_t perimeter, vg_time at, size_t many, const char *value);
/* Is this row of percentile_events the last one of its instant and perimeter? */
bool figures_last(const struct db_result *, size_t row);

/* Sweeps the dated values of an indicator in each perimeter, in time order; `from` not VG_NEVER: from the step of its timeline on that leads
 * there. What comes back lives in the arena. */
bool percentile_sweep(struct db *, const char *indicator, double fraction, vg_time from, struct vg_arena *, struct percentile_figures *out,
                      struct vg_error *err);

#endif
