#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

/* ---- a rule at two instants, wherever it was read ---- */

struct said {
  const char *number, *indicators, *indicators_before; /* codes, ',' between, under the policy of each instant; "" where it has none */
  int chapter;
  struct bilingual title, chapter_title;
  bool is_now, is_before;
  enum vg_state now, before;
  vg_time since;
};
struct all_said {
  const char *policy;
  struct bilingual policy_title;
  struct said *items; /* those of the policy in force first */
  size_t count;
};

static bool read_rules(struct db *db, struct vg_arena *arena, const struct moment *m, struct all_said *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_RULES, DB_MANY, err, P_INT(m->perimeter.id), P_TIME(m->at), P_TIME(m->versus)))
    return false;
  out->count = row_count(r);
  out->items = vg_alloc(arena, out->count * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  if (out->count > 0 && row_bool(r, 0, "is_now")) {
    out->policy = vg_strdup(arena, row_text(r, 0, "policy"));
    out->policy_title = board_pair(arena, r, 0, "policy_fr", "policy_en");
  }
  for (size_t i = 0; i < out->count; i++)
    out->items[i] = (struct said){.number = vg_strdup(arena, row_text(r, i, "number")),
                                  .indicators = vg_strdup(arena, row_text(r, i, "indicators")),
                                  .indicators_before = vg_strdup(arena, row_text(r, i, "indicators_before")),
                                  .chapter = (int)row_int(r, i, "chapter"),
                                  .title = board_pair(arena, r, i, "title_fr", "title_en"),
                                  .chapter_title = board_pair(arena, r, i, "chapter_fr", "chapter_en"),
                                  .is_now = row_bool(r, i, "is_now"),
                                  .is_before = row_bool(r, i, "is_before"),
                                  .now = board_state(r, i, "state"),
                                  .before = board_state(r, i, "before"),
                                  .since = row_time(r, i, "since")};
  return row_ok(r, err) && board_arena_ok(arena, err);
}

static struct said kept_rule(const struct kept_policy *policy, size_t i) {
  const struct kept_rule *rule = &policy->rules[i];
  return (struct said){.number = rule->number,
                       .indicators = rule->indicators,
                       .indicators_before = "",
                       .chapter = rule->chapter,
                       .title = rule->title,
                       .chapter_title = rule->chapter_title,
                       .now = STATE_UNKNOWN,
                       .before = STATE_UNKNOWN,
                       .since = VG_NEVER};
}

/* The line of that number among those there are, or a new one. */
static struct said *line_of_rule(struct all_said *out, const struct kept_policy *policy, size_t i) {
  const char *number = policy->rules[i].number;
  if (i < out->count && strcmp(out->items[i].number, number) == 0) return &out->items[i];
  for (size_t k = 0; k < out->count; k++)
    if (strcmp(out->items[k].number, number) == 0) return &out->items[k];
  out->items[out->count] = kept_rule(policy, i);
  out->items[out->count].indicators = "";
  return &out->items[out->count++];
}

static bool keep_rules(const struct common *kept, const struct kept_lines *lines, struct vg_arena *arena, const struct moment *m,
                       struct all_said *out, struct vg_error *err) {
  const struct kept_policy *now = common_policy(kept, m->at);
  const struct kept_policy *before = m->versus == VG_NEVER ? NULL : common_policy(kept, m->versus);
  out->items = vg_alloc(arena, (kept->rule_count + 1) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; now != NULL && i < now->rule_count; i++) {
    struct said *s = &out->items[out->count++];
    const struct kept_state *state = life_at(lines, now->first + i, m->at);
    *s = kept_rule(now, i);
    s->is_now = true;
    if (state != NULL) s->now = state->state, s->since = state->from;
  }
  if (out->count > 0) out->policy = now->code, out->policy_title = now->title;
  for (size_t i = 0; before != NULL && i < before->rule_count; i++) {
    struct said *s = line_of_rule(out, before, i);
    const struct kept_state *state = life_at(lines, before->first + i, m->versus);
    s->is_before = true;
    s->indicators_before = before->rules[i].indicators;
    if (state != NULL) s->before = state->state;
  }
  return true;
}

/* ---- the board's lines ---- */

static bool worse_first(const struct indicator_line *a, const struct indicator_line *b) {
  return a->now.state != b->now.state && state_worse(a->now.state, b->now.state) == a->now.state;
}

/* The line of the next code, NULL when the board has none; goes past it. */
static const struct indicator_line *next_indicator(struct vg_arena *arena, const struct board *board, const char **codes) {
  size_t n = strcspn(*codes, ",");
  char *code = vg_strndup(arena, *codes, n);
  *codes += n + ((*codes)[n] == ',');
  return code == NULL ? NULL : board_indicator(board, code);
}

static void link_indicators(struct vg_arena *arena, struct board *board, struct rule_line *rule, const char *codes) {
  size_t most = 1;
  for (const char *p = codes; *p != '\0'; p++) most += *p == ',';
  rule->indicators = vg_alloc(arena, most * sizeof *rule->indicators);
  for (const char *p = codes; *p != '\0' && rule->indicators != NULL;) {
    size_t place = rule->indicator_count;
    const struct indicator_line *line = next_indicator(arena, board, &p);
    if (line == NULL) continue;
    for (; place > 0 && worse_first(line, rule->indicators[place - 1]); place--)
      rule->indicators[place] = rule->indicators[place - 1];
    rule->indicators[place] = line;
    rule->indicator_count++;
  }
}

/* ---- indicators whose rules are said not to apply ---- */

/* The rules of the policy in force at an instant that an indicator measures. */
struct measured_rules {
  bool any, applicable; /* applicable: one of them is */
  vg_time since;        /* when the last of them changed state */
};

static void see_rule(struct vg_arena *arena, const struct board *board, const char *codes, enum vg_state state, vg_time since,
                     struct measured_rules *of) {
  while (*codes != '\0') {
    const struct indicator_line *line = next_indicator(arena, board, &codes);
    if (line == NULL) continue;
    struct measured_rules *m = &of[line - board->indicators];
    m->since = !m->any || since > m->since ? since : m->since;
    m->any = true;
    m->applicable = m->applicable || state != STATE_NOT_APPLICABLE;
  }
}

static bool leave_out(const struct measured_rules *m, struct reading *reading) {
  return m->any && !m->applicable && board_leave_out(reading, m->since);
}

static bool leave_out_indicators(struct vg_arena *arena, struct board *board, const struct all_said *all, struct vg_error *err) {
  struct measured_rules *now = vg_alloc(arena, (board->indicator_count + 1) * sizeof *now);
  struct measured_rules *before = vg_alloc(arena, (board->indicator_count + 1) * sizeof *before);
  if (now == NULL || before == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < all->count; i++) {
    const struct said *s = &all->items[i];
    if (s->is_now) see_rule(arena, board, s->indicators, s->now, s->since, now);
    if (s->is_before) see_rule(arena, board, s->indicators_before, s->before, VG_NEVER, before);
  }
  for (size_t i = 0; i < board->indicator_count; i++) {
    board->indicators[i].left_out = leave_out(&now[i], &board->indicators[i].now);
    (void)leave_out(&before[i], &board->indicators[i].before);
  }
  return board_arena_ok(arena, err);
}

/* ---- counts ---- */

static void count_state(struct totals *totals, enum vg_state state) {
  totals->by_state[state]++;
  totals->applied += state == STATE_APPLIED;
  totals->of += state != STATE_NOT_APPLICABLE;
}

static void add_rule(struct board *board, struct rule_line *rule) {
  struct chapter_line *chapter = &board->chapters[board->chapter_count - 1];
  chapter->rule_count++;
  chapter->measured += rule->measured != MEASURED_NOT;
  count_state(&chapter->now, rule->now);
  count_state(&board->now, rule->now);
  board->confidence.automatic += rule->measured == MEASURED_AUTOMATICALLY;
  board->confidence.attested += rule->measured == MEASURED_BY_ATTESTATION;
  board->confidence.not_measured += rule->measured == MEASURED_NOT;
}

/* A rule of the policy in force at `versus`, whether or not today's still has it. */
static void add_before(struct board *board, int chapter, enum vg_state state) {
  count_state(&board->before, state);
  for (size_t c = 0; c < board->chapter_count; c++) {
    if (board->chapters[c].number == chapter) count_state(&board->chapters[c].before, state);
  }
}

static enum measured how_measured(const struct rule_line *rule) {
  for (size_t i = 0; i < rule->indicator_count; i++)
    if (!indicator_declared(rule->indicators[i]->sheet)) return MEASURED_AUTOMATICALLY;
  return rule->indicator_count > 0 ? MEASURED_BY_ATTESTATION : MEASURED_NOT;
}

static void take_rule(struct vg_arena *arena, struct board *board, struct rule_line *rule, const struct said *s) {
  *rule = (struct rule_line){.number = s->number, .chapter = s->chapter, .title = s->title, .now = s->now, .before = s->before, .since = s->since};
  link_indicators(arena, board, rule, s->indicators);
  rule->measured = how_measured(rule);
}

static bool take_rules(struct vg_arena *arena, struct board *board, const struct all_said *all, struct vg_error *err) {
  while (board->rule_count < all->count && all->items[board->rule_count].is_now) board->rule_count++;
  board->policy = all->policy;
  board->policy_title = all->policy_title;
  board->rules = vg_alloc(arena, board->rule_count * sizeof *board->rules);
  board->chapters = vg_alloc(arena, board->rule_count * sizeof *board->chapters);
  if (!board_arena_ok(arena, err)) return false;
  for (size_t i = 0; i < board->rule_count; i++) {
    take_rule(arena, board, &board->rules[i], &all->items[i]);
    if (i == 0 || board->rules[i].chapter != board->rules[i - 1].chapter)
      board->chapters[board->chapter_count++] = (struct chapter_line){
          .number = board->rules[i].chapter, .title = all->items[i].chapter_title, .rules = &board->rules[i]};
    add_rule(board, &board->rules[i]);
  }
  for (size_t i = 0; i < all->count; i++)
    if (all->items[i].is_before) add_before(board, all->items[i].chapter, all->items[i].before);
  return board_arena_ok(arena, err);
}

bool board_load_rules(struct db *db, struct vg_arena *arena, struct board *board, struct vg_error *err) {
  struct all_said all = {.policy = "", .policy_title = {"", ""}};
  const struct common *kept = part_common(db);
  const struct kept_lines *lines = part_lines(db, kept, board->moment.perimeter.id);
  bool read = lines != NULL ? keep_rules(kept, lines, arena, &board->moment, &all, err) : read_rules(db, arena, &board->moment, &all, err);
  return read && leave_out_indicators(arena, board, &all, err) && take_rules(arena, board, &all, err);
}
