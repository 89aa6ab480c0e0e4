/* indicator/share.h — what is told of what it is told of: amounts committed of amounts planned. Sums of one unit only: an amount of euros
 * and one of dollars have none. Amounts count in hundredths, so that sums are exact whatever the order in which they come and go.      */
#ifndef VG_INDICATOR_SHARE_H
#define VG_INDICATOR_SHARE_H

#include "indicator/percentile.h"

enum { SHARE_UNITS_MAX = 40 }; /* more than there are currencies to choose from */

struct share {
  struct share_unit {
    const char *unit; /* of whom added it */
    int64_t value, base; /* in hundredths */
    int many;
  } units[SHARE_UNITS_MAX];
  size_t count;
};
/* `many` 1: these amounts come in; -1: they go. False: too many units. */
bool share_add(struct share *, const char *unit, double value, double base, int many);
/* The only unit in which there is something; NULL: nothing is there, or things in several units (`*many` says how many). */
const struct share_unit *share_of(const struct share *, int *many);

/* As percentile_sweep(): the share at each bound, NULL where there is none, where its base is 0 and where it is in several units. */
bool share_sweep(struct db *, const char *indicator, vg_time from, struct vg_arena *, struct percentile_figures *out, struct vg_error *err);

#endif
