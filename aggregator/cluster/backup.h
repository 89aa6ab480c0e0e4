/* cluster/backup.h — one file that holds all, and back: pg_dump and pg_restore of the server's own version. */
#ifndef VG_CLUSTER_BACKUP_H
#define VG_CLUSTER_BACKUP_H

#include "cluster/binaries.h"
#include "config/config.h"

/* Writes the whole database into `file` (mode 0600), which appears complete or not at all, and notes the instant for
 * vigie doctor. VG_E_CONFLICT when the file exists and `force` is false; VG_E_STORAGE; VG_E_UNAVAILABLE.            */
bool backup_write(const struct config *, struct vg_arena *, const char *file, bool force, struct vg_error *err);

/* Puts the content of `file` in the place of the database: read into a fresh one, brought to this program's schema, then
 * swapped, so that a file that is cut or wrong changes nothing. `admin`: a connection string of an administrator, needed
 * for an external server; NULL for the embedded one. VG_E_CONFLICT when there is a database with data and `force` is
 * false; VG_E_INPUT when the file is not a backup.                                                                 */
bool backup_restore(const struct config *, struct vg_arena *, const char *file, const char *admin, bool force,
                    struct vg_error *err);

#endif
