/* db/database.h — whole databases, for an administrator of the server: restoring puts a fresh one in place of another. */
#ifndef VG_DB_DATABASE_H
#define VG_DB_DATABASE_H

#include "db/db.h"

/* Names are [a-z_][a-z0-9_]*, at most 63 bytes: VG_E_CONFIG else. */

bool database_exists(struct db *admin, const char *name, bool *out, struct vg_error *err);
/* An empty database owned by vigie_owner, UTF-8, sorted by C.UTF-8. VG_E_CONFLICT when it exists. */
bool database_create(struct db *admin, const char *name, struct vg_error *err);
/* With whoever is connected to it. Absent is true. */
bool database_drop(struct db *admin, const char *name, struct vg_error *err);

/* Puts `fresh` in the place of `name`, which is renamed `former` when it exists: both or neither. Whoever is connected to
 * either is sent away first. VG_E_UNAVAILABLE when somebody keeps coming back.                                     */
bool database_replace(struct db *admin, const char *name, const char *fresh, const char *former, struct vg_error *err);

#endif
