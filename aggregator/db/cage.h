/* db/cage.h — runs a statement that the organisation wrote, where it can do no harm.
 *
 * The cage is a connection of the login role vigie_reader, which may read records and the inventory's names, and nothing of
 * people who use Vigie, of secrets or of figures; a read-only transaction that is always rolled back; one statement, put in
 * brackets as a query; a deadline on both sides; limits on rows and bytes; a fresh session each time. SET ROLE is no cage.  */
#ifndef VG_DB_CAGE_H
#define VG_DB_CAGE_H

#include "db/db.h"

#define CAGE_ROLE "vigie_reader"

struct cage_limits {
  int timeout_ms;  /* of the whole statement */
  int64_t rows;    /* at most */
  int64_t bytes;   /* of values, at most */
  int work_mem_kb; /* of each sort or hash */
  int64_t memory;  /* bytes that the server may take for it in all, where cage_memory.h says */
};

struct cage_column {
  const char *name, *type; /* "judged", "tstzmultirange": as PostgreSQL's format_type() says */
};

struct cage_statement {
  const char *name; /* for errors: a path */
  const char *text; /* one query, with $1 timestamptz, $2 timestamptz, $3 timestamptz, $4 text[] */
  int line;         /* of the file, at which the text begins: 1 when it is the whole file */
  const struct cage_column *columns;
  size_t count;
};

/* A row: as many values as columns, NULL for NULL, in PostgreSQL's text form. False stops the reading; *err is then its own. */
typedef bool cage_row(void *user, const char *const *values, struct vg_error *err);

/* Prepares the statement without running it: names and types of its columns, in any order, none more, none less.
 * VG_E_INPUT "sql/own/x.sql:12: column "jugé" does not exist", or which column was expected and which was found.        */
bool cage_check(const struct db_conf *, const struct cage_statement *, struct vg_error *err);

/* Runs it. `conf`: how to reach the database; its role and time-out are the cage's own. Rows are given in the order of
 * `columns`. VG_E_INPUT for what the statement does wrong, with its line; VG_E_DENIED for what it may not; VG_E_TIMEOUT;
 * VG_E_LIMIT, with the limit.                                                                                        */
bool cage_run(const struct db_conf *conf, const struct cage_statement *, const struct cage_limits *, const struct db_param params[4],
              cage_row *row, void *user, struct vg_error *err);

#endif
