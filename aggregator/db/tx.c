#include <stdio.h>
#include <string.h>

#include "db/internal.h"

bool db_begin(struct db *db, struct db_tx *tx, struct vg_error *err) {
  static const char sql[] = "BEGIN";
  *tx = (struct db_tx){.db = db};
  if (db->in_tx) return vg_fail(err, VG_E_INTERNAL, "%s: a transaction is open already", sql);
  if (!db_ready(db, sql, err) || !db_simple(db, sql, sql, err)) return false;
  db->in_tx = tx->open = true;
  return true;
}

bool db_begin_read(struct db *db, struct db_tx *tx, struct vg_error *err) {
  static const char sql[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  *tx = (struct db_tx){.db = db};
  if (db->in_tx) return vg_fail(err, VG_E_INTERNAL, "%s: a transaction is open already", sql);
  db->in_tx = db->read_only = tx->open = true;
  db->to_begin = sql;
  return true;
}

bool db_begin_read_as(struct db *db, struct db_tx *tx, const char *snapshot, struct vg_error *err) {
  char sql[80];
  if (snapshot[strspn(snapshot, "0123456789ABCDEF-")] != '\0' || strlen(snapshot) > 40)
    return vg_fail(err, VG_E_INTERNAL, "\"%.40s\" is not the name of a snapshot", snapshot);
  (void)snprintf(sql, sizeof sql, "SET TRANSACTION SNAPSHOT '%s'", snapshot);
  if (!db_begin_read(db, tx, err)) return false;
  if (db_ready(db, sql, err) && db_simple(db, sql, sql, err)) return true;
  db_rollback(tx);
  return false;
}

/* `told`: the server knew of it. */
static void end(struct db_tx *tx, bool told) {
  tx->open = false;
  tx->db->in_tx = tx->db->read_only = tx->db->planned_once = false;
  tx->db->to_begin = NULL;
  if (told) tx->db->server_timeout_ms = -1;
}

bool db_commit(struct db_tx *tx, struct vg_error *err) {
  if (!tx->open) return vg_fail(err, VG_E_INTERNAL, "COMMIT: no transaction is open");
  struct db *db = tx->db;
  if (db->to_begin != NULL) return end(tx, false), true;
  if (db->conn == NULL || db->stale) return db_fail_lost(db, "COMMIT", err);
  if (db->copying) return vg_fail(err, VG_E_INTERNAL, "COMMIT: a COPY is under way");
  if (PQtransactionStatus(db->conn) == PQTRANS_INERROR)
    return vg_fail(err, VG_E_INTERNAL, "COMMIT: a statement of the transaction has failed");
  bool ok = db_simple(db, "COMMIT", "COMMIT", err);
  if (!ok && PQtransactionStatus(db->conn) != PQTRANS_IDLE) db->stale = true;
  end(tx, true);
  return ok;
}

static void abandon_copy(struct db *db) {
  struct vg_error ignored = {0};
  PGresult *pg = NULL;
  if (PQputCopyEnd(db->conn, "abandoned") < 0 || !db_answer(db, "COPY", &pg, &ignored)) db->stale = true;
  PQclear(pg);
  db->copying = false;
}

void db_rollback(struct db_tx *tx) {
  if (tx->db == NULL || !tx->open) return;
  struct db *db = tx->db;
  struct vg_error ignored = {0};
  if (db->conn != NULL && !db->stale && db->copying) abandon_copy(db);
  bool told = db->to_begin == NULL;
  if (told && db->conn != NULL && !db->stale && !db_simple(db, "ROLLBACK", "ROLLBACK", &ignored)) db->stale = true;
  end(tx, told);
}
