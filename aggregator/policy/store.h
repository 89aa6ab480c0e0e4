/* policy/store.h — a checked pack into its tables. Only policy/ includes this. */
#ifndef VG_POLICY_STORE_H
#define VG_POLICY_STORE_H

#include "policy/policy.h"

struct policy_origin {
  const char *text; /* as it was read */
  const char *by;
  vg_time at;
  bool anew; /* nothing was published under it: its own thresholds are replaced rather than followed by others */
};

/* In the caller's transaction; what is no longer in the pack goes. Thresholds set by people stay. Idempotent. */
bool policy_store(struct db *, struct vg_arena *, const struct policy *, const struct policy_origin *, struct vg_error *err);

#endif
