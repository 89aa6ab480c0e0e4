#include "web/view/steering.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void steering_weeks(vg_time at, vg_time out[STEERING_WEEKS]) {
  for (int i = 0; i < STEERING_WEEKS; i++) out[i] = at - (STEERING_WEEKS - 1 - i) * 7 * VG_DAY;
}

bool steering_shows_chapter(const struct chapter_line *c) {
  return c->now.applied < c->now.of || c->now.applied != c->before.applied;
}

/* ---- what changed ---- */

static const char *cause_text(const struct desk *d, const struct change_cause *c) {
  struct html_value v[] = {{"subject", HTML_NAME, .text = c->label}, {"indicator", HTML_TEXT, .text = in_language(d, c->indicator->title)}};
  if (!d->may_list) return v[1].text;
  switch (c->now) {
  case VERDICT_DEVIATING: return text_message(d->h, d->arena, "{subject} deviates: {indicator}", v, 2);
  case VERDICT_UNKNOWN:
    return text_message(d->h, d->arena, c->never_told ? N_("{subject} is not known: {indicator}") : N_("{subject} is no longer known: {indicator}"), v, 2);
  case VERDICT_CONFORMING: return text_message(d->h, d->arena, "{subject} is mended: {indicator}", v, 2);
  default: return text_message(d->h, d->arena, "{subject}: {indicator}", v, 2);
  }
}

static const char *cause_link(const struct desk *d, const struct change_cause *c) {
  struct html_value v[] = {{"code", HTML_TEXT, .text = c->indicator->code},
                           {"of", HTML_PLAIN, .integer = c->perimeter_id},
                           {"id", HTML_TEXT, .text = c->subject}};
  return text_link(d->h, d->arena, d->may_list ? "/indicator/{code}/subject?of={of}&id={id}" : "/indicator/{code}", v, 3);
}

/* Without names, subjects of one indicator at one instant are one cause. */
static bool told_already(const struct desk *d, const struct change *c, size_t k) {
  bool found = false;
  for (size_t i = 0; !d->may_list && i < k; i++)
    found |= c->causes[i].indicator == c->causes[k].indicator && c->causes[i].at == c->causes[k].at;
  return found;
}

static void fill_changes(const struct desk *d, const struct steering_data *s, struct view_steering *out) {
  struct view_steering_change *items = vg_alloc(d->arena, (s->changes->count + 1) * sizeof *items);
  if (items == NULL) return;
  for (size_t i = 0; i < s->changes->count; i++) {
    const struct change *c = &s->changes->items[i];
    struct view_steering_cause *causes = vg_alloc(d->arena, (c->cause_count + 1) * sizeof *causes);
    if (causes == NULL) return;
    size_t n = 0;
    for (size_t k = 0; k < c->cause_count; k++)
      if (!told_already(d, c, k))
        causes[n++] = (struct view_steering_cause){cause_text(d, &c->causes[k]), c->causes[k].at, cause_link(d, &c->causes[k])};
    items[i] = (struct view_steering_change){.number = c->rule->number, .title = in_language(d, c->rule->title),
                                             .before = state_name(c->rule->before), .now = state_name(c->rule->now),
                                             .causes = causes, .causes_count = n};
  }
  out->changes = items;
  out->changes_count = s->changes->count;
}

/* ---- what to deal with ---- */

/* From this gravity on: what is watched and graver, and what is unknown. */
enum { TO_DEAL_WITH = 4 };

static int gravity(const struct indicator_line *l) {
  static const int rank[STATE_COUNT] = {[STATE_NOT_APPLIED] = 4, [STATE_WATCH] = 2, [STATE_UNKNOWN] = 3, [STATE_WAIVED] = 1};
  return rank[l->now.state] * 2 + (l->now.critical ? 1 : 0);
}

/* Of the indicators that measure a rule of the policy in force: others have no say in how it is applied. */
static bool to_deal_with(const struct board *b, const struct indicator_line *l) { return gravity(l) >= TO_DEAL_WITH && board_measures(b, l); }

static int graver_first(const void *a, const void *b) {
  const struct indicator_line *x = *(const struct indicator_line *const *)a, *y = *(const struct indicator_line *const *)b;
  if (gravity(x) != gravity(y)) return gravity(y) - gravity(x);
  return x->now.since < y->now.since ? -1 : x->now.since > y->now.since;
}

static const char *shortfall_detail(const struct desk *d, const struct board *b, const struct indicator_line *l) {
  const char *parts[3] = {figures_rules(d, b, l->sheet), "", ""};
  int deviating = figures_deviating(&l->now);
  if (deviating > 0)
    parts[1] = text_say_n(d->h, d->arena, "{n} deviating", "{n} deviating", deviating, {"n", HTML_COUNT, .integer = deviating});
  if (l->now.unknown > 0)
    parts[2] = text_say_n(d->h, d->arena, "{unknown} unknown", "{unknown} unknown", l->now.unknown, {"unknown", HTML_COUNT, .integer = l->now.unknown});
  BUF(text, 512);
  for (int i = 0; i < 3; i++)
    if (parts[i][0] != '\0') buf_printf(&text, "%s%s", text.length > 0 ? " · " : "", parts[i]);
  const char *copy = vg_strdup(d->arena, text.data);
  return copy != NULL ? copy : "";
}

static struct view_steering_shortfall shortfall_of(const struct desk *d, const struct board *b, const struct indicator_line *l) {
  bool unknown = l->now.state == STATE_UNKNOWN;
  return (struct view_steering_shortfall){
      .title = text_say(d->h, d->arena, "{indicator}: {value}", {"indicator", HTML_TEXT, .text = in_language(d, l->sheet->title)},
                        {"value", HTML_TEXT, .text = figures_reading(d, l->sheet, &l->now)}),
      .detail = shortfall_detail(d, b, l), .state = state_name(l->now.state), .since = figures_age(d, l->now.since, b->moment.at),
      .to = figures_list(d, l->sheet, unknown ? "unknown" : "deviating"),
      .lists = l->sheet->form == FORM_STATISTIC ? HTML_NO_INT : unknown ? l->now.unknown : figures_deviating(&l->now)};
}

static void fill_shortfalls(const struct desk *d, const struct board *b, struct view_steering *out) {
  const struct indicator_line **lines = vg_alloc(d->arena, (b->indicator_count + 1) * sizeof *lines);
  struct view_steering_shortfall *items = vg_alloc(d->arena, STEERING_SHORTFALLS * sizeof *items);
  size_t n = 0;
  if (lines == NULL || items == NULL) return;
  for (size_t i = 0; i < b->indicator_count; i++)
    if (to_deal_with(b, &b->indicators[i])) lines[n++] = &b->indicators[i];
  qsort(lines, n, sizeof *lines, graver_first);
  for (size_t i = 0; i < n && i < STEERING_SHORTFALLS; i++) items[out->shortfalls_count++] = shortfall_of(d, b, lines[i]);
  out->shortfalls = items;
  out->shortfalls_total = (int64_t)n;
  out->shortfalls_more = (int64_t)(n - out->shortfalls_count);
}

/* ---- thirteen weeks ---- */

static void fill_weeks(const struct desk *d, const struct steering_data *s, struct view_steering *out) {
  struct view_chart_point *points = vg_alloc(d->arena, STEERING_WEEKS * sizeof *points);
  vg_time weeks[STEERING_WEEKS];
  if (points == NULL) return;
  steering_weeks(s->board->moment.at, weeks);
  for (int i = 0; i < STEERING_WEEKS; i++) {
    const struct totals *t = &s->all[i];
    points[i] = (struct view_chart_point){.at = weeks[i] - 1, .value = t->of > 0 ? t->applied : (double)NAN};
    points[i].label = text_value(d->h, d->arena, (struct html_value){.as = HTML_SHORT, .time = weeks[i] - 1});
    points[i].shown = t->of == 0 ? tr(d->h->lang, "no data")
                                 : text_say(d->h, d->arena, "{n} of {of}", {"n", HTML_COUNT, .integer = t->applied}, {"of", HTML_COUNT, .integer = t->of});
  }
  out->weeks = (struct view_chart){.points = points, .points_count = STEERING_WEEKS, .target = NAN, .warning = NAN, .stairs = true, .small = true};
  out->weeks.finding = text_say(d->h, d->arena, "Applied rules over thirteen weeks: from {from} to {to}",
                                {"from", HTML_TEXT, .text = points[0].shown}, {"to", HTML_TEXT, .text = points[STEERING_WEEKS - 1].shown});
}

/* ---- chapters ---- */

static enum vg_state worst_of(const struct chapter_line *c) {
  static const enum vg_state order[] = {STATE_NOT_APPLIED, STATE_WATCH, STATE_WAIVED, STATE_UNKNOWN};
  for (size_t i = 0; i < sizeof order / sizeof *order; i++)
    if (c->now.by_state[order[i]] > 0) return order[i];
  return STATE_APPLIED;
}

static const char *attention_text(const struct desk *d, const struct chapter_line *c, enum vg_state worst) {
  BUF(list, 256);
  int shown = 0, more = 0;
  for (size_t i = 0; i < c->rule_count; i++) {
    if (c->rules[i].now != worst) continue;
    if (shown < 3) buf_printf(&list, "%s%s", shown++ > 0 ? ", " : "", c->rules[i].number);
    else more++;
  }
  if (more > 0) buf_printf(&list, " +%d", more);
  return text_say(d->h, d->arena, "{rules}: {state}", {"rules", HTML_TEXT, .text = list.data},
                  {"state", HTML_TEXT, .text = tr(d->h->lang, state_title(worst))});
}

static struct view_sparkline weeks_of(const struct desk *d, const struct totals *weeks, int of) {
  struct view_sparkline s = {.target = of > 0 ? of : (double)NAN, .stairs = true};
  double *points = vg_alloc(d->arena, STEERING_WEEKS * sizeof *points);
  if (points == NULL) return s;
  for (int i = 0; i < STEERING_WEEKS; i++) points[i] = weeks[i].of > 0 ? weeks[i].applied : (double)NAN;
  s.points = points;
  s.points_count = STEERING_WEEKS;
  s.finding = text_say(d->h, d->arena, "Applied rules over thirteen weeks: from {from} to {to}", {"from", HTML_COUNT, .integer = weeks[0].applied},
                       {"to", HTML_COUNT, .integer = weeks[STEERING_WEEKS - 1].applied});
  return s;
}

static void fill_chapter(const struct desk *d, const struct chapter_line *c, const struct totals *weeks, struct view_steering_chapter *out) {
  int by = c->now.applied - c->before.applied;
  enum vg_state worst = worst_of(c);
  *out = (struct view_steering_chapter){.number = c->number, .title = in_language(d, c->title), .applied = c->now.applied, .of = c->now.of,
                                        .measured = c->measured, .rules = (int64_t)c->rule_count};
  out->rate = c->now.of >= PERCENT_FROM ? (double)c->now.applied / c->now.of : (double)NAN;
  out->trend = weeks_of(d, weeks, c->now.of);
  out->delta = figures_delta(d, by, text_value(d->h, d->arena, (struct html_value){.as = HTML_SIGNED, .integer = by}), true);
  out->attention = worst == STATE_APPLIED ? "" : attention_text(d, c, worst);
  out->attention_state = state_name(worst);
  out->attention_to = text_to(d->h, d->arena, "/rules?chapter={chapter}&state={state}", {"chapter", HTML_PLAIN, .integer = c->number},
                              {"state", HTML_TEXT, .text = state_name(worst)});
  out->attention_lists = c->now.by_state[worst];
}

static void fill_chapters(const struct desk *d, const struct steering_data *s, struct view_steering *out) {
  static const enum vg_state order[] = {STATE_NOT_APPLIED, STATE_WATCH, STATE_WAIVED, STATE_UNKNOWN, STATE_APPLIED};
  const struct board *b = s->board;
  struct view_steering_chapter *items = vg_alloc(d->arena, (b->chapter_count + 1) * sizeof *items);
  if (items == NULL) return;
  for (size_t k = 0; k < sizeof order / sizeof *order; k++)
    for (size_t i = 0; i < b->chapter_count; i++)
      if (steering_shows_chapter(&b->chapters[i]) && worst_of(&b->chapters[i]) == order[k])
        fill_chapter(d, &b->chapters[i], s->weeks + i * STEERING_WEEKS, &items[out->chapters_count++]);
  out->chapters = items;
  out->chapters_total = (int64_t)b->chapter_count;
  out->chapters_quiet = (int64_t)(b->chapter_count - out->chapters_count);
}

/* ---- the finding ---- */

static const char *change_sentence(const struct desk *d, const struct steering_data *s) {
  int64_t n = (int64_t)s->changes->count;
  struct html_value v[] = {{"n", HTML_COUNT, .integer = n}, {"date", HTML_DATE, .time = s->board->moment.versus - 1},
                           {"worse", HTML_COUNT, .integer = s->changes->worse}, {"better", HTML_COUNT, .integer = s->changes->better}};
  if (n == 0) return text_message(d->h, d->arena, "No rule has changed state since {date}.", v, 4);
  if (s->changes->worse > 0 && s->changes->better > 0)
    return text_plural(d->h, d->arena, "{n} rule has changed state since {date}: {worse} for the worse, {better} for the better.",
                       "{n} rules have changed state since {date}: {worse} for the worse, {better} for the better.", n, v, 4);
  if (n > 1 && s->changes->worse == n) return text_message(d->h, d->arena, "{n} rules have changed state since {date}, all for the worse.", v, 4);
  if (n > 1 && s->changes->better == n) return text_message(d->h, d->arena, "{n} rules have changed state since {date}, all for the better.", v, 4);
  if (s->changes->worse > 0)
    return text_plural(d->h, d->arena, "{n} rule has changed state since {date}, for the worse.",
                       "{n} rules have changed state since {date}, {worse} for the worse.", n, v, 4);
  if (s->changes->better > 0)
    return text_plural(d->h, d->arena, "{n} rule has changed state since {date}, for the better.",
                       "{n} rules have changed state since {date}, {better} for the better.", n, v, 4);
  return text_plural(d->h, d->arena, "{n} rule has changed state since {date}.", "{n} rules have changed state since {date}.", n, v, 4);
}

/* What falls short, and what nobody knows: two things, never one figure. */
static const char *shortfall_sentences(const struct desk *d, const struct board *b) {
  int64_t known = 0, unknown = 0;
  for (size_t i = 0; i < b->indicator_count; i++) {
    if (!to_deal_with(b, &b->indicators[i])) continue;
    if (b->indicators[i].now.state == STATE_UNKNOWN) unknown++;
    else known++;
  }
  const char *first = known == 0 ? "" : text_say_n(d->h, d->arena, " {n} indicator is short of its target.", " {n} indicators are short of their target.",
                                                   known, {"n", HTML_COUNT, .integer = known});
  const char *second = unknown == 0 ? "" : text_say_n(d->h, d->arena, " {n} indicator is unknown, for lack of data.",
                                                      " {n} indicators are unknown, for lack of data.", unknown, {"n", HTML_COUNT, .integer = unknown});
  const char *text = vg_printf(d->arena, "%s%s", first, second);
  return text != NULL ? text : "";
}

static const char *heading(const struct desk *d, const struct steering_data *s) {
  if (s->board->rule_count == 0) return tr(d->h->lang, "No policy was in force on this day.");
  if (s->board->evaluation.finished_at == VG_NEVER) return tr(d->h->lang, "Nothing has been measured yet: every rule is unknown.");
  const char *text = vg_printf(d->arena, "%s%s", change_sentence(d, s), shortfall_sentences(d, s->board));
  return text != NULL ? text : "";
}

void steering_fill(const struct desk *d, const struct steering_data *s, struct view_steering *out) {
  const struct board *b = s->board;
  fill_changes(d, s, out);
  fill_shortfalls(d, b, out);
  fill_weeks(d, s, out);
  fill_chapters(d, s, out);
  controls_fill(d, b, s->controls, s->months, out);
  out->attestations = s->attestations.all;
  out->attestations_late = s->attestations.of[ATTESTATION_LATE];
  out->attestations_soon = s->attestations.of[ATTESTATION_SOON];
  out->heading = heading(d, s);
  out->versus = b->moment.versus - 1;
  out->bar = figures_bar(d, &b->now, 0);
  out->applied = b->now.applied;
  out->of = b->now.of;
  out->rate = b->now.of >= PERCENT_FROM ? (double)b->now.applied / b->now.of : (double)NAN;
}
