#include <math.h>
#include <string.h>

#include "core/text.h"
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

static bool none(const struct reading *r) { return !r->has_value && r->state == STATE_NOT_APPLICABLE; }

static void take_reading(struct question out[QUESTION_COUNT], const char *code, size_t place, const struct reading *r) {
  struct question_point *incidents = point(&out[QUESTION_INCIDENTS], place);
  if (strcmp(code, HOURS) == 0) {
    incidents->has_hours = r->has_value;
    incidents->no_hours = none(r);
    incidents->hours = r->value;
    return;
  }
  for (int id = 0; id < QUESTION_COUNT; id++) {
    if (codes[id] == NULL || strcmp(code, codes[id]) != 0) continue;
    struct question_point *p = point(&out[id], place);
    p->known = r->has_value;
    p->none = none(r);
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

/* ---- targets ---- */

static const char *measure_of(const struct question *q) { return q->id == QUESTION_INCIDENTS ? HOURS : q->indicator; }

static void take_target(const struct board *board, struct question *q) {
  const char *code = measure_of(q);
  const struct indicator_line *line = code == NULL ? NULL : board_indicator(board, code);
  q->has_target = line != NULL && line->threshold.set;
  q->target = q->has_target ? line->threshold.target : 0;
  for (int i = 0; i < QUESTION_QUARTERS; i++) q->targets[i] = NAN;
}

static void keep_targets_of(const struct common *kept, int64_t perimeter_id, size_t indicator, struct question *q) {
  for (size_t i = 0; i < kept->threshold_count; i++) {
    const struct kept_threshold *t = &kept->thresholds[i];
    if (t->indicator != indicator || t->perimeter_id != perimeter_id) continue;
    for (int k = 0; k < QUESTION_QUARTERS; k++)
      if (t->threshold.from <= q->quarters[k].at) q->targets[k] = t->threshold.target;
  }
}

/* As the board keeps thresholds: one above comes before those below it, a later one after an earlier one. */
static void keep_targets(const struct common *kept, int64_t perimeter_id, struct question *q) {
  const struct indicator *sheet = measure_of(q) == NULL ? NULL : indicator_find(measure_of(q));
  size_t here = common_place(kept, perimeter_id);
  for (size_t up = 0; sheet != NULL && up < kept->perimeters.count; up++)
    if (common_below(kept, up, here)) keep_targets_of(kept, kept->perimeters.items[up].id, indicator_place(sheet), q);
}

static bool load_targets(struct db *db, struct vg_arena *arena, const struct board *board, const vg_time *quarters, struct question out[QUESTION_COUNT],
                         struct vg_error *err) {
  DB_RESULT(r);
  const struct common *kept = part_common(db);
  for (int id = 0; kept != NULL && id < QUESTION_COUNT; id++) keep_targets(kept, board->moment.perimeter.id, &out[id]);
  if (kept != NULL) return true;
  const char **instants = board_instants(arena, quarters, QUESTION_QUARTERS);
  if (instants == NULL) return board_arena_ok(arena, err);
  if (!db_run(db, &r, SQL_BOARD_TARGETS, DB_MANY, err, P_INT(board->moment.perimeter.id), P_TEXTS(instants, QUESTION_QUARTERS),
              P_TEXTS(wanted, sizeof wanted / sizeof *wanted)))
    return false;
  for (size_t i = 0; i < row_count(r); i++)
    for (int id = 0; id < QUESTION_COUNT; id++)
      if (text_equal(measure_of(&out[id]), row_text(r, i, "indicator"))) out[id].targets[row_int(r, i, "place") - 1] = row_real(r, i, "target");
  return row_ok(r, err);
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
      !load_targets(db, arena, board, quarters, out, err) || !load_majors(db, arena, board, instants, count, out, err) ||
      !load_budget(db, arena, board, instants, count, &out[QUESTION_BUDGET], err) ||
      !board_totals_at(db, arena, board, 0, instants, count, totals, err))
    return false;
  for (size_t i = 0; i < count; i++) take_totals(&out[QUESTION_APPLICATION], i, &totals[i]);
  return true;
}
