/* collect/pull_state.h — the life of a row of vg.pull: opened, closed, abandoned. What pull.c and answer.c share. */
#ifndef VG_COLLECT_PULL_STATE_H
#define VG_COLLECT_PULL_STATE_H

#include "collect/apply.h"
#include "collect/pull.h"

struct pull_open {
  int64_t id;
  vg_time history_to; /* VG_NEVER: nothing was read yet */
  int failures;
};

/* Takes the lease, ends orphans, announces the pull; in a transaction of its own. The lease of a runner whose session is
 * gone is free at once: this session keeps a lock until pull_over(), which tells that it is alive.                  */
bool pull_start(struct db *, int64_t source_id, const char *owner, const char *trigger, vg_time now, struct pull_open *out,
                struct vg_error *err);

/* The pull of this source by this session is over, however it ended. */
void pull_over(struct db *, int64_t source_id);

struct pull_locked {
  int64_t source_id, perimeter_id, period_s, read, rejected;
  char status[16], code[64];
  vg_time read_at, last_read_at;
};
/* Locks the pull and its source until the end of the transaction. VG_E_NOTFOUND; VG_E_CONFLICT when its status is not
 * `expected`.                                                                                                     */
bool pull_lock(struct db *, int64_t pull_id, const char *expected, struct pull_locked *out, struct vg_error *err);

/* Writes the end of the pull as *result tells it. Within the caller's transaction. */
bool pull_close(struct db *, const struct pull_result *, const char *status, vg_time finished, struct vg_error *err);
bool pull_rejects(struct db *, const struct reading *, struct vg_error *err);
/* Plans the next pull and gives the lease back. history_to VG_NEVER: the cursor stays. */
bool pull_next(struct db *, int64_t source_id, int failures, vg_time now, vg_time history_to, struct vg_error *err);

#endif
