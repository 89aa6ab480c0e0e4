/* cluster/binaries.h — where PostgreSQL's programs are: Debian keeps them off PATH. */
#ifndef VG_CLUSTER_BINARIES_H
#define VG_CLUSTER_BINARIES_H

#include "core/arena.h"
#include "core/error.h"

struct binaries {
  const char *dir; /* holds initdb, postgres, pg_ctl, pg_dump, pg_restore */
  int major;       /* 15 */
};

/* Looks into `wanted` (the setting postgres_bin; NULL: not set), then into /usr/lib/postgresql/N/bin, then where pg_config
 * says. `major` 0 takes the newest; else only that one fits. Texts live in the arena. VG_E_NOTFOUND, with what to install;
 * VG_E_CONFIG when `wanted` holds no server or another major version.                                              */
bool binaries_find(struct vg_arena *, const char *wanted, int major, struct binaries *out, struct vg_error *err);

#endif
