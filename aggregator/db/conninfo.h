/* db/conninfo.h — libpq connection strings, in both of their forms ("host=… dbname=…", "postgresql://…"). */
#ifndef VG_DB_CONNINFO_H
#define VG_DB_CONNINFO_H

#include <stdbool.h>

#include "config/config.h"
#include "core/arena.h"
#include "core/error.h"

/* False, VG_E_CONFIG, when libpq does not understand it. The text itself, which may hold a password, is never told. */
bool conninfo_check(const char *conninfo, struct vg_error *err);
/* The value of a keyword ("dbname"), in the arena; NULL when it is not set there or the string is wrong. */
char *conninfo_get(struct vg_arena *, const char *conninfo, const char *keyword);
/* The same connection with one keyword set to `value`, in keyword/value form, in the arena; NULL when it is wrong. */
char *conninfo_set(struct vg_arena *, const char *conninfo, const char *keyword, const char *value);

/* Of the database that the settings name: the external one, or the embedded cluster's. In the arena, or of the settings. */
const char *conninfo_of(struct vg_arena *, const struct config *);

#endif
