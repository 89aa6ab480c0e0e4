/* db/settings.h — the database that the settings name: the external one, or the embedded cluster's. */
#ifndef VG_DB_SETTINGS_H
#define VG_DB_SETTINGS_H

#include "config/config.h"
#include "db/db.h"

/* The database of an embedded cluster (conninfo_of()), and the role that its maker is (peer authentication only). */
#define DB_EMBEDDED_NAME "vigie"
#define DB_EMBEDDED_ADMIN "postgres"

/* Yours: db_close(). As `role`; the time-out of a statement is `timeout_ms`. The hint of VG_E_UNAVAILABLE says how to
 * start the embedded cluster.                                                                                     */
bool db_open_as(struct db **out, const struct config *, const char *role, const char *application, int timeout_ms,
                struct vg_error *err);

#define DB_EMBEDDED_HOME "postgres" /* a database that is always there */

/* The same for a role of the server's own making: an administrator, in one of its databases. Embedded cluster only,
 * VG_E_CONFIG otherwise.                                                                                          */
bool db_open_admin(struct db **out, const struct config *, const char *database, int timeout_ms, struct vg_error *err);

#endif
