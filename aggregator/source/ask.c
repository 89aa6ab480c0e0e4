/* What is asked of the collector: the last part of source/source.h. */
#include <string.h>

#include "core/json.h"
#include "source/seal.h"
#include "source/source.h"

static void payload_text(struct json_writer *w, const char *name, const char *value) {
  if (value == NULL) return;
  jw_key(w, name);
  jw_text(w, value);
}

/* The draft without its secrets, as source_draft_read() reads it back. */
static void payload(const struct source_draft *d, const struct source_plan *plan, struct buf *out) {
  struct json_writer w;
  jw_init(&w, out);
  jw_begin_object(&w);
  payload_text(&w, "code", d->code);
  payload_text(&w, "connector", plan->wanted.connector);
  payload_text(&w, "perimeter", plan->wanted.perimeter);
  jw_key(&w, "options");
  jw_begin_object(&w);
  for (size_t i = 0; i < plan->wanted.options_count; i++) {
    payload_text(&w, plan->wanted.options[i].name, plan->wanted.options[i].value);
  }
  jw_end_object(&w);
  jw_end_object(&w);
}

/* The typed secrets as one JSON text, sealed for this destination. */
static bool seal_typed(struct db *db, struct vg_arena *arena, const struct source_plan *plan, struct buf *out,
                       struct vg_error *err) {
  struct seal_key key;
  BUF(plain, SEAL_VALUE_MAX);
  BUF(destination, 64 << 10);
  struct json_writer w;
  if (plan->secrets_count == 0) return true;
  if (!seal_key_load(db, &key, err) || !source_destination(plan, arena, &destination, err)) return false;
  jw_init(&w, &plain);
  jw_begin_object(&w);
  for (size_t i = 0; i < plan->secrets_count; i++) payload_text(&w, plan->secrets[i].name, plan->secrets[i].value);
  jw_end_object(&w);
  struct seal_place place = {.source_id = 0, .option = "request", .destination = destination.data};
  return buf_check(&plain, "secrets", err) && seal_secret(&key, &place, plain.data, out, err);
}

bool source_ask_test(struct db *db, const struct source_draft *draft, int64_t *request, struct vg_error *err) {
  VG_ARENA(arena, 8 << 20);
  struct source_plan *plan = arena != NULL ? vg_alloc(arena, sizeof *plan) : NULL;
  if (plan == NULL) return vg_fail(err, VG_E_LIMIT, "source: out of memory");
  BUF(text, 256 << 10);
  BUF(box, 2 * SEAL_VALUE_MAX);
  if (!source_plan(db, arena, draft, plan, err) || !seal_typed(db, arena, plan, &box, err)) return false;
  payload(draft, plan, &text);
  DB_RESULT(r);
  if (!buf_check(&text, "request", err) ||
      !db_run(db, &r, SQL_ASK_INSERT, DB_ONE, err, P_TEXT("test"), draft->id != 0 ? P_INT(draft->id) : P_NULL, P_NULL,
              P_TEXT(text.data), box.length > 0 ? P_BYTES(box.data, box.length) : P_NULL, P_TEXT(draft->actor),
              P_TIME(draft->now))) {
    return false;
  }
  *request = row_int(r, 0, "id");
  return row_ok(r, err) && db_notify(db, "vigie_request", err);
}

bool source_ask(struct db *db, const char *type, int64_t source_id, int64_t pull_id, const char *actor, vg_time now,
                int64_t *request, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_ASK_INSERT, DB_ONE, err, P_TEXT(type), source_id != 0 ? P_INT(source_id) : P_NULL,
              pull_id != 0 ? P_INT(pull_id) : P_NULL, P_TEXT("{}"), P_NULL, P_TEXT(actor), P_TIME(now))) {
    return false;
  }
  *request = row_int(r, 0, "id");
  return row_ok(r, err) && db_notify(db, "vigie_request", err);
}
