/* db/direct.h — statements whose text is made at run time: for the files of db/ only (migrations, kind tables).
 *
 * Everybody else names a statement by its id (db.h). Identifiers in such a text come from our own declarations, never
 * from data.                                                                                                     */
#ifndef VG_DB_DIRECT_H
#define VG_DB_DIRECT_H

#include "db/db.h"

/* Runs a text. Errors name it by the comment that it begins with, "-- what is done\n". With `count` 0 it may hold several statements (simple protocol, then `out` gets the last result); else
 * one, with parameters, as db_run_().                                                                             */
bool db_direct(struct db *, struct db_result **out, const char *sql, enum db_rows, struct vg_error *err,
               const struct db_param *params, size_t count);

/* COPY … FROM STDIN: go on with db_copy_data() and db_copy_end(). */
bool db_copy_direct(struct db *, const char *sql, struct vg_error *err);

/* COPY … TO STDOUT: calls `row` for each message of the server. `row` returning false stops the reading (the rest is
 * drained) and *err is its own. The deadline of the statement counts between two rows.                            */
typedef bool db_copy_row(void *user, const char *data, size_t length, struct vg_error *err);
bool db_copy_out(struct db *, const char *sql, db_copy_row *row, void *user, struct vg_error *err);

#endif
