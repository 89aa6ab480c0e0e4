/* One subject of an indicator: its verdict, the records that make it, its verdicts over time. */
#include <string.h>

#include "core/text.h"
#include "db/kind_read.h"
#include "template.h"
#include "web/http/router.h"
#include "web/view/code_title.h"
#include "web/view/frame.h"
#include "web/view/record_text.h"
#include "web/view/verdict_text.h"

enum { RECORDS_SHOWN = 50 };

struct wanted {
  struct request_ctx *ctx;
  struct html *h;
  const struct indicator *sheet;
  const struct kind *kind;
  int64_t perimeter;
  const char *subject;
  bool masked;
};

static bool parse(struct request_ctx *ctx, struct wanted *w, struct vg_error *err) {
  const char *code = path_text(ctx, "code");
  *w = (struct wanted){ctx, page_html(ctx), indicator_find(code), NULL, 0, NULL, !may(ctx, CAP_EXPORT)};
  if (w->sheet == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("indicator \"%s\": there is none of that code"), code);
  w->kind = w->sheet->records_field == NULL ? NULL : kind_get(w->sheet->records_kind);
  w->perimeter = param_int(&ctx->query, "of", 1, INT64_MAX);
  w->subject = param_text(&ctx->query, "id", 1, KIND_KEY_MAX);
  return params_ok(&ctx->query, err);
}

static bool current_span(const struct db_result *r, size_t i, vg_time at) {
  vg_time from = row_time(r, i, "from_at"), to = row_time(r, i, "to_at");
  return (from == VG_NEVER || from <= at) && (to == VG_NEVER || to > at);
}

static void fill_verdict(const struct wanted *w, const struct db_result *r, size_t i, struct view_subject *v) {
  const struct desk desk = {w->ctx->arena, w->h, true};
  struct subject_line line = {.subject = w->subject, .perimeter_id = w->perimeter, .detail_at = VG_NEVER, .since = row_time(r, i, "since")};
  struct vg_error ignored = {0};
  if (!row_null(r, i, "detail")) line.detail = vg_strdup(w->ctx->arena, row_text(r, i, "detail"));
  if (line.detail != NULL && strlen(line.detail) > 10) (void)time_parse(line.detail, &line.detail_at, &ignored);
  if (ignored.code != VG_OK) line.detail_at = VG_NEVER;
  (void)verdict_parse(row_text(r, i, "verdict"), &line.verdict);
  line.has_value = w->sheet->form == FORM_STATISTIC;
  line.never_told = !line.has_value && row_bool(r, i, "never_told");
  line.has_amount = w->sheet->statistic == STATISTIC_SHARE && !row_null(r, i, "base");
  if (line.has_amount) line.amount = row_real(r, i, "value"), line.base = row_real(r, i, "base");
  v->state = verdict_state(line.verdict);
  v->verdict_label = line.has_value ? tr(w->h->lang, N_("Counted")) : verdict_label(w->h, line.verdict);
  v->since = line.since;
  v->until = row_time(r, i, "to_at") == INT64_MAX ? VG_NEVER : row_time(r, i, "to_at");
  v->detail = verdict_finding(&desk, w->sheet, &line);
  v->parts = verdict_parts(&desk, w->sheet, &line, &v->parts_count);
}

static bool load_spans(const struct wanted *w, struct view_subject *v, struct vg_error *err) {
  DB_RESULT(r);
  enum sql_id id = w->sheet->form == FORM_STATISTIC ? SQL_SUBJECT_VALUES : SQL_SUBJECT_SPANS;
  if (!db_run(w->ctx->db, &r, id, DB_MANY, err, P_TEXT(w->sheet->code), P_INT(w->perimeter), P_TEXT(w->subject),
              P_TIME(w->ctx->at))) {
    return false;
  }
  size_t n = row_count(r);
  if (n == 0) return vg_fail(err, VG_E_NOTFOUND, N_("\"%.100s\": this indicator judged no such subject here by then"), w->subject);
  struct view_subject_span *spans = vg_alloc(w->ctx->arena, n * sizeof *spans);
  if (spans == NULL) return vg_fail(err, VG_E_LIMIT, "subject: too many periods to show");
  v->label = vg_strdup(w->ctx->arena, row_text(r, 0, "label"));
  v->state = "not_applicable";
  v->verdict_label = tr(w->h->lang, N_("Not judged at this date"));
  v->since = v->until = VG_NEVER;
  for (size_t i = 0; i < n; i++) {
    enum verdict verdict = VERDICT_UNKNOWN;
    (void)verdict_parse(row_text(r, i, "verdict"), &verdict);
    vg_time to = row_time(r, i, "to_at");
    bool deviation = verdict == VERDICT_DEVIATING || verdict == VERDICT_WAIVED;
    char from[TIME_TEXT];
    spans[i] = (struct view_subject_span){verdict_state(verdict),
                                          w->sheet->form == FORM_STATISTIC ? tr(w->h->lang, N_("Counted")) : verdict_label(w->h, verdict),
                                          row_time(r, i, "from_at"), to == INT64_MAX || to > w->ctx->at ? VG_NEVER : to,
                                          deviation && !row_null(r, i, "from_at") ? vg_strdup(w->ctx->arena, time_format(row_time(r, i, "from_at"), from)) : NULL};
    if (current_span(r, i, w->ctx->at)) fill_verdict(w, r, i, v);
  }
  v->spans = spans;
  v->spans_count = n;
  return row_ok(r, err);
}

static bool source_names(const struct wanted *w, struct view_subject_record *records, size_t n, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(w->ctx->db, &r, SQL_SOURCE_NAMES, DB_MANY, err)) return false;
  for (size_t i = 0; i < n; i++) {
    records[i].source_name = "";
    for (size_t k = 0; k < row_count(r); k++) {
      if (row_int(r, k, "id") == records[i].source_id) records[i].source_name = vg_strdup(w->ctx->arena, row_text(r, k, "name"));
    }
  }
  return row_ok(r, err);
}

/* The records about the subject; about "srv-1" when it is one of several of the same thing, such as "srv-1 #07". */
static bool find_records(const struct wanted *w, struct db_result **out, struct vg_error *err) {
  const char *field = w->sheet->records_field, *more = strstr(w->subject, " #");
  DB_RESULT(exact);
  if (!kind_about(w->ctx->db, &exact, w->kind, field, w->subject, w->ctx->at, RECORDS_SHOWN + 1, err)) return false;
  if (more == NULL || row_count(exact) > 0) {
    *out = exact;
    exact = NULL;
    return true;
  }
  const char *about = vg_strndup(w->ctx->arena, w->subject, (size_t)(more - w->subject));
  if (about == NULL) return vg_fail(err, VG_E_LIMIT, "subject: out of memory");
  return kind_about(w->ctx->db, out, w->kind, field, about, w->ctx->at, RECORDS_SHOWN + 1, err);
}

static bool load_records(const struct wanted *w, struct view_subject *v, struct vg_error *err) {
  DB_RESULT(r);
  if (w->kind == NULL) return true;
  v->kind = w->kind->name;
  v->kind_plural = kind_plural(w->h, w->kind);
  if (!find_records(w, &r, err)) return false;
  code_titles_load(w->ctx, w->h, w->kind);
  size_t n = row_count(r);
  v->records_more = n > RECORDS_SHOWN;
  if (n > RECORDS_SHOWN) n = RECORDS_SHOWN;
  struct view_subject_record *records = vg_alloc(w->ctx->arena, n * sizeof *records);
  if (records == NULL) return vg_fail(err, VG_E_LIMIT, "subject: too many records to show");
  for (size_t i = 0; i < n; i++) {
    records[i] = (struct view_subject_record){.id = row_int(r, i, "id"),
                                              .effective_at = row_time(r, i, "effective_at"),
                                              .recorded_at = row_time(r, i, "recorded_at"),
                                              .current = row_null(r, i, "superseded_at"),
                                              .source_id = row_int(r, i, "source_id"),
                                              .pull_id = row_int(r, i, "pull_id"),
                                              .facts = record_facts(w->h, w->ctx->arena, r, i, w->kind, w->sheet->records_field, w->masked)};
    records[i].title = vg_strdup(w->ctx->arena, record_title(w->h, w->ctx->arena, r, i, w->kind, w->masked));
  }
  v->records = records;
  v->records_count = n;
  return row_ok(r, err) && source_names(w, records, n, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct wanted w;
  if (!parse(ctx, &w, err)) return false;
  struct view_subject v = {.code = w.sheet->code, .title = in_language(&(struct desk){ctx->arena, w.h}, w.sheet->title),
                           .perimeter_id = w.perimeter, .subject = w.subject};
  if (!load_spans(&w, &v, err) || !load_records(&w, &v, err)) return false;
  v.heading = text_say(w.h, ctx->arena, "{subject}: {verdict}", {"subject", HTML_NAME, .text = v.label},
                       {"verdict", HTML_TEXT, .text = v.verdict_label});
  return frame_load(ctx, &v.frame, v.heading, "indicators", err) && PAGE_VIEW(ctx, subject, &v, err);
}

const struct route routes_subject[] = {
    {M_GET, "/indicator/{code:code}/subject", CAP_RECORD, show, .view = "subject", .query = "of id"}, {0}};
