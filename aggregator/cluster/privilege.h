/* cluster/privilege.h — folders that belong to the right user, and no more rights than needed. */
#ifndef VG_CLUSTER_PRIVILEGE_H
#define VG_CLUSTER_PRIVILEGE_H

#include "config/config.h"

/* Makes DATA with pg's parent, log, keys, and RUN, all 0700. Started by root: gives them to the user that owns the cluster
 * already, else to "vigie", "postgres" or "nobody", whichever exists first, and becomes that user for good. *user: its
 * name, in the arena, or NULL when nothing had to be given up. VG_E_CONFIG when that user cannot reach a folder;
 * VG_E_STORAGE.                                                                                                   */
bool privilege_prepare(const struct config *, struct vg_arena *, const char **user, struct vg_error *err);

/* A descriptor of this program's own file, to execute it again even where its folder is closed to the user that
 * privilege_prepare() becomes: call it before. -1 on failure.                                                     */
int privilege_self(void);

#endif
