/* The sources: their health, one of them, its pulls, what a pull brought and refused. */
#include <string.h>

#include "connectors/connector.h"
#include "connectors/shared/csv_kind.h"
#include "indicator/board.h"
#include "source/options.h"
#include "source/source.h"
#include "template.h"
#include "web/http/router.h"
#include "web/view/frame.h"
#include "web/view/mistake.h"
#include "web/view/people.h"
#include "web/view/record_text.h"
#include "web/view/source_text.h"

enum { PULLS_SHOWN = 30 };

static const char *title_of(const struct html *h, const struct connector *c) { return h->lang == LANG_FR ? c->title_fr : c->title_en; }

static const char *connector_title(const struct html *h, struct vg_arena *a, const char *name) {
  const struct connector *c = connector_find(name);
  return c != NULL ? title_of(h, c) : vg_strdup(a, name);
}

/* What a column says in the reader's language; NULL: nothing. */
static const char *said_or_none(const struct html *h, struct vg_arena *a, const struct db_result *r, size_t i, const char *column) {
  return row_null(r, i, column) || *row_text(r, i, column) == '\0' ? NULL : said_text(h, a, NULL, row_text(r, i, column));
}
static int64_t int_or_none(const struct db_result *r, size_t i, const char *column) {
  return row_null(r, i, column) ? HTML_NO_INT : row_int(r, i, column);
}

/* Of the situation shown: now, or the end of a day that is over. */
static vg_time instant(const struct request_ctx *ctx) { return ctx->past ? ctx->at - 1 : ctx->now; }

/* ---- the list ---- */

static struct view_sources_row list_row(struct request_ctx *ctx, const struct html *h, const struct db_result *r, size_t i) {
  struct health health = source_health(h, r, i, instant(ctx));
  bool failed = strcmp(row_text(r, i, "last_status"), "ok") != 0;
  return (struct view_sources_row){.id = row_int(r, i, "id"),
                                   .name = vg_strdup(ctx->arena, row_text(r, i, "name")),
                                   .connector = connector_title(h, ctx->arena, row_text(r, i, "connector")),
                                   .perimeter = vg_strdup(ctx->arena, row_text(r, i, "perimeter")),
                                   .state = health.state,
                                   .health = health.label,
                                   .good_at = row_time(r, i, "good_at"),
                                   .good_read = int_or_none(r, i, "good_read"),
                                   .fresh_until = row_time(r, i, "fresh_until"),
                                   .due_at = row_bool(r, i, "enabled") && !ctx->past ? row_time(r, i, "due_at") : VG_NEVER,
                                   .message = failed ? said_or_none(h, ctx->arena, r, i, "last_message_said") : NULL,
                                   .dependants = row_int(r, i, "dependants"),
                                   .sample = row_bool(r, i, "is_sample")};
}

static void fill_connectors(struct request_ctx *ctx, const struct html *h, struct view_sources *v) {
  struct view_sources_connector *out = vg_alloc(ctx->arena, connectors_count * sizeof *out);
  if (out == NULL) return;
  v->connectors = out;
  for (size_t i = 0; i < connectors_count; i++) {
    const struct connector *c = connectors[i];
    out[v->connectors_count++] = (struct view_sources_connector){c->name, title_of(h, c), h->lang == LANG_FR ? c->summary_fr : c->summary_en};
  }
}

static const char *list_heading(const struct html *h, struct vg_arena *a, const struct view_sources *v) {
  int64_t fresh = 0, enabled = 0;
  for (size_t i = 0; i < v->rows_count; i++) {
    enabled += strcmp(v->rows[i].state, "not_applicable") != 0;
    fresh += strcmp(v->rows[i].state, "applied") == 0 || strcmp(v->rows[i].state, "watch") == 0;
  }
  if (enabled == 0) return tr(h->lang, N_("No source is read yet."));
  return text_say_n(h, a, "{fresh} source of {n} is up to date.", "{fresh} sources of {n} are up to date.", fresh,
                    {"fresh", HTML_COUNT, .integer = fresh}, {"n", HTML_COUNT, .integer = enabled});
}

static bool list(struct request_ctx *ctx, struct vg_error *err) {
  DB_RESULT(r);
  struct html *h = page_html(ctx);
  struct view_sources v = {.may_connect = may(ctx, CAP_CONNECT) && !ctx->past};
  if (!db_run(ctx->db, &r, SQL_SOURCE_HEALTH, DB_MANY, err, P_NULL, P_TIME(instant(ctx)),
              ctx->perimeter_id != 0 ? P_INT(ctx->perimeter_id) : P_NULL)) return false;
  struct view_sources_row *rows = vg_alloc(ctx->arena, row_count(r) * sizeof *rows);
  if (rows == NULL) return vg_fail(err, VG_E_LIMIT, "sources: too many to show");
  for (size_t i = 0; i < row_count(r); i++) {
    rows[i] = list_row(ctx, h, r, i);
    v.has_sample |= rows[i].sample;
    v.total += row_bool(r, i, "enabled");
  }
  v.rows = rows;
  v.rows_count = row_count(r);
  v.heading = list_heading(h, ctx->arena, &v);
  fill_connectors(ctx, h, &v);
  return row_ok(r, err) && frame_load(ctx, &v.frame, tr(h->lang, N_("Sources")), "sources", err) && PAGE_VIEW(ctx, sources, &v, err);
}

/* ---- one source ---- */

static bool fill_settings(struct request_ctx *ctx, const struct html *h, const struct source *s, struct view_source *v, struct vg_error *err) {
  const struct connector *c = connector_find(s->connector);
  DB_RESULT(r);
  if (!db_run(ctx->db, &r, SQL_SOURCE_SECRETS_SET, DB_MANY, err, P_INT(s->id))) return false;
  struct view_source_option *options = vg_alloc(ctx->arena, s->options_count * sizeof *options);
  struct view_source_secret *secrets = vg_alloc(ctx->arena, row_count(r) * sizeof *secrets);
  if (options == NULL || secrets == NULL) return vg_fail(err, VG_E_LIMIT, "source: too large to show");
  for (size_t i = 0; i < s->options_count; i++) {
    const struct option_spec *o = c != NULL ? option_spec_of(c, s->options[i].name) : NULL;
    const char *value = s->options[i].value;
    options[i] = (struct view_source_option){option_label(h, c, s->options[i].name), o != NULL ? option_word(h, o, value) : value};
  }
  for (size_t i = 0; i < row_count(r); i++) {
    secrets[i] = (struct view_source_secret){vg_strdup(ctx->arena, option_label(h, c, row_text(r, i, "option"))), row_time(r, i, "set_at"),
                                             vg_strdup(ctx->arena, row_text(r, i, "set_by"))};
  }
  v->options = options, v->options_count = s->options_count;
  v->secrets = secrets, v->secrets_count = row_count(r);
  return row_ok(r, err);
}

static bool fill_pulls(struct request_ctx *ctx, const struct html *h, struct view_source *v, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(ctx->db, &r, SQL_SOURCE_PULLS, DB_MANY, err, P_INT(v->id), P_INT(PULLS_SHOWN), P_TIME(instant(ctx)))) return false;
  struct view_source_pull *pulls = vg_alloc(ctx->arena, row_count(r) * sizeof *pulls);
  if (pulls == NULL) return vg_fail(err, VG_E_LIMIT, "source: too many pulls to show");
  for (size_t i = 0; i < row_count(r); i++) {
    struct health outcome = pull_outcome(h, row_text(r, i, "status"));
    pulls[i] = (struct view_source_pull){row_int(r, i, "id"), outcome.state, outcome.label, row_time(r, i, "read_at"),
                                         pull_trigger(h, row_text(r, i, "trigger")), row_int(r, i, "read"), row_int(r, i, "opened"),
                                         row_int(r, i, "changed"), row_int(r, i, "vanished"), row_int(r, i, "rejected"),
                                         said_or_none(h, ctx->arena, r, i, "message_said")};
  }
  v->pulls = pulls, v->pulls_count = row_count(r);
  return row_ok(r, err);
}

static bool fill_gives(struct request_ctx *ctx, const struct html *h, struct view_source *v, struct vg_error *err) {
  DB_RESULT(k);
  DB_RESULT(d);
  if (!db_run(ctx->db, &k, SQL_SOURCE_KINDS_GIVEN, DB_MANY, err, P_INT(v->id)) ||
      !db_run(ctx->db, &d, SQL_SOURCE_DEPENDANTS, DB_MANY, err, P_INT(v->id))) {
    return false;
  }
  struct view_source_kind *kinds = vg_alloc(ctx->arena, row_count(k) * sizeof *kinds);
  struct view_source_dependant *dependants = vg_alloc(ctx->arena, row_count(d) * sizeof *dependants);
  if (kinds == NULL || dependants == NULL) return vg_fail(err, VG_E_LIMIT, "source: too large to show");
  v->kinds = kinds, v->dependants = dependants, v->dependants_count = row_count(d);
  for (size_t i = 0; i < row_count(k); i++) {
    const struct kind *kind = kind_find(row_text(k, i, "kind"));
    if (kind != NULL) kinds[v->kinds_count++] = (struct view_source_kind){kind->name, kind_plural(h, kind)};
  }
  for (size_t i = 0; i < row_count(d); i++) {
    dependants[i] = (struct view_source_dependant){vg_strdup(ctx->arena, row_text(d, i, "code")),
                                                   vg_strdup(ctx->arena, row_text(d, i, h->lang == LANG_FR ? "title_fr" : "title_en"))};
  }
  return row_ok(k, err) && row_ok(d, err);
}

static bool fill_health(struct request_ctx *ctx, const struct html *h, struct view_source *v, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(ctx->db, &r, SQL_SOURCE_HEALTH, DB_ONE, err, P_INT(v->id), P_TIME(instant(ctx)), P_NULL)) return false;
  struct health health = source_health(h, r, 0, instant(ctx));
  const char *last = row_text(r, 0, "last_status");
  bool bad = *last != '\0' && strcmp(last, "ok") != 0 && strcmp(last, "running") != 0;
  v->state = health.state, v->health = health.label;
  v->perimeter = vg_strdup(ctx->arena, row_text(r, 0, "perimeter"));
  v->good_at = row_time(r, 0, "good_at"), v->fresh_until = row_time(r, 0, "fresh_until");
  v->due_at = row_bool(r, 0, "enabled") && !ctx->past ? row_time(r, 0, "due_at") : VG_NEVER;
  v->failures = row_int(r, 0, "failures");
  v->last_id = int_or_none(r, 0, "last_id");
  v->message = bad ? said_or_none(h, ctx->arena, r, 0, "last_message_said") : NULL;
  v->hint = bad ? said_or_none(h, ctx->arena, r, 0, "last_hint_said") : NULL;
  v->suspect_pull = strcmp(last, "suspect") == 0 ? v->last_id : HTML_NO_INT;
  v->created_at = row_time(r, 0, "created_at"), v->created_by = vg_strdup(ctx->arena, people_name(ctx, row_text(r, 0, "created_by")));
  return row_ok(r, err);
}

/* The consequence before the technical cause. */
static const char *consequence(const struct request_ctx *ctx, const struct html *h, const struct view_source *v) {
  int64_t n = (int64_t)v->dependants_count;
  if (strcmp(v->state, "unknown") == 0 && n > 0) {
    return text_say_n(h, ctx->arena, "{n} indicator that reads it is unknown, wholly or in part.", "{n} indicators that read it are unknown, wholly or in part.",
                      n, {"n", HTML_COUNT, .integer = n});
  }
  if (v->message == NULL || v->fresh_until == VG_NEVER || n == 0) return NULL;
  return text_say_n(h, ctx->arena, "If it is not mended, {n} indicator turns unknown on {at}.", "If it is not mended, {n} indicators turn unknown on {at}.",
                    n, {"n", HTML_COUNT, .integer = n}, {"at", HTML_DATETIME, .time = v->fresh_until});
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct html *h = page_html(ctx);
  struct source s;
  if (!source_load(ctx->db, ctx->arena, path_int(ctx, "id"), &s, err)) return false;
  struct view_source v = {.id = s.id, .code = s.code, .name = s.name, .connector = connector_title(h, ctx->arena, s.connector),
                          .enabled = s.enabled, .sample = s.is_sample, .period = s.period_s, .staleness = s.staleness_s,
                          .entered = s.period_s == 0, .may_read = may(ctx, CAP_RECORD),
                          .may_pull = may(ctx, CAP_PULL) && !s.is_sample && s.enabled && !ctx->past,
                          .may_connect = may(ctx, CAP_CONNECT) && !s.is_sample && !ctx->past,
                          .asked = param(&ctx->query, "asked") != NULL};
  if (!fill_health(ctx, h, &v, err) || !fill_settings(ctx, h, &s, &v, err) || !fill_pulls(ctx, h, &v, err) || !fill_gives(ctx, h, &v, err)) return false;
  v.heading = text_say(h, ctx->arena, "{name}: {health}", {"name", HTML_TEXT, .text = v.name}, {"health", HTML_TEXT, .text = v.health});
  v.consequence = consequence(ctx, h, &v);
  return frame_load(ctx, &v.frame, v.heading, "sources", err) && PAGE_VIEW(ctx, source, &v, err);
}

/* ---- one pull ---- */

static bool fill_coverage(struct request_ctx *ctx, const struct html *h, struct view_pull *v, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(ctx->db, &r, SQL_PULL_COVERAGE, DB_MANY, err, P_INT(v->id))) return false;
  struct view_pull_covered *out = vg_alloc(ctx->arena, row_count(r) * sizeof *out);
  if (out == NULL) return vg_fail(err, VG_E_LIMIT, "pull: too large to show");
  for (size_t i = 0; i < row_count(r); i++) {
    const struct kind *kind = kind_find(row_text(r, i, "kind"));
    if (kind == NULL) continue;
    out[v->coverage_count++] = (struct view_pull_covered){kind->name, kind_plural(h, kind), row_time(r, i, "from_at"), row_time(r, i, "to_at")};
  }
  v->coverage = out;
  return row_ok(r, err);
}

static bool fill_rejects(struct request_ctx *ctx, const struct html *h, struct view_pull *v, struct vg_error *err) {
  DB_RESULT(r);
  v->masked = !may(ctx, CAP_RECORD);
  if (v->masked) return true;
  if (!db_run(ctx->db, &r, SQL_REJECT_LIST, DB_MANY, err, P_INT(v->id))) return false;
  struct view_pull_reject *out = vg_alloc(ctx->arena, row_count(r) * sizeof *out);
  if (out == NULL) return vg_fail(err, VG_E_LIMIT, "pull: too many refused items to show");
  for (size_t i = 0; i < row_count(r); i++) {
    const struct kind *kind = kind_find(row_text(r, i, "kind"));
    out[i] =
        (struct view_pull_reject){vg_strdup(ctx->arena, place_text(h, ctx->arena, row_text(r, i, "place"))), kind != NULL ? kind_label(h, kind) : "",
                                  vg_strdup(ctx->arena, row_text(r, i, "key")), said_text(h, ctx->arena, kind, row_text(r, i, "reason_said"))};
  }
  v->rejects = out, v->rejects_count = row_count(r);
  return row_ok(r, err);
}

static bool show_pull(struct request_ctx *ctx, struct vg_error *err) {
  DB_RESULT(r);
  struct html *h = page_html(ctx);
  if (!db_run(ctx->db, &r, SQL_PULL_SHOW, DB_ONE, err, P_INT(path_int(ctx, "id")))) return false;
  struct health outcome = pull_outcome(h, row_text(r, 0, "status"));
  struct view_pull v = {.id = row_int(r, 0, "id"), .source_id = row_int(r, 0, "source_id"), .source_name = vg_strdup(ctx->arena, row_text(r, 0, "source_name")),
                        .state = outcome.state, .outcome = outcome.label, .read_at = row_time(r, 0, "read_at"), .started_at = row_time(r, 0, "started_at"),
                        .finished_at = row_time(r, 0, "finished_at"), .trigger = pull_trigger(h, row_text(r, 0, "trigger")), .read = row_int(r, 0, "read"),
                        .opened = row_int(r, 0, "opened"), .changed = row_int(r, 0, "changed"), .vanished = row_int(r, 0, "vanished"),
                        .rejected = row_int(r, 0, "rejected"), .message = said_or_none(h, ctx->arena, r, 0, "message_said"),
                        .hint = said_or_none(h, ctx->arena, r, 0, "hint_said"),
                        .held = strcmp(row_text(r, 0, "status"), "suspect") == 0, .may_pull = may(ctx, CAP_PULL)};
  v.heading = text_say(h, ctx->arena, "Pull {id} of {source}: {outcome}", {"id", HTML_PLAIN, .integer = v.id},
                       {"source", HTML_TEXT, .text = v.source_name}, {"outcome", HTML_TEXT, .text = v.outcome});
  return row_ok(r, err) && fill_coverage(ctx, h, &v, err) && fill_rejects(ctx, h, &v, err) &&
         frame_load(ctx, &v.frame, v.heading, "sources", err) && PAGE_VIEW(ctx, pull, &v, err);
}

/* ---- what is asked of the collector ---- */

static bool back(struct request_ctx *ctx, int64_t source_id) {
  return page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/source/%lld", (long long)source_id), "asked", "1", NULL));
}

static bool pull_now(struct request_ctx *ctx, struct vg_error *err) {
  int64_t request, id = path_int(ctx, "id");
  struct source s;
  return source_load_own(ctx->db, ctx->arena, id, &s, err) && source_ask(ctx->db, "pull", id, 0, ctx->login, ctx->now, &request, err) && back(ctx, id);
}

static bool answer_pull(struct request_ctx *ctx, struct vg_error *err) {
  static const char *const answers[] = {"accept", "refuse", NULL};
  DB_RESULT(r);
  int64_t request, id = path_int(ctx, "id");
  int answer = param_choice(&ctx->form, "answer", answers, -1);
  if (!params_ok(&ctx->form, err) || !db_run(ctx->db, &r, SQL_PULL_SHOW, DB_ONE, err, P_INT(id))) return false;
  int64_t source = row_int(r, 0, "source_id");
  return source_ask(ctx->db, answers[answer], source, id, ctx->login, ctx->now, &request, err) && back(ctx, source);
}

static bool switch_source(struct request_ctx *ctx, struct vg_error *err) {
  static const char *const choices[] = {"on", "off", NULL};
  int64_t id = path_int(ctx, "id");
  int to = param_choice(&ctx->form, "to", choices, -1);
  struct source s;
  return params_ok(&ctx->form, err) && source_load_own(ctx->db, ctx->arena, id, &s, err) && source_enable(ctx->db, id, to == 0, ctx->login, ctx->now, err) &&
         page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/source/%lld", (long long)id), NULL));
}

static bool template_csv(struct request_ctx *ctx, struct vg_error *err) {
  const struct kind *kind = kind_find(path_text(ctx, "kind"));
  if (kind == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("kind \"%s\": there is none of that name"), path_text(ctx, "kind"));
  csv_template(kind, ctx->body);
  return page_file(ctx, "text/csv; charset=utf-8", vg_printf(ctx->arena, "%s.csv", kind->name));
}

const struct route routes_sources[] = {
    {M_GET, "/sources", CAP_SOURCE, list, .view = "sources"},
    {M_GET, "/source/{id:int}", CAP_SOURCE, show, .view = "source", .query = "asked"},
    {M_GET, "/pull/{id:int}", CAP_SOURCE, show_pull, .view = "pull", .flags = ROUTE_PRESENT},
    {M_POST, "/source/{id:int}/pull", CAP_PULL, pull_now},
    {M_POST, "/source/{id:int}/switch", CAP_CONNECT, switch_source, .form = "to"},
    {M_POST, "/pull/{id:int}/answer", CAP_PULL, answer_pull, .form = "answer"},
    {M_GET, "/template/{kind:name}", CAP_SOURCE, template_csv, .flags = ROUTE_PRESENT},
    {0}};
