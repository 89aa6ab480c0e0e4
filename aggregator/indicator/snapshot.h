/* indicator/snapshot.h — what boards read, kept in memory and shared by threads until it changes.
 *
 * A snapshot belongs to a generation: the caller's number for "nothing has changed since". It is filled part by part, each when it
 * is first needed, from the same tables that the statements of board.h read; then a board as of any date is a search in memory.
 * A connection that carries one (db_set_aside) makes the functions of board.h use it. A part that would pass the limit of
 * memory is not kept: board.h asks the database instead, with the same answer.                                      */
#ifndef VG_INDICATOR_SNAPSHOT_H
#define VG_INDICATOR_SNAPSHOT_H

#include <stdatomic.h>
#include <stddef.h>

#include "db/db.h"

struct snapshots; /* thread-safe */
struct snapshot;

/* Yours: snapshots_free(), once all were given back. `limit`: most bytes that one snapshot holds. */
bool snapshots_new(struct snapshots **, size_t limit, struct vg_error *err);
void snapshots_free(struct snapshots *); /* NULL allowed */

/* That of this generation or a later one, empty the first time; give it back. NULL when out of memory. Those of earlier generations
 * go when nobody uses them any more. */
struct snapshot *snapshot_take(struct snapshots *, unsigned long generation);
void snapshot_give_back(struct snapshot *); /* NULL allowed */

/* One that nobody sees yet, with the parts of the newest that were used in the last minutes (when there is none yet: those that boards need),
 * read now by `db`, on which no transaction is open. NULL when none was used, or out of memory; parts that cannot be read, or would take too long, are left for who needs them. Publish it.
 * By one thread at a time. */
struct snapshot *snapshot_prepare(struct snapshots *, struct db *);
/* Makes it the newest under the generation that follows `seen`, which *generation then is: to who takes one, both change at once. False when
 * *generation no longer is `seen`: something changed while it was read, and it goes. */
bool snapshot_publish(struct snapshot *, atomic_ulong *generation, unsigned long seen);

/* The evaluation whose figures it holds, and the instant as known then. False: it holds none yet. */
bool snapshot_evaluation(const struct snapshot *, int64_t *id, vg_time *known_at);

/* Bytes held by its parts, and how many parts are kept. For tests and figures. */
size_t snapshot_held(struct snapshot *, int *parts);

#endif
