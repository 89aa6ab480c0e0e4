/* collect/scheduler.h — the collector: runs each due source and each request in a process of its own, evaluates what they
 * brought, until it is told to stop.
 *
 * Any number of collectors may work on one database: leases share the sources out. A database that does not answer is
 * waited for; what runs meanwhile goes on.                                                                       */
#ifndef VG_COLLECT_SCHEDULER_H
#define VG_COLLECT_SCHEDULER_H

#include "collect/secret.h"
#include "db/db.h"

enum { SCHEDULER_PARALLEL = 4, SCHEDULER_REQUEST_S = 180 };

struct scheduler_conf {
  const char *data_dir;
  struct db_conf db;
  const char *const *child; /* argv of a child, NULL-terminated; "--source ID --owner OWNER" or "--request ID --owner OWNER"
                             * is added */
  int parallel;             /* pulls at once, 1..CHILDREN_MAX/2; 0: SCHEDULER_PARALLEL */
  /* After pulls, and once a day everything. NULL: not evaluated. */
  bool (*evaluate)(struct db *, vg_time known_at, struct vg_error *err);
  bool (*evaluate_all)(struct db *, vg_time known_at, struct vg_error *err);
  /* One batch of what evaluations left for later; *more: something waits still. NULL: never. */
  bool (*backfill)(struct db *, bool *more, struct vg_error *err);
  /* Asked each minute whether people are to be told what waits for them: then `remind` (argv, NULL-terminated) is run, one at a time. NULL: never. */
  bool (*remind_wanted)(void *user, struct db *, vg_time now, bool *wanted, struct vg_error *err);
  const char *const *remind;
  void (*ready)(void *user); /* called once, when the database answers; NULL allowed */
  void *user;
};

/* Runs until SIGTERM or SIGINT, which it takes for itself: pulls that run are killed and given up. Single-threaded process
 * only. False: it could not start (key, signals).                                                                 */
bool scheduler_run(const struct scheduler_conf *, struct vg_error *err);

#endif
