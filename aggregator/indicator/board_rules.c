#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

/* ---- states of rules at instants ---- */

static void count_state(struct totals *totals, enum vg_state state) {
  totals->by_state[state]++;
  totals->applied += state == STATE_APPLIED;
  totals->of += state != STATE_NOT_APPLICABLE;
}

/* Calls `add` with each rule of the policy in force at each instant, its chapter and its state then. */
typedef void rule_state(void *user, size_t instant, int chapter, enum vg_state state);

static void keep_states(const struct common *c, const struct kept_lines *kept, const vg_time *instants, size_t count, rule_state *add,
                        void *user) {
  for (size_t i = 0; i < count; i++) {
    const struct kept_policy *policy = common_policy(c, instants[i]);
    for (size_t k = 0; policy != NULL && k < policy->rule_count; k++) {
      const struct kept_state *state = life_at(kept, policy->first + k, instants[i]);
      add(user, i, policy->rules[k].chapter, state == NULL ? STATE_UNKNOWN : state->state);
    }
  }
}

static bool rule_states(struct db *db, struct vg_arena *arena, const struct board *board, const vg_time *instants, size_t count,
                        rule_state *add, void *user, struct vg_error *err) {
  DB_RESULT(r);
  const struct common *c = part_common(db);
  const struct kept_lines *kept = part_lines(db, c, board->moment.perimeter.id);
  if (kept != NULL) return keep_states(c, kept, instants, count, add, user), true;
  const char **texts = board_instants(arena, instants, count);
  if (texts == NULL) return board_arena_ok(arena, err);
  if (!db_run(db, &r, SQL_BOARD_RULE_STATES, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TEXTS(texts, count)))
    return false;
  for (size_t i = 0; i < row_count(r); i++)
    add(user, (size_t)row_int(r, i, "place") - 1, (int)row_int(r, i, "chapter"), board_state(r, i, "state"));
  return row_ok(r, err);
}

struct counting {
  const struct board *board;
  int chapter; /* board_totals_at(): 0: all */
  size_t instants;
  struct totals *out;
};

static void count_at(void *user, size_t instant, int chapter, enum vg_state state) {
  const struct counting *c = user;
  if (c->chapter == 0 || c->chapter == chapter) count_state(&c->out[instant], state);
}

static void count_by_chapter(void *user, size_t instant, int chapter, enum vg_state state) {
  const struct counting *c = user;
  for (size_t i = 0; i < c->board->chapter_count; i++)
    if (c->board->chapters[i].number == chapter) count_state(&c->out[i * c->instants + instant], state);
}

bool board_totals_at(struct db *db, struct vg_arena *arena, const struct board *board, int chapter,
                     const vg_time *instants, size_t count, struct totals *out, struct vg_error *err) {
  struct counting counting = {board, chapter, count, out};
  for (size_t i = 0; i < count; i++) out[i] = (struct totals){0};
  return rule_states(db, arena, board, instants, count, count_at, &counting, err);
}

bool board_staircases(struct db *db, struct vg_arena *arena, const struct board *board, const vg_time *instants,
                      size_t count, struct totals **out, struct vg_error *err) {
  *out = vg_alloc(arena, (board->chapter_count * count + 1) * sizeof **out);
  if (*out == NULL) return board_arena_ok(arena, err);
  struct counting counting = {board, 0, count, *out};
  return rule_states(db, arena, board, instants, count, count_by_chapter, &counting, err);
}

/* ---- what changed ---- */

enum { CAUSES_MAX = 5 };

static size_t changed_rules(const struct board *board, struct change *out) {
  size_t n = 0;
  for (int pass = 0; pass < 2; pass++) {
    for (size_t i = 0; i < board->rule_count; i++) {
      const struct rule_line *rule = &board->rules[i];
      bool worse = state_trend(rule->before, rule->now) < 0;
      if (rule->now != rule->before && worse == (pass == 0)) out[n++] = (struct change){.rule = rule};
    }
  }
  return n;
}

static bool measures(const struct rule_line *rule, const struct indicator *indicator) {
  for (size_t i = 0; i < rule->indicator_count; i++) {
    if (rule->indicators[i]->sheet == indicator) return true;
  }
  return false;
}

/* What makes a rule worse is what began to deviate or turned unknown; what makes it better is what was mended. */
static bool explains(const struct change *change, const struct change_cause *cause) {
  bool worse = state_trend(change->rule->before, change->rule->now) < 0;
  return (cause->now == VERDICT_CONFORMING) != worse && measures(change->rule, cause->indicator);
}

static void add_cause(struct change *change, const struct change_cause *cause) {
  size_t place = change->cause_count;
  while (place > 0 && change->causes[place - 1].at < cause->at) place--;
  if (place == CAUSES_MAX) return;
  size_t kept = change->cause_count < CAUSES_MAX ? change->cause_count : CAUSES_MAX - 1;
  memmove(&change->causes[place + 1], &change->causes[place], (kept - place) * sizeof *cause);
  change->causes[place] = *cause;
  change->cause_count = kept + 1;
}

/* Puts a code in its place; false when it is there already. */
static bool add_code(const char **codes, size_t count, const char *code) {
  size_t place = count;
  while (place > 0 && strcmp(codes[place - 1], code) > 0) place--;
  if (place > 0 && strcmp(codes[place - 1], code) == 0) return false;
  memmove(&codes[place + 1], &codes[place], (count - place) * sizeof *codes);
  codes[place] = code;
  return true;
}

static size_t changed_codes(const struct changes *changes, const char **codes) {
  size_t n = 0;
  for (size_t c = 0; c < changes->count; c++) {
    const struct rule_line *rule = changes->items[c].rule;
    for (size_t i = 0; i < rule->indicator_count; i++) {
      if (rule->indicators[i]->now.state != rule->indicators[i]->before.state)
        n += add_code(codes, n, rule->indicators[i]->sheet->code);
    }
  }
  return n;
}

static bool read_causes(struct db *db, struct vg_arena *arena, const struct moment *m, const char **codes, size_t count,
                        struct board_causes *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_CAUSES, DB_MANY, err, P_INT(m->perimeter.id), P_TIME(m->versus), P_TIME(m->at), P_TEXTS(codes, count)))
    return false;
  *out = (struct board_causes){.items = vg_alloc(arena, row_count(r) * sizeof *out->items)};
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    struct change_cause *cause = &out->items[out->count++];
    *cause = (struct change_cause){.indicator = indicator_find(row_text(r, i, "indicator")),
                                   .perimeter_id = row_int(r, i, "perimeter_id"),
                                   .subject = board_text(arena, r, i, "subject"),
                                   .label = board_text(arena, r, i, "label"),
                                   .detail = board_text(arena, r, i, "detail"),
                                   .at = row_time(r, i, "at"),
                                   .never_told = row_bool(r, i, "never_told")};
    (void)verdict_parse(row_text(r, i, "now"), &cause->now);
  }
  return row_ok(r, err) && board_arena_ok(arena, err);
}

static void explain(const struct board_causes *causes, struct changes *out) {
  for (size_t c = 0; c < out->count; c++) {
    struct change *change = &out->items[c];
    int trend = state_trend(change->rule->before, change->rule->now);
    out->worse += trend < 0;
    out->better += trend > 0;
    for (size_t i = 0; i < causes->count; i++) {
      if (explains(change, &causes->items[i])) add_cause(change, &causes->items[i]);
    }
  }
}

bool board_changes(struct db *db, struct vg_arena *arena, const struct board *board, struct changes *out,
                   struct vg_error *err) {
  struct board_causes causes = {0};
  *out = (struct changes){0};
  if (board->moment.versus == VG_NEVER) return true;
  out->items = vg_alloc(arena, (board->rule_count + 1) * sizeof *out->items);
  const char **codes = vg_alloc(arena, (board->rule_count * INDICATOR_RULES_MAX * 4 + 1) * sizeof *codes);
  if (!board_arena_ok(arena, err)) return false;
  out->count = changed_rules(board, out->items);
  size_t count = changed_codes(out, codes);
  for (size_t c = 0; c < out->count; c++) out->items[c].causes = vg_alloc(arena, CAUSES_MAX * sizeof *out->items[c].causes);
  if (!board_arena_ok(arena, err)) return false;
  if (!board_kept_causes(db, arena, &board->moment, codes, count, &causes) &&
      !read_causes(db, arena, &board->moment, codes, count, &causes, err))
    return false;
  explain(&causes, out);
  return true;
}

/* ---- one rule ---- */

bool board_rule_text(struct db *db, struct vg_arena *arena, const struct board *board, const char *number,
                     struct rule_text *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_RULE, DB_ONE, err, P_TEXT(board->policy), P_TEXT(number))) return false;
  out->statement = board_pair(arena, r, 0, "statement_fr", "statement_en");
  out->frequency = board_pair(arena, r, 0, "frequency_fr", "frequency_en");
  return row_ok(r, err) && board_arena_ok(arena, err);
}

static void add_step(struct lifeline *line, vg_time from, vg_time to, enum vg_state state) {
  if (to <= from) return;
  line->seconds[state] += (to - from + VG_SECOND / 2) / VG_SECOND; /* what a day brings comes a microsecond after its midnight */
  if (line->count > 0 && line->steps[line->count - 1].state == state)
    line->steps[line->count - 1].to = to;
  else
    line->steps[line->count++] = (struct life_step){from, to, state};
}

bool board_lifeline(struct db *db, struct vg_arena *arena, const struct moment *moment, const struct rule_line *rule,
                    vg_time from, vg_time to, struct lifeline *out, struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct lifeline){.total_seconds = (to - from) / VG_SECOND};
  if (!db_run(db, &r, SQL_BOARD_LIFELINE, DB_MANY, err, P_INT(moment->perimeter.id), P_TEXT(rule->number), P_TIME(from),
              P_TIME(to)))
    return false;
  out->steps = vg_alloc(arena, (2 * row_count(r) + 1) * sizeof *out->steps);
  if (out->steps == NULL) return board_arena_ok(arena, err);
  vg_time at = from;
  for (size_t i = 0; i < row_count(r); i++) {
    add_step(out, at, row_time(r, i, "from_at"), STATE_UNKNOWN);
    add_step(out, row_time(r, i, "from_at"), row_time(r, i, "to_at"), board_state(r, i, "state"));
    at = row_time(r, i, "to_at");
  }
  add_step(out, at, to, STATE_UNKNOWN);
  out->applicable_seconds = out->total_seconds - out->seconds[STATE_NOT_APPLICABLE];
  return row_ok(r, err);
}
