#include "db/describe.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/direct.h"
#include "db/internal.h"
#include "db/sql_text.h"

static bool type_name(struct db *db, Oid type, char out[40], struct vg_error *err) {
  DB_RESULT(r);
  if (!db_direct(db, &r, "SELECT pg_catalog.format_type($1::oid, NULL) AS name", DB_ONE, err, &P_INT(type), 1))
    return false;
  (void)snprintf(out, 40, "%s", row_text(r, 0, "name"));
  return true;
}

static bool names(struct db *db, const PGresult *pg, struct db_description *out, struct vg_error *err) {
  out->parameters = PQnparams(pg);
  out->columns = PQnfields(pg);
  if (out->parameters > DB_DESCRIBE_MAX) return vg_fail(err, VG_E_LIMIT, "%d parameters", out->parameters);
  if (out->columns > DB_DESCRIBE_MAX) out->columns = DB_DESCRIBE_MAX;
  for (int i = 0; i < out->parameters; i++) {
    if (!type_name(db, PQparamtype(pg, i), out->types[i], err)) return false;
  }
  for (int i = 0; i < out->columns; i++) {
    (void)snprintf(out->names[i], sizeof out->names[i], "%s", PQfname(pg, i));
    if (!type_name(db, PQftype(pg, i), out->results[i], err)) return false;
  }
  return true;
}

static bool copies(const char *text) { return strncmp(text, "COPY ", 5) == 0; }

bool db_describe(struct db *db, enum sql_id id, struct db_description *out, struct vg_error *err) {
  char handle[16];
  PGresult *pg;
  *out = (struct db_description){0};
  if (copies(sql_texts[id].text)) return true;
  (void)snprintf(handle, sizeof handle, "s%d", (int)id);
  if (!db_prepare(db, id, err)) return false;
  if (PQsendDescribePrepared(db->conn, handle) == 0) return db_fail_lost(db, sql_texts[id].name, err);
  if (!db_answer(db, sql_texts[id].name, &pg, err)) return false;
  bool ok = PQresultStatus(pg) == PGRES_COMMAND_OK;
  ok = ok ? names(db, pg, out, err) : db_fail_result(db, sql_texts[id].name, pg, err);
  PQclear(pg);
  return ok;
}

bool db_explain(struct db *db, enum sql_id id, struct vg_error *err) {
  const struct sql_text *sql = &sql_texts[id];
  char text[512];
  if (copies(sql->text) || !db_prepare(db, id, err)) return copies(sql->text);
  size_t n = (size_t)snprintf(text, sizeof text, "EXPLAIN EXECUTE s%d", (int)id);
  for (int i = 0; i < sql->parameters && n < sizeof text - 8; i++)
    n += (size_t)snprintf(text + n, sizeof text - n, "%sNULL", i == 0 ? "(" : ",");
  if (sql->parameters > 0) (void)snprintf(text + n, sizeof text - n, ")");
  if (db_simple(db, sql->name, text, err)) return true;
  return false;
}
