/* policy/framework.h — the frameworks that rules are mapped to, from sql/policy/framework/CODE.yaml: numbers and short titles. */
#ifndef VG_POLICY_FRAMEWORK_H
#define VG_POLICY_FRAMEWORK_H

#include <stdbool.h>

#include "core/error.h"
#include "db/db.h"

struct framework_control {
  const char *number; /* "8.13" */
  const char *title_fr, *title_en;
};
struct framework {
  const char *code, *title_fr, *title_en; /* "iso27001-2022" */
  struct framework_control *controls;
  unsigned controls_count;
};

/* One compiled in, by its rank from 0; *out NULL past the last one. Yours: framework_free(). */
bool framework_builtin(unsigned rank, struct framework **out, struct vg_error *err);
void framework_free(struct framework *);

/* All of them into vg.framework and vg.framework_control; what is no longer there goes. Idempotent. */
bool framework_install(struct db *, struct vg_error *err);

#endif
