#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "db/internal.h"

enum { SEEN = 32 };

struct reading {
  struct vg_error error; /* the first column that was not as asked for */
  struct {
    const char *name;
    int column;
  } seen[SEEN]; /* names are literals: their address finds the column again */
};

struct db_result {
  PGresult *pg;
  const char *name;
  struct reading *reading;
  size_t affected;
};

static char statement_name[] = "statement";

struct db_result *db_result_new(PGresult *pg, const char *name) {
  struct db_result *r = calloc(1, sizeof *r);
  struct reading *reading = calloc(1, sizeof *reading);
  if (r == NULL || reading == NULL) {
    free(r);
    free(reading);
    PQclear(pg);
    return NULL;
  }
  int64_t affected = 0;
  (void)text_int(PQcmdTuples(pg), 0, INT64_MAX, &affected);
  char *copy = strdup(name);
  *r = (struct db_result){.pg = pg, .name = copy == NULL ? statement_name : copy, .reading = reading};
  r->affected = PQresultStatus(pg) == PGRES_TUPLES_OK ? (size_t)PQntuples(pg) : (size_t)affected;
  return r;
}

void db_free(struct db_result *r) {
  if (r == NULL) return;
  PQclear(r->pg);
  if (r->name != statement_name) free((void *)(uintptr_t)r->name);
  free(r->reading);
  free(r);
}

void db_free_cleanup(struct db_result **r) { db_free(*r); }

const char *row_name(const struct db_result *r, size_t column) {
  return column < (size_t)PQnfields(r->pg) ? PQfname(r->pg, (int)column) : NULL;
}

size_t row_count(const struct db_result *r) { return r->affected; }

static int search(const struct db_result *r, const char *column) {
  int n = PQnfields(r->pg);
  for (int i = 0; i < n; i++) {
    if (strcmp(PQfname(r->pg, i), column) == 0) return i;
  }
  return -1;
}

static int find(const struct db_result *r, const char *column) {
  size_t slot = ((uintptr_t)column >> 2) % SEEN;
  if (r->reading->seen[slot].name == column) {
    int known = r->reading->seen[slot].column;
    if (strcmp(PQfname(r->pg, known), column) == 0) return known;
  }
  int found = search(r, column);
  if (found >= 0) {
    r->reading->seen[slot].name = column;
    r->reading->seen[slot].column = found;
  }
  return found;
}

/* The cell's text, or NULL for SQL NULL and for what does not exist (then the error is kept). */
static const char *cell(const struct db_result *r, size_t row, const char *column, size_t *length) {
  int c = find(r, column);
  if (c < 0) {
    (void)vg_fail(&r->reading->error, VG_E_INTERNAL, "%s: no column %s", r->name, column);
    return NULL;
  }
  if (row >= (size_t)PQntuples(r->pg)) {
    (void)vg_fail(&r->reading->error, VG_E_INTERNAL, "%s: no row %zu", r->name, row);
    return NULL;
  }
  if (PQgetisnull(r->pg, (int)row, c)) return NULL;
  if (length != NULL) *length = (size_t)PQgetlength(r->pg, (int)row, c);
  return PQgetvalue(r->pg, (int)row, c);
}

static void mismatch(const struct db_result *r, const char *column, const char *expected) {
  (void)vg_fail(&r->reading->error, VG_E_INTERNAL, "%s: column %s is not %s", r->name, column, expected);
}

bool row_null(const struct db_result *r, size_t row, const char *column) { return cell(r, row, column, NULL) == NULL; }

const char *row_text(const struct db_result *r, size_t row, const char *column) {
  const char *text = cell(r, row, column, NULL);
  return text == NULL ? "" : text;
}

int64_t row_int(const struct db_result *r, size_t row, const char *column) {
  const char *text = cell(r, row, column, NULL);
  int64_t value = 0;
  if (text != NULL && !text_int(text, INT64_MIN, INT64_MAX, &value)) mismatch(r, column, "an integer");
  return value;
}

double row_real(const struct db_result *r, size_t row, const char *column) {
  const char *text = cell(r, row, column, NULL);
  if (text == NULL || strcmp(text, "NaN") == 0) return (double)NAN;
  if (strcmp(text, "Infinity") == 0) return (double)INFINITY;
  if (strcmp(text, "-Infinity") == 0) return -(double)INFINITY;
  double value = (double)NAN;
  if (!text_real(text, &value)) mismatch(r, column, "a number");
  return value;
}

bool row_bool(const struct db_result *r, size_t row, const char *column) {
  const char *text = cell(r, row, column, NULL);
  if (text == NULL) return false;
  if (strcmp(text, "t") != 0 && strcmp(text, "f") != 0) mismatch(r, column, "a boolean");
  return text[0] == 't';
}

/* PostgreSQL writes "2026-11-23 18:10:02.5+00" (TimeZone is UTC) or, for a date, "2026-11-23". */
static bool read_time(const char *text, vg_time *out) {
  char rfc[48];
  struct vg_error ignored = {0};
  size_t n = strlen(text);
  if (n >= sizeof rfc - 4) return false;
  memcpy(rfc, text, n + 1);
  if (n > 3 && strcmp(text + n - 3, "+00") == 0) memcpy(rfc + n - 3, "Z", 2);
  return time_parse(rfc, out, &ignored);
}

vg_time row_time(const struct db_result *r, size_t row, const char *column) {
  const char *text = cell(r, row, column, NULL);
  if (text == NULL) return VG_NEVER;
  if (strcmp(text, "infinity") == 0) return INT64_MAX;
  if (strcmp(text, "-infinity") == 0) return VG_NEVER + 1;
  vg_time at = VG_NEVER;
  if (!read_time(text, &at)) mismatch(r, column, "an instant");
  return at;
}

static int nibble(char c) {
  return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t row_bytes(const struct db_result *r, size_t row, const char *column, struct vg_arena *arena,
                 unsigned char **out) {
  size_t length = 0;
  const char *text = cell(r, row, column, &length);
  *out = NULL;
  if (text == NULL) return 0;
  if (length < 2 || text[0] != '\\' || text[1] != 'x' || length % 2 != 0) return mismatch(r, column, "bytes"), 0;
  size_t count = length / 2 - 1;
  unsigned char *bytes = vg_alloc(arena, count + 1);
  if (bytes == NULL) {
    (void)vg_fail(&r->reading->error, VG_E_LIMIT, "%s: column %s is too long", r->name, column);
    return 0;
  }
  for (size_t i = 0; i < count; i++) {
    int high = nibble(text[2 + 2 * i]), low = nibble(text[3 + 2 * i]);
    if (high < 0 || low < 0) return mismatch(r, column, "bytes"), 0;
    bytes[i] = (unsigned char)(high << 4 | low);
  }
  *out = bytes;
  return count;
}

bool row_ok(const struct db_result *r, struct vg_error *err) {
  if (r->reading->error.code == VG_OK) return true;
  if (err->code == VG_OK) *err = r->reading->error;
  return false;
}
