/* db/pool.h — a bounded set of connections shared by the threads of one process.
 *
 * Connections are opened when first needed and kept; threads that wait for one are served in the order they came. A connection
 * that comes back with a transaction open is rolled back; one that is lost is opened again by whoever uses it next. Thread-safe.                                     */
#ifndef VG_DB_POOL_H
#define VG_DB_POOL_H

#include "db/db.h"

struct db_pool;

enum { DB_POOL_MAX = 64 };

/* Yours: db_pool_close(). `size`: most connections, 1 to DB_POOL_MAX. Opens none yet. The texts of `conf` are copied. */
bool db_pool_open(struct db_pool **out, const struct db_conf *conf, size_t size, struct vg_error *err);
/* All connections must have come back. NULL allowed. */
void db_pool_close(struct db_pool *);

/* A connection for this thread alone, with the default time-out of the pool: give it back with db_pool_release(). Waits
 * up to `wait_ms` for one to be free (VG_E_UNAVAILABLE); VG_E_UNAVAILABLE or VG_E_CONFIG when the database refuses.   */
bool db_pool_acquire(struct db_pool *, struct db **out, int wait_ms, struct vg_error *err);
void db_pool_release(struct db_pool *, struct db *); /* NULL allowed */

/* How many are open, how many of these are in use now, how many threads wait for one. */
struct db_pool_use {
  size_t open, used, waiting;
};
struct db_pool_use db_pool_use(struct db_pool *);

#endif
