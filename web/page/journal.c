/* Who did what and when; the same as a CSV file. */
#include <string.h>

#include "core/text.h"
#include "db/db.h"
#include "template.h"
#include "web/export/csv.h"
#include "web/http/router.h"
#include "web/view/frame.h"
#include "web/view/journal_text.h"
#include "web/view/pages.h"

enum { TEXT_MAX = 100 };
#define FILTERS "actor action from to object"

struct wanted {
  const char *actor, *action, *object; /* NULL: all */
  const char *from_text, *to_text;     /* ISO dates, "" when not given */
  vg_time from_day, to_day;            /* VG_NEVER: not given */
  vg_time from, until;                 /* VG_NEVER: since ever; until is excluded */
  struct pages pages;
};

static const char *filter(struct request_ctx *ctx, const char *name) {
  const char *text = param(&ctx->query, name);
  if (text == NULL || *text == '\0') return NULL;
  if (strlen(text) > 4 * TEXT_MAX) param_fail(&ctx->query, name, "expected at most %d characters", TEXT_MAX);
  return text;
}

/* The civil day that a filter names; false when it names none. */
static bool day_of(struct request_ctx *ctx, const char *name, int64_t *day, const char **iso) {
  struct vg_error why = {0};
  int year, month, day_of_month;
  const char *text = filter(ctx, name);
  *iso = "";
  if (text == NULL) return false;
  if (!date_parse(text, day, &why)) {
    param_refused(&ctx->query, name, &why);
    return false;
  }
  date_from_days(*day, &year, &month, &day_of_month);
  *iso = vg_printf(ctx->arena, "%04d-%02d-%02d", year, month, day_of_month);
  return *iso != NULL;
}

static bool parse(struct request_ctx *ctx, struct wanted *w, struct vg_error *err) {
  const struct zone *zone = ctx->config->zone;
  int64_t day;
  *w = (struct wanted){.actor = filter(ctx, "actor"), .action = filter(ctx, "action"), .object = filter(ctx, "object")};
  w->from = w->from_day = day_of(ctx, "from", &day, &w->from_text) ? zone_midnight(zone, day) : VG_NEVER;
  w->until = ctx->past ? ctx->at : ctx->now + VG_MINUTE;
  w->to_day = day_of(ctx, "to", &day, &w->to_text) ? zone_midnight(zone, day) : VG_NEVER;
  if (w->to_day != VG_NEVER && zone_midnight(zone, day + 1) < w->until) w->until = zone_midnight(zone, day + 1);
  w->pages = pages_asked(ctx);
  return params_ok(&ctx->query, err);
}

static bool load(struct request_ctx *ctx, const struct wanted *w, bool all, struct db_result **rows,
                 struct vg_error *err) {
  return db_run(ctx->db, rows, SQL_JOURNAL_LIST, DB_MANY, err, P_TIME(w->until), P_TIME(w->from), P_TEXT(w->actor),
                P_TEXT(w->action), P_TEXT(w->object), all ? P_NULL : P_INT(PER_PAGE),
                P_INT(all ? 0 : w->pages.offset));
}

static bool load_page(struct request_ctx *ctx, struct wanted *w, struct db_result **rows, struct vg_error *err) {
  if (!load(ctx, w, false, rows, err)) return false;
  if (pages_read(&w->pages, row_count(*rows), row_count(*rows) > 0 ? row_int(*rows, 0, "total") : 0)) return true;
  db_free(*rows);
  *rows = NULL;
  return load_page(ctx, w, rows, err);
}

static bool fill_choices(struct request_ctx *ctx, const struct wanted *w, struct view_journal *v,
                         struct vg_error *err) {
  DB_RESULT(r);
  size_t n = 0;
  if (!db_run(ctx->db, &r, SQL_JOURNAL_ACTORS, DB_MANY, err)) return false;
  for (const struct journal_action *a = journal_actions; a->code != NULL; a++) n++;
  struct view_journal_choice *actors = vg_alloc(ctx->arena, (row_count(r) + 1) * sizeof *actors);
  struct view_journal_choice *actions = vg_alloc(ctx->arena, n * sizeof *actions);
  if (actors == NULL || actions == NULL) return vg_fail(err, VG_E_LIMIT, "journal: out of memory");
  for (size_t i = 0; i < row_count(r); i++) {
    const char *actor = vg_strdup(ctx->arena, row_text(r, i, "actor"));
    actors[i] = (struct view_journal_choice){actor, journal_actor_text(ctx->lang, actor), text_equal(actor, w->actor)};
  }
  for (size_t i = 0; i < n; i++) {
    const struct journal_action *a = &journal_actions[i];
    actions[i] = (struct view_journal_choice){a->code, tr(ctx->lang, a->title), text_equal(a->code, w->action)};
  }
  v->actors = actors, v->actors_count = row_count(r);
  v->actions = actions, v->actions_count = n;
  return row_ok(r, err);
}

static const char *about(struct request_ctx *ctx, const struct db_result *r, size_t i) {
  const char *kind = !row_null(r, i, "source_id") && may(ctx, CAP_SOURCE) ? "source"
                     : !row_null(r, i, "user_id") && may(ctx, CAP_USERS)  ? "users"
                                                                          : NULL;
  if (kind == NULL) return NULL;
  int64_t id = row_int(r, i, *kind == 's' ? "source_id" : "user_id");
  return url_for(ctx, vg_printf(ctx->arena, "/%s/%lld", kind, (long long)id), NULL);
}

static bool fill_rows(struct request_ctx *ctx, const struct db_result *r, struct view_journal *v,
                      struct vg_error *err) {
  struct view_journal_row *rows = vg_alloc(ctx->arena, (row_count(r) + 1) * sizeof *rows);
  if (rows == NULL) return vg_fail(err, VG_E_LIMIT, "journal: out of memory");
  for (size_t i = 0; i < row_count(r); i++) {
    const char *code = vg_strdup(ctx->arena, row_text(r, i, "action")),
               *actor = vg_strdup(ctx->arena, row_text(r, i, "actor"));
    const char *object = vg_strdup(ctx->arena, row_text(r, i, "object"));
    if (code == NULL || actor == NULL || object == NULL) return vg_fail(err, VG_E_LIMIT, "journal: out of memory");
    rows[i] = (struct view_journal_row){.id = row_int(r, i, "id"),
                                        .at = row_time(r, i, "at"),
                                        .actor = journal_actor_text(ctx->lang, actor),
                                        .action = code,
                                        .title = journal_action_text(ctx->lang, code),
                                        .object = journal_object_text(ctx->lang, ctx->arena, object),
                                        .to = about(ctx, r, i),
                                        .detail = journal_detail_text(page_html(ctx), ctx->arena, row_text(r, i, "detail")),
                                        .address = vg_strdup(ctx->arena, row_text(r, i, "address"))};
  }
  v->rows = rows, v->rows_count = row_count(r);
  return row_ok(r, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct wanted w;
  DB_RESULT(r);
  if (!parse(ctx, &w, err) || !load_page(ctx, &w, &r, err)) return false;
  struct view_journal v = {
      .actor = w.actor, .action = w.action, .object = w.object, .from = w.from_text, .to = w.to_text,
      .from_day = w.from_day, .to_day = w.to_day};
  if (!fill_rows(ctx, r, &v, err) || !fill_choices(ctx, &w, &v, err)) return false;
  PAGES_SHOWN(v, w.pages);
  v.heading = text_say_n(page_html(ctx), ctx->arena, "{n} action is written in the journal",
                         "{n} actions are written in the journal", v.total, {"n", HTML_COUNT, .integer = v.total});
  return frame_load(ctx, &v.frame, v.heading, "journal", err) && PAGE_VIEW(ctx, journal, &v, err);
}

static bool export_csv(struct request_ctx *ctx, struct vg_error *err) {
  static const char *const columns[] = {N_("When"),   N_("Who"),     N_("Action"),
                                        N_("Object"), N_("Details"), N_("Address")};
  struct wanted w;
  struct csv c;
  DB_RESULT(r);
  const struct html *h = page_html(ctx);
  if (!parse(ctx, &w, err) || !load(ctx, &w, true, &r, err)) return false;
  csv_begin(&c, ctx->body, ctx->lang);
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) csv_text(&c, tr(ctx->lang, columns[i]));
  csv_end_row(&c);
  for (size_t i = 0; i < row_count(r); i++) {
    csv_instant(&c, row_time(r, i, "at"));
    csv_text(&c, journal_actor_text(ctx->lang, row_text(r, i, "actor")));
    csv_text(&c, journal_action_text(ctx->lang, row_text(r, i, "action")));
    csv_text(&c, journal_object_text(ctx->lang, ctx->arena, row_text(r, i, "object")));
    csv_text(&c, journal_detail_text(h, ctx->arena, row_text(r, i, "detail")));
    csv_text(&c, row_text(r, i, "address"));
    csv_end_row(&c);
  }
  if (!row_ok(r, err) || !buf_check(ctx->body, "export", err)) return false;
  return page_file(ctx, "text/csv; charset=utf-8", "journal.csv");
}

const struct route routes_journal[] = {{M_GET, "/journal", CAP_JOURNAL, show, .view = "journal", .query = FILTERS " page"},
                                       {M_GET, "/journal.csv", CAP_JOURNAL, export_csv, .query = FILTERS},
                                       {0}};
