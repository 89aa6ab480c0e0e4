#include "indicator/board.h"

#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

/* ---- perimeters ---- */

bool board_perimeters(struct db *db, struct vg_arena *arena, struct perimeters *out, struct vg_error *err) {
  DB_RESULT(r);
  const struct common *kept = part_common(db);
  if (kept != NULL) return *out = kept->perimeters, true;
  *out = (struct perimeters){0};
  if (!db_run(db, &r, SQL_BOARD_PERIMETERS, DB_MANY, err)) return false;
  out->items = vg_alloc(arena, row_count(r) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) out->items[out->count++] = board_perimeter_row(arena, r, i);
  return row_ok(r, err) && board_arena_ok(arena, err);
}

static const struct perimeter *kept_perimeter(const struct common *kept, const char *code) {
  for (size_t i = 0; i < kept->perimeters.count; i++) {
    const struct perimeter *p = &kept->perimeters.items[i];
    if (code == NULL ? p->parent_id == 0 : strcmp(p->code, code) == 0) return p;
  }
  return NULL;
}

bool board_moment(struct db *db, struct vg_arena *arena, const char *perimeter_code, vg_time at, vg_time versus,
                  struct moment *out, struct vg_error *err) {
  DB_RESULT(r);
  const struct common *kept = part_common(db);
  const struct perimeter *known = kept == NULL ? NULL : kept_perimeter(kept, perimeter_code);
  *out = (struct moment){.at = at, .versus = versus};
  if (known != NULL) return out->perimeter = *known, true;
  if (!db_run(db, &r, SQL_BOARD_PERIMETER, DB_ZERO_OR_ONE, err, P_TEXT(perimeter_code))) return false;
  if (row_count(r) == 0)
    return vg_fail(err, VG_E_NOTFOUND, "no perimeter is called \"%.64s\"",
                   perimeter_code == NULL ? "" : perimeter_code);
  out->perimeter = board_perimeter_row(arena, r, 0);
  return row_ok(r, err) && board_arena_ok(arena, err);
}

/* ---- indicators ---- */

static const struct indicator_line *at_place(const struct board *board, size_t place) {
  if (place < board->indicator_count && indicator_place(board->indicators[place].sheet) == place) return &board->indicators[place];
  for (size_t i = 0; i < board->indicator_count; i++)
    if (indicator_place(board->indicators[i].sheet) == place) return &board->indicators[i];
  return NULL;
}

static struct indicator_line *line_of(struct board *board, const char *code) {
  return (struct indicator_line *)(uintptr_t)board_indicator(board, code);
}

static void keep_readings(const struct kept_lines *kept, struct board *board) {
  for (size_t i = 0; i < board->indicator_count; i++) {
    struct indicator_line *line = &board->indicators[i];
    (void)line_at(kept, indicator_place(line->sheet), board->moment.at, &line->now);
    if (board->moment.versus != VG_NEVER) (void)line_at(kept, indicator_place(line->sheet), board->moment.versus, &line->before);
  }
}

static bool load_readings(struct db *db, struct vg_arena *arena, struct board *board, struct vg_error *err) {
  DB_RESULT(r);
  const struct kept_lines *kept = part_lines(db, part_common(db), board->moment.perimeter.id);
  if (kept != NULL) return keep_readings(kept, board), true;
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

static void keep_thresholds_of(const struct common *kept, int64_t perimeter_id, struct board *board) {
  for (size_t i = 0; i < kept->threshold_count; i++) {
    const struct kept_threshold *t = &kept->thresholds[i];
    if (t->threshold.from > board->moment.at || t->perimeter_id != perimeter_id) continue;
    struct indicator_line *line = (struct indicator_line *)(uintptr_t)at_place(board, t->indicator);
    if (line != NULL) line->threshold = t->threshold;
  }
}

/* Those of the nearest perimeter that has some, of these the last: one above comes before those below it. */
static void keep_thresholds(const struct common *kept, struct board *board) {
  size_t here = common_place(kept, board->moment.perimeter.id);
  for (size_t up = 0; up < kept->perimeters.count; up++)
    if (common_below(kept, up, here)) keep_thresholds_of(kept, kept->perimeters.items[up].id, board);
}

static bool load_thresholds(struct db *db, struct vg_arena *arena, struct board *board, struct vg_error *err) {
  DB_RESULT(r);
  const struct common *kept = part_common(db);
  if (kept != NULL) return keep_thresholds(kept, board), true;
  if (!db_run(db, &r, SQL_BOARD_THRESHOLDS, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TIME(board->moment.at)))
    return false;
  for (size_t i = 0; i < row_count(r); i++) {
    struct indicator_line *line = line_of(board, row_text(r, i, "indicator"));
    if (line != NULL) line->threshold = board_threshold_row(arena, r, i);
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

/* ---- confidence ---- */

static bool load_sources(struct db *db, struct vg_arena *arena, struct board *board, struct vg_error *err) {
  struct sources_said said;
  if (!board_sources_said(db, arena, board->moment.perimeter.id, board->moment.at, &said, err)) return false;
  board->confidence.sources = said.count;
  board->confidence.sources_fresh = said.fresh;
  board->confidence.stale_sources = said.stale;
  board->confidence.oldest_read = said.oldest_any;
  return true;
}

static void keep_evaluation(const struct common *kept, struct board *board) {
  board->evaluation.id = kept->evaluation_id;
  board->evaluation.known_at = kept->known_at;
  board->evaluation.finished_at = kept->finished_at;
  for (size_t i = 0; i < kept->formula_count && board->moment.versus != VG_NEVER; i++)
    board->confidence.formulas_changed += kept->formulas[i] > board->moment.versus && kept->formulas[i] <= board->moment.at;
}

static bool load_evaluation(struct db *db, struct board *board, struct vg_error *err) {
  DB_RESULT(r);
  const struct common *kept = part_common(db);
  if (kept != NULL) return keep_evaluation(kept, board), true;
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
  return load_indicators(db, arena, board, err) && board_load_rules(db, arena, board, err) &&
         load_sources(db, arena, board, err) && load_evaluation(db, board, err);
}

const struct rule_line *board_rule(const struct board *board, const char *number) {
  for (size_t i = 0; i < board->rule_count; i++) {
    if (strcmp(board->rules[i].number, number) == 0) return &board->rules[i];
  }
  return NULL;
}

const struct indicator_line *board_indicator(const struct board *board, const char *code) {
  const struct indicator *sheet = indicator_find(code);
  return sheet == NULL ? NULL : at_place(board, indicator_place(sheet));
}

bool board_measures(const struct board *board, const struct indicator_line *line) {
  if (line->sheet->rule_count == 0) return true;
  for (size_t i = 0; i < board->rule_count; i++)
    for (size_t k = 0; k < board->rules[i].indicator_count; k++)
      if (board->rules[i].indicators[k] == line) return true;
  return false;
}
