#include "db/cage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/cage_memory.h"
#include "db/internal.h"
#include "db/sqlstate.h"

enum { TEXT_LIMIT = 256 << 10, COLUMNS_MAX = 32, PARAMS = 4 };

static const char *const types[PARAMS] = {"timestamptz", "timestamptz", "timestamptz", "text[]"};

struct caging {
  const struct cage_statement *statement;
  const struct cage_limits *limits;
  cage_row *row;
  void *user;
  int map[COLUMNS_MAX]; /* column of the contract → column of the answer */
  int64_t rows, bytes;
};

/* ---- errors: where in the file ---- */

/* The statement stands after `before` bytes of our own text; positions are characters, from 1. */
static int line_of(const struct cage_statement *s, const char *position, size_t before) {
  long at = position != NULL ? strtol(position, NULL, 10) - 1 - (long)before : 0;
  int line = s->line;
  for (const unsigned char *p = (const unsigned char *)s->text; *p != '\0' && at > 0; p++) {
    if ((*p & 0xC0) == 0x80) continue;
    line += *p == '\n';
    at--;
  }
  return line;
}

static bool fail(const struct cage_statement *s, const PGresult *pg, size_t before, struct vg_error *err) {
  const char *state = PQresultErrorField(pg, PG_DIAG_SQLSTATE), *message = PQresultErrorField(pg, PG_DIAG_MESSAGE_PRIMARY);
  enum vg_code code = sqlstate_code(state != NULL ? state : "");
  int line = line_of(s, PQresultErrorField(pg, PG_DIAG_STATEMENT_POSITION), before);
  if (state != NULL && strcmp(state, "25006") == 0) code = VG_E_DENIED;
  if (state != NULL && (strcmp(state, "53400") == 0 || strcmp(state, "53200") == 0))
    return vg_fail(err, VG_E_LIMIT, "%s:%d: %s", s->name, line, message);
  if (code != VG_E_DENIED && code != VG_E_TIMEOUT && code != VG_E_UNAVAILABLE && code != VG_E_STORAGE) code = VG_E_INPUT;
  return vg_fail(err, code, "%s:%d: %s", s->name, line, message != NULL ? message : "the connection is lost");
}

/* ---- the contract ---- */

static bool type_name(struct db *db, Oid type, char *out, size_t size, struct vg_error *err) {
  char sql[80];
  (void)snprintf(sql, sizeof sql, "SELECT pg_catalog.format_type(%u, NULL)", type);
  PGresult *pg;
  if (PQsendQuery(db->conn, sql) == 0) return db_fail_lost(db, "cage", err);
  if (!db_answer(db, "cage", &pg, err)) return false;
  (void)snprintf(out, size, "%s", PQntuples(pg) == 1 ? PQgetvalue(pg, 0, 0) : "?");
  PQclear(pg);
  return true;
}

static bool has(const struct cage_statement *s, const char *name) {
  for (size_t c = 0; c < s->count; c++)
    if (strcmp(s->columns[c].name, name) == 0) return true;
  return false;
}

static bool check_columns(struct db *db, struct caging *g, const PGresult *pg, struct vg_error *err) {
  const struct cage_statement *s = g->statement;
  for (size_t c = 0; c < s->count; c++) {
    char found[80];
    g->map[c] = PQfnumber(pg, s->columns[c].name);
    if (g->map[c] < 0) return vg_fail(err, VG_E_INPUT, "%s:%d: expected a column \"%s\" (%s), found none", s->name, s->line, s->columns[c].name, s->columns[c].type);
    if (!type_name(db, PQftype(pg, g->map[c]), found, sizeof found, err)) return false;
    if (strcmp(found, s->columns[c].type) != 0)
      return vg_fail(err, VG_E_INPUT, "%s:%d: column \"%s\": expected %s, found %s", s->name, s->line, s->columns[c].name, s->columns[c].type, found);
  }
  for (int f = 0; f < PQnfields(pg); f++)
    if (!has(s, PQfname(pg, f)) || PQfnumber(pg, PQfname(pg, f)) != f)
      return vg_fail(err, VG_E_INPUT, "%s:%d: column \"%s\" is not expected, or comes twice", s->name, s->line, PQfname(pg, f));
  return true;
}

/* ---- the session ---- */

static bool enter(struct db **db, const struct db_conf *conf, const struct cage_limits *limits, struct vg_error *err) {
  struct db_conf caged = *conf;
  char set[200];
  caged.role = CAGE_ROLE;
  caged.application = "vigie cage";
  caged.timeout_ms = limits->timeout_ms;
  (void)snprintf(set, sizeof set, "SET LOCAL work_mem = %d; SET LOCAL hash_mem_multiplier = 1; SET LOCAL max_parallel_workers_per_gather = 0",
                 limits->work_mem_kb);
  if (!db_open(db, &caged, err) || !db_ready(*db, "cage", err)) return false;
  cage_limit_memory(*db, limits->memory);
  return db_simple(*db, "cage", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err) && db_simple(*db, "cage", set, err);
}

/* A query in brackets: what is no query, or is two, does not parse. The parameters are all used, whatever the statement does. */
static bool wrap(struct buf *out, const struct cage_statement *s, size_t *before, struct vg_error *err) {
  buf_text(out, "SELECT q.* FROM (\n");
  *before = out->length;
  size_t n = strlen(s->text);
  while (n > 0 && strchr(" \n\t\r;", s->text[n - 1]) != NULL) n--;
  buf_put(out, s->text, n);
  buf_text(out, "\n) q WHERE (($1, $2, $3, $4) IS NULL) IS NOT NULL");
  return buf_check(out, s->name, err);
}

static bool oids(struct db *db, Oid out[PARAMS], struct vg_error *err) {
  BUF(sql, 300);
  PGresult *pg;
  buf_text(&sql, "SELECT ");
  for (int i = 0; i < PARAMS; i++) buf_printf(&sql, "%s'pg_catalog.%s'::pg_catalog.regtype::pg_catalog.oid", i > 0 ? ", " : "", types[i]);
  if (PQsendQuery(db->conn, sql.data) == 0) return db_fail_lost(db, "cage", err);
  if (!db_answer(db, "cage", &pg, err)) return false;
  bool ok = PQntuples(pg) == 1;
  for (int i = 0; ok && i < PARAMS; i++) out[i] = (Oid)strtoul(PQgetvalue(pg, 0, i), NULL, 10);
  PQclear(pg);
  return ok || vg_fail(err, VG_E_INTERNAL, "cage: the types of the parameters are not known");
}

static bool answered(struct db *db, struct caging *g, size_t before, PGresult **out, ExecStatusType wanted, struct vg_error *err) {
  if (!db_answer(db, g->statement->name, out, err)) return false;
  if (PQresultStatus(*out) == wanted) return true;
  (void)fail(g->statement, *out, before, err);
  PQclear(*out);
  *out = NULL;
  return false;
}

static bool prepare(struct db *db, struct caging *g, size_t *before, struct vg_error *err) {
  BUF(sql, TEXT_LIMIT);
  Oid parameters[PARAMS];
  PGresult *pg = NULL;
  if (g->statement->count > COLUMNS_MAX) return vg_fail(err, VG_E_INTERNAL, "cage: too many columns");
  if (!wrap(&sql, g->statement, before, err) || !oids(db, parameters, err)) return false;
  if (PQsendPrepare(db->conn, "caged", sql.data, PARAMS, parameters) == 0) return db_fail_lost(db, g->statement->name, err);
  if (!answered(db, g, *before, &pg, PGRES_COMMAND_OK, err)) return false;
  PQclear(pg);
  if (PQsendDescribePrepared(db->conn, "caged") == 0) return db_fail_lost(db, g->statement->name, err);
  if (!answered(db, g, *before, &pg, PGRES_COMMAND_OK, err)) return false;
  bool ok = check_columns(db, g, pg, err);
  PQclear(pg);
  return ok;
}

/* ---- rows, one by one ---- */

static bool take_row(struct caging *g, const PGresult *pg, struct vg_error *err) {
  const struct cage_statement *s = g->statement;
  const char *values[COLUMNS_MAX];
  for (size_t c = 0; c < s->count; c++) {
    values[c] = PQgetisnull(pg, 0, g->map[c]) ? NULL : PQgetvalue(pg, 0, g->map[c]);
    g->bytes += PQgetlength(pg, 0, g->map[c]);
  }
  if (++g->rows > g->limits->rows)
    return vg_fail(err, VG_E_LIMIT, "%s:%d: more than %lld rows", s->name, s->line, (long long)g->limits->rows);
  if (g->bytes > g->limits->bytes)
    return vg_fail(err, VG_E_LIMIT, "%s:%d: more than %lld bytes of values", s->name, s->line, (long long)g->limits->bytes);
  return g->row(g->user, values, err);
}

static bool take_result(struct caging *g, PGresult *pg, size_t before, bool *end, struct vg_error *err) {
  ExecStatusType status = PQresultStatus(pg);
  bool ok = status == PGRES_SINGLE_TUPLE ? take_row(g, pg, err) : status == PGRES_TUPLES_OK ? true : fail(g->statement, pg, before, err);
  *end = status == PGRES_TUPLES_OK;
  PQclear(pg);
  return ok;
}

/* What is left is not read: the session ends with its connection. */
static bool read_rows(struct db *db, struct caging *g, size_t before, struct vg_error *err) {
  int64_t deadline = db_deadline(db);
  bool end = false;
  if (!db_flush(db, g->statement->name, deadline, err)) return false;
  while (!end) {
    while (PQisBusy(db->conn) != 0) {
      int ready = db_poll(db, POLLIN, deadline);
      if (ready == 0) return vg_fail(err, VG_E_TIMEOUT, "%s:%d: more than %d s", g->statement->name, g->statement->line, g->limits->timeout_ms / 1000);
      if (ready < 0 || PQconsumeInput(db->conn) == 0) return db_fail_lost(db, g->statement->name, err);
    }
    PGresult *pg = PQgetResult(db->conn);
    if (pg == NULL) return true;
    if (!take_result(g, pg, before, &end, err)) return false;
  }
  return true;
}

static void leave(struct db *db) {
  char ignored[256];
  PGcancel *request = db != NULL && db->conn != NULL ? PQgetCancel(db->conn) : NULL;
  if (request != NULL) (void)PQcancel(request, ignored, sizeof ignored);
  PQfreeCancel(request);
}

bool cage_check(const struct db_conf *conf, const struct cage_statement *statement, struct vg_error *err) {
  static const struct cage_limits limits = {.timeout_ms = 10000, .work_mem_kb = 1024, .memory = 64 << 20};
  DB(db);
  struct caging g = {.statement = statement, .limits = &limits};
  size_t before;
  return enter(&db, conf, &limits, err) && prepare(db, &g, &before, err);
}

bool cage_run(const struct db_conf *conf, const struct cage_statement *statement, const struct cage_limits *limits,
              const struct db_param params[4], cage_row *row, void *user, struct vg_error *err) {
  DB(db);
  struct caging g = {.statement = statement, .limits = limits, .row = row, .user = user};
  struct db_bound bound;
  size_t before;
  if (!enter(&db, conf, limits, err) || !prepare(db, &g, &before, err) || !db_bind(db, statement->name, params, PARAMS, &bound, err))
    return false;
  bool sent = PQsendQueryPrepared(db->conn, "caged", PARAMS, bound.values, bound.lengths, bound.formats, 0) == 1 &&
              PQsetSingleRowMode(db->conn) == 1;
  bool ok = sent ? read_rows(db, &g, before, err) : db_fail_lost(db, statement->name, err);
  if (!ok) leave(db);
  return ok;
}
