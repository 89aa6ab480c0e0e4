/* indicator/own.h — indicators that an organisation adds: a file with its sheet and one query, no line of C.
 *
 * Their files are rows of vg.own_indicator; what they say is read in the cage (db/cage.h), never by the engine's own role. A
 * process learns of them with own_load(); from then on indicator_all() and indicator_find() give them after the program's own.  */
#ifndef VG_INDICATOR_OWN_H
#define VG_INDICATOR_OWN_H

#include "core/clock.h"
#include "db/cage.h"
#include "db/db.h"
#include "indicator/catalogue.h"

enum { OWN_FILE_MAX = 128 << 10 /* bytes */ };

/* A file as text: "-- key: value" lines, then the query. `path` names it in errors and gives the code. Texts live in the arena.
 * VG_E_INPUT "x.sql:3: unit: expected one of %, h, ×, 1, got "km"": a sheet that is wrong or incomplete, a form that only the program
 * may have, a code that is one of the program's, a statement that asks for the present instant.                             */
bool own_parse(struct vg_arena *, const char *path, const char *text, struct indicator *out, struct vg_error *err);

/* Brings this process's indicators in step with the database. Cheap when nothing changed. A file that this version of the program
 * refuses is left out: `refused`, when not NULL, is told of it. Any role that may read vg.own_indicator. */
typedef bool own_refused(void *user, struct db *, const char *code, const struct vg_error *why, struct vg_error *err);
bool own_load(struct db *, own_refused *refused, void *user, struct vg_error *err);

/* Names and types of the columns without running it. VG_E_INPUT with the line. */
bool own_check(const struct db *, const struct indicator *, const char *path, struct vg_error *err);

/* What a statement returned: checked row by row (no NULL where there must be a value, no NaN, no infinite instant, lengths). */
struct own_rows;
struct own_window {
  vg_time known_at, since, until;
};
/* Runs it in the cage, at most 10 s, 200,000 rows, 64 MB. Yours: own_rows_free(). As cage_run(); VG_E_INPUT "x.sql: row 3 (web-1): value:
 * expected a number, got "NaN"". */
bool own_collect(const struct db *, const struct indicator *, const char *path, struct own_window, struct own_rows **out, struct vg_error *err);
size_t own_rows_count(const struct own_rows *);
void own_rows_free(struct own_rows *); /* NULL allowed */
/* Puts them in vg.own_given, in place of what was there, within the caller's transaction. Role vigie_collect. VG_E_INPUT for a perimeter
 * that there is not, or a subject that has two rows. */
bool own_put(struct db *, const struct indicator *, const char *path, const struct own_rows *, struct vg_error *err);

/* Keeps a file that own_parse() and own_collect() found good, and the indicator's row. Within the caller's transaction; role vigie_owner. */
bool own_add(struct db *, const struct indicator *, const char *text, const char *actor, vg_time now, struct vg_error *err);
/* Takes one away with its figures. VG_E_NOTFOUND; VG_E_CONFLICT when a policy names it. */
bool own_remove(struct db *, const char *code, const char *actor, vg_time now, struct vg_error *err);

#endif
