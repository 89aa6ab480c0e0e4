#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "db/direct.h"
#include "db/internal.h"
#include "db/sql_text.h"

enum { CHUNK = 256 * 1024 };

static bool begin(struct db *db, const char *name, const char *sql, ExecStatusType expected, struct vg_error *err) {
  PGresult *pg;
  if (!db_ready(db, name, err)) return false;
  if (PQsendQuery(db->conn, sql) == 0) return db_fail_lost(db, name, err);
  if (!db_answer(db, name, &pg, err)) return false;
  ExecStatusType status = PQresultStatus(pg);
  if (status == PGRES_FATAL_ERROR) (void)db_fail_result(db, name, pg, err);
  PQclear(pg);
  (void)snprintf(db->copied, sizeof db->copied, "%s", name);
  if (status == expected) return db->copying = true;
  if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) db->stale = true;
  return vg_fail(err, VG_E_INTERNAL, "%s: not a COPY in this direction", name);
}

bool db_copy_direct(struct db *db, const char *sql, struct vg_error *err) {
  char name[DB_NAME];
  db_name_direct(sql, name);
  return begin(db, name, sql, PGRES_COPY_IN, err);
}

bool db_copy_begin(struct db *db, enum sql_id id, struct vg_error *err) {
  if ((int)id < 0 || id >= SQL_COUNT) return vg_fail(err, VG_E_INTERNAL, "no statement has the id %d", (int)id);
  return begin(db, sql_texts[id].name, sql_texts[id].text, PGRES_COPY_IN, err);
}

bool db_copy_data(struct db *db, const char *data, size_t length, struct vg_error *err) {
  if (!db->copying) return vg_fail(err, VG_E_INTERNAL, "COPY: none is under way");
  while (length > 0) {
    size_t n = length < CHUNK ? length : CHUNK;
    if (PQputCopyData(db->conn, data, (int)n) != 1) return db_fail_lost(db, db->copied, err);
    db->copy_pending += n;
    if (db->copy_pending >= CHUNK) {
      if (!db_flush(db, db->copied, db_deadline(db), err)) return false;
      db->copy_pending = 0;
    }
    data += n;
    length -= n;
  }
  return true;
}

bool db_copy_end(struct db *db, int64_t *rows, struct vg_error *err) {
  if (!db->copying) return vg_fail(err, VG_E_INTERNAL, "COPY: none is under way");
  PGresult *pg;
  db->copying = false;
  db->copy_pending = 0;
  if (PQputCopyEnd(db->conn, NULL) < 0) return db_fail_lost(db, db->copied, err);
  if (!db_answer(db, db->copied, &pg, err)) return false;
  bool ok = PQresultStatus(pg) == PGRES_COMMAND_OK;
  if (!ok) (void)db_fail_result(db, db->copied, pg, err);
  if (ok && rows != NULL && !text_int(PQcmdTuples(pg), 0, INT64_MAX, rows)) *rows = 0;
  PQclear(pg);
  return ok;
}

/* 1 a row is in *data, 0 the end, -1 failed. */
static int next_row(struct db *db, char **data, int *length, struct vg_error *err) {
  int64_t deadline = db_deadline(db);
  for (;;) {
    int n = PQgetCopyData(db->conn, data, 1);
    *length = n;
    if (n > 0) return 1;
    if (n == -1) return 0;
    int ready = n == -2 ? -1 : db_poll(db, POLLIN, deadline);
    if (ready > 0 && PQconsumeInput(db->conn) == 0) ready = -1;
    if (ready > 0) continue;
    db->stale = true;
    if (n == -2) return vg_fail(err, VG_E_UNAVAILABLE, "%s: the reading was broken off", db->copied), -1;
    if (ready < 0) return db_fail_lost(db, db->copied, err), -1;
    return vg_fail(err, VG_E_TIMEOUT, "%s: no row within %d ms", db->copied, db->timeout_ms), -1;
  }
}

static bool finish_out(struct db *db, struct vg_error *err) {
  PGresult *pg;
  if (!db_answer(db, db->copied, &pg, err)) return false;
  bool ok = PQresultStatus(pg) == PGRES_COMMAND_OK;
  if (!ok) (void)db_fail_result(db, db->copied, pg, err);
  PQclear(pg);
  return ok;
}

bool db_copy_out(struct db *db, const char *sql, db_copy_row *row, void *user, struct vg_error *err) {
  char name[DB_NAME];
  db_name_direct(sql, name);
  if (!begin(db, name, sql, PGRES_COPY_OUT, err)) return false;
  bool wanted = true;
  int got, length;
  char *data;
  while ((got = next_row(db, &data, &length, err)) > 0) {
    if (wanted) wanted = row(user, data, (size_t)length, err);
    PQfreemem(data);
  }
  db->copying = false;
  return got == 0 && finish_out(db, err) && wanted;
}
