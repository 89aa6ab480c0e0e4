#include "web/view/frame.h"

#include <string.h>

#include "config/config.h"
#include "i18n/format.h"
#include "indicator/board.h"
#include "web/http/static.h"
#include "web/view/revisions.h"

enum { GROUPS = 3, ITEMS = 8 };
#define EVALUATED_WITHIN (5 * VG_MINUTE) /* an evaluation follows a change within seconds */

static const struct page {
  const char *id, *path, *title, *name; /* in the navigation, in the title block */
  enum capability needs;
  int group;
  bool figures; /* it shows figures of the day: says when some were corrected since */
} pages[] = {
    {"strategic", "/strategic", N_("Strategic"), N_("Strategic board"), CAP_BOARD, 0, true},
    {"steering", "/steering", N_("Steering"), N_("Steering board"), CAP_BOARD, 0, true},
    {"operational", "/operational", N_("Operational"), N_("Operational board"), CAP_BOARD, 0, true},
    {"policy", "/policy", N_("Policy"), N_("Policy"), CAP_BOARD, 1, true},
    {"rules", "/rules", N_("Rules"), N_("Policy and rules"), CAP_BOARD, 1, true},
    {"indicators", "/indicators", N_("Indicators"), N_("Indicators"), CAP_BOARD, 1, true},
    {"waivers", "/waivers", N_("Waivers"), N_("Waivers"), CAP_BOARD, 1},
    {"applicability", "/applicability", N_("Applicability"), N_("Statements of applicability"), CAP_BOARD, 1},
    {"attestations", "/attestations", N_("Attestations"), N_("Attested controls"), CAP_BOARD, 1},
    {"records", "/records", N_("Records"), N_("Records"), CAP_RECORD, 1},
    {"sources", "/sources", N_("Sources"), N_("Sources"), CAP_SOURCE, 2},
    {"journal", "/journal", N_("Journal"), N_("Journal"), CAP_JOURNAL, 2},
    {"doctor", "/doctor", N_("State of Vigie"), N_("State of Vigie"), CAP_DOCTOR, 2},
    {"users", "/users", N_("Users"), N_("Users"), CAP_USERS, 2},
    {"help", "/help", N_("How to read"), N_("How to read these pages"), CAP_PUBLIC, 2},
};
static const char *const group_titles[GROUPS] = {N_("Boards"), N_("Register"), N_("Control")};
static const char *const group_ids[GROUPS] = {"boards", "register", "control"};

const char *frame_page_name(enum lang lang, const char *page) {
  if (strcmp(page, "revisions") == 0) return tr(lang, N_("Corrected figures"));
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
    if (strcmp(pages[i].id, page) == 0) return tr(lang, pages[i].name);
  return "Vigie";
}

static bool shows_figures(const char *page) {
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
    if (strcmp(pages[i].id, page) == 0) return pages[i].figures;
  return false;
}

/* Today, not on a past day; one that no route answers for may have no database. */
static bool load_to_do(struct request_ctx *ctx, struct to_do *out, struct vg_error *err) {
  const struct moment now = {.perimeter = {.id = ctx->perimeter_id}, .at = ctx->at, .versus = VG_NEVER};
  bool none = ctx->route == NULL || (ctx->route->flags & ROUTE_NO_DB) != 0 || ctx->user_id == 0 || ctx->perimeter_id == 0 || ctx->past;
  *out = (struct to_do){0};
  return none || board_to_do(ctx->db, &now, out, err);
}

/* What waits for whoever may deal with it, beside the page on which it is. */
static void count_to_do(struct request_ctx *ctx, const struct to_do *n, const char *page, struct view_nav_item *item) {
  const struct counted {
    const char *page, *to, *name, *value;
    enum capability needs;
    int64_t n;
  } all[] = {{"operational", may(ctx, CAP_RECORD) ? "/indicator/alert_open/subjects" : "/indicator/alert_open", NULL, NULL, CAP_BOARD, n->alerts},
             {"waivers", "/waivers", "state", "requested", CAP_DECIDE, n->waivers},
             {"applicability", "/applicability", "state", "requested", CAP_DECIDE, n->statements},
             {"attestations", "/attestations", "due", "late", CAP_PROPOSE, n->attestations}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (strcmp(all[i].page, page) != 0 || all[i].n == 0 || !may(ctx, all[i].needs)) continue;
    item->count = all[i].n;
    item->count_to = url_for(ctx, all[i].to, all[i].name, all[i].value, NULL);
  }
}

static bool fill_nav(struct request_ctx *ctx, struct view_frame *f, struct vg_error *err) {
  struct view_nav_group *groups = vg_alloc(ctx->arena, GROUPS * sizeof *groups);
  struct view_nav_item *items = vg_alloc(ctx->arena, GROUPS * ITEMS * sizeof *items);
  struct to_do to_do;
  if (groups == NULL || items == NULL) return vg_fail(err, VG_E_LIMIT, "navigation: out of memory");
  if (!load_to_do(ctx, &to_do, err)) return false;
  for (size_t g = 0; g < GROUPS; g++)
    groups[g] = (struct view_nav_group){.id = group_ids[g], .title = tr(ctx->lang, group_titles[g]), .items = items + g * ITEMS};
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    const struct page *p = &pages[i];
    struct view_nav_group *g = &groups[p->group];
    if (!may(ctx, p->needs) || g->items_count == ITEMS) continue;
    struct view_nav_item *item = &items[(size_t)p->group * ITEMS + g->items_count++];
    *item = (struct view_nav_item){.title = tr(ctx->lang, p->title), .to = url_for(ctx, p->path, NULL),
                                   .current = strcmp(p->id, f->page) == 0, .count = HTML_NO_INT, .count_to = ""};
    count_to_do(ctx, &to_do, p->id, item);
  }
  f->nav = groups;
  f->nav_count = GROUPS;
  return true;
}

/* The fields of the query that the form of the title block does not hold itself. Another day's list has other pages: its first is shown. */
static bool fill_fields(struct request_ctx *ctx, struct view_frame_moment *m) {
  struct view_frame_field *fields = vg_alloc(ctx->arena, (ctx->query.count + 1) * sizeof *fields);
  if (fields == NULL) return false;
  for (size_t i = 0; i < ctx->query.count; i++) {
    const struct param *p = &ctx->query.items[i];
    if (strcmp(p->name, "au") == 0 || strcmp(p->name, "vs") == 0 || strcmp(p->name, "perimeter") == 0 || strcmp(p->name, "page") == 0) continue;
    fields[m->fields_count++] = (struct view_frame_field){p->name, p->value};
  }
  m->fields = fields;
  return true;
}

static bool fill_perimeters(struct request_ctx *ctx, struct view_frame_moment *m, struct vg_error *err) {
  static const char indent[] = NBSP NBSP NBSP NBSP NBSP NBSP NBSP NBSP; /* two a level, four levels at most */
  struct perimeters all;
  if (!board_choices(ctx->db, ctx->arena, &all, err)) return false;
  struct view_frame_perimeter *items = vg_alloc(ctx->arena, (all.count + 1) * sizeof *items);
  if (items == NULL) return vg_fail(err, VG_E_LIMIT, "perimeters: out of memory");
  for (size_t i = 0; i < all.count; i++) {
    const struct perimeter *p = &all.items[i];
    const char *before = indent + sizeof indent - 1 - 4 * (size_t)(p->depth > 4 ? 4 : p->depth);
    items[i] = (struct view_frame_perimeter){.code = p->code,
                                             .name = vg_printf(ctx->arena, "%s%s", before, p->name),
                                             .selected = p->id == ctx->perimeter_id};
  }
  m->perimeters = items;
  m->perimeters_count = all.count;
  return true;
}

static vg_time end_of_month(const struct request_ctx *ctx, int months_ago, int *year, int *month) {
  int day;
  date_from_days(zone_day(ctx->config->zone, ctx->now), year, month, &day);
  for (int i = 0; i < months_ago; i++)
    if (--*month < 1) *month = 12, --*year;
  int next_year = *month == 12 ? *year + 1 : *year, next = *month == 12 ? 1 : *month + 1;
  return zone_midnight(ctx->config->zone, date_to_days(next_year, next, 1)) - 1;
}

static void add_shortcut(struct request_ctx *ctx, struct view_frame_moment *m, struct view_frame_shortcut *out, const char *title,
                         vg_time day) {
  const struct html *h = page_html(ctx);
  const char *date = day == VG_NEVER ? NULL : text_value(h, ctx->arena, (struct html_value){.as = HTML_ISODATE, .time = day});
  out[m->shortcuts_count++] = (struct view_frame_shortcut){title, url_here(ctx, "au", date)};
}

/* Today, the end of last month, of the last quarter and of last year: absolute dates, whose links can be kept. */
static bool fill_shortcuts(struct request_ctx *ctx, struct view_frame_moment *m) {
  struct view_frame_shortcut *out = vg_alloc(ctx->arena, 4 * sizeof *out);
  if (out == NULL) return false;
  const struct html *h = page_html(ctx);
  int year, month;
  if (ctx->au != NULL) add_shortcut(ctx, m, out, tr(ctx->lang, "today"), VG_NEVER);
  vg_time last = end_of_month(ctx, 1, &year, &month);
  add_shortcut(ctx, m, out, text_say(h, ctx->arena, "end of {month}", {"month", HTML_MONTH, .time = last}), last);
  vg_time quarter = last;
  for (int i = 2; month % 3 != 0; i++) quarter = end_of_month(ctx, i, &year, &month);
  if (quarter != last)
    add_shortcut(ctx, m, out, text_say(h, ctx->arena, "end of {quarter}", {"quarter", HTML_QUARTER, .time = quarter}), quarter);
  m->shortcuts = out;
  return true;
}

/* A change that is not in the figures yet; while none is, or the sample is being loaded, there is more to be said. */
static void fill_waiting(const struct request_ctx *ctx, const struct title_block *title, struct view_frame *f) {
  f->waits_since = ctx->past || ctx->evaluation_id == 0 || title->loading ? VG_NEVER : title->waits_since;
  f->waits_long = f->waits_since != VG_NEVER && ctx->now - f->waits_since > EVALUATED_WITHIN;
  f->may_look = may(ctx, CAP_DOCTOR);
}

static bool fill_moment(struct request_ctx *ctx, struct view_frame *f, struct vg_error *err) {
  struct view_frame_moment *m = vg_alloc(ctx->arena, sizeof *m);
  struct title_block title;
  if (m == NULL) return vg_fail(err, VG_E_LIMIT, "title block: out of memory");
  if (!board_title(ctx->db, ctx->arena, ctx->perimeter_id, ctx->at, &title, err)) return false;
  m->policy = ctx->lang == LANG_FR ? title.policy.fr : title.policy.en;
  m->day = ctx->at - 1;
  m->versus = ctx->compare_at - 1;
  m->perimeter = ctx->perimeter;
  m->perimeter_name = ctx->perimeter_name;
  m->sources = title.sources;
  m->sources_fresh = title.sources_fresh;
  m->few = m->sources < 2 && !ctx->past && param(&ctx->query, "perimeter") == NULL;
  m->oldest_read = title.oldest_read;
  f->sample = title.is_sample;
  f->loading = title.loading;
  f->stale_sources = title.stale_sources;
  f->moment = m;
  fill_waiting(ctx, &title, f);
  if (shows_figures(f->page) && !revisions_count(ctx, &f->revised, err)) return false;
  f->corrected = f->revised > 0 ? revisions_said(page_html(ctx), ctx->arena, f->revised) : "";
  return fill_perimeters(ctx, m, err) &&
         ((fill_fields(ctx, m) && fill_shortcuts(ctx, m)) || vg_fail(err, VG_E_LIMIT, "title block: out of memory"));
}

bool frame_load(struct request_ctx *ctx, struct view_frame *f, const char *title, const char *page, struct vg_error *err) {
  static const char *const themes[] = {[THEME_AUTO] = "auto", [THEME_LIGHT] = "light", [THEME_DARK] = "dark"};
  bool get = ctx->route != NULL && ctx->route->method == M_GET;
  *f = (struct view_frame){.title = title, .page = page, .page_name = frame_page_name(ctx->lang, page)};
  f->lang = lang_code(ctx->lang);
  f->theme = themes[ctx->theme];
  f->css = static_url("vigie.css");
  f->organisation = ctx->config->organisation;
  f->home = url_for(ctx, "/", NULL);
  f->here = get ? url_here(ctx, "", NULL) : "/";
  f->path = ctx->request->path;
  f->past = ctx->past;
  f->may_remove = may(ctx, CAP_CONNECT) && !ctx->past;
  f->today = url_here(ctx, "au", NULL);
  f->signed_in = ctx->user_id != 0;
  f->user_name = ctx->user_name;
  f->role = ctx->user_id != 0 ? tr(ctx->lang, role_title(ctx->role)) : "";
  f->evaluated_at = ctx->evaluated_at;
  f->waits_since = VG_NEVER;
  f->evaluation = ctx->evaluation_id != 0 ? ctx->evaluation_id : HTML_NO_INT;
  f->zone = zone_name(ctx->config->zone);
  if (!fill_nav(ctx, f, err)) return false;
  bool present = ctx->route != NULL && (ctx->route->flags & (ROUTE_PRESENT | ROUTE_NO_DB)) != 0;
  return present || ctx->perimeter_id == 0 || fill_moment(ctx, f, err);
}
