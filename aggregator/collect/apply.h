/* collect/apply.h — compares a reading with the current versions and writes the difference. Within one transaction of the
 * caller, who holds the source's row (so that nobody else writes this source's records).                        */
#ifndef VG_COLLECT_APPLY_H
#define VG_COLLECT_APPLY_H

#include "collect/reading.h"

struct apply_counts {
  int64_t opened, changed, vanished;
};

struct apply;
/* Compares: reads the current versions of each kind given, marks each key of the reading. Writes nothing. Yours:
 * apply_free().                                                                                                  */
bool apply_compare(struct db *, struct reading *, struct apply **out, struct vg_error *err);
void apply_free(struct apply *); /* NULL allowed */
/* How many current versions each kind had: for reading_plausible(). */
const size_t *apply_before(const struct apply *);
/* Moves ended versions to history, opens new ones, writes the coverage. */
bool apply_write(struct db *, struct reading *, struct apply *, struct apply_counts *, struct vg_error *err);

#endif
