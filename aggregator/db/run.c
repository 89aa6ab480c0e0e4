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

static bool prepare(struct db *db, const char *handle, const char *name, const char *text, bool indicator, struct vg_error *err) {
  PGresult *pg;
  if (PQsendPrepare(db->conn, handle, text, indicator ? 4 : 0, indicator ? indicator_types : NULL) == 0)
    return db_fail_lost(db, name, err);
  if (!finish(db, name, &pg, err)) return false;
  PQclear(pg);
  return true;
}

bool db_prepare(struct db *db, enum sql_id id, struct vg_error *err) {
  const struct sql_text *sql = &sql_texts[id];
  char handle[16];
  if (!db_ready(db, sql->name, err)) return false;
  if (db->prepared[id]) return true;
  (void)snprintf(handle, sizeof handle, "s%d", (int)id);
  if (!prepare(db, handle, sql->name, sql->text, sql->indicator, err)) return false;
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

/* What is asked of some subjects, or from an instant on, is planned once: to plan it costs as much as to ask it of a thousand. Such a plan takes a
 * list for ten: a row that is read, and may be compared with all of it, is said to cost ten times what it does, so that more than a hundred or
 * so are found by an index. ANALYZE makes the server forget the plan, so that one made of tables that were nearly empty does not outlive their
 * growth by more than autovacuum takes; the first evaluation asks of all. All other statements are planned for what they are given: see
 * evaluation_settings. */
static bool plan_once(struct db *db, const char *name, bool once, struct vg_error *err) {
  if (!db->in_tx || db->planned_once == once) return true;
  const char *sql = once ? "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL cpu_tuple_cost = 0.1"
                         : "SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL cpu_tuple_cost TO DEFAULT";
  if (!db_simple(db, name, sql, err)) return false;
  db->planned_once = once;
  return true;
}

static bool run_handle(struct db *db, const char *handle, const char *name, const struct db_bound *bound, int count, struct db_result **out,
                       enum db_rows shape, struct vg_error *err) {
  PGresult *pg;
  if (PQsendQueryPrepared(db->conn, handle, count, bound->values, bound->lengths, bound->formats, 0) == 0)
    return db_fail_lost(db, name, err);
  return finish(db, name, &pg, err) && db_shape(db, name, pg, shape, out, err);
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
  (void)snprintf(handle, sizeof handle, "s%d", (int)id);
  return db_bind(db, sql->name, params, count, &bound, err) && db_prepare(db, id, err) && plan_once(db, sql->name, false, err) &&
         run_handle(db, handle, sql->name, &bound, (int)count, out, shape, err);
}

const struct db_framed *db_framed_known(const struct db *db, const struct db_framed *want) {
  for (size_t i = 0; i < db->framed_count; i++) {
    const struct db_framed *f = &db->framed[i];
    if (f->outside == want->outside && f->inside == want->inside && f->lists == want->lists && f->instants == want->instants) return f;
  }
  return NULL;
}

static void framed_handle(const struct db *db, const struct db_framed *f, char out[24]) {
  (void)snprintf(out, 24, "f%td", f - db->framed);
}

const struct db_framed *db_framed_prepare(struct db *db, const struct db_framed *want, const char *text, struct vg_error *err) {
  const char *name = want->inside->name;
  char handle[24];
  if (db->framed_count == DB_FRAMED_MAX)
    return (void)vg_fail(err, VG_E_INTERNAL, "%s: more than %d statements are framed", name, DB_FRAMED_MAX), NULL;
  struct db_framed *f = &db->framed[db->framed_count];
  *f = *want;
  framed_handle(db, f, handle);
  if (!prepare(db, handle, name, text, false, err)) return NULL;
  db->framed_count++;
  return f;
}

bool db_run_framed(struct db *db, struct db_result **out, const struct db_framed *known, enum db_rows shape, struct vg_error *err,
                   const struct db_param *params) {
  const char *name = known->inside->name;
  char handle[24];
  struct db_bound bound;
  framed_handle(db, known, handle);
  return db_bind(db, name, params, known->parameters, &bound, err) && plan_once(db, name, known->once, err) &&
         run_handle(db, handle, name, &bound, (int)known->parameters, out, shape, err);
}

/* The comment that it begins with; else enough to find it again, nothing that it quotes. */
void db_name_direct(const char *sql, char out[DB_NAME]) {
  bool told = strncmp(sql, "-- ", 3) == 0;
  sql += told ? 3 : 0;
  size_t n = strcspn(sql, told ? "\n" : "('$\n");
  (void)snprintf(out, DB_NAME, "%.*s", (int)(n < 60 ? n : 60), sql);
}

bool db_direct(struct db *db, struct db_result **out, const char *sql, enum db_rows shape, struct vg_error *err,
               const struct db_param *params, size_t count) {
  char name[DB_NAME];
  struct db_bound bound;
  PGresult *pg;
  if (out != NULL) *out = NULL;
  db_name_direct(sql, name);
  if (!db_bind(db, name, params, count, &bound, err) || !db_ready(db, name, err) || !plan_once(db, name, false, err)) return false;
  int sent = count == 0 ? PQsendQuery(db->conn, sql)
                        : PQsendQueryParams(db->conn, sql, (int)count, NULL, bound.values, bound.lengths,
                                            bound.formats, 0);
  if (sent == 0) return db_fail_lost(db, name, err);
  return finish(db, name, &pg, err) && db_shape(db, name, pg, shape, out, err);
}
