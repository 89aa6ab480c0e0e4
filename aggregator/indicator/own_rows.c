#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "indicator/own.h"

enum {
  ROWS_MAX = 200000,
  BYTES_MAX = 64 << 20,
  RUN_MS = 10000,
  WORK_MEM_KB = 32 << 10,
  MEMORY_MAX = 512 << 20,
  BATCH_ROWS = 2000,
  BATCH_BYTES = 2 << 20,
  NAME_MAX_BYTES = 500,
  DETAIL_MAX_BYTES = 2000,
  PERIODS_MAX_BYTES = 1 << 20
};

#define VALUE_MAX 1e15 /* a board reads doubles: ROWS_MAX of these have a sum that is one, too */

enum slot { PERIMETER, SUBJECT, LABEL, JUDGED, CONFORMING, PENDING, SPOKEN, SOURCES, VALUE, DURING, DETAIL, SLOT_COUNT };

/* What a form returns, in the order of `columns`. */
struct contract {
  const struct cage_column *columns;
  const enum slot *slots;
  size_t count;
};

#define PERIODS "tstzmultirange"
static const struct cage_column ratio_columns[] = {{"perimeter_id", "bigint"}, {"subject", "text"},    {"label", "text"},      {"judged", PERIODS},
                                                   {"conforming", PERIODS},    {"pending", PERIODS}, {"sources", "bigint[]"}, {"detail", "text"}};
static const enum slot ratio_slots[] = {PERIMETER, SUBJECT, LABEL, JUDGED, CONFORMING, PENDING, SOURCES, DETAIL};
static const struct cage_column attested_columns[] = {{"perimeter_id", "bigint"}, {"subject", "text"},   {"label", "text"}, {"judged", PERIODS},
                                                      {"conforming", PERIODS},    {"spoken", PERIODS}, {"detail", "text"}};
static const enum slot attested_slots[] = {PERIMETER, SUBJECT, LABEL, JUDGED, CONFORMING, SPOKEN, DETAIL};
static const struct cage_column statistic_columns[] = {{"perimeter_id", "bigint"}, {"subject", "text"},      {"label", "text"},
                                                       {"value", "numeric"},       {"during", "tstzrange"}, {"detail", "text"}};
static const enum slot statistic_slots[] = {PERIMETER, SUBJECT, LABEL, VALUE, DURING, DETAIL};

#define CONTRACT(form) {form##_columns, form##_slots, sizeof form##_slots / sizeof *form##_slots}
static const struct contract contracts[] = {
    [FORM_RATIO] = CONTRACT(ratio), [FORM_ATTESTED] = CONTRACT(attested), [FORM_STATISTIC] = CONTRACT(statistic)};

struct own_rows {
  struct vg_arena *arena;
  const char **cells[SLOT_COUNT]; /* NULL: the form has no such column */
  size_t count, capacity;
  const struct contract *contract;
  const char *path;
};

static struct cage_statement statement_of(const struct indicator *i, const char *path) {
  const struct contract *c = &contracts[i->form];
  return (struct cage_statement){path, i->statement->text, i->line, c->columns, c->count};
}

bool own_check(const struct db *db, const struct indicator *i, const char *path, struct vg_error *err) {
  struct db_conf conf = db_conf_of(db);
  struct cage_statement statement = statement_of(i, path);
  return cage_check(&conf, &statement, err);
}

/* ---- each value ---- */

static bool wrong(const struct own_rows *r, const char *const *values, size_t column, const char *expected, struct vg_error *err) {
  const char *subject = values[1] != NULL ? values[1] : "", *found = values[column];
  return vg_fail(err, VG_E_INPUT, "%s: row %zu (%.80s): column \"%s\": expected %s, found %s%.80s%s", r->path, r->count + 1, subject,
                 r->contract->columns[column].name, expected, found == NULL ? "NULL" : "\"", found == NULL ? "" : found, found == NULL ? "" : "\"");
}

/* "[250000-01-01 00:00:00+00,)", "4713-01-01 00:00:00+00 BC": PostgreSQL's instants go further than ours. */
static bool within_years(const char *periods) {
  if (strstr(periods, " BC") != NULL) return false;
  for (const char *p = periods; *p != '\0';) {
    size_t digits = strspn(p, "0123456789");
    if (digits > 4 && p[digits] == '-') return false;
    p += digits > 0 ? digits : 1;
  }
  return true;
}

static bool check_value(const struct own_rows *r, const char *const *values, size_t column, struct vg_error *err) {
  const char *value = values[column];
  enum slot slot = r->contract->slots[column];
  if (value == NULL) return slot == SOURCES || slot == DETAIL || wrong(r, values, column, "a value", err);
  size_t n = strlen(value);
  bool text = slot == SUBJECT || slot == LABEL;
  if (text && (n == 0 || n > NAME_MAX_BYTES)) return wrong(r, values, column, "a text of 1 to 500 bytes", err);
  if (slot == DETAIL && n > DETAIL_MAX_BYTES) return wrong(r, values, column, "a text of at most 2000 bytes", err);
  if (n > PERIODS_MAX_BYTES) return wrong(r, values, column, "at most 1 MiB", err);
  double number;
  if (slot == VALUE && strpbrk(value, "NI") != NULL) return wrong(r, values, column, "a finite number", err);
  if (slot == VALUE && (!text_real(value, &number) || fabs(number) >= VALUE_MAX))
    return wrong(r, values, column, "a number of at most 15 digits before the point", err);
  if (slot == DURING && strcmp(value, "empty") == 0) return wrong(r, values, column, "a period that is not empty", err);
  bool periods = slot == JUDGED || slot == CONFORMING || slot == PENDING || slot == SPOKEN || slot == DURING;
  if (periods && strstr(value, "infinity") != NULL) return wrong(r, values, column, "instants, or none for an open end", err);
  if (periods && !within_years(value)) return wrong(r, values, column, "instants of the years 1 to 9999", err);
  return true;
}

static bool grow(struct own_rows *r) {
  size_t capacity = r->capacity == 0 ? 1024 : 2 * r->capacity;
  for (size_t c = 0; c < r->contract->count; c++) {
    const char ***cells = &r->cells[r->contract->slots[c]];
    const char **more = realloc(*cells, capacity * sizeof **cells);
    if (more == NULL) return false;
    *cells = more;
  }
  r->capacity = capacity;
  return true;
}

static bool take(void *user, const char *const *values, struct vg_error *err) {
  struct own_rows *r = user;
  if (r->count == r->capacity && !grow(r)) return vg_fail(err, VG_E_LIMIT, "%s: out of memory", r->path);
  for (size_t c = 0; c < r->contract->count; c++) {
    if (!check_value(r, values, c, err)) return false;
    r->cells[r->contract->slots[c]][r->count] = values[c] == NULL ? NULL : vg_strdup(r->arena, values[c]);
  }
  r->count++;
  return !vg_arena_exhausted(r->arena) || vg_fail(err, VG_E_LIMIT, "%s: more than %d bytes of values", r->path, BYTES_MAX);
}

bool own_collect(const struct db *db, const struct indicator *i, const char *path, struct own_window window, struct own_rows **out,
                 struct vg_error *err) {
  static const struct cage_limits limits = {.timeout_ms = RUN_MS, .rows = ROWS_MAX, .bytes = BYTES_MAX, .work_mem_kb = WORK_MEM_KB, .memory = MEMORY_MAX};
  const struct db_param params[] = {P_TIME(window.known_at), P_TIME(window.since), P_TIME(window.until), P_NULL};
  struct db_conf conf = db_conf_of(db);
  struct cage_statement statement = statement_of(i, path);
  struct own_rows *r = calloc(1, sizeof *r);
  *out = r;
  if (r == NULL) return vg_fail(err, VG_E_LIMIT, "%s: out of memory", path);
  r->arena = vg_arena_new(2 * (size_t)BYTES_MAX);
  r->contract = &contracts[i->form];
  r->path = path;
  if (r->arena != NULL && cage_run(&conf, &statement, &limits, params, take, r, err)) return true;
  if (r->arena == NULL) (void)vg_fail(err, VG_E_LIMIT, "%s: out of memory", path);
  own_rows_free(r);
  *out = NULL;
  return false;
}

size_t own_rows_count(const struct own_rows *r) { return r->count; }

void own_rows_free(struct own_rows *r) {
  if (r == NULL) return;
  for (int s = 0; s < SLOT_COUNT; s++) free(r->cells[s]);
  vg_arena_free(r->arena);
  free(r);
}

/* ---- into the database ---- */

static size_t batch_end(const struct own_rows *r, size_t from) {
  size_t end = from, bytes = 0;
  for (; end < r->count && end - from < BATCH_ROWS && bytes < BATCH_BYTES; end++)
    for (int s = 0; s < SLOT_COUNT; s++)
      if (r->cells[s] != NULL && r->cells[s][end] != NULL) bytes += strlen(r->cells[s][end]);
  return end;
}

static bool put_batch(struct db *db, const struct own_rows *r, size_t from, size_t end, struct vg_error *err) {
  static const char *const nothing[BATCH_ROWS]; /* NULLs */
  struct db_param p[SLOT_COUNT];
  for (int s = 0; s < SLOT_COUNT; s++) {
    const char *const *cells = r->cells[s] == NULL ? nothing : (const char *const *)(r->cells[s] + from);
    p[s] = P_TEXTS(cells, end - from);
  }
  return db_run_(db, NULL, SQL_OWN_GIVEN_ADD, DB_NONE, err, p, SLOT_COUNT);
}

bool own_put(struct db *db, const struct indicator *i, const char *path, const struct own_rows *r, struct vg_error *err) {
  DB_RESULT(bad);
  if (!db_run(db, NULL, SQL_OWN_GIVEN_CLEAR, DB_NONE, err)) return false;
  for (size_t from = 0, end; from < r->count; from = end) {
    end = batch_end(r, from);
    if (!put_batch(db, r, from, end, err)) return false;
  }
  if (!db_run(db, &bad, SQL_OWN_GIVEN_WRONG, DB_ZERO_OR_ONE, err, P_BOOL(i->form != FORM_STATISTIC))) return false;
  if (row_count(bad) == 0) return row_ok(bad, err);
  long long perimeter = row_int(bad, 0, "perimeter_id");
  const char *subject = row_text(bad, 0, "subject");
  if (row_bool(bad, 0, "twice"))
    return vg_fail(err, VG_E_INPUT, "%s: (%.80s) of perimeter %lld: expected one row a subject, found several", path, subject, perimeter);
  return vg_fail(err, VG_E_INPUT, "%s: (%.80s): column \"perimeter_id\": expected a perimeter, found %lld", path, subject, perimeter);
}
