#include <string.h>

#include "indicator/board_row.h"

/* ---- states of rules at instants ---- */

static void count_row(struct totals *totals, const struct db_result *r, size_t row) {
  enum vg_state state = board_state(r, row, "state");
  totals->by_state[state]++;
  totals->applied += state == STATE_APPLIED;
  totals->of += state != STATE_NOT_APPLICABLE;
}

bool board_totals_at(struct db *db, struct vg_arena *arena, const struct board *board, int chapter,
                     const vg_time *instants, size_t count, struct totals *out, struct vg_error *err) {
  DB_RESULT(r);
  const char **texts = board_instants(arena, instants, count);
  if (texts == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < count; i++) out[i] = (struct totals){0};
  if (!db_run(db, &r, SQL_BOARD_RULE_STATES, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TEXTS(texts, count)))
    return false;
  for (size_t i = 0; i < row_count(r); i++) {
    if (chapter == 0 || row_int(r, i, "chapter") == chapter) count_row(&out[row_int(r, i, "place") - 1], r, i);
  }
  return row_ok(r, err);
}

bool board_staircases(struct db *db, struct vg_arena *arena, const struct board *board, const vg_time *instants,
                      size_t count, struct totals **out, struct vg_error *err) {
  DB_RESULT(r);
  const char **texts = board_instants(arena, instants, count);
  struct totals *all = *out = vg_alloc(arena, (board->chapter_count * count + 1) * sizeof *all);
  if (!board_arena_ok(arena, err)) return false;
  if (!db_run(db, &r, SQL_BOARD_RULE_STATES, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TEXTS(texts, count)))
    return false;
  for (size_t i = 0; i < row_count(r); i++) {
    for (size_t c = 0; c < board->chapter_count; c++) {
      if (board->chapters[c].number == row_int(r, i, "chapter"))
        count_row(&all[c * count + (size_t)row_int(r, i, "place") - 1], r, i);
    }
  }
  return row_ok(r, err);
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

static bool measures(const struct rule_line *rule, const char *code) {
  for (size_t i = 0; i < rule->indicator_count; i++) {
    if (strcmp(rule->indicators[i]->sheet->code, code) == 0) return true;
  }
  return false;
}

/* What makes a rule worse is what began to deviate or turned unknown; what makes it better is what was mended. */
static bool explains(const struct change *change, const struct db_result *r, size_t row) {
  bool worse = state_trend(change->rule->before, change->rule->now) < 0;
  bool mended = strcmp(row_text(r, row, "now"), "conforming") == 0;
  return measures(change->rule, row_text(r, row, "indicator")) && mended != worse;
}

static void add_cause(struct vg_arena *arena, struct change *change, const struct db_result *r, size_t row) {
  struct change_cause cause = {.indicator = indicator_find(row_text(r, row, "indicator")),
                               .perimeter_id = row_int(r, row, "perimeter_id"),
                               .subject = board_text(arena, r, row, "subject"),
                               .label = board_text(arena, r, row, "label"),
                               .detail = board_text(arena, r, row, "detail"),
                               .at = row_time(r, row, "at")};
  size_t place = change->cause_count;
  (void)verdict_parse(row_text(r, row, "now"), &cause.now);
  while (place > 0 && change->causes[place - 1].at < cause.at) place--;
  if (place == CAUSES_MAX) return;
  size_t kept = change->cause_count < CAUSES_MAX ? change->cause_count : CAUSES_MAX - 1;
  memmove(&change->causes[place + 1], &change->causes[place], (kept - place) * sizeof cause);
  change->causes[place] = cause;
  change->cause_count = kept + 1;
}

static size_t changed_codes(const struct changes *changes, const char **codes) {
  size_t n = 0;
  for (size_t c = 0; c < changes->count; c++) {
    const struct rule_line *rule = changes->items[c].rule;
    for (size_t i = 0; i < rule->indicator_count; i++) {
      if (rule->indicators[i]->now.state != rule->indicators[i]->before.state)
        codes[n++] = rule->indicators[i]->sheet->code;
    }
  }
  return n;
}

bool board_changes(struct db *db, struct vg_arena *arena, const struct board *board, struct changes *out,
                   struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct changes){0};
  if (board->moment.versus == VG_NEVER) return true;
  out->items = vg_alloc(arena, (board->rule_count + 1) * sizeof *out->items);
  const char **codes = vg_alloc(arena, (board->rule_count * INDICATOR_RULES_MAX * 4 + 1) * sizeof *codes);
  if (!board_arena_ok(arena, err)) return false;
  out->count = changed_rules(board, out->items);
  size_t count = changed_codes(out, codes);
  if (!db_run(db, &r, SQL_BOARD_CAUSES, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TIME(board->moment.versus),
              P_TIME(board->moment.at), P_TEXTS(codes, count)))
    return false;
  for (size_t c = 0; c < out->count; c++) {
    struct change *change = &out->items[c];
    int trend = state_trend(change->rule->before, change->rule->now);
    out->worse += trend < 0;
    out->better += trend > 0;
    change->causes = vg_alloc(arena, CAUSES_MAX * sizeof *change->causes);
    if (change->causes == NULL) return board_arena_ok(arena, err);
    for (size_t i = 0; i < row_count(r); i++) {
      if (explains(change, r, i)) add_cause(arena, change, r, i);
    }
  }
  return row_ok(r, err) && board_arena_ok(arena, err);
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
  line->seconds[state] += (to - from) / VG_SECOND;
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
  return row_ok(r, err);
}
