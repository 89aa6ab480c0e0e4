#include "web/view/rules.h"

const char *const rules_measured_names[RULES_MEASURED_COUNT] = {
    [RULES_ALL] = "", [RULES_MEASURED] = "yes", [RULES_NOT_MEASURED] = "no", [RULES_DECLARED] = "declared"};

static bool wanted(const struct rule_line *r, const struct rules_wanted *w) {
  if (w->state >= 0 && r->now != (enum vg_state)w->state) return false;
  if (w->chapter > 0 && r->chapter != w->chapter) return false;
  switch (w->measured) {
  case RULES_MEASURED: return r->measured != MEASURED_NOT;
  case RULES_NOT_MEASURED: return r->measured == MEASURED_NOT;
  case RULES_DECLARED: return r->measured == MEASURED_BY_ATTESTATION;
  default: return true;
  }
}

static void fill_line(const struct desk *d, const struct board *b, const struct rule_line *r, struct view_rules_line *out) {
  struct view_rules_indicator *items = vg_alloc(d->arena, (r->indicator_count + 1) * sizeof *items);
  *out = (struct view_rules_line){.number = r->number, .title = in_language(d, r->title), .state = state_name(r->now), .since = r->since,
                                  .age = figures_age(d, r->since, b->moment.at), .measured = r->measured != MEASURED_NOT,
                                  .declared = r->measured == MEASURED_BY_ATTESTATION};
  if (items == NULL) return;
  for (size_t i = 0; i < r->indicator_count; i++) {
    const struct indicator_line *l = r->indicators[i];
    items[i] = (struct view_rules_indicator){l->sheet->code, in_language(d, l->sheet->title), state_name(l->now.state),
                                             figures_reading(d, l->sheet, &l->now)};
  }
  out->indicators = items;
  out->indicators_count = r->indicator_count;
}

static bool fill_chapter(const struct desk *d, const struct board *b, const struct chapter_line *c, const struct rules_wanted *w,
                         struct view_rules_chapter *out) {
  struct view_rules_line *lines = vg_alloc(d->arena, (c->rule_count + 1) * sizeof *lines);
  size_t n = 0;
  if (lines == NULL) return false;
  for (size_t i = 0; i < c->rule_count; i++)
    if (wanted(&c->rules[i], w)) fill_line(d, b, &c->rules[i], &lines[n++]);
  *out = (struct view_rules_chapter){.number = c->number, .title = in_language(d, c->title), .applied = c->now.applied, .of = c->now.of,
                                     .rules = lines, .rules_count = n};
  return n > 0;
}

static void fill_filters(const struct desk *d, const struct board *b, const struct rules_wanted *w, struct view_rules *out) {
  struct view_rules_filter *filters = vg_alloc(d->arena, STATE_COUNT * sizeof *filters);
  struct view_rules_option *chapters = vg_alloc(d->arena, (b->chapter_count + 1) * sizeof *chapters);
  if (filters == NULL || chapters == NULL) return;
  for (int s = 0; s < STATE_COUNT; s++) {
    const char *name = state_name((enum vg_state)s);
    filters[s] = (struct view_rules_filter){.title = tr(d->h->lang, state_title((enum vg_state)s)), .state = name,
                                            .count = b->now.by_state[s], .current = w->state == s,
                                            .to = text_to(d->h, d->arena, "/rules?state={state}", {"state", HTML_TEXT, .text = name})};
  }
  for (size_t i = 0; i < b->chapter_count; i++)
    chapters[i] = (struct view_rules_option){b->chapters[i].number, in_language(d, b->chapters[i].title), b->chapters[i].number == w->chapter};
  out->filters = filters;
  out->filters_count = STATE_COUNT;
  out->chapter_names = chapters;
  out->chapter_names_count = b->chapter_count;
}

static const char *heading(const struct desk *d, const struct board *b) {
  if (b->rule_count == 0) return tr(d->h->lang, "No policy was in force on this day.");
  return text_say_n(d->h, d->arena, "{n} of the {of} rules of our policy is applied.", "{n} of the {of} rules of our policy are applied.",
                    b->now.applied, {"n", HTML_COUNT, .integer = b->now.applied}, {"of", HTML_COUNT, .integer = b->now.of});
}

void rules_fill(const struct desk *d, const struct board *b, const struct rules_wanted *w, struct view_rules *out) {
  struct view_rules_chapter *chapters = vg_alloc(d->arena, (b->chapter_count + 1) * sizeof *chapters);
  if (chapters == NULL) return;
  for (size_t i = 0; i < b->chapter_count; i++)
    if (fill_chapter(d, b, &b->chapters[i], w, &chapters[out->chapters_count])) {
      out->total += (int64_t)chapters[out->chapters_count].rules_count;
      out->chapters_count++;
    }
  out->chapters = chapters;
  fill_filters(d, b, w, out);
  out->heading = heading(d, b);
  out->policy = in_language(d, b->policy_title);
  out->bar = figures_bar(d, &b->now, 0);
  out->state = w->state >= 0 ? state_name((enum vg_state)w->state) : "";
  out->chapter = w->chapter > 0 ? w->chapter : HTML_NO_INT;
  out->measured = rules_measured_names[w->measured];
}
