#include "web/view/policy.h"

#include <string.h>

#include "core/buf.h"
#include "web/view/record_text.h"

const char *policy_column(const struct desk *d, const struct db_result *r, size_t row, const char *fr, const char *en) {
  return vg_strdup(d->arena, row_text(r, row, d->h->lang == LANG_FR ? fr : en));
}

/* ---- rules ---- */

/* One line a framework: "8.13, 8.14". The rows of a rule stand together, those of a framework within them too. */
static void fill_mapping(const struct desk *d, const struct db_result *r, struct view_policy_rule *out) {
  size_t n = 0;
  for (size_t i = 0; i < row_count(r); i++) n += strcmp(row_text(r, i, "rule"), out->number) == 0;
  struct view_policy_mapping *items = vg_alloc(d->arena, (n + 1) * sizeof *items);
  if (items == NULL) return;
  out->mapping = items;
  for (size_t i = 0; i < row_count(r); i++) {
    if (strcmp(row_text(r, i, "rule"), out->number) != 0) continue;
    const char *framework = row_text(r, i, "framework");
    struct view_policy_mapping *last = out->mapping_count == 0 ? NULL : &items[out->mapping_count - 1];
    if (last != NULL && strcmp(last->framework, framework) == 0) {
      last->numbers = vg_printf(d->arena, "%s, %s", last->numbers, row_text(r, i, "number"));
      continue;
    }
    items[out->mapping_count++] =
        (struct view_policy_mapping){vg_strdup(d->arena, framework), policy_column(d, r, i, "framework_fr", "framework_en"),
                                     vg_strdup(d->arena, row_text(r, i, "number"))};
  }
}

static void fill_rule(const struct desk *d, const struct rule_line *rule, const struct policy_rows *rows, struct view_policy_rule *out) {
  *out = (struct view_policy_rule){.number = rule->number, .title = in_language(d, rule->title), .state = state_name(rule->now),
                                   .statement = "", .frequency = "", .owner = ""};
  for (size_t i = 0; i < row_count(rows->rules); i++) {
    if (strcmp(row_text(rows->rules, i, "number"), rule->number) != 0) continue;
    const char *owner = row_text(rows->rules, i, "owner");
    out->statement = policy_column(d, rows->rules, i, "statement_fr", "statement_en");
    out->frequency = policy_column(d, rows->rules, i, "frequency_fr", "frequency_en");
    out->owner = *owner == '\0' ? "" : vg_strdup(d->arena, choice_label(d->h, owner));
  }
  fill_mapping(d, rows->mapping, out);
}

static void fill_chapters(const struct desk *d, const struct board *b, const struct policy_rows *rows, struct view_policy *out) {
  struct view_policy_chapter *chapters = vg_alloc(d->arena, (b->chapter_count + 1) * sizeof *chapters);
  if (chapters == NULL) return;
  for (size_t c = 0; c < b->chapter_count; c++) {
    const struct chapter_line *from = &b->chapters[c];
    struct view_policy_rule *rules = vg_alloc(d->arena, (from->rule_count + 1) * sizeof *rules);
    if (rules == NULL) return;
    for (size_t i = 0; i < from->rule_count; i++) fill_rule(d, &from->rules[i], rows, &rules[i]);
    chapters[c] = (struct view_policy_chapter){.number = from->number, .title = in_language(d, from->title), .applied = from->now.applied,
                                               .of = from->now.of, .rules = rules, .rules_count = from->rule_count};
  }
  out->chapters = chapters;
  out->chapters_count = b->chapter_count;
}

/* ---- versions and frameworks ---- */

static void fill_versions(const struct desk *d, const struct db_result *r, vg_time at, struct view_policy *out) {
  static const char *const names[] = {N_("in force"), N_("to come"), N_("no longer in force"), N_("never in force")};
  static const char *const states[] = {"current", "future", "past", "never"};
  struct view_policy_version *items = vg_alloc(d->arena, (row_count(r) + 1) * sizeof *items);
  if (items == NULL) return;
  for (size_t i = 0; i < row_count(r); i++) {
    vg_time from = row_time(r, i, "from_at"), to = row_time(r, i, "to_at");
    int state = row_bool(r, i, "never") ? 3 : from > at ? 1 : to != VG_NEVER && to <= at ? 2 : 0;
    items[i] = (struct view_policy_version){.code = vg_strdup(d->arena, row_text(r, i, "code")),
                                            .title = policy_column(d, r, i, "title_fr", "title_en"), .from = from, .to = to,
                                            .state = states[state], .state_name = tr(d->h->lang, names[state]),
                                            .rules = row_int(r, i, "rules"), .loaded_at = row_time(r, i, "loaded_at"),
                                            .loaded_by = vg_strdup(d->arena, row_text(r, i, "loaded_by")), .against = "",
                                            .day = state == 1 || state == 3 ? "" : vg_strdup(d->arena, row_text(r, i, "effective_on"))};
    if (state == 0) out->from = from, out->to = to;
  }
  out->versions = items;
  out->versions_count = row_count(r);
}

static void fill_frameworks(const struct desk *d, const struct db_result *r, struct view_policy *out) {
  struct view_policy_framework *items = vg_alloc(d->arena, (row_count(r) + 1) * sizeof *items);
  if (items == NULL) return;
  for (size_t i = 0; i < row_count(r); i++)
    items[i] = (struct view_policy_framework){vg_strdup(d->arena, row_text(r, i, "code")), policy_column(d, r, i, "title_fr", "title_en"),
                                              row_int(r, i, "covered"), row_int(r, i, "of")};
  out->frameworks = items;
  out->frameworks_count = row_count(r);
}

void policy_fill(const struct desk *d, const struct board *b, const struct policy_rows *rows, vg_time at, struct view_policy *out) {
  out->from = out->to = VG_NEVER;
  out->title = in_language(d, b->policy_title);
  out->code = b->policy;
  out->bar = figures_bar(d, &b->now, 0);
  fill_versions(d, rows->versions, at, out);
  fill_frameworks(d, rows->frameworks, out);
  fill_chapters(d, b, rows, out);
  int64_t n = (int64_t)b->chapter_count;
  const char *chapters = text_say_n(d->h, d->arena, "{n} chapter", "{n} chapters", n, {"n", HTML_COUNT, .integer = n});
  out->heading = b->rule_count == 0 ? tr(d->h->lang, "No policy was in force on this day.")
                                    : text_say_n(d->h, d->arena, "{n} rule of {chapters} is in force.",
                                                 "{n} rules of {chapters} are in force.", (int64_t)b->rule_count,
                                                 {"n", HTML_COUNT, .integer = (int64_t)b->rule_count},
                                                 {"chapters", HTML_TEXT, .text = chapters});
}

static const char *part_title(enum policy_part part) {
  static const char *const titles[PART_COUNT] = {
      [PART_TITLE] = N_("Title"),           [PART_EFFECT] = N_("Date of effect"),     [PART_CHAPTER] = N_("Chapter"),
      [PART_RULE] = N_("Rule"),             [PART_STATEMENT] = N_("Statement"),       [PART_FREQUENCY] = N_("Frequency"),
      [PART_OWNER] = N_("Owner"),           [PART_INDICATOR] = N_("Indicator"),       [PART_MAPPING] = N_("Mapping"),
      [PART_THRESHOLD] = N_("Thresholds"),  [PART_DEADLINE] = N_("Deadline in days"), [PART_BACKUP_CLASS] = N_("Backup class, in hours"),
      [PART_PROFILE] = N_("Job profile"),   [PART_INCOMPATIBLE] = N_("Incompatible roles"),
      [PART_PROCESS] = N_("Required process"), [PART_TOPIC] = N_("Topic of the watch"), [PART_CONTROL] = N_("Attested control"),
      [PART_PERIMETER] = N_("Perimeter"),   [PART_EXCEPTION] = N_("Not applicable"),
  };
  return titles[part];
}

/* An empty text says that the thing is there. */
static const char *there(const struct desk *d, const char *text) {
  return text == NULL ? NULL : *text == '\0' ? tr(d->h->lang, N_("yes")) : text;
}

void policy_fill_differences(const struct desk *d, const struct policy_differences *from, struct view_policy_version *out) {
  struct view_policy_difference *items = vg_alloc(d->arena, (from->count + 1) * sizeof *items);
  if (items == NULL) return;
  for (size_t i = 0; i < from->count; i++) {
    const struct policy_difference *f = &from->items[i];
    items[i] = (struct view_policy_difference){tr(d->h->lang, part_title(f->part)), vg_strdup(d->arena, f->name),
                                               f->before == NULL ? NULL : vg_strdup(d->arena, there(d, f->before)),
                                               f->after == NULL ? NULL : vg_strdup(d->arena, there(d, f->after))};
  }
  out->differences = items;
  out->differences_count = from->count;
}

void policy_fill_controls(const struct desk *d, const struct db_result *mapping, struct view_rule *out) {
  struct view_rule_control *items = vg_alloc(d->arena, (row_count(mapping) + 1) * sizeof *items);
  if (items == NULL) return;
  for (size_t i = 0; i < row_count(mapping); i++)
    items[i] = (struct view_rule_control){vg_strdup(d->arena, row_text(mapping, i, "framework")),
                                          policy_column(d, mapping, i, "framework_fr", "framework_en"),
                                          vg_strdup(d->arena, row_text(mapping, i, "number")), policy_column(d, mapping, i, "title_fr", "title_en")};
  out->controls = items;
  out->controls_count = row_count(mapping);
}

/* ---- a framework ---- */

static void fill_control(const struct desk *d, const struct board *b, const struct db_result *r, size_t row,
                         struct view_framework_control *out, int *state) {
  const char *numbers = row_text(r, row, "rules");
  size_t most = 1;
  for (const char *p = numbers; *p != '\0'; p++) most += *p == ',';
  struct view_framework_rule *rules = vg_alloc(d->arena, most * sizeof *rules);
  *out = (struct view_framework_control){.number = vg_strdup(d->arena, row_text(r, row, "number")),
                                         .title = policy_column(d, r, row, "title_fr", "title_en"), .state = "", .rules = rules};
  *state = -1;
  while (*numbers != '\0' && rules != NULL) {
    size_t n = strcspn(numbers, ",");
    const char *number = vg_strndup(d->arena, numbers, n);
    const struct rule_line *rule = number == NULL ? NULL : board_rule(b, number);
    numbers += n + (numbers[n] == ',');
    if (rule == NULL) continue;
    rules[out->rules_count++] = (struct view_framework_rule){rule->number, in_language(d, rule->title), state_name(rule->now)};
    *state = *state < 0 ? (int)rule->now : (int)state_worse((enum vg_state)*state, rule->now);
  }
  if (*state >= 0) out->state = state_name((enum vg_state)*state);
}

static void fill_filters(const struct desk *d, const int counts[STATE_COUNT], const char *code, struct view_framework *out) {
  struct view_rules_filter *filters = vg_alloc(d->arena, STATE_COUNT * sizeof *filters);
  if (filters == NULL) return;
  for (int s = 0; s < STATE_COUNT; s++) {
    const char *name = state_name((enum vg_state)s);
    filters[s] = (struct view_rules_filter){.title = tr(d->h->lang, state_title((enum vg_state)s)), .state = name, .count = counts[s],
                                            .to = text_to(d->h, d->arena, "/framework/{code}?state={state}",
                                                          {"code", HTML_TEXT, .text = code}, {"state", HTML_TEXT, .text = name})};
  }
  out->filters = filters;
  out->filters_count = STATE_COUNT;
}

void framework_fill(const struct desk *d, const struct board *b, const struct db_result *r, const char *code,
                    const struct framework_wanted *w, struct view_framework *out) {
  int counts[STATE_COUNT] = {0}, state;
  struct view_framework_control *items = vg_alloc(d->arena, (row_count(r) + 1) * sizeof *items), line;
  if (items == NULL) return;
  out->controls = items;
  for (size_t i = 0; i < row_count(r); i++) {
    fill_control(d, b, r, i, &line, &state);
    out->covered += state >= 0;
    if (state >= 0) counts[state]++;
    bool wanted = (w->cover < 0 || (state >= 0) == (w->cover == 1)) && (w->state < 0 || w->state == state);
    if (wanted) items[out->controls_count++] = line;
  }
  out->code = code;
  out->title = policy_column(d, r, 0, "framework_fr", "framework_en");
  out->policy = in_language(d, b->policy_title);
  out->of = (int64_t)row_count(r);
  out->missing = out->of - out->covered;
  out->total = (int64_t)out->controls_count;
  out->cover = w->cover < 0 ? "" : w->cover == 1 ? "yes" : "no";
  out->state = w->state < 0 ? "" : state_name((enum vg_state)w->state);
  fill_filters(d, counts, code, out);
  out->heading = text_say_n(d->h, d->arena, "{title}: {n} of {of} controls is answered by a rule of our policy.",
                            "{title}: {n} of {of} controls are answered by rules of our policy.", out->covered,
                            {"title", HTML_TEXT, .text = out->title}, {"n", HTML_COUNT, .integer = out->covered},
                            {"of", HTML_COUNT, .integer = out->of});
}
