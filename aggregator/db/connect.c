#include <ctype.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/internal.h"
#include "db/sqlstate.h"

enum { CONNECT_MS = 10000, PARAMETER_ARENA = 64 << 20, SERVER_GRACE_MS = 1000 };

/* What every session says at its start. The deadline is the client's; the server's own stands behind it. */
static const char session_options[] =
    "-c search_path= -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c bytea_output=hex "
    "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s -c jit=off -c client_min_messages=warning";

/* What the server says unasked is dropped, but for its last words on an idle connection. */
static void take_notice(void *user, const PGresult *notice) {
  struct db *db = user;
  const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity != NULL && (strcmp(severity, "FATAL") == 0 || strcmp(severity, "PANIC") == 0)) db->stale = true;
}

/* The SQLSTATE in a verbose "FATAL:  28000: role …" message; NULL when there is none. */
static const char *state_in(const char *message, char out[6]) {
  for (const char *p = message; *p != '\0'; p++) {
    if (p != message && p[-1] != ' ') continue;
    size_t n = 0, numbers = 0;
    for (; n < 5 && (isdigit((unsigned char)p[n]) || (p[n] >= 'A' && p[n] <= 'Z')); n++) numbers += p[n] <= '9';
    if (n == 5 && p[5] == ':' && numbers > 0) {
      memcpy(out, p, 5);
      out[5] = '\0';
      return out;
    }
  }
  return NULL;
}

static bool fail_connect(struct db *db, struct vg_error *err) {
  char state[6], line[256];
  const char *message = PQerrorMessage(db->conn);
  enum vg_code code = sqlstate_connect_code(state_in(message, state));
  if (PQconnectionNeedsPassword(db->conn) != 0) code = VG_E_CONFIG;
  (void)snprintf(line, sizeof line, "%.*s", (int)strcspn(message, "\n"), message);
  (void)vg_fail(err, code, "database, as %s: %s", db->role == NULL ? "this user" : db->role,
                *line == '\0' ? "no connection" : line);
  if (code == VG_E_CONFIG)
    (void)vg_hint(err, "vigie migrate --create-roles makes the database and its roles; see the setting database");
  return false;
}

static bool finish_connect(struct db *db, struct vg_error *err) {
  int64_t deadline = clock_monotonic_ms() + CONNECT_MS;
  PostgresPollingStatusType want = PGRES_POLLING_WRITING;
  while (want != PGRES_POLLING_OK) {
    if (want == PGRES_POLLING_FAILED) return fail_connect(db, err);
    int ready = db_poll(db, want == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline);
    if (ready == 0) return vg_fail(err, VG_E_UNAVAILABLE, "database: no connection within %d ms", CONNECT_MS);
    if (ready < 0) return fail_connect(db, err);
    want = PQconnectPoll(db->conn);
  }
  return true;
}

static bool start_connect(struct db *db, struct vg_error *err) {
  const char *const keys[] = {"dbname",          "options", "fallback_application_name",
                              "client_encoding", "user",    NULL};
  const char *const values[] = {db->conninfo, session_options, db->application == NULL ? "vigie" : db->application,
                                "UTF8",       db->role,        NULL};
  db->conn = PQconnectStartParams(keys, values, 1);
  if (db->conn == NULL) return vg_fail(err, VG_E_LIMIT, "database: out of memory");
  (void)PQsetErrorVerbosity(db->conn, PQERRORS_VERBOSE);
  (void)PQsetNoticeReceiver(db->conn, take_notice, db);
  if (PQstatus(db->conn) == CONNECTION_BAD) return fail_connect(db, err);
  return finish_connect(db, err);
}

static void disconnect(struct db *db) {
  PQfinish(db->conn);
  db->conn = NULL;
  if (db->to_begin == NULL) db->in_tx = db->read_only = false;
  db->copying = db->stale = db->planned_once = false;
  db->server_timeout_ms = -1;
  memset(db->prepared, 0, SQL_COUNT + 1);
  db->framed_count = 0;
}

static bool listen_again(struct db *db, struct vg_error *err) {
  for (size_t i = 0; i < db->channel_count; i++) {
    char sql[DB_CHANNEL_NAME + 16];
    (void)snprintf(sql, sizeof sql, "LISTEN \"%s\"", db->channels[i]);
    if (!db_simple(db, "LISTEN", sql, err)) return false;
  }
  return true;
}

static bool reconnect(struct db *db, struct vg_error *err) {
  disconnect(db);
  if (start_connect(db, err) && PQsetnonblocking(db->conn, 1) == 0 && listen_again(db, err)) return true;
  disconnect(db);
  return vg_fail(err, VG_E_UNAVAILABLE, "database: no connection");
}

/* An idle connection that the server has closed is readable: notice it before anything is sent on it. */
static bool lost(struct db *db) {
  if (db->conn == NULL || db->stale || PQstatus(db->conn) != CONNECTION_OK) return true;
  while (db_poll(db, POLLIN, 0) != 0) {
    if (PQconsumeInput(db->conn) == 0 || PQstatus(db->conn) != CONNECTION_OK) return true;
    if (PQisBusy(db->conn) != 0 || db->stale) return true;
  }
  return false;
}

static bool tell_timeout(struct db *db, struct vg_error *err) {
  int wanted = db->timeout_ms > 0 ? db->timeout_ms + SERVER_GRACE_MS : 0;
  if (db->server_timeout_ms == wanted || PQtransactionStatus(db->conn) == PQTRANS_INERROR) return true;
  char sql[64];
  (void)snprintf(sql, sizeof sql, "SET statement_timeout = %d", wanted);
  if (!db_simple(db, "SET", sql, err)) return false;
  db->server_timeout_ms = wanted;
  return true;
}

static bool begin_now(struct db *db, struct vg_error *err) {
  const char *sql = db->to_begin;
  if (sql == NULL) return true;
  if (!db_simple(db, sql, sql, err)) return false;
  db->to_begin = NULL;
  return true;
}

bool db_ready(struct db *db, const char *name, struct vg_error *err) {
  if (db->copying && db->in_tx) return vg_fail(err, VG_E_INTERNAL, "%s: a COPY is under way on this connection", name);
  if (db->copying || lost(db)) {
    if (db->in_tx && db->to_begin == NULL) return db_fail_lost(db, name, err);
    if (!reconnect(db, err)) return false;
  }
  return tell_timeout(db, err) && begin_now(db, err);
}

bool db_simple(struct db *db, const char *name, const char *sql, struct vg_error *err) {
  PGresult *pg;
  if (PQsendQuery(db->conn, sql) == 0) return db_fail_lost(db, name, err);
  if (!db_answer(db, name, &pg, err)) return false;
  ExecStatusType status = PQresultStatus(pg);
  bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
  if (!ok) (void)db_fail_result(db, name, pg, err);
  PQclear(pg);
  return ok;
}

static bool fill(struct db *db, const struct db_conf *conf) {
  db->conninfo = strdup(conf->conninfo == NULL ? "" : conf->conninfo);
  db->role = conf->role == NULL ? NULL : strdup(conf->role);
  db->application = conf->application == NULL ? NULL : strdup(conf->application);
  db->timeout_ms = conf->timeout_ms;
  db->prepared = calloc(SQL_COUNT + 1, 1);
  db->arena = vg_arena_new(PARAMETER_ARENA);
  return db->conninfo != NULL && (conf->role == NULL || db->role != NULL) && db->prepared != NULL && db->arena != NULL;
}

bool db_open(struct db **out, const struct db_conf *conf, struct vg_error *err) {
  *out = NULL;
  struct db *db = calloc(1, sizeof *db);
  if (db == NULL || !fill(db, conf)) {
    db_close(db);
    return vg_fail(err, VG_E_LIMIT, "database: out of memory");
  }
  if (!reconnect(db, err) || !tell_timeout(db, err)) {
    db_close(db);
    return false;
  }
  *out = db;
  return true;
}

void db_close(struct db *db) {
  if (db == NULL) return;
  PQfinish(db->conn);
  free(db->conninfo);
  free(db->role);
  free(db->application);
  free(db->prepared);
  vg_arena_free(db->arena);
  free(db);
}

void db_close_cleanup(struct db **db) { db_close(*db); }

bool db_alive(struct db *db) {
  struct vg_error ignored = {0};
  if (db->in_tx) return !lost(db);
  return db_ready(db, "connection", &ignored);
}

void db_set_timeout(struct db *db, int ms) { db->timeout_ms = ms > 0 ? ms : 0; }

struct db_conf db_conf_of(const struct db *db) {
  return (struct db_conf){db->conninfo, db->role, db->application, db->timeout_ms};
}

int db_timeout(const struct db *db) { return db->timeout_ms; }

void db_set_aside(struct db *db, void *aside) { db->aside = aside; }

void *db_aside(const struct db *db) { return db->aside; }
