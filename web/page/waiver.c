/* One waiver: asked for, decided by another person, ended early. */
#include <string.h>

#include "config/config.h"
#include "core/text.h"
#include "template.h"
#include "web/view/confirm.h"
#include "web/view/form.h"
#include "web/view/frame.h"
#include "web/view/governed.h"
#include "web/view/mistake.h"
#include "web/view/people.h"

/* ---- asking ---- */

struct asked {
  struct form_page f;
  const struct indicator *sheet; /* NULL: of a rule */
  const char *rule;
  struct moment where;
};

/* What it is asked for: from the address, or from the form sent. */
static bool start(struct request_ctx *ctx, const struct params *from, struct asked *a, struct vg_error *err) {
  const char *code = param(from, "indicator"), *rule = param(from, "rule");
  *a = (struct asked){.f = {.ctx = ctx, .h = page_html(ctx)}};
  if (html_given(code) == html_given(rule)) return vg_refuse(err, "indicator", "expected either an indicator or a rule");
  a->sheet = html_given(code) ? indicator_find(code) : NULL;
  a->rule = html_given(rule) ? rule : NULL;
  if (a->rule == NULL && a->sheet == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("indicator \"%.64s\": there is none of that code"), code);
  return board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->now, VG_NEVER, &a->where, err);
}

/* A rule is waived whole, and so is a figure that does not count subjects. */
static bool names_subjects(const struct asked *a) { return a->sheet != NULL && a->sheet->form != FORM_STATISTIC; }

static bool ticked(const struct asked *a, const char *subject) {
  const char *one = param(&a->f.ctx->query, "subject");
  if (one != NULL && strcmp(one, subject) == 0) return true;
  for (size_t i = 0; (one = param_at(&a->f.ctx->form, "subjects[]", i)) != NULL; i++)
    if (strcmp(one, subject) == 0) return true;
  return false;
}

static bool add_subjects(struct asked *a, struct vg_error *err) {
  struct form_page *f = &a->f;
  struct subject_list list;
  struct subject_query q = {a->sheet->code, VERDICT_DEVIATING, 0, WAIVER_SUBJECTS_MAX};
  if (!board_subjects(f->ctx->db, f->ctx->arena, &a->where, &q, &list, err)) return false;
  struct view_form_choice *whom = vg_alloc(f->ctx->arena, 2 * sizeof *whom), *boxes = vg_alloc(f->ctx->arena, (list.count + 1) * sizeof *boxes);
  if (whom == NULL || boxes == NULL) return vg_fail(err, VG_E_LIMIT, "form: out of memory");
  struct view_form_field *field = form_field(f, "radio", "whom", tr(f->h->lang, N_("Whom it covers")), list.count > 0 ? "named" : "all");
  whom[0] = (struct view_form_choice){"named", tr(f->h->lang, N_("the subjects ticked below")), NULL, !html_is(field->value, "all")};
  whom[1] = (struct view_form_choice){"all", tr(f->h->lang, N_("all subjects, those to come too")), NULL, html_is(field->value, "all")};
  field->choices = whom;
  field->choices_count = 2;
  field = form_field(f, "checks", "subjects[]", tr(f->h->lang, N_("Subjects in deviation now")), NULL);
  for (size_t i = 0; i < list.count; i++) {
    const struct subject_line *s = &list.items[i];
    const char *name = text_value(f->h, f->ctx->arena, (struct html_value){.as = HTML_NAME, .text = s->label});
    boxes[i] = (struct view_form_choice){s->subject, name, s->perimeter, ticked(a, s->subject)};
  }
  field->choices = boxes;
  field->choices_count = list.count;
  return true;
}

static bool show_form(struct asked *a, struct vg_error *err) {
  struct form_page *f = &a->f;
  struct desk d = {f->ctx->arena, f->h, true};
  int64_t today = zone_day(f->ctx->config->zone, f->ctx->now);
  f->view.heading = a->rule != NULL ? text_say(f->h, d.arena, "Ask for a waiver of rule {number}", {"number", HTML_TEXT, .text = a->rule})
                                    : text_say(f->h, d.arena, "Ask for a waiver: {title}", {"title", HTML_TEXT, .text = in_language(&d, a->sheet->title)});
  f->view.intro = tr(f->h->lang, N_("Nothing changes before a second person approves it. While it is in force the state is “under waiver”; the true state is back the moment it ends."));
  f->view.crumb = tr(f->h->lang, N_("Waivers"));
  f->view.crumb_to = f->view.cancel = url_for(f->ctx, "/waivers", NULL);
  f->view.action = url_for(f->ctx, "/waivers/new", NULL);
  f->view.button = tr(f->h->lang, N_("Ask for it"));
  f->view.does = "ask";
  (void)form_field(f, "hidden", a->rule != NULL ? "rule" : "indicator", "", a->rule != NULL ? a->rule : a->sheet->code);
  if ((names_subjects(a) && !add_subjects(a, err)) || !form_perimeters(f, NULL, err)) return false;
  form_field(f, "area", "reason", tr(f->h->lang, N_("Reason")), "")->required = true;
  struct view_form_field *field = form_field(f, "area", "compensation", tr(f->h->lang, N_("Compensating measure")), "");
  field->help = tr(f->h->lang, N_("What is done meanwhile so that the risk stays bearable."));
  field->required = true;
  form_field(f, "day", "from", tr(f->h->lang, N_("From")), form_day(f, today))->required = true;
  field = form_field(f, "day", "until", tr(f->h->lang, N_("Until")), form_day(f, waiver_day(today, WAIVER_MONTHS)));
  field->help = tr(f->h->lang, N_("That day included; twelve months at most."));
  field->required = true;
  return form_show(f, "waivers", err);
}

static bool ask(struct request_ctx *ctx, struct vg_error *err) {
  struct asked a;
  return start(ctx, &ctx->query, &a, err) && show_form(&a, err);
}

/* The subjects ticked, unless all are meant. */
static bool read_subjects(struct asked *a, struct waiver_draft *w) {
  struct form_page *f = &a->f;
  const char *whom = param(&f->ctx->form, "whom");
  if (!names_subjects(a)) return true;
  if (!html_is(whom, "all") && !html_is(whom, "named"))
    return vg_refuse(&f->problem, "whom", "expected all or named, found \"%.20s\"", whom != NULL ? whom : "");
  const char **subjects = vg_alloc(f->ctx->arena, PARAMS_MAX * sizeof *subjects);
  if (subjects == NULL) return vg_fail(&f->problem, VG_E_LIMIT, "subjects: out of memory");
  for (const char *s; (s = param_at(&f->ctx->form, "subjects[]", w->subject_count)) != NULL;) subjects[w->subject_count++] = s;
  w->subjects = subjects;
  if (html_is(whom, "all")) w->subject_count = 0;
  return html_is(whom, "all") || w->subject_count > 0 || vg_refuse(&f->problem, "subjects", "expected at least one ticked, found none");
}

static bool send(struct request_ctx *ctx, struct vg_error *err) {
  struct asked a;
  int64_t id = 0;
  struct author author = author_of(ctx);
  if (!start(ctx, &ctx->form, &a, err)) return false;
  struct waiver_draft w = {.rule = a.rule, .indicator = a.sheet != NULL ? a.sheet->code : NULL, .perimeter = param(&ctx->form, "perimeter_code")};
  w.reason = param_text(&ctx->form, "reason", 1, WAIVER_TEXT_MAX);
  w.compensation = param_text(&ctx->form, "compensation", 1, WAIVER_TEXT_MAX);
  if (params_ok(&ctx->form, &a.f.problem) && form_read_day(&a.f, "from", &w.from_day) && form_read_day(&a.f, "until", &w.until_day) &&
      read_subjects(&a, &w) && waiver_request(ctx->db, ctx->arena, &author, ctx->config->zone, &w, &id, &a.f.problem))
    return page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/waiver/%lld", (long long)id), NULL));
  if (a.f.problem.code == VG_E_CONFLICT && id > 0) a.f.view.problem_to = url_for(ctx, vg_printf(ctx->arena, "/waiver/%lld", (long long)id), NULL);
  return show_form(&a, err);
}

/* ---- one ---- */

static bool load_one(struct request_ctx *ctx, struct waiver *out, struct vg_error *err) {
  struct waivers found;
  if (!waiver_list(ctx->db, ctx->arena, &(struct waiver_query){.at = decided_by(ctx), .id = path_int(ctx, "id")}, &found, err)) return false;
  if (found.count == 0) return vg_fail(err, VG_E_NOTFOUND, N_("waiver %lld: there is none of that number by then"), (long long)path_int(ctx, "id"));
  *out = found.items[0];
  return true;
}

/* The subjects that it names, one a line, for those who may read them. */
static void list_subjects(struct request_ctx *ctx, const struct waiver *w, struct view_waiver *v) {
  const char **names = vg_alloc(ctx->arena, ((size_t)w->named + 1) * sizeof *names);
  if (names == NULL || w->subjects == NULL || !may(ctx, CAP_RECORD)) return;
  v->names = names;
  for (const char *p = w->subjects; p != NULL && v->names_count < (size_t)w->named;) {
    const char *end = strstr(p, ", ");
    names[v->names_count++] = end != NULL ? vg_strndup(ctx->arena, p, (size_t)(end - p)) : p;
    p = end != NULL ? end + 2 : NULL;
  }
}

static bool show_with(struct request_ctx *ctx, const struct vg_error *problem, struct vg_error *err) {
  struct waiver w;
  struct view_waiver v = {0};
  if (!load_one(ctx, &w, err)) return false;
  const struct html *h = page_html(ctx);
  v.row = waiver_row_of(ctx, NULL, &w);
  v.reason = w.reason, v.compensation = w.compensation;
  v.requested_at = w.requested_at, v.decided_at = w.decided_at, v.ended_at = w.ended_at;
  v.decision = w.decision, v.ended_by = people_name(ctx, w.ended_by), v.end_reason = w.end_reason;
  bool waits = w.stand == WAIVER_REQUESTED && !ctx->past, own = strcmp(w.requester, ctx->login) == 0;
  v.own = waits && own;
  v.may_decide = waits && !own && may(ctx, CAP_DECIDE);
  v.may_end = !ctx->past && may(ctx, CAP_DECIDE) && (w.stand == WAIVER_IN_FORCE || w.stand == WAIVER_ENDING || w.stand == WAIVER_COMING);
  list_subjects(ctx, &w, &v);
  v.heading = text_say(h, ctx->arena, "Waiver {id}: {of}", {"id", HTML_PLAIN, .integer = w.id}, {"of", HTML_TEXT, .text = v.row.of});
  if (problem != NULL) {
    v.problem = mistake_text(h, ctx->arena, problem);
    page_status(ctx, vg_error_info(problem->code)->http_status);
  }
  return frame_load(ctx, &v.frame, v.heading, "waivers", err) && PAGE_VIEW(ctx, waiver, &v, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) { return show_with(ctx, NULL, err); }

static bool answer(struct request_ctx *ctx, bool done, const struct vg_error *why, struct vg_error *err) {
  if (done) return page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/waiver/%lld", (long long)path_int(ctx, "id")), NULL));
  if (form_mistake(why)) return show_with(ctx, why, err);
  *err = *why;
  return false;
}

static bool decide(struct request_ctx *ctx, struct vg_error *err) {
  static const char *const verbs[] = {"approve", "refuse", NULL};
  struct author author = author_of(ctx);
  struct vg_error why = {0};
  int verb = param_choice(&ctx->form, "do", verbs, -1);
  const char *decision = param_text(&ctx->form, "decision", verb == 1 ? 1 : 0, WAIVER_TEXT_MAX);
  bool done = params_ok(&ctx->form, &why) && waiver_decide(ctx->db, &author, path_int(ctx, "id"), verb == 0, decision, &why);
  form_second_person(ctx, N_("You asked for it: somebody else approves or refuses."), &why);
  return answer(ctx, done, &why, err);
}

static bool end(struct request_ctx *ctx, struct vg_error *err) {
  struct author author = author_of(ctx);
  struct vg_error why = {0};
  bool asked;
  const char *reason = param_text(&ctx->form, "reason", 1, WAIVER_TEXT_MAX);
  struct confirm c = {.question = tr(ctx->lang, N_("End this waiver now?")), .consequence = tr(ctx->lang, N_("What it covers is back to its true state at once. To waive it again, somebody asks and somebody else approves.")),
                      .button = tr(ctx->lang, N_("End it now")), .page = "waivers"};
  c.back = url_for(ctx, vg_printf(ctx->arena, "/waiver/%lld", (long long)path_int(ctx, "id")), NULL);
  if (!params_ok(&ctx->form, &why)) return answer(ctx, false, &why, err);
  if (!confirm_asked(ctx, &c, &asked, err)) return asked;
  bool done = waiver_end(ctx->db, &author, path_int(ctx, "id"), reason, &why);
  return answer(ctx, done, &why, err);
}

const struct route routes_waiver[] = {
    {M_GET, "/waivers/new", CAP_PROPOSE, ask, .view = "form", .query = "indicator rule subject", .flags = ROUTE_PRESENT},
    {M_POST, "/waivers/new", CAP_PROPOSE, send, .form = "indicator rule whom subjects[] perimeter_code reason compensation from until do", .body_max = 64 << 10, .flags = ROUTE_PRESENT},
    {M_GET, "/waiver/{id:int}", CAP_BOARD, show, .view = "waiver"},
    {M_POST, "/waiver/{id:int}/decide", CAP_DECIDE, decide, .form = "decision do", .flags = ROUTE_PRESENT},
    {M_POST, "/waiver/{id:int}/end", CAP_DECIDE, end, .form = "reason confirmed", .flags = ROUTE_PRESENT},
    {0}};
