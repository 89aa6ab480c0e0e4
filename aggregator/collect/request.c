#include "collect/request.h"

#include <string.h>

#include "collect/preview.h"
#include "core/json.h"
#include "source/options.h"

enum { ANSWER_MAX = 1 << 20, TEST_ARENA = 384 << 20, SECRETS_MAX = SOURCE_OPTIONS_MAX };

struct asked {
  struct db *db;
  struct vg_arena *arena;
  const struct request_conf *conf;
  struct db_result *row;
  struct buf *answer;
  const char *actor;
};

/* ---- test ---- */

/* The draft of source_ask_test(), without its secrets. */
static bool read_draft(struct asked *a, struct source *out, struct vg_error *err) {
  struct json_doc doc;
  const char *text = row_text(a->row, 0, "payload");
  if (!json_parse(&doc, text, strlen(text), "request", JSON_DEFAULTS, err)) return false;
  struct jv root = jv_root(&doc);
  if (out->id == 0) {
    out->code = vg_strdup(a->arena, jv_text_or(root, "code", ""));
    out->connector = vg_strdup(a->arena, jv_text(root, "connector"));
    out->perimeter = vg_strdup(a->arena, jv_text_or(root, "perimeter", "all"));
  }
  struct jv options = jv_object(root, "options");
  bool ok = jv_ok(&doc, err);
  char *dumped = ok ? json_dumps(options.value, JSON_COMPACT) : NULL;
  ok = ok && dumped != NULL && options_read(a->arena, dumped, out->options, SOURCE_OPTIONS_MAX, &out->options_count, err);
  free(dumped);
  json_close(&doc);
  return ok;
}

/* Where the typed secrets may go: the options of the draft, any text in place of its secrets. */
static bool draft_destination(struct asked *a, const struct source *draft, struct buf *out, struct vg_error *err) {
  const struct connector *c = connector_find(draft->connector);
  struct option_value all[2 * SOURCE_OPTIONS_MAX];
  size_t n = draft->options_count;
  const char **values;
  if (c == NULL) return vg_fail(err, VG_E_INPUT, "connector: there is none named \"%.80s\"", draft->connector);
  memcpy(all, draft->options, n * sizeof *all);
  for (const struct option_spec *o = c->options; o->type != OPTION_NONE; o++) {
    if (o->type == OPTION_SECRET) (void)option_put(all, 2 * SOURCE_OPTIONS_MAX, &n, o->name, "********");
  }
  if (!connector_options(c, a->arena, all, n, &values, err)) return false;
  seal_destination(c, values, out);
  return buf_check(out, "destination", err);
}

static bool open_typed(struct asked *a, const struct source *draft, struct option_value *typed, size_t *count,
                       struct vg_error *err) {
  unsigned char *box;
  *count = 0;
  if (row_null(a->row, 0, "sealed")) return true;
  size_t n = row_bytes(a->row, 0, "sealed", a->arena, &box);
  struct collector_key key;
  const char *text;
  BUF(destination, 64 << 10);
  if (!draft_destination(a, draft, &destination, err)) return false;
  struct seal_place place = {.source_id = 0, .option = "request", .destination = destination.data};
  if (a->conf->pull.key != NULL) key = *a->conf->pull.key;
  else if (!collector_key_load(a->conf->pull.data_dir, &key, err)) return false;
  bool ok = seal_open(key.public_key, key.secret_key, &place, box, n, a->arena, &text, err) &&
            options_read(a->arena, text, typed, SECRETS_MAX, count, err);
  collector_key_wipe(&key);
  return ok;
}

static bool do_test(struct asked *a, struct vg_error *err) {
  struct source *draft = vg_alloc(a->arena, sizeof *draft);
  struct preview *preview = vg_alloc(a->arena, sizeof *preview);
  struct option_value typed[SECRETS_MAX];
  size_t count;
  if (draft == NULL || preview == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  if (!row_null(a->row, 0, "source_id") && !source_load(a->db, a->arena, row_int(a->row, 0, "source_id"), draft, err)) return false;
  if (!read_draft(a, draft, err) || !open_typed(a, draft, typed, &count, err)) return false;
  struct preview_of of = {.source = draft, .draft = true, .typed = typed, .typed_count = count};
  if (!preview_run(a->db, &a->conf->pull, &of, clock_now(), a->arena, preview, err)) return false;
  preview_json(preview, a->answer);
  return buf_check(a->answer, "answer", err);
}

/* ---- the others ---- */

static bool do_pull(struct asked *a, struct vg_error *err) {
  struct pull_conf conf = a->conf->pull;
  struct pull_result result;
  conf.trigger = "person";
  if (!pull_run(a->db, row_int(a->row, 0, "source_id"), &conf, clock_now(), &result, err)) return false;
  result_json(&result, a->answer);
  return true;
}

static bool do_accept(struct asked *a, struct vg_error *err) {
  struct pull_result result;
  if (!pull_accept(a->db, row_int(a->row, 0, "pull_id"), a->actor, clock_now(), &result, err)) return false;
  result_json(&result, a->answer);
  return true;
}

static bool do_refuse(struct asked *a, struct vg_error *err) {
  buf_text(a->answer, "{\"ok\":true}");
  return pull_refuse(a->db, row_int(a->row, 0, "pull_id"), a->actor, clock_now(), err);
}

static bool do_sample_remove(struct asked *a, struct vg_error *err) {
  if (a->conf->sample_remove == NULL) return vg_fail(err, VG_E_INTERNAL, "the sample cannot be removed from here");
  buf_text(a->answer, "{\"ok\":true}");
  return a->conf->sample_remove(a->db, a->conf->pull.data_dir, a->actor, clock_now(), err);
}

static bool dispatch(struct asked *a, struct vg_error *err) {
  static const struct {
    const char *type;
    bool (*run)(struct asked *, struct vg_error *);
  } types[] = {{"test", do_test}, {"pull", do_pull}, {"accept", do_accept}, {"refuse", do_refuse}, {"sample_remove", do_sample_remove}};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    if (strcmp(types[i].type, row_text(a->row, 0, "type")) == 0) return types[i].run(a, err);
  }
  return vg_fail(err, VG_E_INTERNAL, "request of unknown type");
}

static bool write_answer(struct db *db, int64_t id, bool ok, const struct buf *answer, struct vg_error *err) {
  return db_run(db, NULL, SQL_REQUEST_ANSWER, DB_NONE, err, P_INT(id), P_TEXT(ok ? "done" : "failed"), P_TEXT(answer->data),
                P_TIME(clock_now())) &&
         db_notify(db, "vigie_answer", err);
}

bool request_run(struct db *db, int64_t id, const struct request_conf *conf, struct vg_error *err) {
  VG_ARENA(arena, TEST_ARENA);
  DB_RESULT(row);
  BUF(answer, ANSWER_MAX);
  struct vg_error why = {0};
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  if (!db_run(db, &row, SQL_REQUEST_READ, DB_ONE, err, P_INT(id))) return false;
  struct asked a = {.db = db, .arena = arena, .conf = conf, .row = row, .answer = &answer, .actor = row_text(row, 0, "requested_by")};
  bool ok = dispatch(&a, &why);
  if (!ok) {
    buf_clear(&answer);
    failure_json(&why, &answer);
  }
  return write_answer(db, id, ok, &answer, err);
}

bool request_fail(struct db *db, int64_t id, const struct vg_error *why, struct vg_error *err) {
  BUF(answer, ANSWER_MAX);
  failure_json(why, &answer);
  return write_answer(db, id, false, &answer, err);
}
