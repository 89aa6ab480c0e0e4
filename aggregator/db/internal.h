/* db/internal.h — what the files of db/ share. Not for others: libpq's types appear here. */
#ifndef VG_DB_INTERNAL_H
#define VG_DB_INTERNAL_H

#include <libpq-fe.h>
#include <poll.h>

#include "db/db.h"
#include "db/sql_text.h"

enum { DB_CHANNELS_MAX = 8, DB_CHANNEL_NAME = 64, DB_FRAMED_MAX = 256, DB_NAME = 64 };

/* A statement within others, prepared once. */
struct db_framed {
  enum sql_id outside;
  const struct sql_text *inside;
  unsigned lists;    /* bit n: parameter $n + 1 is a list of texts, not NULL */
  unsigned instants; /* the same: an instant, not NULL */
  size_t parameters;
  bool once;         /* it is asked of those in its lists, from an instant on, or always of the same: one plan serves */
};

struct db {
  PGconn *conn; /* NULL: not connected */
  char *conninfo, *role, *application;
  int timeout_ms;        /* of a statement; 0: none */
  int server_timeout_ms; /* what the session was told last; -1: not known */
  bool in_tx, read_only, copying;
  char copied[DB_NAME]; /* what the last COPY does, for errors */
  size_t copy_pending; /* bytes given to libpq since the last flush */
  bool planned_once;   /* the transaction was told that plans are made once a statement */
  bool stale; /* plans or state of the session can no longer be trusted: reconnect before the next statement */
  unsigned char *prepared; /* one byte a statement */
  struct db_framed framed[DB_FRAMED_MAX]; /* statements within others that are prepared: "f0", "f1" … */
  size_t framed_count;
  struct vg_arena *arena;  /* texts of the parameters of the running statement */
  char channels[DB_CHANNELS_MAX][DB_CHANNEL_NAME];
  size_t channel_count;
  void *aside;           /* see db_set_aside() */
  const char *to_begin;  /* the BEGIN that the first statement of an open transaction sends before itself; NULL: none */
};

/* ---- wait.c ---- */
/* The monotonic instant at which a statement started now is late; INT64_MAX without a timeout. */
int64_t db_deadline(const struct db *);
/* Waits for one of `events` (poll(2)) on the connection: 1 ready, 0 late, -1 failed. */
int db_poll(struct db *, short events, int64_t deadline);
/* Sends what is buffered, then reads the answer to its end. The last result, or the first that failed, is *out: yours,
 * PQclear(). Late: cancelled and drained, VG_E_TIMEOUT. `name` is the statement's, for errors.                      */
bool db_answer(struct db *, const char *name, PGresult **out, struct vg_error *err);
/* Sends what is buffered. */
bool db_flush(struct db *, const char *name, int64_t deadline, struct vg_error *err);

/* ---- fail.c ---- */
/* Fills *err from a failed result; parameters never appear. Always false. */
bool db_fail_result(struct db *, const char *name, const PGresult *, struct vg_error *err);
/* The connection is lost: VG_E_UNAVAILABLE. Always false. */
bool db_fail_lost(struct db *, const char *name, struct vg_error *err);

/* ---- connect.c ---- */
/* Connects again when the connection is lost and no transaction is open; tells the session the current timeout. */
bool db_ready(struct db *, const char *name, struct vg_error *err);
/* Runs text that holds no parameter and waits for its end: BEGIN, SET, LISTEN. */
bool db_simple(struct db *, const char *name, const char *sql, struct vg_error *err);

/* ---- param.c ---- */
struct db_bound {
  const char **values;
  int *lengths, *formats;
};
/* Checks and renders parameters; all of it lives in db->arena. */
bool db_bind(struct db *, const char *name, const struct db_param *, size_t count, struct db_bound *out,
             struct vg_error *err);

/* ---- run.c ---- */
/* What errors call a text made at run time. */
void db_name_direct(const char *sql, char out[DB_NAME]);
/* Makes the connection ready and the statement known to it as "s" and its id. */
bool db_prepare(struct db *, enum sql_id, struct vg_error *err);
/* The same one as it was prepared on this connection, which is ready; NULL: it was not. */
const struct db_framed *db_framed_known(const struct db *, const struct db_framed *);
/* Prepares its text; at most DB_FRAMED_MAX of them a connection. */
const struct db_framed *db_framed_prepare(struct db *, const struct db_framed *, const char *text, struct vg_error *err);
bool db_run_framed(struct db *, struct db_result **out, const struct db_framed *known, enum db_rows, struct vg_error *err,
                   const struct db_param *params);
/* Checks the shape of an answer and hands it out. Takes `pg` in every case. */
bool db_shape(struct db *, const char *name, PGresult *pg, enum db_rows, struct db_result **out, struct vg_error *err);

/* ---- row.c ---- */
/* Takes `pg`. NULL when out of memory. */
struct db_result *db_result_new(PGresult *pg, const char *name);

#endif
