/* collect/plausible.h — is a reading believable? Pure: told by counts alone. */
#ifndef VG_COLLECT_PLAUSIBLE_H
#define VG_COLLECT_PLAUSIBLE_H

#include "collect/reading.h"

enum {
  PLAUSIBLE_LEAST = 10,          /* a list of fewer records may shrink at will */
  PLAUSIBLE_REJECT_PERCENT = 20, /* more refused than that is suspect … */
  PLAUSIBLE_REJECT_LEAST = 5     /* … when it is more than so many items */
};

/* `before`: how many current records of each kind the source had. False: VG_E_SUSPECT, the message says all that is
 * not believable:
 *   nothing was read of a kind that is never empty;
 *   a complete list has less than half of what it had;
 *   facts are dated more than five minutes after the reading;
 *   too many items were refused.                                                                                 */
bool reading_plausible(const struct reading *, const size_t before[KIND_COUNT], struct vg_error *err);

#endif
