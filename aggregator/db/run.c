#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/direct.h"
#include "db/internal.h"
#include "db/sql_text.h"

enum { OID_TIMESTAMPTZ = 1184, OID_TEXTS = 1009 };

/* An indicator has its four parameters even where it does not use them: their types are told. */
static const Oid indicator_types[] = {OID_TIMESTAMPTZ, OID_TIMESTAMPTZ, OID_TIMESTAMPTZ, OID_TEXTS};

static bool succeeded(const PGresult *pg) {
  ExecStatusType s = PQresultStatus(pg);
  return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_EMPTY_QUERY;
}

static bool finish(struct db *db, const char *name, PGresult **pg, struct vg_error *err) {
  if (!db_answer(db, name, pg, err)) return false;
  if (succeeded(*pg)) return true;
  (void)db_fail_result(db, name, *pg, err);
  PQclear(*pg);
  *pg = NULL;
  return false;
}

bool db_prepare(struct db *db, enum sql_id id, struct vg_error *err) {
  const struct sql_text *sql = &sql_texts[id];
  char handle[16];
  PGresult *pg;
  if (!db_ready(db, sql->name, err)) return false;
  if (db->prepared[id]) return true;
  (void)snprintf(handle, sizeof handle, "s%d", (int)id);
  int count = sql->indicator ? 4 : 0;
  if (PQsendPrepare(db->conn, handle, sql->text, count, sql->indicator ? indicator_types : NULL) == 0)
    return db_fail_lost(db, sql->name, err);
  if (!finish(db, sql->name, &pg, err)) return false;
  PQclear(pg);
  db->prepared[id] = 1;
  return true;
}

bool db_shape(struct db *db, const char *name, PGresult *pg, enum db_rows shape, struct db_result **out,
              struct vg_error *err) {
  (void)db;
  int rows = PQntuples(pg);
  bool tuples = PQresultStatus(pg) == PGRES_TUPLES_OK, ok = true;
  if (shape == DB_NONE) {
    if (rows > 0) ok = vg_fail(err, VG_E_INTERNAL, "%s: no row was expected, got %d", name, rows);
  } else if (shape == DB_ANY) {
    ok = true;
  } else if (!tuples) {
    ok = vg_fail(err, VG_E_INTERNAL, "%s: rows were expected, the statement gives none", name);
  } else if (shape == DB_ONE && rows == 0) {
    ok = vg_fail(err, VG_E_NOTFOUND, "%s: nothing found", name);
  } else if (shape != DB_MANY && rows > 1) {
    ok = vg_fail(err, VG_E_INTERNAL, "%s: one row was expected, got %d", name, rows);
  }
  if (!ok || out == NULL) {
    PQclear(pg);
    return ok;
  }
  *out = db_result_new(pg, name);
  return *out != NULL || vg_fail(err, VG_E_LIMIT, "%s: out of memory", name);
}

bool db_run_(struct db *db, struct db_result **out, enum sql_id id, enum db_rows shape, struct vg_error *err,
             const struct db_param *params, size_t count) {
  if (out != NULL) *out = NULL;
  if ((int)id < 0 || id >= SQL_COUNT) return vg_fail(err, VG_E_INTERNAL, "no statement has the id %d", (int)id);
  const struct sql_text *sql = &sql_texts[id];
  if ((int)count != sql->parameters)
    return vg_fail(err, VG_E_INTERNAL, "%s: %d parameters were expected, got %zu", sql->name, sql->parameters, count);
  char handle[16];
  struct db_bound bound;
  PGresult *pg;
  (void)snprintf(handle, sizeof handle, "s%d", (int)id);
  if (!db_bind(db, sql->name, params, count, &bound, err) || !db_prepare(db, id, err)) return false;
  if (PQsendQueryPrepared(db->conn, handle, (int)count, bound.values, bound.lengths, bound.formats, 0) == 0)
    return db_fail_lost(db, sql->name, err);
  return finish(db, sql->name, &pg, err) && db_shape(db, sql->name, pg, shape, out, err);
}

/* "CREATE TABLE rec.backup (" of a text made at run time: enough to find it again, nothing that it quotes. */
static void name_direct(const char *sql, char out[64]) {
  size_t n = strcspn(sql, "('$\n");
  (void)snprintf(out, 64, "%.*s", (int)(n < 60 ? n : 60), sql);
}

bool db_direct(struct db *db, struct db_result **out, const char *sql, enum db_rows shape, struct vg_error *err,
               const struct db_param *params, size_t count) {
  char name[64];
  struct db_bound bound;
  PGresult *pg;
  if (out != NULL) *out = NULL;
  name_direct(sql, name);
  if (!db_bind(db, name, params, count, &bound, err) || !db_ready(db, name, err)) return false;
  int sent = count == 0 ? PQsendQuery(db->conn, sql)
                        : PQsendQueryParams(db->conn, sql, (int)count, NULL, bound.values, bound.lengths,
                                            bound.formats, 0);
  if (sent == 0) return db_fail_lost(db, name, err);
  return finish(db, name, &pg, err) && db_shape(db, name, pg, shape, out, err);
}
