#include "indicator/board.h"

#include <string.h>

#include "indicator/board_row.h"

/* ---- perimeters ---- */

static struct perimeter perimeter_row(struct vg_arena *arena, const struct db_result *r, size_t row) {
  return (struct perimeter){.id = row_int(r, row, "id"),
                            .parent_id = row_int(r, row, "parent_id"),
                            .code = vg_strdup(arena, row_text(r, row, "code")),
                            .name = vg_strdup(arena, row_text(r, row, "name")),
                            .depth = (int)row_int(r, row, "depth"),
                            .is_sample = row_bool(r, row, "is_sample")};
}

bool board_perimeters(struct db *db, struct vg_arena *arena, struct perimeters *out, struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct perimeters){0};
  if (!db_run(db, &r, SQL_BOARD_PERIMETERS, DB_MANY, err)) return false;
  out->items = vg_alloc(arena, row_count(r) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) out->items[out->count++] = perimeter_row(arena, r, i);
  return row_ok(r, err) && board_arena_ok(arena, err);
}

bool board_moment(struct db *db, struct vg_arena *arena, const char *perimeter_code, vg_time at, vg_time versus,
                  struct moment *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_PERIMETER, DB_ZERO_OR_ONE, err, P_TEXT(perimeter_code))) return false;
  if (row_count(r) == 0)
    return vg_fail(err, VG_E_NOTFOUND, "no perimeter is called \"%.64s\"",
                   perimeter_code == NULL ? "" : perimeter_code);
  *out = (struct moment){.perimeter = perimeter_row(arena, r, 0), .at = at, .versus = versus};
  return row_ok(r, err) && board_arena_ok(arena, err);
}

/* ---- indicators ---- */

static struct indicator_line *line_of(struct board *board, const char *code) {
  for (size_t i = 0; i < board->indicator_count; i++) {
    if (strcmp(board->indicators[i].sheet->code, code) == 0) return &board->indicators[i];
  }
  return NULL;
}

static bool load_readings(struct db *db, struct vg_arena *arena, struct board *board, struct vg_error *err) {
  DB_RESULT(r);
  vg_time instants[2] = {board->moment.at, board->moment.versus};
  size_t count = board->moment.versus == VG_NEVER ? 1 : 2;
  const char **texts = board_instants(arena, instants, count);
  if (texts == NULL) return board_arena_ok(arena, err);
  if (!db_run(db, &r, SQL_BOARD_READINGS, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TEXTS(texts, count),
              P_NULL))
    return false;
  for (size_t i = 0; i < row_count(r); i++) {
    struct indicator_line *line = line_of(board, row_text(r, i, "code"));
    if (line == NULL) continue;
    *(row_int(r, i, "place") == 1 ? &line->now : &line->before) = board_reading(r, i);
  }
  return row_ok(r, err);
}

static bool load_thresholds(struct db *db, struct vg_arena *arena, struct board *board, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_THRESHOLDS, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TIME(board->moment.at)))
    return false;
  for (size_t i = 0; i < row_count(r); i++) {
    struct indicator_line *line = line_of(board, row_text(r, i, "indicator"));
    if (line == NULL) continue;
    line->threshold = (struct threshold){.set = true,
                                         .target = row_real(r, i, "target"),
                                         .warning = row_real(r, i, "warning"),
                                         .critical = row_real(r, i, "critical"),
                                         .from = row_time(r, i, "from_at"),
                                         .author = vg_strdup(arena, row_text(r, i, "author")),
                                         .reason = vg_strdup(arena, row_text(r, i, "reason"))};
  }
  return row_ok(r, err);
}

static bool load_indicators(struct db *db, struct vg_arena *arena, struct board *board, struct vg_error *err) {
  const struct indicator *all = indicator_all(&board->indicator_count, err);
  if (all == NULL) return false;
  board->indicators = vg_alloc(arena, (board->indicator_count + 1) * sizeof *board->indicators);
  if (board->indicators == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < board->indicator_count; i++) {
    board->indicators[i] =
        (struct indicator_line){.sheet = &all[i], .now = board_no_reading(), .before = board_no_reading()};
  }
  return load_readings(db, arena, board, err) && load_thresholds(db, arena, board, err);
}

/* ---- rules ---- */

static bool worse_first(const struct indicator_line *a, const struct indicator_line *b) {
  return a->now.state != b->now.state && state_worse(a->now.state, b->now.state) == a->now.state;
}

static void link_indicators(struct vg_arena *arena, struct board *board, struct rule_line *rule, const char *codes) {
  size_t most = 1;
  for (const char *p = codes; *p != '\0'; p++) most += *p == ',';
  rule->indicators = vg_alloc(arena, most * sizeof *rule->indicators);
  for (const char *p = codes; *p != '\0' && rule->indicators != NULL;) {
    size_t n = strcspn(p, ","), place = rule->indicator_count;
    char *code = vg_strndup(arena, p, n);
    const struct indicator_line *line = code == NULL ? NULL : line_of(board, code);
    p += n + (p[n] == ',');
    if (line == NULL) continue;
    for (; place > 0 && worse_first(line, rule->indicators[place - 1]); place--)
      rule->indicators[place] = rule->indicators[place - 1];
    rule->indicators[place] = line;
    rule->indicator_count++;
  }
}

static void rule_row(struct vg_arena *arena, struct board *board, const struct db_result *r, size_t i) {
  struct rule_line *rule = &board->rules[i];
  *rule = (struct rule_line){.number = vg_strdup(arena, row_text(r, i, "number")),
                             .chapter = (int)row_int(r, i, "chapter"),
                             .title = board_pair(arena, r, i, "title_fr", "title_en"),
                             .now = board_state(r, i, "state"),
                             .before = board_state(r, i, "before"),
                             .since = row_time(r, i, "since")};
  link_indicators(arena, board, rule, row_text(r, i, "indicators"));
  rule->measured = rule->indicator_count > 0 ? MEASURED_AUTOMATICALLY : MEASURED_NOT;
}

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

static bool load_rules(struct db *db, struct vg_arena *arena, struct board *board, struct vg_error *err) {
  DB_RESULT(r);
  const struct moment *m = &board->moment;
  if (!db_run(db, &r, SQL_BOARD_RULES, DB_MANY, err, P_INT(m->perimeter.id), P_TIME(m->at), P_TIME(m->versus)))
    return false;
  while (board->rule_count < row_count(r) && row_bool(r, board->rule_count, "is_now")) board->rule_count++;
  board->policy = board->rule_count == 0 ? "" : vg_strdup(arena, row_text(r, 0, "policy"));
  board->policy_title =
      board->rule_count == 0 ? (struct bilingual){"", ""} : board_pair(arena, r, 0, "policy_fr", "policy_en");
  board->rules = vg_alloc(arena, board->rule_count * sizeof *board->rules);
  board->chapters = vg_alloc(arena, board->rule_count * sizeof *board->chapters);
  if (!board_arena_ok(arena, err)) return false;
  for (size_t i = 0; i < board->rule_count; i++) {
    rule_row(arena, board, r, i);
    if (i == 0 || board->rules[i].chapter != board->rules[i - 1].chapter)
      board->chapters[board->chapter_count++] =
          (struct chapter_line){.number = board->rules[i].chapter,
                                .title = board_pair(arena, r, i, "chapter_fr", "chapter_en"),
                                .rules = &board->rules[i]};
    add_rule(board, &board->rules[i]);
  }
  for (size_t i = 0; i < row_count(r); i++) {
    if (row_bool(r, i, "is_before")) add_before(board, (int)row_int(r, i, "chapter"), board_state(r, i, "before"));
  }
  return row_ok(r, err) && board_arena_ok(arena, err);
}

/* ---- confidence ---- */

static bool load_sources(struct db *db, struct vg_arena *arena, struct board *board, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_SOURCES, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TIME(board->moment.at)))
    return false;
  const char *stale = "";
  vg_time oldest = INT64_MAX;
  for (size_t i = 0; i < row_count(r) && stale != NULL; i++) {
    vg_time read = row_time(r, i, "read_at");
    if (read < oldest) oldest = read;
    if (row_bool(r, i, "fresh"))
      board->confidence.sources_fresh++;
    else
      stale = vg_printf(arena, "%s%s%s", stale, *stale == '\0' ? "" : ", ", row_text(r, i, "name"));
  }
  board->confidence.sources = (int)row_count(r);
  board->confidence.stale_sources = stale;
  board->confidence.oldest_read = row_count(r) == 0 ? VG_NEVER : oldest;
  return row_ok(r, err) && board_arena_ok(arena, err);
}

static bool load_evaluation(struct db *db, struct board *board, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_BOARD_EVALUATION, DB_ONE, err, P_TIME(board->moment.versus), P_TIME(board->moment.at)))
    return false;
  board->evaluation.id = row_int(r, 0, "id");
  board->evaluation.known_at = row_time(r, 0, "known_at");
  board->evaluation.finished_at = row_time(r, 0, "finished_at");
  board->confidence.formulas_changed = (int)row_int(r, 0, "formulas");
  return row_ok(r, err);
}

bool board_load(struct db *db, struct vg_arena *arena, const struct moment *moment, struct board **out,
                struct vg_error *err) {
  struct board *board = vg_alloc(arena, sizeof *board);
  *out = board;
  if (board == NULL) return board_arena_ok(arena, err);
  board->moment = *moment;
  return load_indicators(db, arena, board, err) && load_rules(db, arena, board, err) &&
         load_sources(db, arena, board, err) && load_evaluation(db, board, err);
}

const struct rule_line *board_rule(const struct board *board, const char *number) {
  for (size_t i = 0; i < board->rule_count; i++) {
    if (strcmp(board->rules[i].number, number) == 0) return &board->rules[i];
  }
  return NULL;
}

const struct indicator_line *board_indicator(const struct board *board, const char *code) {
  for (size_t i = 0; i < board->indicator_count; i++) {
    if (strcmp(board->indicators[i].sheet->code, code) == 0) return &board->indicators[i];
  }
  return NULL;
}
