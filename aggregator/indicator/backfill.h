/* indicator/backfill.h — appends the measurements of past days, batch by batch, each committed with where it ended.
 *
 * An evaluation measures the last month itself and leaves older days, those of a new indicator or formula, to this.
 * Interrupted anywhere, even killed, it goes on from the last batch; done twice, it appends nothing.              */
#ifndef VG_INDICATOR_BACKFILL_H
#define VG_INDICATOR_BACKFILL_H

#include "core/clock.h"
#include "db/db.h"

enum { BACKFILL_DAYS = 60 }; /* in a batch */

struct backfill_progress {
  const char *indicator;
  vg_time from, done, to; /* of this batch: its first instant, its last; and the end of what is to be measured */
  int64_t waiting;        /* indicators that wait, this one included */
};
/* Called after each batch; false: stop here. */
typedef bool backfill_tell(void *user, const struct backfill_progress *);

/* All that waits, or that of one indicator; `tell` NULL: says nothing. Role vigie_collect; no transaction. */
bool backfill_run(struct db *, const char *indicator, backfill_tell *tell, void *user, struct vg_error *err);

/* One batch; *more: something waits still. */
bool backfill_step(struct db *, bool *more, struct vg_error *err);

/* Asks for the whole history of an indicator again. VG_E_CONFLICT when nothing was evaluated yet. */
bool backfill_want(struct db *, const char *indicator, struct vg_error *err);

#endif
