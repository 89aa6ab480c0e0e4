/* An indicator: its value, its year, who is missing, how it is measured, where the figure comes from. */
#include <math.h>
#include <string.h>

#include "governance/deviation.h"
#include "i18n/format.h"
#include "template.h"
#include "web/http/router.h"
#include "web/page/indicator.h"
#include "web/view/form.h"
#include "web/view/frame.h"
#include "web/view/governed.h"
#include "web/view/journal_text.h"
#include "web/view/months.h"
#include "web/view/people.h"
#include "web/view/provenance.h"
#include "web/view/record_text.h"
#include "web/view/revisions.h"
#include "web/view/verdict_text.h"

enum { MISSING_SHOWN = 12, PAST_SHOWN = 20, NEAR_SHOWN = 12 };
#define NEAR (30 * VG_DAY)

struct shown {
  struct request_ctx *ctx;
  struct html *h;
  const struct indicator *sheet;
  struct board *board;
  const struct indicator_line *line;
  struct desk desk;
};

static const char *reading_or_none(const struct shown *s, const struct indicator *sheet, const struct reading *r) {
  return r->has_value ? figures_reading(&s->desk, sheet, r) : NULL;
}

static const char *value_or(const struct shown *s, bool set, double value) {
  return set ? figures_value(&s->desk, s->sheet, value) : NULL;
}

static const char *threshold_text(const struct shown *s, double value) {
  const char *msgid = s->sheet->higher_is_better ? N_("{value} or more") : N_("{value} or less");
  return text_say(s->h, s->ctx->arena, msgid, {"value", HTML_TEXT, .text = figures_value(&s->desk, s->sheet, value)});
}

static const char *state_sentence(enum vg_state state) {
  static const char *const sentences[STATE_COUNT] = {
      [STATE_APPLIED] = N_("{title}: {reading}, the target of {target} is met."),
      [STATE_WATCH] = N_("{title}: {reading}, short of the target of {target}."),
      [STATE_NOT_APPLIED] = N_("{title}: {reading}, far from the target of {target}."),
      [STATE_WAIVED] = N_("{title}: {reading}, every deviation is under a waiver."),
      [STATE_UNKNOWN] = N_("{title}: unknown, for want of data."),
      [STATE_NOT_APPLICABLE] = N_("{title}: nothing to judge at this date.")};
  return sentences[state];
}

/* Why it is unknown: that it was never measured, or that nothing is fresh, leads to other deeds. */
static const char *unknown_sentence(const struct shown *s, const struct view_indicator *v) {
  const struct view_completeness *c = v->completeness;
  const struct reading *r = &s->line->now;
  if (v->own_failed != VG_NEVER) return N_("{title}: unknown, because it fails.");
  if (r->since == VG_NEVER && !s->ctx->past) return N_("{title}: not evaluated yet.");
  if (c != NULL && c->absent_count > 0) return N_("{title}: never measured, no source has given what it reads.");
  if (s->sheet->form == FORM_ATTESTED) return N_("{title}: unknown, for want of attestations that still hold.");
  if (r->judged == 0 && c != NULL && c->sources == c->sources_fresh) return N_("{title}: unknown, there is nothing to judge where something is expected.");
  return state_sentence(STATE_UNKNOWN);
}

/* A target that was changed is there before the evaluation finds states under it: until then the state may not say how the value stands. */
static bool says_how_it_stands(const struct indicator *sheet, const struct threshold *t, const struct reading *r) {
  double sign = sheet->higher_is_better ? 1 : -1;
  bool met = sign * r->value >= sign * t->target, near = sign * r->value >= sign * t->warning;
  switch (r->state) {
  case STATE_APPLIED: return met;
  case STATE_WATCH: return !met && near;
  case STATE_NOT_APPLIED: return !met && !near;
  case STATE_WAIVED: return !met;
  default: return true;
  }
}

static const char *heading(const struct shown *s, const struct view_indicator *v) {
  const struct reading *r = &s->line->now;
  const char *reading = reading_or_none(s, s->sheet, r);
  const struct threshold *t = &s->line->threshold;
  const char *msgid = r->state == STATE_UNKNOWN ? unknown_sentence(s, v) : state_sentence(r->state);
  if (r->state == STATE_WAIVED && s->sheet->form == FORM_STATISTIC) msgid = N_("{title}: {reading}, short of the target of {target}, under a waiver.");
  if (r->has_value && t->set && !says_how_it_stands(s->sheet, t, r)) msgid = N_("{title}: {reading}, the target of {target} is not in the figures yet.");
  if (r->has_value && !t->set) msgid = N_("{title}: {reading}, no target is set.");
  if (s->line->left_out) msgid = N_("{title}: not applicable, no rule that it measures applies.");
  return text_say(s->h, s->ctx->arena, msgid, {"title", HTML_TEXT, .text = in_language(&s->desk, s->sheet->title)},
                  {"reading", HTML_TEXT, .text = reading != NULL ? reading : "–"},
                  {"target", HTML_TEXT, .text = t->set ? figures_value(&s->desk, s->sheet, t->target) : "–"});
}

static const char *hole_text(const struct shown *s, const struct reading *r) {
  return tr(s->h->lang, r->state == STATE_NOT_APPLICABLE ? N_("nothing to judge") : N_("no data"));
}

static const char *trend_finding(const struct shown *s, int short_of_target, int holes) {
  if (holes >= MONTHS_SHOWN - 1) return tr(s->h->lang, N_("Hardly any data over twelve months."));
  return text_say_n(s->h, s->ctx->arena, "Over twelve months, {n} month end short of the target, {holes} without data.", "Over twelve months, {n} month ends short of the target, {holes} without data.", short_of_target,
                    {"n", HTML_COUNT, .integer = short_of_target}, {"holes", HTML_COUNT, .integer = holes});
}

static bool load_trend(const struct shown *s, struct view_chart *chart, struct vg_error *err) {
  vg_time at[MONTHS_SHOWN];
  struct trend_point points[MONTHS_SHOWN] = {0};
  struct view_chart_point *shown = vg_alloc(s->ctx->arena, sizeof *shown * MONTHS_SHOWN);
  months_before(s->h->zone, s->ctx->at, at);
  if (shown == NULL) return vg_fail(err, VG_E_LIMIT, "indicator: out of memory");
  if (!board_trend(s->ctx->db, s->ctx->arena, &s->board->moment, s->sheet->code, at, MONTHS_SHOWN, points, err)) return false;
  int below = 0, holes = 0;
  bool few = false;
  for (int i = 0; i < MONTHS_SHOWN; i++) {
    const struct reading *r = &points[i].reading;
    const char *text = reading_or_none(s, s->sheet, r);
    bool value = r->has_value && r->state != STATE_UNKNOWN && r->state != STATE_NOT_APPLICABLE;
    holes += !value;
    few |= value && figures_few(s->sheet, r);
    below += value && r->state != STATE_APPLIED;
    shown[i] = (struct view_chart_point){at[i] - 1, text_value(s->h, s->ctx->arena, (struct html_value){.as = i == MONTHS_SHOWN - 1 ? HTML_SHORT : HTML_MONTH, .time = at[i] - 1}),
                                         value ? r->value : NAN, value && text != NULL ? text : hole_text(s, r)};
  }
  const struct threshold *t = &s->line->threshold;
  *chart = (struct view_chart){.points = shown, .points_count = MONTHS_SHOWN, .percent = strcmp(s->sheet->unit, "%") == 0, .few = few,
                               .unit = strcmp(s->sheet->unit, "%") == 0 || strcmp(s->sheet->unit, "1") == 0 ? "" : s->sheet->unit,
                               .target = t->set ? t->target : NAN, .warning = t->set ? t->warning : NAN,
                               .lower_is_better = !s->sheet->higher_is_better, .finding = trend_finding(s, below, holes)};
  return threshold_history(s->ctx, &s->board->moment, s->sheet, chart, err);
}

static bool load_missing(const struct shown *s, struct view_indicator *v, struct vg_error *err) {
  struct subject_list list = {0};
  struct subject_query q = {s->sheet->code, -1, 0, MISSING_SHOWN};
  if (!v->may_open) return true;
  if (!board_subjects(s->ctx->db, s->ctx->arena, &s->board->moment, &q, &list, err)) return false;
  struct view_subjects_row *rows = vg_alloc(s->ctx->arena, list.count * sizeof *rows);
  if (rows == NULL) return vg_fail(err, VG_E_LIMIT, "indicator: too many subjects to show");
  size_t n = 0;
  for (size_t i = 0; i < list.count; i++) {
    const struct subject_line *l = &list.items[i];
    if (!l->has_value && !l->has_amount && l->verdict == VERDICT_CONFORMING) continue;
    rows[n] = (struct view_subjects_row){.subject = l->subject, .label = l->label, .perimeter = l->perimeter, .perimeter_id = l->perimeter_id,
                                           .verdict = verdict_name(l->verdict), .state = verdict_state(l->verdict),
                                           .verdict_label = verdict_label(s->h, l->verdict), .since = l->since, .until = l->until,
                                           .detail = verdict_finding(&s->desk, s->sheet, l),
                                           .value = l->has_value ? figures_value(&s->desk, s->sheet, l->value) : NULL};
    rows[n].parts = verdict_parts(&s->desk, s->sheet, l, &rows[n].parts_count);
    n++;
  }
  v->missing = rows;
  v->missing_count = n;
  int64_t all = v->statistic ? list.total : list.total - list.by_verdict[VERDICT_CONFORMING];
  v->subjects = list.total;
  v->missing_more = all > (int64_t)n ? all - (int64_t)n : HTML_NO_INT;
  return true;
}

static void fill_counts(const struct shown *s, struct view_indicator *v) {
  const struct reading *r = &s->line->now;
  const int by[VERDICT_COUNT] = {[VERDICT_CONFORMING] = r->conforming, [VERDICT_DEVIATING] = r->deviating - r->waived,
                                 [VERDICT_WAIVED] = r->waived, [VERDICT_PENDING] = r->pending, [VERDICT_UNKNOWN] = r->unknown};
  struct view_indicator_count *counts = vg_alloc(s->ctx->arena, VERDICT_COUNT * sizeof *counts);
  if (counts == NULL) return;
  v->counts = counts;
  for (int i = 0; i < VERDICT_COUNT; i++) {
    if (by[i] == 0) continue;
    counts[v->counts_count++] = (struct view_indicator_count){verdict_name((enum verdict)i), verdict_state((enum verdict)i),
                                                              verdict_count(&s->desk, (enum verdict)i, by[i]), by[i]};
  }
}

/* Of what is counted: how many of each severity, where that is what a detail says, and of a median how high the highest tenth begins. */
static bool load_spread(const struct shown *s, struct view_indicator *v, struct vg_error *err) {
  DB_RESULT(r);
  if (!v->statistic || s->sheet->statistic == STATISTIC_SHARE) return true; /* of a share, the detail is a unit */
  if (!db_run(s->ctx->db, &r, SQL_BOARD_SPREAD, DB_ANY, err, P_INT(s->board->moment.perimeter.id), P_TIME(s->board->moment.at), P_TEXT(s->sheet->code)))
    return false;
  struct view_indicator_spread *spread = vg_alloc(s->ctx->arena, (row_count(r) + 1) * sizeof *spread);
  if (spread == NULL) return vg_fail(err, VG_E_LIMIT, "indicator: out of memory");
  v->spread = spread;
  for (size_t i = 0; i < row_count(r); i++) {
    const char *word = row_null(r, i, "detail") ? NULL : choice_word(s->h->lang, row_text(r, i, "detail"));
    int64_t many = row_int(r, i, "many");
    if (word == NULL) continue;
    spread[v->spread_count++] = (struct view_indicator_spread){
        text_say(s->h, s->ctx->arena, N_("{what}: {n}"), {"what", HTML_TEXT, .text = word}, {"n", HTML_COUNT, .integer = many}), many};
  }
  if (s->sheet->statistic == STATISTIC_MEDIAN && row_count(r) > 0) v->high = figures_value(&s->desk, s->sheet, row_real(r, 0, "high"));
  return row_ok(r, err);
}

/* Measured once a month or less, one conforms until a date. What is read every day conforms until it is read again, and a rule until what it
 * rests on is: that is no deadline. */
static bool has_deadlines(const struct indicator *sheet) {
  if (sheet->reads == READS_RULES) return false;
  static const char *const often[] = {"continuous", "daily", "weekly"};
  for (size_t i = 0; i < sizeof often / sizeof *often; i++)
    if (html_is(sheet->frequency, often[i])) return false;
  return sheet->form == FORM_RATIO || sheet->form == FORM_ATTESTED;
}

/* Who conforms for less than thirty days more. Of a past day, one knows what came next: nothing is near. */
static bool load_near(const struct shown *s, struct view_indicator *v, struct vg_error *err) {
  DB_RESULT(r);
  const struct moment *m = &s->board->moment;
  v->near_more = HTML_NO_INT;
  if (!v->may_open || s->ctx->past || !has_deadlines(s->sheet)) return true;
  if (!db_run(s->ctx->db, &r, SQL_BOARD_NEAR, DB_MANY, err, P_INT(m->perimeter.id), P_TIME(m->at), P_TEXT(s->sheet->code), P_TIME(m->at + NEAR),
              P_INT(NEAR_SHOWN)))
    return false;
  struct view_indicator_near *near = vg_alloc(s->ctx->arena, (row_count(r) + 1) * sizeof *near);
  if (near == NULL) return vg_fail(err, VG_E_LIMIT, "indicator: out of memory");
  for (size_t i = 0; i < row_count(r); i++) {
    v->near_total = row_int(r, i, "total");
    near[v->near_count++] = (struct view_indicator_near){vg_strdup(s->ctx->arena, row_text(r, i, "subject")), vg_strdup(s->ctx->arena, row_text(r, i, "label")),
                                                         row_int(r, i, "perimeter_id"), vg_strdup(s->ctx->arena, row_text(r, i, "perimeter")),
                                                         row_time(r, i, "due_at")};
  }
  v->near = near;
  if (v->near_total > (int64_t)v->near_count) v->near_more = v->near_total - (int64_t)v->near_count;
  return row_ok(r, err);
}

static struct view_indicator_deviation deviation_of(const struct shown *s, const struct deviation_line *d, const struct deviation_notes *notes) {
  const struct deviation_note *note = deviation_note_of(notes, d->perimeter_id, d->subject, d->from, d->open ? VG_NEVER : d->to);
  char at[TIME_TEXT];
  return (struct view_indicator_deviation){d->subject, d->label, d->perimeter_id, d->perimeter, d->from, d->to, d->open, d->waived, d->open ? "not_applied" : verdict_after_state(d->conforming_after, d->unknown_after),
                                           d->open ? tr(s->h->lang, N_("Open")) : verdict_after(s->h, d->conforming_after, d->unknown_after), (d->to - d->from) / VG_SECOND,
                                           vg_strdup(s->ctx->arena, time_format(d->from != VG_NEVER ? d->from : d->to - 1, at)), note != NULL ? note->cause : NULL};
}

static bool load_past(const struct shown *s, struct view_indicator *v, struct vg_error *err) {
  struct deviation_lines lines = {0};
  struct deviation_notes notes;
  if (!v->may_open || v->statistic) return true;
  if (!board_deviations(s->ctx->db, s->ctx->arena, &s->board->moment, s->sheet->code, year_before(s->h->zone, s->ctx->at), PAST_SHOWN, &lines, err)) return false;
  struct view_indicator_deviation *past = vg_alloc(s->ctx->arena, lines.count * sizeof *past);
  if (past == NULL) return vg_fail(err, VG_E_LIMIT, "indicator: too many deviations to show");
  if (!deviation_notes(s->ctx->db, s->ctx->arena, s->sheet->code, s->board->moment.perimeter.id, NULL, VG_NEVER, decided_by(s->ctx), &notes, err)) return false;
  for (size_t i = 0; i < lines.count; i++) past[i] = deviation_of(s, &lines.items[i], &notes);
  v->past = past;
  v->past_count = lines.count;
  v->past_total = lines.total;
  v->past_more = lines.total > (int64_t)lines.count;
  return true;
}

static bool load_own(const struct shown *s, struct view_indicator *v, struct vg_error *err) {
  DB_RESULT(r);
  v->own = s->sheet->own;
  v->own_at = v->own_failed = VG_NEVER;
  if (!v->own) return true;
  if (!db_run(s->ctx->db, &r, SQL_OWN_SHOW, DB_ZERO_OR_ONE, err, P_TEXT(s->sheet->code))) return false;
  if (row_count(r) == 0) return true;
  v->own_by = vg_strdup(s->ctx->arena, people_name(s->ctx, row_text(r, 0, "added_by")));
  v->own_at = row_time(r, 0, "added_at");
  v->own_failed = row_time(r, 0, "failed_at");
  if (v->may_open) v->own_error = vg_strdup(s->ctx->arena, row_text(r, 0, "error")); /* it may quote what records say */
  return row_ok(r, err);
}

static const char *no_rule(const struct shown *s) {
  if (s->sheet->own) return N_("none");
  if (s->sheet->rule_count == 0) return N_("none: it answers a strategic question");
  return s->board->rule_count == 0 ? N_("none: no policy is in force") : N_("none in the policy in force");
}

static void fill_rules(const struct shown *s, struct view_indicator *v) {
  v->no_rule = tr(s->h->lang, no_rule(s));
  struct view_indicator_rule *rules = vg_alloc(s->ctx->arena, (s->board->rule_count + 1) * sizeof *rules);
  if (rules == NULL) return;
  v->rules = rules;
  for (size_t i = 0; i < s->board->rule_count; i++) {
    const struct rule_line *r = &s->board->rules[i];
    for (size_t k = 0; k < r->indicator_count; k++)
      if (r->indicators[k] == s->line) rules[v->rules_count++] = (struct view_indicator_rule){r->number, in_language(&s->desk, r->title)};
  }
}

/* "leadership, quarterly; CISO, monthly" */
static const char *reporting_text(const struct shown *s) {
  BUF(out, 400);
  for (size_t i = 0; i < s->sheet->report_count; i++) {
    const struct report *r = &s->sheet->reports[i];
    buf_printf(&out, "%s%s, %s", i > 0 ? tr(s->h->lang, N_("; ")) : "", choice_label(s->h, r->to), figures_frequency(&s->desk, r->frequency));
  }
  return vg_strdup(s->ctx->arena, out.data);
}

static const char *unit_text(const struct shown *s) {
  const char *unit = s->sheet->unit;
  if (strcmp(unit, "h") == 0) return tr(s->h->lang, N_("hours"));
  if (strcmp(unit, "×") == 0) return tr(s->h->lang, N_("times (×)"));
  return strcmp(unit, "1") == 0 ? tr(s->h->lang, N_("number")) : unit;
}

static void fill_construct(const struct shown *s, struct view_indicator *v) {
  const struct threshold *t = &s->line->threshold;
  const struct indicator *i = s->sheet;
  v->question = in_language(&s->desk, i->question);
  v->formula = in_language(&s->desk, i->formula);
  v->denominator = in_language(&s->desk, i->denominator);
  v->limits = in_language(&s->desk, i->limits);
  v->direction = tr(s->h->lang, i->higher_is_better ? N_("higher is better") : N_("lower is better"));
  v->unit = unit_text(s);
  v->frequency = tr(s->h->lang, i->frequency);
  v->owner = choice_label(s->h, i->owner);
  v->collector = choice_label(s->h, i->collector);
  v->reviewer = choice_label(s->h, i->reviewer);
  v->reporting = reporting_text(s);
  v->form = indicator_form_name(i->form);
  v->threshold_from = t->set ? t->from : VG_NEVER;
  if (!t->set) return;
  v->target = threshold_text(s, t->target);
  v->warning = value_or(s, true, t->warning);
  v->critical_at = value_or(s, true, t->critical);
  v->threshold_author = people_name(s->ctx, figures_author(&s->desk, t->author));
  v->threshold_reason = figures_reason(&s->desk, t->reason);
}

static void fill(const struct shown *s, struct view_indicator *v) {
  const struct reading *r = &s->line->now;
  v->code = s->sheet->code;
  v->title = in_language(&s->desk, s->sheet->title);
  v->state = state_name(r->state);
  v->reading = reading_or_none(s, s->sheet, r);
  v->since = r->since;
  v->delta = figures_change(&s->desk, s->sheet, &s->line->before, r);
  v->pending = r->pending;
  v->critical = r->critical;
  v->statistic = s->sheet->form == FORM_STATISTIC;
  v->ratio = !v->statistic;
  v->may_open = may(s->ctx, CAP_RECORD);
  v->may_export = may(s->ctx, CAP_EXPORT);
  v->missing_title = v->statistic ? tr(s->h->lang, N_("What is counted"))
                                  : text_say_n(s->h, s->ctx->arena, "What is missing: {n} subject of {all}", "What is missing: {n} subjects of {all}",
                                               r->deviating + r->unknown, {"n", HTML_COUNT, .integer = r->deviating + r->unknown},
                                               {"all", HTML_COUNT, .integer = r->judged});
  fill_construct(s, v);
  fill_rules(s, v);
  if (v->ratio) fill_counts(s, v);
}

bool indicator_view(struct request_ctx *ctx, struct view_indicator *out, struct vg_error *err) {
  struct shown s = {ctx, page_html(ctx), indicator_find(path_text(ctx, "code")), NULL, NULL, {ctx->arena, page_html(ctx)}};
  struct moment moment;
  if (s.sheet == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("indicator \"%s\": there is none of that code"), path_text(ctx, "code"));
  if (!board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, ctx->compare_at, &moment, err)) return false;
  if (!board_load(ctx->db, ctx->arena, &moment, &s.board, err)) return false;
  s.line = board_indicator(s.board, s.sheet->code);
  if (s.line == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("indicator \"%s\": not installed yet"), s.sheet->code);
  *out = (struct view_indicator){0};
  fill(&s, out);
  if (!provenance_load(ctx, &s.desk, &moment, s.sheet, &s.line->now, out, err) || !load_own(&s, out, err)) return false;
  out->heading = heading(&s, out);
  return load_trend(&s, &out->trend, err) && load_missing(&s, out, err) && load_near(&s, out, err) && load_spread(&s, out, err) && load_past(&s, out, err) &&
         governed_indicator(ctx, s.board, s.sheet, &out->governed, err) && revisions_load(ctx, &s.desk, &moment, s.sheet, out, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_indicator v;
  return indicator_view(ctx, &v, err) && frame_load(ctx, &v.frame, v.title, "indicators", err) && PAGE_VIEW(ctx, indicator, &v, err);
}

static const char *rules_text(struct vg_arena *arena, const struct indicator *sheet) {
  BUF(out, 200);
  for (size_t i = 0; i < sheet->rule_count; i++) buf_printf(&out, "%s%s", i > 0 ? ", " : "", sheet->rules[i]);
  return vg_strdup(arena, out.data);
}

static struct view_indicators_line list_line(const struct shown *s, const struct indicator_line *l) {
  const struct reading *r = &l->now;
  bool rate = l->sheet->form != FORM_STATISTIC && r->has_value && !figures_few(l->sheet, r);
  return (struct view_indicators_line){l->sheet->code, in_language(&s->desk, l->sheet->title), rules_text(s->ctx->arena, l->sheet), state_name(r->state),
                                       reading_or_none(s, l->sheet, r),
                                       rate ? figures_value(&s->desk, l->sheet, r->value) : NULL,
                                       l->threshold.set ? figures_value(&s->desk, l->sheet, l->threshold.target) : NULL, r->since, l->sheet->own};
}

static bool fill_families(const struct shown *s, struct view_indicators *v) {
  static const struct {
    char family;
    const char *title;
  } families[] = {{'A', N_("Level of application of the rules")}, {'N', N_("Level of security")}, {'I', N_("Incidents")},
                  {'E', N_("Effectiveness of measures and means")}};
  struct view_indicators_family *out = vg_alloc(s->ctx->arena, 4 * sizeof *out);
  if (out == NULL) return false;
  v->families = out;
  for (size_t f = 0; f < 4; f++) {
    struct view_indicators_line *lines = vg_alloc(s->ctx->arena, s->board->indicator_count * sizeof *lines);
    size_t n = 0;
    for (size_t i = 0; lines != NULL && i < s->board->indicator_count; i++) {
      if (s->board->indicators[i].sheet->family == families[f].family) lines[n++] = list_line(s, &s->board->indicators[i]);
    }
    if (n > 0) out[v->families_count++] = (struct view_indicators_family){tr(s->h->lang, families[f].title), lines, n};
  }
  return true;
}

static const char *list_heading(const struct shown *s) {
  int64_t applied = 0, all = 0;
  for (size_t i = 0; i < s->board->indicator_count; i++) {
    applied += s->board->indicators[i].now.state == STATE_APPLIED;
    all += s->board->indicators[i].now.state != STATE_NOT_APPLICABLE;
  }
  return text_say_n(s->h, s->ctx->arena, "{n} indicator of {all} meets its target.", "{n} indicators of {all} meet their target.", applied,
                    {"n", HTML_COUNT, .integer = applied}, {"all", HTML_COUNT, .integer = all});
}

static bool list(struct request_ctx *ctx, struct vg_error *err) {
  struct shown s = {ctx, page_html(ctx), NULL, NULL, NULL, {ctx->arena, page_html(ctx)}};
  struct view_indicators v = {0};
  struct moment moment;
  if (!board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, ctx->compare_at, &moment, err)) return false;
  if (!board_load(ctx->db, ctx->arena, &moment, &s.board, err)) return false;
  if (!fill_families(&s, &v)) return vg_fail(err, VG_E_LIMIT, "indicators: too many to show");
  v.total = (int64_t)s.board->indicator_count;
  v.heading = list_heading(&s);
  return frame_load(ctx, &v.frame, tr(s.h->lang, N_("Indicators")), "indicators", err) && PAGE_VIEW(ctx, indicators, &v, err);
}

const struct route routes_indicator[] = {
    {M_GET, "/indicators", CAP_BOARD, list, .view = "indicators", .flags = ROUTE_CACHED},
    {M_GET, "/indicator/{code:code}", CAP_BOARD, show, .view = "indicator", .flags = ROUTE_CACHED},
    {0}};
