#include "web/view/strategic.h"

#include <math.h>
#include <string.h>

static const struct {
  const char *title, *subtitle;
} words[QUESTION_COUNT] = {
    [QUESTION_APPLICATION] = {N_("Do we apply our rules?"), N_("Level of application of the rules")},
    [QUESTION_SECURITY] = {N_("Are we well protected?"), N_("Level of security: critical assets without open deviation")},
    [QUESTION_INCIDENTS] = {N_("What happened to us?"), N_("Security incidents of the last three months")},
    [QUESTION_MEANS] = {N_("Do our means work?"), N_("Restore tests passed in the last three months")},
    [QUESTION_ACTIONS] = {N_("Actions due in the last 90 days, closed on time"), ""},
    [QUESTION_BUDGET] = {N_("Security budget committed"), ""},
};

void strategic_quarters(const struct zone *zone, vg_time at, vg_time out[QUESTION_QUARTERS]) {
  int year, month, day;
  date_from_days(zone_day(zone, at), &year, &month, &day);
  month = (month - 1) / 3 * 3 + 1; /* the quarter that contains `at` began here: the last one ended here */
  for (int i = QUESTION_QUARTERS - 1; i >= 0; i--) {
    out[i] = zone_midnight(zone, date_to_days(year, month, 1));
    month -= 3;
    if (month < 1) month += 12, year--;
  }
}

/* ---- the finding in the heading ---- */

static const char *applied_sentence(const struct desk *d, const struct board *b) {
  int by = b->now.applied - b->before.applied, n = b->now.applied;
  struct html_value v[] = {{"n", HTML_COUNT, .integer = n},
                           {"of", HTML_COUNT, .integer = b->now.of},
                           {"by", HTML_COUNT, .integer = by < 0 ? -by : by},
                           {"date", HTML_DATE, .time = b->moment.versus - 1}};
  if (b->moment.versus == VG_NEVER || b->before.of == 0)
    return text_plural(d->h, d->arena, "{n} of the {of} rules of our policy is applied.",
                       "{n} of the {of} rules of our policy are applied.", n, v, 4);
  if (by > 0)
    return text_plural(d->h, d->arena, "{n} of the {of} rules of our policy is applied, {by} more than on {date}.",
                       "{n} of the {of} rules of our policy are applied, {by} more than on {date}.", n, v, 4);
  if (by < 0)
    return text_plural(d->h, d->arena, "{n} of the {of} rules of our policy is applied, {by} fewer than on {date}.",
                       "{n} of the {of} rules of our policy are applied, {by} fewer than on {date}.", n, v, 4);
  return text_plural(d->h, d->arena, "{n} of the {of} rules of our policy is applied, as on {date}.",
                     "{n} of the {of} rules of our policy are applied, as on {date}.", n, v, 4);
}

/* Of those that are not applied; "" when they are none. */
static const char *rest_sentence(const struct desk *d, int n, const char *one, const char *many) {
  return n > 0 ? text_plural(d->h, d->arena, one, many, n, &(struct html_value){"n", HTML_COUNT, .integer = n}, 1) : "";
}

/* No rule is left unsaid: the numbers add up to the total. */
static const char *heading(const struct desk *d, const struct board *b) {
  if (b->rule_count == 0) return tr(d->h->lang, "No policy was in force on this day.");
  if (b->evaluation.finished_at == VG_NEVER) return tr(d->h->lang, "Nothing has been measured yet: every rule is unknown.");
  const int *rules = b->now.by_state, unmeasured = b->confidence.not_measured;
  const char *text = vg_printf(d->arena, "%s%s%s%s%s%s", applied_sentence(d, b),
      rest_sentence(d, rules[STATE_NOT_APPLIED], " {n} is not.", " {n} are not."),
      rest_sentence(d, rules[STATE_WATCH], " {n} is to watch.", " {n} are to watch."),
      rest_sentence(d, rules[STATE_WAIVED], " {n} is under waiver.", " {n} are under waiver."),
      rest_sentence(d, rules[STATE_UNKNOWN] - unmeasured, " {n} cannot be told, for lack of data.", " {n} cannot be told, for lack of data."),
      rest_sentence(d, unmeasured, " {n} is not measured yet.", " {n} are not measured yet."));
  return text != NULL ? text : "";
}

/* ---- a question ---- */

static double ratio_of(const struct question_point *p) {
  if (p->known && p->budget.planned > 0) return (double)p->budget.committed / (double)p->budget.planned;
  return p->known && p->of > 0 ? (double)p->n / p->of : NAN;
}

/* What is drawn: a ratio; of incidents, the hours to resolve them. */
static double drawn(enum question_id id, const struct question_point *p) {
  if (id != QUESTION_INCIDENTS) return ratio_of(p);
  return p->known && p->has_hours ? p->hours : NAN;
}

static const char *hours_text(const struct desk *d, double hours) {
  return text_value(d->h, d->arena, (struct html_value){.as = HTML_HOURS, .real = hours});
}

static const char *percent_text(const struct desk *d, double ratio) {
  return text_value(d->h, d->arena, (struct html_value){.as = HTML_PERCENT, .real = ratio});
}

/* Why the budget has no share. */
static const char *no_share(const struct desk *d, const struct budget_sum *b) {
  if (b->lines == 0) return tr(d->h->lang, "No budget line is known on this day. A CSV source of the kind “Budget line” gives them.");
  if (b->currency == NULL) return tr(d->h->lang, "In several currencies: no total.");
  if (b->planned == 0) return tr(d->h->lang, "Nothing is planned: no rate.");
  return text_say(d->h, d->arena, "Its source is silent; {amounts} when last read.",
                  {"amounts", HTML_TEXT, .text = figures_amounts(d, b->committed, b->planned, b->currency)});
}

/* Amounts are no subjects: they are never too few for a rate. */
static bool rated(const struct question *q, const struct question_point *p) { return q->id == QUESTION_BUDGET || p->of >= PERCENT_FROM; }

static const char *ratio_line(const struct desk *d, const struct question *q) {
  double ratio = ratio_of(&q->now);
  struct html_value v[] = {{"rate", HTML_PERCENT, .real = ratio}, {"target", HTML_PERCENT, .real = q->target}};
  if (isnan(ratio) && q->id == QUESTION_BUDGET) return no_share(d, &q->now.budget);
  if (isnan(ratio)) return tr(d->h->lang, q->now.none ? N_("Nobody and nothing to judge: no rate") : N_("No data: no rate"));
  if (!rated(q, &q->now)) return q->has_target ? text_message(d->h, d->arena, "Too few for a rate; target {target}", v, 2) : "";
  return text_message(d->h, d->arena, q->has_target ? N_("{rate}, target {target}") : N_("{rate}"), v, 2);
}

static const char *incident_line(const struct desk *d, const struct question *q) {
  struct html_value v[] = {{"hours", HTML_HOURS, .real = q->now.hours}, {"target", HTML_HOURS, .real = q->target}};
  if (!q->now.has_hours) return tr(d->h->lang, q->now.no_hours ? N_("None resolved in the period: no delay to show") : N_("No data: no delay to show"));
  return text_message(d->h, d->arena, q->has_target ? N_("Resolved in {hours} (median), target {target}") : N_("Resolved in {hours} (median)"), v, 2);
}

static double top_of_hours(const struct question *q) {
  double top = q->has_target ? 2 * q->target : 0;
  if (q->now.has_hours) top = fmax(top, q->now.hours * 1.1);
  return top > 0 ? top : 24;
}

static struct view_bullet bullet_of(const struct desk *d, const struct question *q, const char *finding) {
  double now = drawn(q->id, &q->now), before = drawn(q->id, &q->before), target = q->has_target ? q->target : NAN;
  struct view_bullet b = {.has_value = !isnan(now), .value = now, .before = before, .target = target, .finding = finding};
  if (q->id == QUESTION_INCIDENTS) {
    double top = top_of_hours(q), good = isnan(target) ? 0.5 : target / top;
    b.lower_is_better = true;
    b.value = now / top, b.before = before / top, b.target = target / top;
    b.range1 = good, b.range2 = good + (1 - good) / 2;
    b.left = "0" "\xC2\xA0" "h", b.right = hours_text(d, top);
    return b;
  }
  b.range2 = isnan(target) ? 0.8 : target;
  b.range1 = b.range2 * 0.75;
  b.left = "0", b.right = percent_text(d, 1);
  return b;
}

static const char *point_text(const struct desk *d, enum question_id id, const struct question_point *p) {
  if (!p->known) return tr(d->h->lang, "no data");
  if (id == QUESTION_INCIDENTS) return text_say(d->h, d->arena, "{n}", {"n", HTML_COUNT, .integer = p->n});
  if (id == QUESTION_BUDGET && p->budget.planned > 0) return figures_amounts(d, p->budget.committed, p->budget.planned, p->budget.currency);
  if (p->of == 0) return tr(d->h->lang, "no value");
  return text_say(d->h, d->arena, "{n} of {of}", {"n", HTML_COUNT, .integer = p->n}, {"of", HTML_COUNT, .integer = p->of});
}

/* Each quarter stands before what was enough then. */
static void trend_targets(const struct desk *d, const struct question *q, struct view_sparkline *s) {
  double *targets = vg_alloc(d->arena, sizeof q->targets);
  bool same = true;
  s->target = q->targets[QUESTION_QUARTERS - 1];
  for (int i = 0; i < QUESTION_QUARTERS; i++) same = same && (q->targets[i] == s->target || (isnan(q->targets[i]) && isnan(s->target)));
  if (same || targets == NULL) return;
  memcpy(targets, q->targets, sizeof q->targets);
  s->targets = targets, s->targets_count = QUESTION_QUARTERS;
}

/* Incidents are drawn as their number: it answers "what happened?". */
static struct view_sparkline trend_of(const struct desk *d, const struct question *q) {
  struct view_sparkline s = {.target = NAN, .lower_is_better = q->id == QUESTION_INCIDENTS};
  if (q->id != QUESTION_INCIDENTS) trend_targets(d, q, &s);
  double *points = vg_alloc(d->arena, QUESTION_QUARTERS * sizeof *points);
  const char **labels = vg_alloc(d->arena, QUESTION_QUARTERS * sizeof *labels), **values = vg_alloc(d->arena, QUESTION_QUARTERS * sizeof *values);
  if (points == NULL || labels == NULL || values == NULL) return s;
  for (int i = 0; i < QUESTION_QUARTERS; i++) {
    const struct question_point *p = &q->quarters[i];
    points[i] = q->id != QUESTION_INCIDENTS ? ratio_of(p) : p->known ? (double)p->n : (double)NAN;
    labels[i] = text_value(d->h, d->arena, (struct html_value){.as = HTML_QUARTER, .time = p->at - 1});
    values[i] = point_text(d, q->id, p);
  }
  s.points = points, s.labels = labels, s.values = values;
  s.points_count = s.labels_count = s.values_count = QUESTION_QUARTERS;
  s.finding = text_say(d->h, d->arena, "From {first} ({from}) to {last} ({to}), eight quarters.", {"first", HTML_TEXT, .text = values[0]},
                       {"from", HTML_TEXT, .text = labels[0]}, {"last", HTML_TEXT, .text = values[QUESTION_QUARTERS - 1]},
                       {"to", HTML_TEXT, .text = labels[QUESTION_QUARTERS - 1]});
  return s;
}

/* The list behind the count. */
static const char *destination(const struct desk *d, const struct board *b, const struct question *q) {
  if (q->id == QUESTION_APPLICATION) return text_to(d->h, d->arena, "/rules?state=applied");
  const struct indicator_line *l = board_indicator(b, q->indicator != NULL ? q->indicator : "restore_test_passed");
  return l == NULL ? text_to(d->h, d->arena, "/indicators") : figures_list(d, l->sheet, q->id == QUESTION_INCIDENTS ? NULL : "conforming");
}

static const struct view_delta *delta_of(const struct desk *d, const struct question *q) {
  struct view_delta *delta = vg_alloc(d->arena, sizeof *delta);
  if (delta == NULL || !q->before.known || !q->now.known) return NULL;
  int by = q->now.n - q->before.n;
  struct html_value v = {"by", HTML_SIGNED, .integer = by};
  if (q->id == QUESTION_APPLICATION) {
    *delta = figures_delta(d, by, text_plural(d->h, d->arena, "{by} rule", "{by} rules", by < 0 ? -by : by, &v, 1), true);
  } else if (q->id == QUESTION_INCIDENTS) {
    *delta = figures_delta(d, by, text_message(d->h, d->arena, "{by}", &v, 1), false);
  } else {
    if (!rated(q, &q->now) || !rated(q, &q->before)) return NULL;
    double points = ratio_of(&q->now) - ratio_of(&q->before);
    if (isnan(points)) return NULL;
    if (fabs(points) < 0.0005) points = 0;
    *delta = figures_delta(d, points, text_value(d->h, d->arena, (struct html_value){.as = HTML_POINTS, .real = points}), true);
  }
  return delta;
}

static const char *of_text(const struct desk *d, const struct question *q) {
  struct html_value v = {"of", HTML_COUNT, .integer = q->now.of};
  if (q->id == QUESTION_INCIDENTS) return text_plural(d->h, d->arena, "of which {of} major", "of which {of} major", q->now.of, &v, 1);
  return text_message(d->h, d->arena, "of {of}", &v, 1);
}

static const char *foot(const struct desk *d, const struct board *b, const struct question *q) {
  if (q->id == QUESTION_APPLICATION)
    return text_say(d->h, d->arena, "Measured automatically: {automatic}; by declaration: {attested}; not measured: {none}.",
                    {"automatic", HTML_COUNT, .integer = b->confidence.automatic},
                    {"attested", HTML_COUNT, .integer = b->confidence.attested},
                    {"none", HTML_COUNT, .integer = b->confidence.not_measured});
  const struct indicator_line *inventory = board_indicator(b, "inventory_coverage");
  if (q->id == QUESTION_SECURITY && inventory != NULL && inventory->now.has_value)
    return text_say(d->h, d->arena, "Inventory: {n} of the {of} machines observed.", {"n", HTML_COUNT, .integer = inventory->now.conforming},
                    {"of", HTML_COUNT, .integer = inventory->now.judged});
  const struct indicator_line *closed = board_indicator(b, "incident_resolution");
  if (q->id == QUESTION_INCIDENTS && closed != NULL && closed->now.has_value)
    return text_say(d->h, d->arena, "Resolved within their delay: {n} of {of}.", {"n", HTML_COUNT, .integer = closed->now.conforming},
                    {"of", HTML_COUNT, .integer = closed->now.judged});
  const struct indicator_line *trained = board_indicator(b, "awareness_current");
  if (q->id == QUESTION_MEANS && trained != NULL && trained->now.has_value)
    return text_say(d->h, d->arena, "People with current training: {n} of {of}.", {"n", HTML_COUNT, .integer = trained->now.conforming},
                    {"of", HTML_COUNT, .integer = trained->now.judged});
  return "";
}

static void fill_question(const struct desk *d, const struct board *b, const struct question *q, struct view_strategic_question *out) {
  bool has = q->now.known && (q->id == QUESTION_INCIDENTS || q->now.of > 0);
  *out = (struct view_strategic_question){.title = tr(d->h->lang, words[q->id].title), .subtitle = tr(d->h->lang, words[q->id].subtitle),
                                          .has_value = has, .n = q->now.n, .of = has ? q->now.of : HTML_NO_INT};
  out->of_text = of_text(d, q);
  out->to = destination(d, b, q);
  out->line = q->id == QUESTION_INCIDENTS ? incident_line(d, q) : ratio_line(d, q);
  out->ratio = q->id == QUESTION_INCIDENTS ? NAN : ratio_of(&q->now);
  out->target = q->has_target ? q->target : NAN;
  out->delta = has ? delta_of(d, q) : NULL;
  const char *finding = text_say(d->h, d->arena, "{question} {line}", {"question", HTML_TEXT, .text = out->title}, {"line", HTML_TEXT, .text = out->line});
  out->bullet = bullet_of(d, q, finding);
  out->trend = trend_of(d, q);
  out->foot = foot(d, b, q);
}

/* No line: where sources are added, so that there may be some. */
static const char *mean_destination(const struct desk *d, const struct board *b, const struct question *q) {
  if (q->id == QUESTION_BUDGET && q->now.budget.lines == 0) return text_to(d->h, d->arena, "/sources");
  return destination(d, b, q);
}

static void fill_mean(const struct desk *d, const struct board *b, const struct question *q, const char *question, struct view_strategic_mean *out) {
  bool has = !isnan(ratio_of(&q->now));
  *out = (struct view_strategic_mean){.title = tr(d->h->lang, words[q->id].title), .question = question, .has_value = has, .shown = has ? point_text(d, q->id, &q->now) : "",
                                      .lists = q->id == QUESTION_BUDGET ? q->now.budget.lines : q->now.n};
  out->to = mean_destination(d, b, q);
  out->line = ratio_line(d, q);
  out->delta = has ? delta_of(d, q) : NULL;
  out->trend = trend_of(d, q);
}

/* The other figures of a question: the fourth has two. */
static void fill_means(const struct desk *d, const struct board *b, const struct question *questions, struct view_strategic_question *out) {
  enum { MEANS = QUESTION_COUNT - QUESTION_ACTIONS };
  struct view_strategic_mean *means = vg_alloc(d->arena, MEANS * sizeof *means);
  if (means == NULL) return;
  for (int i = 0; i < MEANS; i++) fill_mean(d, b, &questions[QUESTION_ACTIONS + i], out->title, &means[i]);
  out->means = means, out->means_count = MEANS;
}

/* ---- the living table of contents ---- */

static void fill_chapter(const struct desk *d, const struct chapter_line *c, struct view_strategic_chapter *out) {
  struct view_chip *chips = vg_alloc(d->arena, (c->rule_count + 1) * sizeof *chips);
  *out = (struct view_strategic_chapter){.number = c->number, .title = in_language(d, c->title), .applied = c->now.applied, .of = c->now.of};
  if (chips == NULL) return;
  for (size_t i = 0; i < c->rule_count; i++) {
    const struct rule_line *r = &c->rules[i];
    chips[i] = (struct view_chip){.number = r->number, .title = in_language(d, r->title), .state = state_name(r->now),
                                  .state_name = tr(d->h->lang, state_title(r->now))};
  }
  out->rules = chips;
  out->rules_count = c->rule_count;
}

void strategic_fill(const struct desk *d, const struct board *b, const struct question *questions, struct view_strategic *out) {
  enum { CARDS = QUESTION_ACTIONS };
  struct view_strategic_question *q = vg_alloc(d->arena, CARDS * sizeof *q);
  struct view_strategic_chapter *c = vg_alloc(d->arena, (b->chapter_count + 1) * sizeof *c);
  if (q == NULL || c == NULL) return;
  for (int i = 0; i < CARDS; i++) fill_question(d, b, &questions[i], &q[i]);
  fill_means(d, b, questions, &q[QUESTION_MEANS]);
  for (size_t i = 0; i < b->chapter_count; i++) fill_chapter(d, &b->chapters[i], &c[i]);
  out->heading = heading(d, b);
  out->versus = b->moment.versus == VG_NEVER ? VG_NEVER : b->moment.versus - 1;
  out->questions = q, out->questions_count = CARDS;
  out->chapters = c, out->chapters_count = b->chapter_count;
  out->bar = figures_bar(d, &b->now, 0);
  out->applied = b->now.applied, out->of = b->now.of;
  out->rules = (int64_t)b->rule_count;
  out->measured = b->confidence.automatic + b->confidence.attested;
  out->attested = b->confidence.attested;
  out->not_measured = b->confidence.not_measured;
  out->sources_fresh = b->confidence.sources_fresh, out->sources = b->confidence.sources;
  out->oldest_read = b->confidence.oldest_read;
  out->formulas_changed = b->confidence.formulas_changed;
}
