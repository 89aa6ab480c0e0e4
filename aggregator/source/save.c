/* Writing sources: the rest of source/source.h. */
#include <string.h>

#include "core/json.h"
#include "source/journal.h"
#include "source/options.h"
#include "source/seal.h"
#include "source/source.h"

enum { OPTIONS_TEXT = 256 << 10, PLAN_ARENA = 8 << 20 };

static bool write_row(struct db *db, const struct source_plan *plan, vg_time now, const char *actor, int64_t *id,
                      struct vg_error *err) {
  const struct source *w = &plan->wanted;
  BUF(options, OPTIONS_TEXT);
  options_write(w->options, w->options_count, &options);
  if (!buf_check(&options, "options", err)) return false;
  DB_RESULT(r);
  bool ok;
  if (w->id == 0) {
    ok = db_run(db, &r, SQL_SOURCE_INSERT, DB_ONE, err, P_TEXT(w->code), P_TEXT(w->name), P_TEXT(w->connector),
                P_INT(w->perimeter_id), P_TEXT(options.data), P_INT(w->period_s), P_INT(w->staleness_s), P_BOOL(w->enabled),
                P_BOOL(w->is_sample), P_TIME(now), P_TEXT(actor));
    if (!ok && err->code == VG_E_CONFLICT) {
      *err = (struct vg_error){0};
      (void)vg_fail(err, VG_E_CONFLICT, N_("there is a source \"%s\" already"), w->code);
      return vg_context(err, "%s: ", "code");
    }
  } else {
    ok = db_run(db, &r, SQL_SOURCE_UPDATE, DB_ZERO_OR_ONE, err, P_INT(w->id), P_INT(w->version), P_TEXT(w->name),
                P_INT(w->perimeter_id), P_TEXT(options.data), P_INT(w->period_s), P_INT(w->staleness_s), P_BOOL(w->enabled),
                P_TIME(now));
    if (ok && row_count(r) == 0) return vg_fail(err, VG_E_CONFLICT, N_("source \"%s\" was changed meanwhile"), w->code);
  }
  if (!ok) return false;
  *id = row_int(r, 0, "id");
  return row_ok(r, err);
}

static bool write_kinds(struct db *db, const struct source_plan *plan, int64_t id, struct vg_error *err) {
  const char *names[KIND_COUNT];
  for (size_t i = 0; i < plan->kinds_count; i++) names[i] = kind_get(plan->kinds[i])->name;
  return db_run(db, NULL, SQL_SOURCE_KINDS_CLEAR, DB_NONE, err, P_INT(id)) &&
         db_run(db, NULL, SQL_SOURCE_KINDS_ADD, DB_NONE, err, P_INT(id), P_TEXTS(names, plan->kinds_count));
}

bool source_destination(const struct source_plan *plan, struct vg_arena *arena, struct buf *out, struct vg_error *err) {
  struct option_value all[2 * SOURCE_OPTIONS_MAX];
  size_t n = plan->wanted.options_count;
  memcpy(all, plan->wanted.options, n * sizeof *all);
  for (const struct option_spec *o = plan->connector->options; o->type != OPTION_NONE; o++) {
    if (o->type == OPTION_SECRET) (void)option_put(all, 2 * SOURCE_OPTIONS_MAX, &n, o->name, "x");
  }
  const char **values;
  if (!connector_options(plan->connector, arena, all, n, &values, err)) return false;
  seal_destination(plan->connector, values, out);
  return buf_check(out, "destination", err);
}

static bool write_secret(struct db *db, const struct seal_key *key, const struct seal_place *place, const char *value,
                         const struct source_draft *d, struct vg_error *err) {
  BUF(box, 2 * SEAL_VALUE_MAX);
  return seal_secret(key, place, value, &box, err) &&
         db_run(db, NULL, SQL_SOURCE_SECRET_ADD, DB_NONE, err, P_INT(place->source_id), P_TEXT(place->option),
                P_BYTES(box.data, box.length), P_TIME(d->now), P_TEXT(d->actor));
}

static bool write_secrets(struct db *db, struct vg_arena *arena, const struct source_plan *plan, int64_t id,
                          const struct source_draft *d, struct vg_error *err) {
  if (plan->wipes_secrets &&
      !db_run(db, NULL, SQL_SOURCE_SECRET_CLEAR, DB_NONE, err, P_INT(id), P_NULL)) {
    return false;
  }
  if (plan->secrets_count == 0) return true;
  struct seal_key key;
  BUF(destination, 64 << 10);
  if (!seal_key_load(db, &key, err) || !source_destination(plan, arena, &destination, err)) return false;
  for (size_t i = 0; i < plan->secrets_count; i++) {
    const struct option_value *s = &plan->secrets[i];
    struct seal_place place = {.source_id = id, .option = s->name, .destination = destination.data};
    if (!db_run(db, NULL, SQL_SOURCE_SECRET_CLEAR, DB_NONE, err, P_INT(id), P_TEXTS(&s->name, 1))) return false;
    if (s->value[0] != '\0' && !write_secret(db, &key, &place, s->value, d, err)) return false;
  }
  return true;
}

/* What changed, by name: never a value of a secret. */
static void journal_detail(const struct source_plan *plan, struct buf *out) {
  struct json_writer w;
  jw_init(&w, out);
  jw_begin_object(&w);
  jw_key(&w, "connector");
  jw_text(&w, plan->wanted.connector);
  jw_key(&w, "perimeter");
  jw_text(&w, plan->wanted.perimeter);
  jw_key(&w, "enabled");
  jw_bool(&w, plan->wanted.enabled);
  jw_key(&w, "options");
  jw_begin_object(&w);
  for (size_t i = 0; i < plan->wanted.options_count; i++) {
    jw_key(&w, plan->wanted.options[i].name);
    jw_text(&w, plan->wanted.options[i].value);
  }
  jw_end_object(&w);
  jw_key(&w, "secrets_typed");
  jw_begin_array(&w);
  for (size_t i = 0; i < plan->secrets_count; i++) jw_text(&w, plan->secrets[i].name);
  jw_end_array(&w);
  jw_key(&w, "secrets_wiped");
  jw_bool(&w, plan->wipes_secrets);
  jw_end_object(&w);
}

bool source_save(struct db *db, const struct source_draft *draft, struct source_saved *out, struct vg_error *err) {
  *out = (struct source_saved){0};
  VG_ARENA(arena, PLAN_ARENA);
  struct source_plan *plan = arena != NULL ? vg_alloc(arena, sizeof *plan) : NULL;
  DB_TX(tx);
  if (plan == NULL) return vg_fail(err, VG_E_LIMIT, "source: out of memory");
  BUF(detail, OPTIONS_TEXT);
  if (!db_begin(db, &tx, err) || !source_plan(db, arena, draft, plan, err) ||
      !write_row(db, plan, draft->now, draft->actor, &out->id, err) || !write_kinds(db, plan, out->id, err) ||
      !write_secrets(db, arena, plan, out->id, draft, err)) {
    return false;
  }
  journal_detail(plan, &detail);
  out->secrets_wiped = plan->wipes_secrets;
  return buf_check(&detail, "journal", err) &&
         source_journal(db, draft->actor, draft->id == 0 ? "source.created" : "source.changed", plan->wanted.code, detail.data,
                        draft->now, err) &&
         db_notify(db, "vigie_request", err) && db_commit(&tx, err);
}

bool source_enable(struct db *db, int64_t id, bool enabled, const char *actor, vg_time now, struct vg_error *err) {
  DB_TX(tx);
  DB_RESULT(r);
  return db_begin(db, &tx, err) &&
         db_run(db, &r, SQL_SOURCE_SET_ENABLED, DB_ONE, err, P_INT(id), P_BOOL(enabled), P_TIME(now)) &&
         source_journal(db, actor, enabled ? "source.enabled" : "source.disabled", row_text(r, 0, "code"), NULL, now, err) &&
         db_notify(db, "vigie_request", err) && db_commit(&tx, err);
}

/* What it gave: it says later why figures of the past were corrected. */
static void removed_detail(const char *kinds, struct buf *out) {
  struct json_writer w;
  jw_init(&w, out);
  jw_begin_object(&w);
  jw_key(&w, "kinds");
  jw_text(&w, kinds);
  jw_end_object(&w);
}

bool source_remove(struct db *db, int64_t id, const char *actor, vg_time now, struct vg_error *err) {
  DB_TX(tx);
  DB_RESULT(r);
  BUF(detail, 2000);
  if (!db_begin(db, &tx, err) || !db_run(db, &r, SQL_SOURCE_DELETE, DB_ONE, err, P_INT(id))) return false;
  removed_detail(row_text(r, 0, "kinds"), &detail);
  return buf_check(&detail, "journal", err) &&
         source_journal(db, actor, "source.removed", row_text(r, 0, "code"), detail.data, now, err) && db_commit(&tx, err);
}
