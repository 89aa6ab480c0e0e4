#include "indicator/touched.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/text.h"
#include "indicator/digest.h"

enum { ADDED_LIMIT = 16 << 20, ROWS_MAX = 2 * TOUCHED_MAX /* subjects, and names */ };

/* ---- who lends himself to it ---- */

/* "rec.KIND_known($1)", "vg.asset_version($1)" …: functions whose first parameter is the instant as known. */
static bool names_what_is_known(const char *text, const char *parameter) {
  static const char *const functions[] = {"_known",        "vg.asset_version",     "vg.person_version",
                                          "vg.alert_open", "vg.alert_asked",       "vg.alert_source",
                                          "vg.security_incident", "vg.hardening_checked", "vg.backup_within",
                                          "vg.backup_holds",  "vg.backup_late",       NULL};
  if (parameter == text || parameter[-1] != '(' || (parameter[2] != ')' && parameter[2] != ',')) return false;
  for (size_t i = 0; functions[i] != NULL; i++) {
    size_t length = strlen(functions[i]);
    if ((size_t)(parameter - 1 - text) >= length && strncmp(parameter - 1 - length, functions[i], length) == 0)
      return true;
  }
  return false;
}

bool touched_timeless(const struct indicator *i) {
  const char *text = i->statement->text;
  if (i->form == FORM_COMPOSITE) return false;
  if (i->ground != NULL) return true;
  for (const char *p = strstr(text, "$1"); p != NULL; p = strstr(p + 2, "$1")) {
    if (!names_what_is_known(text, p)) return false;
  }
  return true;
}

static bool all_about(enum field_type type, const enum kind_id *kinds, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const struct kind_field *field = kind_named(kind_get(kinds[i]));
    if (field == NULL || field->type != type) return false;
  }
  return true;
}

bool touched_allows(const struct indicator *i) {
  if (i->touched != NULL) return !i->own;
  bool asset = strcmp(i->subject, "asset") == 0, person = strcmp(i->subject, "person") == 0;
  enum field_type type = asset ? FIELD_HOST : FIELD_EMAIL;
  return !i->own && i->form != FORM_COMPOSITE && i->reads == READS_RECORDS && (asset || person) &&
         i->kind_count > 0 && all_about(type, i->kinds, i->kind_count) &&
         all_about(type, i->optional, i->optional_count) && touched_timeless(i);
}

/* ---- what was touched ---- */

/* The rows of the result: subjects, and all their names. */
static bool split(struct touched *t, struct vg_error *err) {
  size_t rows = row_count(t->result) + 1;
  t->subjects = calloc(2 * rows, sizeof *t->subjects);
  if (t->subjects == NULL) return vg_fail(err, VG_E_LIMIT, "touched: out of memory");
  t->names = t->subjects + rows;
  for (size_t i = 0; i < row_count(t->result); i++) {
    if (row_bool(t->result, i, "subject"))
      t->subjects[t->subject_count++] = row_text(t->result, i, "name");
    else
      t->names[t->name_count++] = row_text(t->result, i, "name");
  }
  t->too_many |= t->subject_count > TOUCHED_MAX || t->name_count > TOUCHED_MAX;
  return row_ok(t->result, err);
}

static bool presence_alone(const struct indicator *i, const struct kind *kind) {
  bool found = false;
  for (size_t k = 0; i != NULL && k < i->presence_count; k++) found |= i->presence[k] == kind->id;
  return found;
}

bool touched_presence(const struct indicator *i, const char *const *kinds, size_t count) {
  bool found = false;
  for (size_t k = 0; k < count; k++) {
    const struct kind *kind = kind_find(kinds[k]);
    found |= kind != NULL && presence_alone(i, kind);
  }
  return found;
}

bool touched_load(struct db *db, const struct touched_news *news, const struct indicator *presence, struct touched *out, struct vg_error *err) {
  const char *names[KIND_COUNT], *fields[KIND_COUNT], *changes[KIND_COUNT], *instants[KIND_COUNT];
  size_t n = 0;
  *out = (struct touched){0};
  for (size_t i = 0; i < news->kind_count && n < KIND_COUNT; i++) {
    const struct kind *kind = kind_find(news->kinds[i]);
    const struct kind_field *field = kind == NULL ? NULL : kind_named(kind);
    if (field == NULL) continue;
    const char *instant = digest_instant(kind->name);
    names[n] = kind->name;
    instants[n] = instant == NULL ? "" : instant;
    changes[n] = !presence_alone(presence, kind) ? "any" : instant == NULL ? "presence" : "shown";
    fields[n++] = field->name;
  }
  return db_run(db, &out->result, SQL_EVALUATION_TOUCHED, DB_MANY, err, P_TEXTS(names, n), P_TEXTS(fields, n), P_TEXTS(changes, n),
                P_TIME(news->since), P_INT(TOUCHED_MAX + 1), P_TEXTS(instants, n), presence == NULL ? P_NULL : P_TEXT(presence->code),
                P_TIME(news->known_at), P_TIME(news->begun), P_TEXTS(news->renamed->subjects, news->renamed->subject_count)) &&
         split(out, err);
}

bool touched_told(struct db *db, const char *function, const struct touched_news *news, struct touched *out, struct vg_error *err) {
  *out = (struct touched){0};
  if (!db_run(db, &out->result, SQL_TOUCHED_TOLD, DB_MANY, err, P_TEXT(function), P_TIME(news->known_at), P_TIME(news->since), P_INT(ROWS_MAX + 1),
              P_TEXTS(news->renamed->subjects, news->renamed->subject_count)))
    return false;
  out->too_many = row_count(out->result) > ROWS_MAX;
  return split(out, err);
}

bool touched_judged(struct db *db, const struct touched *judged, vg_time last_known, vg_time known_at, struct touched *out,
                    struct vg_error *err) {
  *out = (struct touched){.too_many = judged->too_many};
  if (judged->too_many) return true;
  return db_run(db, &out->result, SQL_EVALUATION_JUDGED, DB_ANY, err, P_TIME(last_known), P_TIME(known_at), P_INT(TOUCHED_MAX + 1),
                P_TEXTS(judged->subjects, judged->subject_count)) &&
         split(out, err);
}

static bool room_for_more(struct touched *t) {
  if (t->subjects == NULL) t->subjects = calloc(TOUCHED_MAX, sizeof *t->subjects);
  if (t->arena == NULL) t->arena = vg_arena_new(ADDED_LIMIT);
  return t->subjects != NULL && t->arena != NULL;
}

bool touched_add(struct touched *t, const struct db_result *rows, struct vg_error *err) {
  t->too_many |= t->subject_count + row_count(rows) > TOUCHED_MAX;
  if (t->too_many || row_count(rows) == 0) return true;
  bool ok = room_for_more(t);
  for (size_t r = 0; ok && r < row_count(rows); r++) {
    t->subjects[t->subject_count] = vg_strdup(t->arena, row_text(rows, r, "subject"));
    ok = t->subjects[t->subject_count++] != NULL;
  }
  return ok ? row_ok(rows, err) : vg_fail(err, VG_E_LIMIT, "touched: out of memory");
}

void touched_free(struct touched *t) {
  free((void *)t->subjects);
  vg_arena_free(t->arena);
  db_free(t->result);
  *t = (struct touched){0};
}
