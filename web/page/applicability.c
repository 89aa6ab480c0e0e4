/* Statements of (non-)applicability: their list, the form on a rule's page with what would leave, the review by a second person. */
#include <string.h>

#include "config/config.h"
#include "template.h"
#include "web/view/form.h"
#include "web/view/frame.h"
#include "web/view/governed.h"
#include "web/view/people.h"

static bool load_board(struct request_ctx *ctx, const char *perimeter, vg_time at, struct board **board, struct vg_error *err) {
  struct moment moment;
  return board_moment(ctx->db, ctx->arena, perimeter, at, VG_NEVER, &moment, err) && board_load(ctx->db, ctx->arena, &moment, board, err);
}

/* All of them, and those that wait for their reviewer. */
static bool fill_tabs(struct request_ctx *ctx, const struct statements *all, bool waiting, struct view_applicability *v) {
  struct html *h = page_html(ctx);
  struct view_applicability_tab *tabs = vg_alloc(ctx->arena, 2 * sizeof *tabs);
  int64_t n = 0;
  if (tabs == NULL) return false;
  for (size_t i = 0; i < all->count; i++) n += statement_waits(&all->items[i]);
  tabs[0] = (struct view_applicability_tab){NULL, text_say(h, ctx->arena, "All statements: {n}", {"n", HTML_COUNT, .integer = (int64_t)all->count}),
                                            (int64_t)all->count, !waiting};
  tabs[1] = (struct view_applicability_tab){"requested", text_say(h, ctx->arena, "To review: {n}", {"n", HTML_COUNT, .integer = n}), n, waiting};
  v->tabs = tabs;
  v->tabs_count = 2;
  return true;
}

/* They come first. */
static void keep_waiting(struct statements *all) {
  size_t n = 0;
  while (n < all->count && statement_waits(&all->items[n])) n++;
  all->count = n;
}

static bool list(struct request_ctx *ctx, struct vg_error *err) {
  static const char *const states[] = {"requested", NULL};
  struct view_applicability v = {.may_decide = may(ctx, CAP_DECIDE) && !ctx->past};
  bool waiting = html_given(param(&ctx->query, "state")) && param_choice(&ctx->query, "state", states, -1) == 0;
  struct statements all;
  struct board *board;
  DB_TX(tx);
  if (!params_ok(&ctx->query, err) || !db_begin_read(ctx->db, &tx, err) || !load_board(ctx, ctx->perimeter, ctx->at, &board, err)) return false;
  struct moment known = board->moment;
  known.at = decided_by(ctx);
  if (!statement_list(ctx->db, ctx->arena, &known, NULL, &all, err)) return false;
  int64_t n = 0;
  for (size_t i = 0; i < all.count; i++) n += all.items[i].holds && !all.items[i].applicable && all.items[i].from <= known.at;
  if (!fill_tabs(ctx, &all, waiting, &v)) return vg_fail(err, VG_E_LIMIT, "statements: too many to show");
  if (waiting) keep_waiting(&all);
  if (!statement_rows_fill(ctx, board, &all, &v.rows, &v.rows_count, err)) return false;
  v.total = (int64_t)all.count;
  v.heading = text_say_n(page_html(ctx), ctx->arena, "{n} statement of non-applicability holds.", "{n} statements of non-applicability hold.", n,
                         {"n", HTML_COUNT, .integer = n});
  return frame_load(ctx, &v.frame, v.heading, "applicability", err) && PAGE_VIEW(ctx, applicability, &v, err);
}

/* ---- the form of a rule ---- */

struct stated {
  struct form_page f;
  struct desk desk;
  const char *number;
  struct statement_draft draft;
  struct view_form_preview preview;
};

static const char *seen_of(const struct stated *s) {
  return vg_printf(s->desk.arena, "%s|%s|%lld", s->draft.perimeter, s->draft.applicable ? "yes" : "no", (long long)s->draft.from_day);
}

static bool show_form(struct stated *s, bool previewed, struct vg_error *err) {
  struct form_page *f = &s->f;
  const char *path = vg_printf(s->desk.arena, "/rule/%s", s->number);
  struct view_form_choice *says = vg_alloc(s->desk.arena, 2 * sizeof *says);
  if (says == NULL) return vg_fail(err, VG_E_LIMIT, "form: out of memory");
  f->view.heading = text_say(f->h, s->desk.arena, "State where rule {number} applies", {"number", HTML_TEXT, .text = s->number});
  f->view.intro = tr(f->h->lang, N_("A second person reviews the statement. It then holds in the perimeter and below, until another one ends it."));
  f->view.crumb = text_say(f->h, s->desk.arena, "Rule {number}", {"number", HTML_TEXT, .text = s->number});
  f->view.crumb_to = f->view.cancel = url_for(f->ctx, path, NULL);
  f->view.action = url_for(f->ctx, vg_printf(s->desk.arena, "%s/applicability", path), NULL);
  f->view.button = tr(f->h->lang, previewed ? N_("Send it to review") : N_("See what it would change"));
  if (previewed) {
    f->view.again = tr(f->h->lang, N_("See again"));
    f->view.preview = &s->preview;
    form_field(f, "hidden", "seen", "", "")->value = seen_of(s);
  }
  if (!form_perimeters(f, NULL, err)) return false;
  struct view_form_field *field = form_field(f, "radio", "applies", tr(f->h->lang, N_("There, this rule")), "no");
  says[0] = (struct view_form_choice){"no", tr(f->h->lang, N_("does not apply")), NULL, !html_is(field->value, "yes")};
  says[1] = (struct view_form_choice){"yes", tr(f->h->lang, N_("applies again: a former statement ends")), NULL, html_is(field->value, "yes")};
  field->choices = says;
  field->choices_count = 2;
  form_field(f, "day", "from", tr(f->h->lang, N_("From")), form_day(f, zone_day(f->ctx->config->zone, f->ctx->now)))->required = true;
  field = form_field(f, "area", "reason", tr(f->h->lang, N_("Reason")), "");
  field->help = tr(f->h->lang, N_("Why the rule has no object there: auditors read it."));
  field->required = true;
  return form_show(f, "rules", err);
}

static bool fill_leaving(struct stated *s, const struct rule_line *rule, struct vg_error *err) {
  struct view_form_leaving *rows = vg_alloc(s->desk.arena, (rule->indicator_count + 1) * sizeof *rows);
  if (rows == NULL) return vg_fail(err, VG_E_LIMIT, "preview: out of memory");
  for (size_t i = 0; i < rule->indicator_count; i++) {
    const struct indicator_line *l = rule->indicators[i];
    rows[i] = (struct view_form_leaving){text_to(s->f.h, s->desk.arena, "/indicator/{code}", {"code", HTML_TEXT, .text = l->sheet->code}),
                                         in_language(&s->desk, l->sheet->title), state_name(l->now.state), figures_reading(&s->desk, l->sheet, &l->now)};
  }
  s->preview.leaving = rows;
  s->preview.leaving_count = rule->indicator_count;
  return true;
}

/* How the rule's last 365 days were: what no longer counts. */
static bool tell_year(struct stated *s, const struct board *board, const struct rule_line *rule, struct vg_error *err) {
  struct lifeline life;
  const char **notes = vg_alloc(s->desk.arena, (STATE_COUNT + 2) * sizeof *notes);
  vg_time to = s->f.ctx->now;
  if (notes == NULL) return vg_fail(err, VG_E_LIMIT, "preview: out of memory");
  if (!board_lifeline(s->f.ctx->db, s->desk.arena, &board->moment, rule, to - 365 * VG_DAY, to, &life, err)) return false;
  notes[s->preview.notes_count++] = tr(s->f.h->lang, N_("What was published stays. Had it held for twelve months, these days of the rule would have left with it:"));
  for (int i = 0; i < STATE_COUNT; i++) {
    int64_t days = (life.seconds[i] + 43200) / 86400;
    if (days > 0 && i != STATE_NOT_APPLICABLE)
      notes[s->preview.notes_count++] = text_say_n(s->f.h, s->desk.arena, "{state}: {n} day", "{state}: {n} days", days,
                                                   {"state", HTML_TEXT, .text = tr(s->f.h->lang, state_title((enum vg_state)i))}, {"n", HTML_COUNT, .integer = days});
  }
  s->preview.notes = notes;
  return true;
}

static bool fill_preview(struct stated *s, struct vg_error *err) {
  struct board *board;
  struct request_ctx *ctx = s->f.ctx;
  if (!load_board(ctx, s->draft.perimeter, ctx->now, &board, err)) return false;
  const struct rule_line *rule = board_rule(board, s->number);
  if (rule == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("rule %s: the policy has none of that number"), s->number);
  int applied = board->now.applied, of = board->now.of;
  if (!s->draft.applicable && rule->now != STATE_NOT_APPLICABLE) applied -= rule->now == STATE_APPLIED, of--;
  if (s->draft.applicable && rule->now == STATE_NOT_APPLICABLE) of++;
  s->preview = (struct view_form_preview){
      .title = board->moment.perimeter.name, .caption = tr(s->f.h->lang, s->draft.applicable ? N_("Figures that come back into the denominator") : N_("Figures that leave the denominator")),
      .answer = text_say(s->f.h, s->desk.arena, "Rules applied: {n} of {of} → {m} of {mf}.", {"n", HTML_COUNT, .integer = board->now.applied},
                         {"of", HTML_COUNT, .integer = board->now.of}, {"m", HTML_COUNT, .integer = applied}, {"mf", HTML_COUNT, .integer = of})};
  return (s->draft.applicable || tell_year(s, board, rule, err)) && fill_leaving(s, rule, err);
}

static bool start(struct request_ctx *ctx, struct stated *s, struct vg_error *err) {
  DB_RESULT(r);
  *s = (struct stated){.f = {.ctx = ctx, .h = page_html(ctx)}, .desk = {ctx->arena, page_html(ctx), true}, .number = path_text(ctx, "number")};
  if (!db_run(ctx->db, &r, SQL_WAIVER_RULES, DB_ONE, err, P_TEXT(s->number))) return false;
  return row_bool(r, 0, "known") || vg_fail(err, VG_E_NOTFOUND, N_("rule %s: the policy has none of that number"), s->number);
}

static bool ask(struct request_ctx *ctx, struct vg_error *err) {
  struct stated s;
  return start(ctx, &s, err) && show_form(&s, false, err);
}

static bool send(struct request_ctx *ctx, struct vg_error *err) {
  static const char *const answers[] = {"no", "yes", NULL};
  struct stated s;
  struct author author = author_of(ctx);
  struct moment where;
  if (!start(ctx, &s, err)) return false;
  s.draft = (struct statement_draft){.rule = s.number, .perimeter = param_text(&ctx->form, "perimeter_code", 1, 64)};
  s.draft.applicable = param_choice(&ctx->form, "applies", answers, -1) == 1;
  s.draft.reason = param_text(&ctx->form, "reason", 1, 2000);
  if (!params_ok(&ctx->form, &s.f.problem) || !form_read_day(&s.f, "from", &s.draft.from_day) ||
      !statement_check(ctx->db, ctx->arena, &author, ctx->config->zone, &s.draft, &where, &s.f.problem))
    return show_form(&s, false, err);
  bool adopt = html_is(param(&ctx->form, "do"), "adopt") && html_is(param(&ctx->form, "seen"), seen_of(&s));
  if (!adopt) return fill_preview(&s, err) && show_form(&s, true, err);
  if (!statement_ask(ctx->db, ctx->arena, &author, ctx->config->zone, &s.draft, &s.f.problem)) return show_form(&s, false, err);
  return page_redirect(ctx, url_for(ctx, "/applicability", NULL));
}

/* ---- the review ---- */

static bool show_review(struct request_ctx *ctx, const struct vg_error *problem, struct vg_error *err) {
  struct form_page f = {.ctx = ctx, .h = page_html(ctx), .problem = problem != NULL ? *problem : (struct vg_error){0}};
  struct view_form_field *field;
  struct view_form_choice verbs[2];
  DB_RESULT(r);
  if (!db_run(ctx->db, &r, SQL_APPLICABILITY_LOCK, DB_ZERO_OR_ONE, err, P_INT(path_int(ctx, "id")))) return false;
  if (row_count(r) == 0) return vg_fail(err, VG_E_NOTFOUND, N_("statement %lld: there is none of that number"), (long long)path_int(ctx, "id"));
  bool applicable = row_bool(r, 0, "applicable");
  f.view.heading = text_say(f.h, ctx->arena, applicable ? N_("Review: rule {number} applies again") : N_("Review: rule {number} does not apply"), {"number", HTML_TEXT, .text = row_text(r, 0, "rule")});
  f.view.crumb = tr(f.h->lang, N_("Statements of applicability"));
  f.view.crumb_to = f.view.cancel = url_for(ctx, "/applicability", NULL);
  f.view.action = url_for(ctx, vg_printf(ctx->arena, "/applicability/%lld", (long long)path_int(ctx, "id")), NULL);
  f.view.button = tr(f.h->lang, N_("Sign the review"));
  form_field(&f, "shown", "perimeter", tr(f.h->lang, N_("Perimeter")), row_text(r, 0, "perimeter"));
  form_field(&f, "shown", "stated", tr(f.h->lang, N_("Reason")), row_text(r, 0, "reason"))->help =
      text_say(f.h, ctx->arena, "{author}, from {from}", {"author", HTML_TEXT, .text = people_name(ctx, row_text(r, 0, "author"))}, {"from", HTML_MEDIUM, .time = row_time(r, 0, "from_at")});
  field = form_field(&f, "radio", "verb", tr(f.h->lang, N_("Your review")), "");
  verbs[0] = (struct view_form_choice){"confirm", tr(f.h->lang, N_("Confirm: it holds from then on")), NULL, html_is(field->value, "confirm")};
  verbs[1] = (struct view_form_choice){"refuse", tr(f.h->lang, N_("Refuse: nothing changes")), NULL, html_is(field->value, "refuse")};
  field->choices = verbs;
  field->choices_count = 2;
  form_field(&f, "area", "decision", tr(f.h->lang, N_("What you say of it")), "");
  return row_ok(r, err) && form_show(&f, "applicability", err);
}

static bool review(struct request_ctx *ctx, struct vg_error *err) { return show_review(ctx, NULL, err); }

static bool decide(struct request_ctx *ctx, struct vg_error *err) {
  static const char *const answers[] = {"confirm", "refuse", NULL};
  struct author author = author_of(ctx);
  struct vg_error why = {0};
  int verb = param_choice(&ctx->form, "verb", answers, -1);
  const char *decision = param_text(&ctx->form, "decision", verb == 1 ? 1 : 0, 2000);
  if (params_ok(&ctx->form, &why) && statement_decide(ctx->db, ctx->arena, &author, path_int(ctx, "id"), verb == 0, decision, &why))
    return page_redirect(ctx, url_for(ctx, "/applicability", NULL));
  form_second_person(ctx, N_("You wrote it: somebody else reviews it."), &why);
  if (form_mistake(&why)) return show_review(ctx, &why, err);
  *err = why;
  return false;
}

const struct route routes_applicability[] = {
    {M_GET, "/applicability", CAP_BOARD, list, .view = "applicability", .query = "state"},
    {M_GET, "/applicability/{id:int}", CAP_DECIDE, review, .view = "form", .flags = ROUTE_PRESENT},
    {M_POST, "/applicability/{id:int}", CAP_DECIDE, decide, .form = "verb decision do", .flags = ROUTE_PRESENT},
    {M_GET, "/rule/{number:rule}/applicability", CAP_DECIDE, ask, .view = "form", .flags = ROUTE_PRESENT},
    {M_POST, "/rule/{number:rule}/applicability", CAP_DECIDE, send, .form = "perimeter_code applies from reason seen do", .flags = ROUTE_PRESENT},
    {0}};
