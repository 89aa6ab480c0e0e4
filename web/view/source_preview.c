#include "web/view/source_preview.h"

#include <string.h>
#include <time.h>

#include "core/json.h"
#include "web/view/mistake.h"
#include "web/view/record_text.h"

enum { POLL_MS = 150, LIST_MOST = 50 };

struct answer {
  struct request_ctx *ctx;
  const struct html *h;
  struct view_source_preview *v;
};

static const char *keep(const struct answer *a, const char *text) { return vg_strdup(a->ctx->arena, text); }

/* A text for people of the collector's answer, in their language: its words when they were kept. */
static const char *said(const struct answer *a, const struct kind *kind, struct jv v, const char *text, const char *words) {
  const char *kept = jv_text_or(v, words, "");
  return said_text(a->h, a->ctx->arena, kind, *kept != '\0' ? kept : jv_text_or(v, text, ""));
}

static const char *facts(const struct answer *a, const struct kind *kind, struct jv fields) {
  BUF(out, 16 << 10);
  int shown = 0;
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) {
    const char *value = jv_text_or(fields, f->name, NULL);
    if (value == NULL) continue;
    buf_printf(&out, "%s%s%s %.200s", shown++ > 0 ? " · " : "", field_label(a->h, f), a->h->lang == LANG_FR ? "\xC2\xA0:" : ":", value);
  }
  return keep(a, out.data);
}

static void read_records(const struct answer *a, struct jv records) {
  size_t n = jv_count(records);
  if (n > LIST_MOST) n = LIST_MOST;
  struct view_preview_record *out = vg_alloc(a->ctx->arena, n * sizeof *out);
  a->v->records = out;
  for (size_t i = 0; out != NULL && i < n; i++) {
    struct jv r = jv_at(records, i);
    const struct kind *kind = kind_find(jv_text(r, "kind"));
    if (kind == NULL) continue;
    out[a->v->records_count++] = (struct view_preview_record){kind_label(a->h, kind), keep(a, jv_text(r, "key")), facts(a, kind, jv_object(r, "fields"))};
  }
}

static void read_rejects(const struct answer *a, struct jv rejects) {
  size_t n = jv_count(rejects);
  if (n > LIST_MOST) n = LIST_MOST;
  struct view_pull_reject *out = vg_alloc(a->ctx->arena, n * sizeof *out);
  a->v->rejects = out;
  for (size_t i = 0; out != NULL && i < n; i++) {
    struct jv r = jv_at(rejects, i);
    out[a->v->rejects_count++] =
        (struct view_pull_reject){keep(a, place_text(a->h, a->ctx->arena, jv_text(r, "place"))), keep(a, jv_text_or(r, "kind", "")),
                                  keep(a, jv_text_or(r, "key", "")), said(a, kind_find(jv_text_or(r, "kind", "")), r, "reason", "reason_words")};
  }
}

static void read_kinds(const struct answer *a, struct jv kinds) {
  size_t n = jv_count(kinds);
  struct view_preview_kind *out = vg_alloc(a->ctx->arena, n * sizeof *out);
  a->v->kinds = out;
  for (size_t i = 0; out != NULL && i < n; i++) {
    struct jv k = jv_at(kinds, i);
    const struct kind *kind = kind_find(jv_text(k, "kind"));
    if (kind != NULL) out[a->v->kinds_count++] = (struct view_preview_kind){kind_plural(a->h, kind), jv_int(k, "records", 0, INT64_MAX)};
  }
}

static void read_warnings(const struct answer *a, struct jv warnings) {
  size_t n = jv_count(warnings);
  const char **out = vg_alloc(a->ctx->arena, n * sizeof *out);
  a->v->warnings = out;
  for (size_t i = 0; out != NULL && i < n; i++) out[a->v->warnings_count++] = said(a, NULL, jv_at(warnings, i), "message", "message_words");
}

static bool read_answer(const struct answer *a, const char *text, struct vg_error *err) {
  struct json_doc doc;
  if (!json_parse(&doc, text, strlen(text), "answer of the collector", JSON_DEFAULTS, err)) return false;
  struct jv root = jv_root(&doc);
  a->v->ok = jv_bool(root, "ok");
  if (a->v->ok) {
    a->v->read = jv_int(root, "read", 0, INT64_MAX);
    a->v->rejected = jv_int(root, "rejected", 0, INT64_MAX);
    read_kinds(a, jv_array(root, "kinds"));
    read_records(a, jv_array(root, "records"));
    read_rejects(a, jv_array(root, "rejects"));
    read_warnings(a, jv_array(root, "warnings"));
  } else {
    a->v->message = said(a, NULL, root, "message", "message_words");
    a->v->hint = said(a, NULL, root, "hint", "hint_words");
  }
  bool ok = jv_ok(&doc, err);
  json_close(&doc);
  return ok;
}

static void pause_ms(int ms) {
  struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
  (void)nanosleep(&t, NULL);
}

bool source_answer_wait(struct request_ctx *ctx, int64_t request, int wait_ms, const char **out, struct vg_error *err) {
  int64_t until = clock_monotonic_ms() + wait_ms;
  *out = NULL;
  do {
    DB_RESULT(r);
    if (!db_run(ctx->db, &r, SQL_REQUEST_SHOW, DB_ONE, err, P_INT(request), P_TEXT(ctx->login))) return false;
    const char *status = row_text(r, 0, "status");
    if ((strcmp(status, "done") == 0 || strcmp(status, "failed") == 0) && !row_null(r, 0, "answer")) {
      *out = vg_strdup(ctx->arena, row_text(r, 0, "answer"));
      return *out != NULL ? row_ok(r, err) : vg_fail(err, VG_E_LIMIT, "answer of the collector: out of memory");
    }
    pause_ms(POLL_MS);
  } while (clock_monotonic_ms() < until);
  return true;
}

bool source_preview_wait(struct request_ctx *ctx, int64_t request, int wait_ms, const struct view_source_preview **out, struct vg_error *err) {
  const char *text;
  *out = NULL;
  if (!source_answer_wait(ctx, request, wait_ms, &text, err)) return false;
  if (text == NULL) return true;
  struct answer a = {ctx, page_html(ctx), vg_alloc(ctx->arena, sizeof *a.v)};
  if (a.v == NULL) return vg_fail(err, VG_E_LIMIT, "test of a source: out of memory");
  *out = a.v;
  return read_answer(&a, text, err);
}
