/* collect/pull.h — one pull of one source, all or nothing.
 *
 * The pull is announced in a transaction of its own (a row of vg.pull, `running`, and a lease), read without any
 * transaction, then applied in one: versions, coverage, cursor, counts, status. Whoever dies in between leaves a
 * running row whose lease ends; it is then marked `abandoned` by whoever looks first. A pull that was abandoned meanwhile
 * cannot be applied any more.                                                                                   */
#ifndef VG_COLLECT_PULL_H
#define VG_COLLECT_PULL_H

#include "collect/secret.h"
#include "source/source.h"

enum { PULL_DEADLINE_S = 900, PULL_OWNER_MAX = 100 };

enum pull_status { PULL_OK, PULL_FAILED, PULL_SUSPECT };

/* Fills `directory` with the answers that a sample's source gives at `now`. */
typedef bool pull_sample(const char *source_code, vg_time now, const char *directory, struct vg_error *err);

struct pull_conf {
  const char *data_dir;
  const char *trigger;            /* "schedule", "person", "sample" */
  const char *owner;              /* who holds the lease: at most PULL_OWNER_MAX bytes; NULL: this process */
  struct transport *transport;    /* NULL: the live one; for a sample's source, DATA/sample/CODE as recorded answers */
  pull_sample *sample;            /* called before such a reading; NULL: the directory is used as it is */
  const char *record;             /* keep what the source answers in this directory (connectors/transport.h); NULL: no */
  const struct collector_key *key; /* NULL: read from data_dir when the source has secrets */
};

struct pull_result {
  int64_t pull_id;
  enum pull_status status;
  int64_t read, opened, changed, vanished, rejected;
  int failures;          /* in a row, this one included */
  struct vg_error error; /* why it failed or is suspect */
};

/* Pulls the source at instant `now` (its read_at). True when the pull came to an end, whatever its status: see *result.
 * False when it could not even be opened or closed: VG_E_NOTFOUND, VG_E_CONFLICT (another one is running, or `now` is
 * not after the last reading), VG_E_UNAVAILABLE (database).                                                       */
bool pull_run(struct db *, int64_t source_id, const struct pull_conf *, vg_time now, struct pull_result *result,
              struct vg_error *err);

/* A person's answer to a suspect pull. Accept applies exactly what was held, as read at its own instant; VG_E_CONFLICT
 * when a later reading was applied already. Refuse drops it.                                                      */
bool pull_accept(struct db *, int64_t pull_id, const char *actor, vg_time now, struct pull_result *result,
                 struct vg_error *err);
bool pull_refuse(struct db *, int64_t pull_id, const char *actor, vg_time now, struct vg_error *err);

/* Marks as abandoned the running pulls whose lease has ended. Any collector may call it, at any time. */
bool pull_reap(struct db *, vg_time now, int64_t *reaped, struct vg_error *err);
/* The same for the pull whose lease `owner` holds, because it is known to be dead. `why` is its message. */
bool pull_abandon(struct db *, int64_t source_id, const char *owner, const struct vg_error *why, vg_time now, struct vg_error *err);

#endif
