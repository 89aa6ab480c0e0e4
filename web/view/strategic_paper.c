#include "web/view/strategic_paper.h"

#include "config/config.h"
#include "web/export/pdf_chart.h"
#include "web/export/pdf_draw.h"

/* ---- a question ---- */

static const char *arrow(const char *direction) { return html_is(direction, "up") ? "↑" : html_is(direction, "down") ? "↓" : "→"; }

struct card {
  const struct view_strategic_question *question;
  const char *number, *no_value;
};

static void change(struct pdf_pen *pen, const struct view_delta *delta, double x, double base) {
  unsigned ink = delta->better ? pdf_state_ink("applied") : delta->worse ? pdf_state_ink("watch") : PDF_INK;
  const struct pdf_style words = {9, true, ink};
  x += pdf_run(pen, &words, x, base, arrow(delta->direction));
  x += pdf_run(pen, &words, x, base, " ");
  (void)pdf_run(pen, &words, x, base, delta->shown);
}

/* "35 of 69   ↓ −7 rules", with its spaces, which screen readers need; a question that has no value says so. */
static double value(struct pdf_pen *pen, const struct card *c, double x, double y) {
  enum { HEIGHT = 32, BASE = 23 };
  static const struct pdf_style number = {24, true, PDF_INK}, of = {10, false, PDF_GREY}, none = {11, true, PDF_GREY};
  const struct view_strategic_question *q = c->question;
  pdf_tag(pen, "P");
  if (q->has_value) {
    x += pdf_run(pen, &number, x, y + BASE, c->number);
    x += pdf_run(pen, &number, x, y + BASE, " ");
    x += pdf_run(pen, &of, x, y + BASE, q->of_text);
    x += pdf_run(pen, &of, x, y + BASE, "   ");
    if (q->delta != NULL) change(pen, q->delta, x, y + BASE);
  } else {
    pdf_sign(pen, "unknown", x, y + BASE - 11, 12);
    (void)pdf_run(pen, &none, x + 17, y + BASE - 1, c->no_value);
  }
  pdf_tag_end(pen, "P");
  return HEIGHT;
}

static double card(struct pdf_pen *pen, const void *what, double x, double y, double width) {
  const struct card *c = what;
  const struct view_strategic_question *q = c->question;
  double at = y + 7;
  pdf_line(pen, PDF_INK, x, y, x + width, y, 1);
  at += pdf_text(pen, &pdf_heading3, x, at, width, PDF_LEFT, q->title, "H3");
  at += pdf_text(pen, &pdf_small, x, at, width, PDF_LEFT, q->subtitle, "P");
  at += value(pen, c, x, at);
  at += pdf_text(pen, &pdf_body, x, at, width, PDF_LEFT, q->line, "P") + 3;
  at += pdf_bullet(pen, &q->bullet, x, at, width) + 6;
  at += pdf_columns_chart(pen, &q->trend, x, at, width) + 4;
  at += pdf_text(pen, &pdf_small, x, at, width, PDF_LEFT, q->foot, "P") + 6;
  return at - y;
}

struct mean {
  const struct view_strategic_mean *mean;
  const char *no_value;
};

/* "62,400 of 78,000 €   ↑ +3.1 points" */
static void mean_value(struct pdf_pen *pen, const struct mean *c, double x, double base) {
  static const struct pdf_style number = {14, true, PDF_INK}, none = {11, true, PDF_GREY};
  const struct view_strategic_mean *m = c->mean;
  pdf_tag(pen, "P");
  if (m->has_value) {
    x += pdf_run(pen, &number, x, base, m->shown);
    x += pdf_run(pen, &number, x, base, "   ");
    if (m->delta != NULL) change(pen, m->delta, x, base);
  } else {
    pdf_sign(pen, "unknown", x, base - 10, 12);
    (void)pdf_run(pen, &none, x + 17, base, c->no_value);
  }
  pdf_tag_end(pen, "P");
}

/* Another figure of a question. */
static double mean(struct pdf_pen *pen, const void *what, double x, double y, double width) {
  enum { HEIGHT = 21, BASE = 15 };
  const struct mean *c = what;
  const struct view_strategic_mean *m = c->mean;
  double at = y + 7;
  pdf_line(pen, PDF_INK, x, y, x + width, y, 1);
  at += pdf_text(pen, &pdf_heading3, x, at, width, PDF_LEFT, m->title, "H3");
  at += pdf_text(pen, &pdf_small, x, at, width, PDF_LEFT, m->question, "P");
  mean_value(pen, c, x, at + BASE);
  at += HEIGHT;
  at += pdf_text(pen, &pdf_body, x, at, width, PDF_LEFT, m->line, "P") + 3;
  at += pdf_columns_chart(pen, &m->trend, x, at, width) + 6;
  return at - y;
}

static void put_means(const struct desk *d, const struct view_strategic *v, struct pdf *pdf) {
  enum { MOST = QUESTION_COUNT };
  struct mean *means = vg_alloc(d->arena, MOST * sizeof *means);
  struct pdf_block *blocks = vg_alloc(d->arena, MOST * sizeof *blocks);
  size_t n = 0;
  if (means == NULL || blocks == NULL) return;
  for (size_t i = 0; i < v->questions_count; i++)
    for (size_t k = 0; k < v->questions[i].means_count && n < MOST; k++, n++) {
      means[n] = (struct mean){&v->questions[i].means[k], tr(d->h->lang, N_("No value"))};
      blocks[n] = (struct pdf_block){mean, &means[n], false};
    }
  pdf_blocks(pdf, blocks, n, 2);
}

static void put_questions(const struct desk *d, const struct view_strategic *v, struct pdf *pdf) {
  struct card *cards = vg_alloc(d->arena, (v->questions_count + 1) * sizeof *cards);
  struct pdf_block *blocks = vg_alloc(d->arena, (v->questions_count + 1) * sizeof *blocks);
  if (cards == NULL || blocks == NULL) return;
  for (size_t i = 0; i < v->questions_count; i++) {
    const struct view_strategic_question *q = &v->questions[i];
    cards[i] = (struct card){q, text_value(d->h, d->arena, (struct html_value){.as = HTML_COUNT, .integer = q->n}), tr(d->h->lang, N_("No value"))};
    blocks[i] = (struct pdf_block){card, &cards[i], false};
  }
  pdf_heading(pdf, 2, tr(d->h->lang, N_("The four questions of the policy")));
  pdf_blocks(pdf, blocks, v->questions_count, 2);
  put_means(d, v, pdf);
  pdf_remark(pdf, text_say(d->h, d->arena,
                           "Reading: the bar is the value, the line the target, the circle the value on {versus}; grey grounds, from critical "
                           "(dark) to satisfactory (light); hatched: no data.", {"versus", HTML_DATE, .time = v->versus}));
  pdf_remark(pdf, tr(d->h->lang, N_("The columns are the ends of the last eight quarters, the last one in black; the dashed line is the target in force at each.")));
}

enum { COLUMNS = QUESTION_COUNT + 1 };
struct quarters {
  struct pdf_column columns[COLUMNS];
  const char **cells;
  size_t count;
};

/* The budget is the widest. */
static void put_column(struct quarters *q, const char *title, const struct view_sparkline *trend) {
  if (q->count == COLUMNS || trend->values_count != QUESTION_QUARTERS) return;
  q->columns[q->count] = (struct pdf_column){title, q->count + 1 == COLUMNS ? 0.23 : 0.13, true};
  for (size_t i = 0; i < QUESTION_QUARTERS; i++) {
    q->cells[i * COLUMNS] = trend->labels[i];
    q->cells[i * COLUMNS + q->count] = trend->values[i];
  }
  q->count++;
}

/* A row a quarter: what the page gives below the questions. */
static void put_quarters(const struct desk *d, const struct view_strategic *v, struct pdf *pdf) {
  struct quarters q = {.columns = {{tr(d->h->lang, N_("Quarter")), 0.12, false}}, .count = 1};
  q.cells = vg_alloc(d->arena, QUESTION_QUARTERS * COLUMNS * sizeof *q.cells);
  if (q.cells == NULL) return;
  for (size_t i = 0; i < v->questions_count; i++) {
    put_column(&q, v->questions[i].title, &v->questions[i].trend);
    for (size_t k = 0; k < v->questions[i].means_count; k++) put_column(&q, v->questions[i].means[k].title, &v->questions[i].means[k].trend);
  }
  if (q.count != COLUMNS) return;
  pdf_heading(pdf, 2, tr(d->h->lang, N_("Each question at the end of the last eight quarters")));
  pdf_table(pdf, q.columns, COLUMNS, q.cells, QUESTION_QUARTERS);
}

/* ---- the policy, rule by rule ---- */

struct chapter {
  const struct view_strategic_chapter *chapter;
  const char *number, *score;
};

static double chapter(struct pdf_pen *pen, const void *what, double x, double y, double width) {
  enum { NUMBER = 22, SCORE = 60, ABOVE = 5 };
  const struct chapter *c = what;
  double at = y + ABOVE;
  (void)pdf_text(pen, &pdf_heading3, x, at, NUMBER, PDF_LEFT, c->number, "P");
  double height = pdf_text(pen, &pdf_heading3, x + NUMBER, at, width - NUMBER - SCORE, PDF_LEFT, c->chapter->title, "H3");
  (void)pdf_text(pen, &pdf_heading3, x + width - SCORE, at, SCORE, PDF_RIGHT, c->score, "P");
  at += height + 1.5;
  pdf_line(pen, PDF_INK, x, at, x + width, at, 0.6);
  return at + 2 - y;
}

/* What is applied is pale, so that the eye goes to the rest. */
static double rule(struct pdf_pen *pen, const void *what, double x, double y, double width) {
  enum { SIGN = 8, NUMBER = 13, TITLE = 43, BETWEEN = 6 };
  static const struct pdf_style plain = {8, false, PDF_INK};
  const struct view_chip *r = what;
  bool calm = html_is(r->state, "applied") || html_is(r->state, "not_applicable");
  const struct pdf_style name = {8, !calm, PDF_INK}, state = {7.5, !calm, pdf_state_ink(r->state)};
  double wide = pdf_run_width(pen, &state, r->state_name) + 1;
  pdf_sign(pen, r->state, x, y + 0.5, SIGN);
  (void)pdf_text(pen, &name, x + NUMBER, y, TITLE - NUMBER, PDF_LEFT, r->number, "P");
  double height = pdf_text(pen, &plain, x + TITLE, y, width - TITLE - BETWEEN - wide, PDF_LEFT, r->title, "P");
  (void)pdf_text(pen, &state, x + width - wide, y + 0.4, wide, PDF_RIGHT, r->state_name, "P");
  return height + 2;
}

static size_t lines_of(const struct view_strategic *v) {
  size_t n = v->chapters_count;
  for (size_t i = 0; i < v->chapters_count; i++) n += v->chapters[i].rules_count;
  return n;
}

/* Two rules at least stand below a chapter's title. */
static void put_contents(const struct desk *d, const struct view_strategic *v, struct pdf *pdf) {
  struct chapter *chapters = vg_alloc(d->arena, (v->chapters_count + 1) * sizeof *chapters);
  struct pdf_block *blocks = vg_alloc(d->arena, (lines_of(v) + 1) * sizeof *blocks);
  size_t n = 0;
  if (chapters == NULL || blocks == NULL) return;
  for (size_t i = 0; i < v->chapters_count; i++) {
    const struct view_strategic_chapter *c = &v->chapters[i];
    chapters[i] = (struct chapter){c, text_value(d->h, d->arena, (struct html_value){.as = HTML_PLAIN, .integer = c->number}),
                                   text_say(d->h, d->arena, "{applied} of {of}", {"applied", HTML_COUNT, .integer = c->applied},
                                            {"of", HTML_COUNT, .integer = c->of})};
    blocks[n++] = (struct pdf_block){chapter, &chapters[i], true};
    for (size_t k = 0; k < c->rules_count; k++) blocks[n++] = (struct pdf_block){rule, &c->rules[k], k == 0 && c->rules_count > 1};
  }
  pdf_columns(pdf, blocks, n, 2);
}

static void put_policy(const struct desk *d, const struct view_strategic *v, struct pdf *pdf) {
  if (v->chapters_count > 0) pdf_new_page(pdf);
  pdf_heading(pdf, 2, tr(d->h->lang, N_("Our policy, rule by rule")));
  if (v->chapters_count == 0) {
    pdf_paragraph(pdf, tr(d->h->lang, N_("No policy was in force on this day: there is no rule to judge.")));
    return;
  }
  pdf_paragraph(pdf, text_say_n(d->h, d->arena, "{applied} of {of} rules applied", "{applied} of {of} rules applied", v->applied,
                                {"applied", HTML_COUNT, .integer = v->applied}, {"of", HTML_COUNT, .integer = v->of}));
  pdf_blocks(pdf, &(struct pdf_block){pdf_state_bar, &v->bar, false}, 1, 1);
  put_contents(d, v, pdf);
}

/* ---- what these figures are worth ---- */

static const char *measured(const struct desk *d, const struct view_strategic *v) {
  const char *of = text_say(d->h, d->arena, "{measured} of {rules}", {"measured", HTML_COUNT, .integer = v->measured},
                            {"rules", HTML_COUNT, .integer = v->rules});
  const char *how = tr_n(d->h->lang, "by a reviewed declaration", "by reviewed declarations", v->attested);
  return vg_printf(d->arena, "%s%s %s %s", of, tr(d->h->lang, N_(", of which")),
                   text_value(d->h, d->arena, (struct html_value){.as = HTML_COUNT, .integer = v->attested}), how);
}

static const char *not_measured(const struct desk *d, const struct view_strategic *v) {
  const char *rules = text_say_n(d->h, d->arena, "{not_measured} rule", "{not_measured} rules", v->not_measured,
                                 {"not_measured", HTML_COUNT, .integer = v->not_measured});
  return vg_printf(d->arena, "%s%s", rules, v->not_measured > 0 ? tr(d->h->lang, N_(", shown as unknown and never as applied")) : "");
}

static const char *fresh(const struct desk *d, const struct view_strategic *v) {
  const char *sources = text_say(d->h, d->arena, "{fresh} of {sources}", {"fresh", HTML_COUNT, .integer = v->sources_fresh},
                                 {"sources", HTML_COUNT, .integer = v->sources});
  if (v->oldest_read == VG_NEVER) return sources;
  return vg_printf(d->arena, "%s%s", sources,
                   text_say(d->h, d->arena, ", the oldest read on {oldest_read}", {"oldest_read", HTML_DATETIME, .time = v->oldest_read}));
}

static const char *formulas(const struct desk *d, const struct view_strategic *v) {
  const char *which = v->formulas_changed == 0 ? tr(d->h->lang, N_("None"))
                                               : text_say_n(d->h, d->arena, "{formulas_changed} indicator", "{formulas_changed} indicators",
                                                            v->formulas_changed, {"formulas_changed", HTML_COUNT, .integer = v->formulas_changed});
  return vg_printf(d->arena, "%s %s", which, text_say(d->h, d->arena, "since {versus}", {"versus", HTML_DATE, .time = v->versus}));
}

static void put_confidence(const struct desk *d, const struct view_strategic *v, struct pdf *pdf) {
  pdf_heading(pdf, 2, tr(d->h->lang, N_("Confidence in these figures")));
  pdf_fact(pdf, tr(d->h->lang, N_("Rules measured")), measured(d, v));
  pdf_fact(pdf, tr(d->h->lang, N_("Not measured")), not_measured(d, v));
  pdf_fact(pdf, tr(d->h->lang, N_("Sources up to date")), fresh(d, v));
  pdf_fact(pdf, tr(d->h->lang, N_("Changed formulas")), formulas(d, v));
  pdf_remark(pdf, tr(d->h->lang, N_("Every figure comes from records or, where no system keeps any, from declarations that a second person read over.")));
}

void strategic_paper(const struct desk *d, const struct view_strategic *v, struct pdf *pdf) {
  put_questions(d, v, pdf);
  put_confidence(d, v, pdf);
  put_policy(d, v, pdf);
  put_quarters(d, v, pdf);
}
