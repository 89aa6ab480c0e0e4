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

/* Time alone changes nothing of what its statement says, or that is its ground. */
static bool says_what_is_known(const struct indicator *i) {
  const char *text = i->statement->text;
  if (i->ground != NULL) return true;
  for (const char *p = strstr(text, "$1"); p != NULL; p = strstr(p + 2, "$1")) {
    if (!names_what_is_known(text, p)) return false;
  }
  return true;
}

bool touched_timeless(const struct indicator *i) {
  return i->form != FORM_COMPOSITE && says_what_is_known(i);
}

/* What pulls brought and it reads is about what its subjects are. */
static bool all_about(const struct indicator *i, const char *const *kinds, size_t count) {
  for (size_t k = 0; k < count; k++) {
    const struct kind *kind = kind_find(kinds[k]);
    const struct kind_field *field = kind == NULL ? NULL : kind_named(kind);
    if (kind != NULL && indicator_reads(i, kind->id) && (field == NULL || field->type != indicator_named_by(i))) return false;
  }
  return true;
}

bool touched_allows(const struct indicator *i, const char *const *kinds, size_t count) {
  if (i->touched != NULL) return !i->own;
  bool named = strcmp(i->subject, "asset") == 0 || strcmp(i->subject, "person") == 0;
  return !i->own && i->reads == READS_RECORDS && named && i->kind_count > 0 && all_about(i, kinds, count) && says_what_is_known(i);
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

bool touched_named(struct db *db, const struct touched *t, bool kinds[KIND_COUNT], struct vg_error *err) {
  enum { NAMING_MAX = 4 * KIND_COUNT };
  const char *names[NAMING_MAX], *fields[NAMING_MAX];
  size_t n = 0;
  DB_RESULT(found);
  if (t->too_many) return true;
  for (enum kind_id k = 0; k < KIND_COUNT; k++) {
    const struct kind *kind = kind_get(k);
    for (const struct kind_field *f = kind->fields; kinds[k] && f->name != NULL && n < NAMING_MAX; f++) {
      if (f->type != FIELD_HOST && f->type != FIELD_EMAIL) continue;
      names[n] = kind->name;
      fields[n++] = f->name;
    }
    kinds[k] = false;
  }
  if (!db_run(db, &found, SQL_TOUCHED_NAMED, DB_MANY, err, P_TEXTS(names, n), P_TEXTS(fields, n), P_TEXTS(t->names, t->name_count))) return false;
  for (size_t r = 0; r < row_count(found); r++) kinds[kind_find(row_text(found, r, "kind"))->id] = true;
  return row_ok(found, err);
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

/* Is there room for so many more? Where there is not, they are too many. */
static bool begin_adding(struct touched *t, size_t count, bool *room, struct vg_error *err) {
  t->too_many |= t->subject_count + count > TOUCHED_MAX;
  *room = !t->too_many && count > 0;
  return !*room || room_for_more(t) || vg_fail(err, VG_E_LIMIT, "touched: out of memory");
}

static bool add(struct touched *t, const char *subject, struct vg_error *err) {
  t->subjects[t->subject_count] = vg_strdup(t->arena, subject);
  return t->subjects[t->subject_count++] != NULL || vg_fail(err, VG_E_LIMIT, "touched: out of memory");
}

bool touched_add(struct touched *t, const struct db_result *rows, struct vg_error *err) {
  bool room, ok = begin_adding(t, row_count(rows), &room, err);
  for (size_t r = 0; ok && room && r < row_count(rows); r++) ok = add(t, row_text(rows, r, "subject"), err);
  return ok && row_ok(rows, err);
}

bool touched_join(struct touched *t, const struct touched *other, struct vg_error *err) {
  t->too_many |= other->too_many;
  bool room, ok = begin_adding(t, other->subject_count, &room, err);
  for (size_t n = 0; ok && room && n < other->subject_count; n++) ok = add(t, other->subjects[n], err);
  return ok;
}

void touched_free(struct touched *t) {
  free((void *)t->subjects);
  vg_arena_free(t->arena);
  db_free(t->result);
  *t = (struct touched){0};
}
