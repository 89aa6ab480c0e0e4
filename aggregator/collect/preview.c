#include "collect/preview.h"

#include "core/json.h"

static void warn_empty(struct preview *p, const struct connector *connector) {
  for (size_t i = 0; i < p->kinds_count; i++) {
    for (size_t j = 0; j < connector->emits_count; j++) {
      const struct emission *e = &connector->emits[j];
      if (e->kind != p->kinds[i] || e->may_be_empty || p->memory.by_kind[e->kind] > 0) continue;
      (void)vg_fail(&p->warnings[p->warnings_count++], VG_E_SUSPECT, "kind %s: nothing was read, which never happens",
                    kind_get(e->kind)->name);
    }
  }
}

bool preview_run(struct db *db, const struct pull_conf *conf, const struct preview_of *of, vg_time now, struct vg_arena *arena,
                 struct preview *out, struct vg_error *err) {
  struct run run = {.arena = arena, .source = of->source, .now = now, .since = VG_NEVER, .preview = true, .draft = of->draft};
  *out = (struct preview){0};
  sink_memory_init(&out->memory, arena, PREVIEW_RECORDS, now);
  if (!run_prepare(&run, db, conf, of->typed, of->typed_count, err)) return false;
  out->kinds_count = source_kinds(run.connector, run.values, out->kinds);
  if (!run_connector(&run, conf, &out->memory.sink, err)) return false;
  warn_empty(out, run.connector);
  return true;
}

static void member(struct json_writer *w, const char *name, const char *text) {
  jw_key(w, name);
  jw_text(w, text);
}
static void number(struct json_writer *w, const char *name, int64_t value) {
  jw_key(w, name);
  jw_int(w, value);
}

static void error_json(const struct vg_error *e, struct json_writer *w) {
  member(w, "code", vg_error_info(e->code)->name);
  member(w, "message", e->message);
  member(w, "message_words", e->words);
  member(w, "hint", e->hint);
  member(w, "hint_words", e->hint_words);
}

static void rejects_json(const struct sink_memory *m, struct json_writer *w) {
  jw_key(w, "rejects");
  jw_begin_array(w);
  for (size_t i = 0; i < m->rejects_kept; i++) {
    jw_begin_object(w);
    member(w, "place", m->rejects[i].place);
    member(w, "kind", m->rejects[i].kind);
    member(w, "key", m->rejects[i].key);
    member(w, "reason", m->rejects[i].reason);
    member(w, "reason_words", m->rejects[i].words);
    jw_end_object(w);
  }
  jw_end_array(w);
}

static void kinds_json(const struct preview *p, struct json_writer *w) {
  jw_key(w, "kinds");
  jw_begin_array(w);
  for (size_t i = 0; i < p->kinds_count; i++) {
    jw_begin_object(w);
    member(w, "kind", kind_get(p->kinds[i])->name);
    number(w, "records", (int64_t)p->memory.by_kind[p->kinds[i]]);
    jw_end_object(w);
  }
  jw_end_array(w);
}

void preview_json(const struct preview *p, struct buf *out) {
  struct json_writer w;
  jw_init(&w, out);
  jw_begin_object(&w);
  jw_key(&w, "ok");
  jw_bool(&w, true);
  number(&w, "read", (int64_t)p->memory.rows_count);
  kinds_json(p, &w);
  jw_key(&w, "records");
  jw_begin_array(&w);
  for (size_t i = 0; i < p->memory.rows_kept; i++) memory_row_json(&p->memory.rows[i], &w);
  jw_end_array(&w);
  number(&w, "rejected", (int64_t)p->memory.rejects_count);
  rejects_json(&p->memory, &w);
  jw_key(&w, "warnings");
  jw_begin_array(&w);
  for (size_t i = 0; i < p->warnings_count; i++) {
    jw_begin_object(&w);
    error_json(&p->warnings[i], &w);
    jw_end_object(&w);
  }
  jw_end_array(&w);
  jw_end_object(&w);
}

void failure_json(const struct vg_error *e, struct buf *out) {
  struct json_writer w;
  jw_init(&w, out);
  jw_begin_object(&w);
  jw_key(&w, "ok");
  jw_bool(&w, false);
  error_json(e, &w);
  jw_end_object(&w);
}

void result_json(const struct pull_result *r, struct buf *out) {
  static const char *const names[] = {[PULL_OK] = "ok", [PULL_FAILED] = "failed", [PULL_SUSPECT] = "suspect"};
  struct json_writer w;
  jw_init(&w, out);
  jw_begin_object(&w);
  jw_key(&w, "ok");
  jw_bool(&w, r->status == PULL_OK);
  number(&w, "pull", r->pull_id);
  member(&w, "status", names[r->status]);
  number(&w, "read", r->read);
  number(&w, "opened", r->opened);
  number(&w, "changed", r->changed);
  number(&w, "vanished", r->vanished);
  number(&w, "rejected", r->rejected);
  if (r->status != PULL_OK) error_json(&r->error, &w);
  jw_end_object(&w);
}
