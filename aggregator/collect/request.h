/* collect/request.h — does what vg.request asks: test, pull, accept, refuse, sample_remove. */
#ifndef VG_COLLECT_REQUEST_H
#define VG_COLLECT_REQUEST_H

#include "collect/pull.h"

struct request_conf {
  struct pull_conf pull; /* its trigger is not used: a person asks */
  /* Removes the sample organisation; NULL: refused. */
  bool (*sample_remove)(struct db *, const char *data_dir, const char *actor, vg_time now, struct vg_error *err);
};

/* Does the request and writes its answer. True when the answer is written, whatever it says. */
bool request_run(struct db *, int64_t id, const struct request_conf *, struct vg_error *err);
/* Answers that it failed, because who did it is dead. */
bool request_fail(struct db *, int64_t id, const struct vg_error *why, struct vg_error *err);

#endif
