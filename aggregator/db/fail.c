#include <string.h>

#include "db/internal.h"
#include "db/sqlstate.h"

static const char *field(const PGresult *pg, int code) {
  const char *text = PQresultErrorField(pg, code);
  return text == NULL ? "" : text;
}

/* A plan made before a migration changed its table: a new session makes a new one. */
static bool stale_plan(const PGresult *pg, const char *state) {
  return strcmp(state, "0A000") == 0 && strcmp(field(pg, PG_DIAG_SOURCE_FUNCTION), "RevalidateCachedQuery") == 0;
}

static enum vg_code code_of(struct db *db, const PGresult *pg, const char *state) {
  if (stale_plan(pg, state) || strcmp(state, "26000") == 0) return db->stale = true, VG_E_UNAVAILABLE;
  if (strcmp(state, "25006") == 0 && !db->read_only) return db->stale = true, VG_E_UNAVAILABLE;
  return sqlstate_code(state);
}

static void hint(enum vg_code code, const char *state, struct vg_error *err) {
  if (strcmp(state, "53100") == 0) (void)vg_hint(err, "free space on the disk of the database");
  if (code == VG_E_DENIED) (void)vg_hint(err, "vigie migrate grants each role what it needs");
  if (strcmp(state, "42P01") == 0 || strcmp(state, "42703") == 0)
    (void)vg_hint(err, "the schema may be older than this program: run vigie migrate");
}

/* Class 22 messages quote the value that was refused: only the state is told. */
bool db_fail_result(struct db *db, const char *name, const PGresult *pg, struct vg_error *err) {
  const char *state = field(pg, PG_DIAG_SQLSTATE), *primary = field(pg, PG_DIAG_MESSAGE_PRIMARY);
  if (PQstatus(db->conn) == CONNECTION_BAD && *state == '\0') return db_fail_lost(db, name, err);
  enum vg_code code = code_of(db, pg, state);
  if (strncmp(state, "23", 2) == 0) {
    (void)vg_fail(err, code, "%s: refused by %s%s%s", name, field(pg, PG_DIAG_CONSTRAINT_NAME),
                  *field(pg, PG_DIAG_COLUMN_NAME) != '\0' ? "NOT NULL of " : "", field(pg, PG_DIAG_COLUMN_NAME));
  } else if (strncmp(state, "22", 2) == 0) {
    (void)vg_fail(err, code, "%s: a value does not fit (SQLSTATE %s)", name, state);
  } else if (*state == '\0') {
    (void)vg_fail(err, code, "%s: %s", name, PQresultErrorMessage(pg));
  } else {
    (void)vg_fail(err, code, "%s: %s (SQLSTATE %s)", name, primary, state);
  }
  hint(code, state, err);
  return false;
}

bool db_fail_lost(struct db *db, const char *name, struct vg_error *err) {
  db->stale = true;
  return vg_fail(err, VG_E_UNAVAILABLE, "%s: the connection to the database is lost", name);
}
