/* indicator/check.h — the nightly check: everything is worked out anew from the records and compared with what is kept; nothing is written.
 *
 * What is kept of each step is compared with what that step makes of what is kept of the one before, the first ones with what they make of
 * the records: where all agree, all is what an evaluation from nothing gives. So the steps do not wait for one another, and are looked at
 * by several connections at once, which see the same instant. Not looked at: what changes with time alone (touched_timeless), and the
 * organisation's own indicators, which run caged: these are evaluated again instead. */
#ifndef VG_INDICATOR_CHECK_H
#define VG_INDICATOR_CHECK_H

#include "indicator/catalogue.h"
#include "db/db.h"

struct check;

/* Is it among those that are looked at? */
bool check_covers(const struct indicator *);

/* Starts looking, by connections of its own opened like `db`, at what is kept now. *out is yours: check_end(). NULL, and true, when what is
 * kept is not what was known at `known_at`: a pull or a decision waits for an evaluation, or a later one came. */
bool check_begin(struct check **out, const struct db *db, vg_time known_at, const struct indicator *, size_t count, struct vg_error *err);
/* Helps by `db`, on which no transaction is open, until all is looked at. *agrees: nothing differs. Frees it, in any case. */
bool check_end(struct check *, struct db *db, bool *agrees, struct vg_error *err);

#endif
