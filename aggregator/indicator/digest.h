/* indicator/digest.h — dated facts brought together, so that a million of them are not read again at each evaluation.
 *
 * vg.backup_block holds what indicators need of the backups of a name in a block of thirty nights, vg.backup_series the blocks of a name
 * together; vg.name_seen when dated facts showed a name. All follow the records: after a pull, its new records are added to what is kept, and
 * what its changed and vanished records concern is worked out again. They are unlogged, like all that can be worked out: after a crash, or
 * when records went that no pull announced, the next evaluation makes them anew. */
#ifndef VG_INDICATOR_DIGEST_H
#define VG_INDICATOR_DIGEST_H

#include <stddef.h>

#include "core/clock.h"
#include "db/db.h"

/* What was learnt since the digests were last brought up to date. */
struct digest_news {
  const char *const *kinds; /* that pulls covered */
  size_t kind_count;
  vg_time since; /* the first instant at which one of them read */
};

/* Brings the digests to what was known at an instant, in the transaction under way. `news` NULL: makes them anew. */
bool digest_bring(struct db *, vg_time known_at, const struct digest_news *news, struct vg_error *err);

/* The field that says when facts of a kind are, for the kinds of which facts show the names they bear for a while; NULL: no such kind. */
const char *digest_instant(const char *kind);

#endif
