/* Writing what people enter: the second part of source/entry.h. */
#include "source/entry.h"

#include <string.h>

#include "core/json.h"
#include "core/text.h"
#include "source/journal.h"

bool entry_load(struct db *db, struct vg_arena *arena, int64_t source_id, int64_t id, struct entry *out, bool *found, struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct entry){0};
  if (!db_run(db, &r, SQL_ENTRY_GET, DB_ZERO_OR_ONE, err, P_INT(source_id), P_INT(id))) return false;
  *found = row_count(r) == 1;
  if (!*found) return true;
  *out = (struct entry){.id = row_int(r, 0, "id"),
                        .version = (int)row_int(r, 0, "version"),
                        .own_key = row_bool(r, 0, "own_key"),
                        .key = vg_strdup(arena, row_text(r, 0, "key")),
                        .perimeter = vg_strdup(arena, row_text(r, 0, "perimeter")),
                        .fields = vg_strdup(arena, row_text(r, 0, "fields")),
                        .entered_at = row_time(r, 0, "entered_at"),
                        .changed_at = row_time(r, 0, "changed_at"),
                        .entered_by = vg_strdup(arena, row_text(r, 0, "entered_by")),
                        .changed_by = vg_strdup(arena, row_text(r, 0, "changed_by"))};
  return row_ok(r, err) && (!vg_arena_exhausted(arena) || vg_fail(err, VG_E_LIMIT, "entry: out of memory"));
}

/* ---- the journal ---- */

struct writing {
  struct db *db;
  struct vg_arena *arena;
  const struct source *source;
  const struct kind *kind;
  const struct entry_author *author;
  struct entry before; /* id 0: a new one */
};

/* The fields that differ, by name: never what they hold. */
static bool changed_fields(const struct writing *w, const char *fields, struct json_writer *out, struct vg_error *err) {
  struct entry_draft before, after;
  if (!entry_stored(w->arena, w->kind, w->before.fields, &before, err) || !entry_stored(w->arena, w->kind, fields, &after, err)) return false;
  jw_begin_array(out);
  for (size_t i = 0; w->kind->fields[i].name != NULL; i++)
    if (!text_equal(before.fields[i], after.fields[i])) jw_text(out, w->kind->fields[i].name);
  jw_end_array(out);
  return true;
}

static bool journal(const struct writing *by, const char *action, const char *key, const char *fields, struct vg_error *err) {
  BUF(detail, 64 << 10);
  struct json_writer w;
  jw_init(&w, &detail);
  jw_begin_object(&w);
  jw_key(&w, "kind");
  jw_text(&w, by->kind->name);
  if (key != NULL) {
    jw_key(&w, "entry");
    jw_text(&w, key);
  }
  if (fields != NULL) {
    jw_key(&w, "fields");
    if (!changed_fields(by, fields, &w, err)) return false;
  }
  jw_end_object(&w);
  return buf_check(&detail, "journal", err) &&
         source_journal(by->db, by->author->login, action, by->source->code, detail.data, by->author->now, err);
}

/* ---- writing ---- */

/* Whoever says something holds the register until the end: what is looked at after that is true. */
static bool say(const struct writing *w, struct vg_error *err) {
  if (w->kind == NULL) return vg_fail(err, VG_E_NOTFOUND, "source \"%s\": nothing is entered there by hand", w->source->code);
  if (!w->source->enabled) return vg_fail(err, VG_E_CONFLICT, "source \"%s\" is switched off: nothing can be entered there", w->source->code);
  return db_run(w->db, NULL, SQL_REGISTER_SAY, DB_NONE, err, P_INT(w->source->id), P_TIME(w->author->now), P_TEXT(w->author->login));
}

static bool ask_pull(const struct writing *w, int64_t *request, struct vg_error *err) {
  return source_ask(w->db, "pull", w->source->id, 0, w->author->login, w->author->now, request, err);
}

static bool take_before(struct writing *w, int64_t id, int version, struct vg_error *err) {
  bool found;
  if (!entry_load(w->db, w->arena, w->source->id, id, &w->before, &found, err)) return false;
  if (!found) return vg_fail(err, VG_E_CONFLICT, "this entry was removed meanwhile");
  if (w->before.version == version) return true;
  return vg_fail(err, VG_E_CONFLICT, "this entry was changed meanwhile by \"%s\"", w->before.changed_by);
}

static bool key_free(const struct writing *w, const char *key, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(w->db, &r, SQL_ENTRY_TAKEN, DB_ZERO_OR_ONE, err, P_INT(w->source->id), P_TEXT(key), P_INT(w->before.id))) return false;
  if (row_count(r) == 0) return true;
  return vg_fail(err, VG_E_CONFLICT, "another entry has the same key, \"%s\": change what tells it from the other one, or give it a key of its own", key);
}

static bool perimeter_fits(const struct writing *w, const char *code, struct vg_error *err) {
  DB_RESULT(r);
  if (*code == '\0') return true;
  if (!db_run(w->db, &r, SQL_PERIMETER_BELOW, DB_MANY, err, P_INT(w->source->perimeter_id))) return false;
  for (size_t i = 0; i < row_count(r); i++)
    if (strcmp(row_text(r, i, "code"), code) == 0) return true;
  return vg_refuse(err, "perimeter_code", "expected the source's perimeter or one below it, found \"%s\"", code);
}

static bool write_entry(const struct writing *w, const struct entry_checked *e, struct vg_error *err) {
  DB_RESULT(r);
  const struct db_param key = P_TEXT(e->key), own = P_BOOL(e->own_key), perimeter = P_TEXT(e->perimeter), fields = P_TEXT(e->fields);
  const struct db_param now = P_TIME(w->author->now), who = P_TEXT(w->author->login);
  return w->before.id != 0 ? db_run(w->db, &r, SQL_ENTRY_CHANGE, DB_ONE, err, P_INT(w->before.id), key, own, perimeter, fields, now, who)
                           : db_run(w->db, &r, SQL_ENTRY_ADD, DB_ONE, err, P_INT(w->source->id), key, own, perimeter, fields, now, who);
}

bool entry_save(struct db *db, struct vg_arena *arena, const struct source *source, int64_t id, int version, const struct entry_checked *e,
                const struct entry_author *author, int64_t *request, struct vg_error *err) {
  DB_TX(tx);
  struct writing w = {.db = db, .arena = arena, .source = source, .kind = entry_kind(source), .author = author};
  return db_begin(db, &tx, err) && say(&w, err) && (id == 0 || take_before(&w, id, version, err)) && key_free(&w, e->key, err) &&
         perimeter_fits(&w, e->perimeter, err) && write_entry(&w, e, err) &&
         journal(&w, id == 0 ? "entry.added" : "entry.changed", e->key, id == 0 ? NULL : e->fields, err) && ask_pull(&w, request, err) &&
         db_commit(&tx, err);
}

bool entry_remove(struct db *db, struct vg_arena *arena, const struct source *source, int64_t id, int version, const struct entry_author *author,
                  int64_t *request, struct vg_error *err) {
  DB_TX(tx);
  DB_RESULT(r);
  struct writing w = {.db = db, .arena = arena, .source = source, .kind = entry_kind(source), .author = author};
  return db_begin(db, &tx, err) && say(&w, err) && take_before(&w, id, version, err) &&
         db_run(db, &r, SQL_ENTRY_REMOVE, DB_ONE, err, P_INT(id)) && journal(&w, "entry.removed", w.before.key, NULL, err) &&
         ask_pull(&w, request, err) && db_commit(&tx, err);
}

bool register_confirm(struct db *db, struct vg_arena *arena, const struct source *source, const struct entry_author *author, int64_t *request,
                      struct vg_error *err) {
  DB_TX(tx);
  struct writing w = {.db = db, .arena = arena, .source = source, .kind = entry_kind(source), .author = author};
  return db_begin(db, &tx, err) && say(&w, err) && journal(&w, "register.confirmed", NULL, NULL, err) && ask_pull(&w, request, err) &&
         db_commit(&tx, err);
}
