/* db/db.h — the only user of libpq. Statements are known by id, never by text: SQL outside sql/ does not compile.
 *
 * A connection belongs to one thread at a time. Every statement has a deadline: past it, it is cancelled, drained and
 * the connection survives. SQLSTATE decides the error's code. Results come in binary-safe text form.             */
#ifndef VG_DB_DB_H
#define VG_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"
#include "sql_id.h" /* generated: enum sql_id { SQL_SOURCE_LIST, … } from the files of sql/query */

struct db;
struct db_result;

/* Expected shape; another shape is an error. DB_ANY: with rows or without. */
enum db_rows { DB_NONE, DB_ONE, DB_ZERO_OR_ONE, DB_MANY, DB_ANY };

struct db_conf {
  const char *conninfo;    /* libpq keyword/value string without role */
  const char *role;        /* login role: "vigie_owner", "vigie_web", "vigie_collect" */
  const char *application; /* shown in pg_stat_activity */
  int timeout_ms;          /* default deadline of a statement */
};

/* A bound parameter. Texts are checked: valid UTF-8 without NUL (VG_E_INPUT otherwise), at most 1 MiB (VG_E_LIMIT). */
enum db_type { DB_P_NULL, DB_P_TEXT, DB_P_INT, DB_P_REAL, DB_P_BOOL, DB_P_TIME, DB_P_BYTES, DB_P_TEXTS, DB_P_INTS };
struct db_param {
  enum db_type type;
  const char *text;
  int64_t integer;
  double real;
  const void *bytes; /* BYTES; TEXTS: const char *const *; INTS: const int64_t * */
  size_t count;      /* of bytes or items */
};
#define P_NULL ((struct db_param){.type = DB_P_NULL})
#define P_TEXT(t) ((struct db_param){.type = DB_P_TEXT, .text = (t)}) /* NULL gives SQL NULL */
#define P_INT(v) ((struct db_param){.type = DB_P_INT, .integer = (v)})
#define P_REAL(v) ((struct db_param){.type = DB_P_REAL, .real = (v)})
#define P_BOOL(v) ((struct db_param){.type = DB_P_BOOL, .integer = (v)})
#define P_TIME(v) ((struct db_param){.type = DB_P_TIME, .integer = (v)}) /* VG_NEVER gives SQL NULL */
#define P_BYTES(p, n) ((struct db_param){.type = DB_P_BYTES, .bytes = (p), .count = (n)})
#define P_TEXTS(p, n) ((struct db_param){.type = DB_P_TEXTS, .bytes = (p), .count = (n)})
#define P_INTS(p, n) ((struct db_param){.type = DB_P_INTS, .bytes = (p), .count = (n)})

/* Yours: db_close(). VG_E_UNAVAILABLE when it does not answer, VG_E_CONFIG when it refuses the role. */
bool db_open(struct db **out, const struct db_conf *, struct vg_error *err);
void db_close(struct db *); /* NULL allowed */
void db_close_cleanup(struct db **);
#define DB(name) __attribute__((cleanup(db_close_cleanup))) struct db *name = NULL
/* False when the connection is broken and could not be opened again. */
bool db_alive(struct db *);
/* How it was opened; texts belong to the connection. */
struct db_conf db_conf_of(const struct db *);
void db_set_timeout(struct db *, int ms);
int db_timeout(const struct db *);
/* What its user keeps beside the database for those who read through this connection (indicator/snapshot.h). Borrowed; NULL: nothing. */
void db_set_aside(struct db *, void *);
void *db_aside(const struct db *);

/* Runs a statement; *out (NULL when no rows are wanted) is yours: db_free(). The number of parameters is checked
 * against the statement. No row for DB_ONE is VG_E_NOTFOUND, two rows VG_E_INTERNAL.                                 */
bool db_run_(struct db *, struct db_result **out, enum sql_id, enum db_rows, struct vg_error *err,
             const struct db_param *params, size_t count);
#define db_run(db, out, id, shape, err, ...)                                                                           \
  db_run_((db), (out), (id), (shape), (err), (const struct db_param[]){__VA_ARGS__ __VA_OPT__(, ) P_NULL},             \
          sizeof((const struct db_param[]){__VA_ARGS__ __VA_OPT__(, ) P_NULL}) / sizeof(struct db_param) - 1)
void db_free(struct db_result *); /* NULL allowed */
void db_free_cleanup(struct db_result **);
#define DB_RESULT(name) __attribute__((cleanup(db_free_cleanup))) struct db_result *name = NULL

/* Reading. Columns by name; a column that the statement has not is VG_E_INTERNAL, kept in the result: check once with
 * row_ok(). Texts belong to the result.                                                                           */
size_t row_count(const struct db_result *); /* of a statement that gives none: how many rows it changed */
/* The name of a column, from 0; NULL past the last one. Belongs to the result. */
const char *row_name(const struct db_result *, size_t column);
bool row_null(const struct db_result *, size_t row, const char *column);
const char *row_text(const struct db_result *, size_t row, const char *column); /* "" for NULL */
int64_t row_int(const struct db_result *, size_t row, const char *column);      /* 0 for NULL */
double row_real(const struct db_result *, size_t row, const char *column);      /* NaN for NULL */
bool row_bool(const struct db_result *, size_t row, const char *column);
vg_time row_time(const struct db_result *, size_t row, const char *column); /* VG_NEVER for NULL; infinity: INT64_MAX, -infinity: VG_NEVER + 1 */
size_t row_bytes(const struct db_result *, size_t row, const char *column, struct vg_arena *, unsigned char **out);
bool row_ok(const struct db_result *, struct vg_error *err);

/* Transactions: rolled back at the end of the scope unless committed. */
struct db_tx {
  struct db *db;
  bool open;
};
bool db_begin(struct db *, struct db_tx *, struct vg_error *err);
bool db_begin_read(struct db *, struct db_tx *, struct vg_error *err); /* REPEATABLE READ, READ ONLY */
/* The same, and it sees what another transaction saw, which is open still and gave `snapshot` by SQL_SNAPSHOT_EXPORT. */
bool db_begin_read_as(struct db *, struct db_tx *, const char *snapshot, struct vg_error *err);
bool db_commit(struct db_tx *, struct vg_error *err);
void db_rollback(struct db_tx *);
#define DB_TX(name) __attribute__((cleanup(db_rollback))) struct db_tx name = {0}

/* COPY … FROM STDIN, text format. The statement comes from db/ itself (kind tables) or from a query file. */
bool db_copy_begin(struct db *, enum sql_id, struct vg_error *err);
bool db_copy_data(struct db *, const char *data, size_t length, struct vg_error *err);
bool db_copy_end(struct db *, int64_t *rows, struct vg_error *err);

/* LISTEN / NOTIFY. `channel` is one of ours: [a-z_]+. A connection that was opened again listens again. */
bool db_listen(struct db *, const char *channel, struct vg_error *err);
bool db_notify(struct db *, const char *channel, struct vg_error *err);
/* The socket to poll() for reading, or -1 while the connection is broken. */
int db_socket(const struct db *);
/* Takes one notification that has arrived, without waiting: its channel. False when there is none. */
bool db_notified(struct db *, char channel[64]);

#endif
