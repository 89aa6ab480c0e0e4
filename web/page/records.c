/* The register: what sources have brought, kind by kind. */
#include "db/kind_read.h"
#include "template.h"
#include "web/http/router.h"
#include "web/view/code_title.h"
#include "web/view/frame.h"
#include "web/view/pages.h"
#include "web/view/record_text.h"

/* Now, or at the end of the day shown; in the perimeter shown. */
static struct kind_page wanted_of(const struct request_ctx *ctx) {
  return (struct kind_page){.known = ctx->past ? ctx->at - 1 : VG_NEVER, .perimeter_id = ctx->perimeter_id};
}

static bool fill_kinds(struct request_ctx *ctx, const struct html *h, const struct kind *current, struct view_records *v, struct vg_error *err) {
  int64_t counts[KIND_COUNT];
  struct view_records_kind *kinds = vg_alloc(ctx->arena, KIND_COUNT * sizeof *kinds);
  if (kinds == NULL) return vg_fail(err, VG_E_LIMIT, "records: out of memory");
  const struct kind_page wanted = wanted_of(ctx);
  if (!kind_counts(ctx->db, &wanted, counts, err)) return false;
  int64_t all = 0;
  v->kinds = kinds;
  for (int i = 0; i < KIND_COUNT; i++) {
    const struct kind *k = kind_get((enum kind_id)i);
    all += counts[i];
    if (counts[i] > 0 || k == current) kinds[v->kinds_count++] = (struct view_records_kind){k->name, kind_plural(h, k), counts[i], k == current};
  }
  v->heading = ctx->past ? text_say_n(h, ctx->arena, "{n} record on {date}", "{n} records on {date}", all, {"n", HTML_COUNT, .integer = all},
                                      {"date", HTML_DATE, .time = ctx->at - 1})
                         : text_say_n(h, ctx->arena, "{n} current record", "{n} current records", all, {"n", HTML_COUNT, .integer = all});
  return true;
}

static bool kinds_page(struct request_ctx *ctx, struct vg_error *err) {
  struct html *h = page_html(ctx);
  struct view_records v = {.source = HTML_NO_INT, .page = 1, .pages = 1, .previous = HTML_NO_INT, .next = HTML_NO_INT};
  return fill_kinds(ctx, h, NULL, &v, err) && frame_load(ctx, &v.frame, tr(h->lang, N_("Records")), "records", err) &&
         PAGE_VIEW(ctx, records, &v, err);
}

static bool source_name(struct request_ctx *ctx, const struct db_result *names, int64_t id, const char **out) {
  *out = "";
  for (size_t i = 0; i < row_count(names); i++) {
    if (row_int(names, i, "id") == id) *out = vg_strdup(ctx->arena, row_text(names, i, "name"));
  }
  return *out != NULL;
}

static bool fill_rows(struct request_ctx *ctx, const struct html *h, const struct kind *kind, const struct db_result *r, struct view_records *v, struct vg_error *err) {
  DB_RESULT(names);
  bool masked = !may(ctx, CAP_EXPORT) && kind_personal(kind);
  struct view_records_row *rows = vg_alloc(ctx->arena, row_count(r) * sizeof *rows);
  if (rows == NULL) return vg_fail(err, VG_E_LIMIT, "records: too many to show");
  if (!db_run(ctx->db, &names, SQL_SOURCE_NAMES, DB_MANY, err)) return false;
  for (size_t i = 0; i < row_count(r); i++) {
    rows[i] = (struct view_records_row){.id = row_int(r, i, "id"),
                                        .title = vg_strdup(ctx->arena, record_title(h, ctx->arena, r, i, kind, masked)),
                                        .key = masked ? "" : vg_strdup(ctx->arena, row_text(r, i, "key")),
                                        .facts = record_facts(h, ctx->arena, r, i, kind, NULL, masked),
                                        .effective_at = row_time(r, i, "effective_at"),
                                        .recorded_at = row_time(r, i, "recorded_at"),
                                        .source_id = row_int(r, i, "source_id")};
    if (!source_name(ctx, names, rows[i].source_id, &rows[i].source_name)) return vg_fail(err, VG_E_LIMIT, "records: out of memory");
  }
  v->rows = rows, v->rows_count = row_count(r);
  return row_ok(r, err);
}

static bool load(struct request_ctx *ctx, const struct kind *kind, struct kind_page *wanted, struct pages *p, struct db_result **out, struct vg_error *err) {
  int64_t total;
  wanted->offset = p->offset, wanted->limit = PER_PAGE;
  if (!kind_list(ctx->db, out, kind, wanted, &total, err)) return false;
  if (pages_read(p, row_count(*out), total)) return true;
  db_free(*out);
  *out = NULL;
  return load(ctx, kind, wanted, p, out, err);
}

static bool kind_page(struct request_ctx *ctx, struct vg_error *err) {
  DB_RESULT(r);
  struct html *h = page_html(ctx);
  const struct kind *kind = kind_find(path_text(ctx, "kind"));
  if (kind == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("kind \"%s\": there is none of that name"), path_text(ctx, "kind"));
  struct pages p = pages_asked(ctx);
  struct kind_page wanted = wanted_of(ctx);
  wanted.search = param(&ctx->query, "q"), wanted.source_id = param_int_or(&ctx->query, "source", 0, INT64_MAX, 0);
  if (wanted.search != NULL && *wanted.search == '\0') wanted.search = NULL;
  struct view_records v = {.kind = kind->name, .search = wanted.search, .source = wanted.source_id > 0 ? wanted.source_id : HTML_NO_INT};
  if (!params_ok(&ctx->query, err) || !load(ctx, kind, &wanted, &p, &r, err)) return false;
  PAGES_SHOWN(v, p);
  code_titles_load(ctx, h, kind);
  if (!fill_kinds(ctx, h, kind, &v, err) || !fill_rows(ctx, h, kind, r, &v, err)) return false;
  v.heading = text_say(h, ctx->arena, "{kinds}: {n}", {"kinds", HTML_TEXT, .text = kind_plural(h, kind)}, {"n", HTML_COUNT, .integer = p.total});
  return frame_load(ctx, &v.frame, v.heading, "records", err) && PAGE_VIEW(ctx, records, &v, err);
}

const struct route routes_records[] = {
    {M_GET, "/records", CAP_RECORD, kinds_page, .view = "records"},
    {M_GET, "/records/{kind:name}", CAP_RECORD, kind_page, .view = "records", .query = "q source page"},
    {0}};
