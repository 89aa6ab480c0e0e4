/* db/roles.h — the login roles and the database of Vigie, made by an administrator of the server. */
#ifndef VG_DB_ROLES_H
#define VG_DB_ROLES_H

#include "db/db.h"

/* vigie_owner owns the database and its objects, vigie_web serves pages, vigie_collect pulls, vigie_reader is the cage of db/cage.h:
 * ended by NULL. */
extern const char *const db_roles[];

/* Creates what is missing of the roles, and the database `name` ([a-z_][a-z0-9_]*, owned by vigie_owner, UTF-8, sorted
 * by C.UTF-8) unless it exists. `admin`: a connection of a role that may do so, to any database. Roles get no password:
 * how they prove who they are is the server's business (peer, certificates, or a password set by its administrator). */
bool roles_create(struct db *admin, const char *name, struct vg_error *err);
/* The roles alone. */
bool roles_make(struct db *admin, struct vg_error *err);
/* Takes from everybody what statements of the cage should not call (sql/query/cage_open.sql), and leaves it to the roles that do. `admin`: a
 * superuser, in the database of Vigie, whose functions alone are meant; another role changes nothing, and vigie doctor says what is left. */
bool roles_close_cage(struct db *admin, struct vg_error *err);

#endif
