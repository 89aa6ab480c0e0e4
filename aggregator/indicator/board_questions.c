#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

/* The instants of all points: the eight quarters, then now, then the instant to compare with. */
enum { POINT_NOW = QUESTION_QUARTERS, POINT_BEFORE, POINTS };

static const char *const codes[QUESTION_COUNT] = {[QUESTION_APPLICATION] = NULL,
                                                  [QUESTION_SECURITY] = "critical_asset_sound",
                                                  [QUESTION_INCIDENTS] = "incident_quarter",
                                                  [QUESTION_MEANS] = "restore_test_passed",
                                                  [QUESTION_ACTIONS] = "action_on_time",
                                                  [QUESTION_BUDGET] = "budget_committed"};
#define HOURS "incident_mttr"

static struct question_point *point(struct question *q, size_t place) {
  return place == POINT_NOW ? &q->now : place == POINT_BEFORE ? &q->before : &q->quarters[place];
}

static void take_reading(struct question out[QUESTION_COUNT], const char *code, size_t place, const struct reading *r) {
  struct question_point *incidents = point(&out[QUESTION_INCIDENTS], place);
  if (strcmp(code, HOURS) == 0) {
    incidents->has_hours = r->has_value;
    incidents->hours = r->value;
    return;
  }
  for (int id = 0; id < QUESTION_COUNT; id++) {
    if (codes[id] == NULL || strcmp(code, codes[id]) != 0) continue;
    struct question_point *p = point(&out[id], place);
    p->known = r->has_value;
    p->n = id == QUESTION_INCIDENTS ? r->judged : r->conforming;
    if (id != QUESTION_INCIDENTS) p->of = id == QUESTION_BUDGET ? 0 : r->judged;
  }
}

static const char *const wanted[] = {"critical_asset_sound", "incident_quarter", "restore_test_passed", "action_on_time", "budget_committed", HOURS};

static void keep_readings(const struct kept_lines *kept, size_t count, struct question out[QUESTION_COUNT]) {
  for (size_t i = 0; i < count; i++) {
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
      struct reading reading;
      const struct indicator *sheet = indicator_find(wanted[w]);
      if (sheet != NULL && line_at(kept, indicator_place(sheet), point(&out[0], i)->at, &reading)) take_reading(out, wanted[w], i, &reading);
    }
  }
}

static bool load_readings(struct db *db, struct vg_arena *arena, const struct board *board, const vg_time *at, size_t count,
                          struct question out[QUESTION_COUNT], struct vg_error *err) {
  DB_RESULT(r);
  const struct kept_lines *kept = part_lines(db, part_common(db), board->moment.perimeter.id);
  if (kept != NULL) return keep_readings(kept, count, out), true;
  const char **instants = board_instants(arena, at, count);
  if (instants == NULL) return board_arena_ok(arena, err);
  if (!db_run(db, &r, SQL_BOARD_READINGS, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TEXTS(instants, count),
              P_TEXTS(wanted, sizeof wanted / sizeof *wanted)))
    return false;
  for (size_t i = 0; i < row_count(r); i++) {
    struct reading reading = board_reading(r, i);
    take_reading(out, row_text(r, i, "code"), (size_t)row_int(r, i, "place") - 1, &reading);
  }
  return row_ok(r, err);
}

static void keep_majors(const struct common *c, const struct kept_events *kept, size_t place, size_t count,
                        struct question out[QUESTION_COUNT]) {
  for (size_t e = 0; e < kept->count; e++) {
    if (!common_below(c, place, kept->items[e].place)) continue;
    for (size_t i = 0; i < count; i++) {
      struct question_point *p = point(&out[QUESTION_INCIDENTS], i);
      p->of += part_within(&kept->items[e].during, p->at);
    }
  }
}

static bool load_majors(struct db *db, struct vg_arena *arena, const struct board *board, const vg_time *at, size_t count,
                        struct question out[QUESTION_COUNT], struct vg_error *err) {
  DB_RESULT(r);
  const struct common *c = part_common(db);
  const struct kept_events *kept = part_majors(db, c);
  if (kept != NULL) return keep_majors(c, kept, common_place(c, board->moment.perimeter.id), count, out), true;
  const char **instants = board_instants(arena, at, count);
  if (instants == NULL) return board_arena_ok(arena, err);
  if (!db_run(db, &r, SQL_BOARD_MAJORS, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TEXTS(instants, count)))
    return false;
  for (size_t i = 0; i < row_count(r); i++)
    point(&out[QUESTION_INCIDENTS], (size_t)row_int(r, i, "place") - 1)->of = (int)row_int(r, i, "major");
  return row_ok(r, err);
}

static bool load_budget(struct db *db, struct vg_arena *arena, const struct board *board, const vg_time *at, size_t count, struct question *q,
                        struct vg_error *err) {
  struct budget_sum sums[POINTS] = {0};
  if (!board_budget(db, arena, board, at, count, sums, err)) return false;
  for (size_t i = 0; i < count; i++) point(q, i)->budget = sums[i];
  return true;
}

/* Known as soon as one rule was measured then. */
static void take_totals(struct question *q, size_t place, const struct totals *t) {
  *point(q, place) = (struct question_point){
      .at = point(q, place)->at, .known = t->by_state[STATE_UNKNOWN] < t->of, .n = t->applied, .of = t->of};
}

static void take_target(const struct board *board, struct question *q) {
  const char *code = q->id == QUESTION_INCIDENTS ? HOURS : q->indicator;
  const struct indicator_line *line = code == NULL ? NULL : board_indicator(board, code);
  q->has_target = line != NULL && line->threshold.set;
  q->target = q->has_target ? line->threshold.target : 0;
}

bool board_questions(struct db *db, struct vg_arena *arena, const struct board *board,
                     const vg_time quarters[QUESTION_QUARTERS], struct question out[QUESTION_COUNT],
                     struct vg_error *err) {
  vg_time instants[POINTS];
  struct totals totals[POINTS];
  size_t count = board->moment.versus == VG_NEVER ? POINTS - 1 : POINTS;
  memcpy(instants, quarters, QUESTION_QUARTERS * sizeof *instants);
  instants[POINT_NOW] = board->moment.at;
  instants[POINT_BEFORE] = board->moment.versus;
  memset(out, 0, QUESTION_COUNT * sizeof *out);
  for (int id = 0; id < QUESTION_COUNT; id++) {
    out[id].id = (enum question_id)id;
    out[id].indicator = codes[id];
    for (size_t i = 0; i < POINTS; i++) point(&out[id], i)->at = instants[i];
    take_target(board, &out[id]);
  }
  if (!load_readings(db, arena, board, instants, count, out, err) ||
      !load_majors(db, arena, board, instants, count, out, err) ||
      !load_budget(db, arena, board, instants, count, &out[QUESTION_BUDGET], err) ||
      !board_totals_at(db, arena, board, 0, instants, count, totals, err))
    return false;
  for (size_t i = 0; i < count; i++) take_totals(&out[QUESTION_APPLICATION], i, &totals[i]);
  return true;
}
