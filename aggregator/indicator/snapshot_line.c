#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

enum { STEPS_MAX = 200000 }; /* of one perimeter: more are read from the database */

static bool load_readings(struct db *db, struct vg_arena *arena, int64_t perimeter, struct kept_lines *out, struct vg_error *err) {
  DB_RESULT(r);
  size_t count = indicator_places();
  if (!db_run(db, &r, SQL_SNAPSHOT_TIMELINE, DB_MANY, err, P_INT(perimeter), P_INT(STEPS_MAX + 1))) return false;
  if (row_count(r) > STEPS_MAX) return part_refuse(arena);
  struct kept_reading *steps = vg_alloc(arena, row_count(r) * sizeof *steps);
  out->indicator_count = count;
  out->indicators = vg_alloc(arena, (count + 1) * sizeof *out->indicators);
  if (steps == NULL || out->indicators == NULL) return board_arena_ok(arena, err);
  const struct indicator *of = NULL;
  for (size_t i = 0; i < row_count(r); i++) {
    const char *code = row_text(r, i, "indicator");
    if (of == NULL || strcmp(of->code, code) != 0) of = indicator_find(code);
    if (of == NULL || indicator_place(of) >= count) continue;
    struct kept_line *line = &out->indicators[indicator_place(of)];
    steps[i] = (struct kept_reading){row_time(r, i, "from_at"), board_reading(r, i)};
    if (line->count++ == 0) line->steps = &steps[i];
  }
  return row_ok(r, err);
}

static size_t rule_place(const struct common *c, const char *policy, const char *number) {
  for (size_t p = 0; p < c->policy_count; p++) {
    if (strcmp(c->policies[p].code, policy) != 0) continue;
    for (size_t i = 0; i < c->policies[p].rule_count; i++)
      if (strcmp(c->policies[p].rules[i].number, number) == 0) return c->policies[p].first + i;
  }
  return SIZE_MAX;
}

static bool load_lives(struct db *db, struct vg_arena *arena, const struct common *c, int64_t perimeter, struct kept_lines *out,
                       struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_RULE_TIMELINE, DB_MANY, err, P_INT(perimeter), P_INT(STEPS_MAX + 1))) return false;
  if (row_count(r) > STEPS_MAX) return part_refuse(arena);
  struct kept_state *steps = vg_alloc(arena, row_count(r) * sizeof *steps);
  out->rules = vg_alloc(arena, (c->rule_count + 1) * sizeof *out->rules);
  if (steps == NULL || out->rules == NULL) return board_arena_ok(arena, err);
  size_t place = SIZE_MAX;
  for (size_t i = 0; i < row_count(r); i++) {
    const char *policy = row_text(r, i, "policy"), *rule = row_text(r, i, "rule");
    bool same = i > 0 && strcmp(policy, row_text(r, i - 1, "policy")) == 0 && strcmp(rule, row_text(r, i - 1, "rule")) == 0;
    if (!same) place = rule_place(c, policy, rule);
    if (place == SIZE_MAX) continue;
    steps[i] = (struct kept_state){row_time(r, i, "from_at"), board_state(r, i, "state")};
    if (out->rules[place].count++ == 0) out->rules[place].steps = &steps[i];
  }
  return row_ok(r, err);
}

static bool load(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out, struct vg_error *err) {
  struct kept_lines *l = vg_alloc(arena, sizeof *l);
  *out = l;
  return l != NULL && load_readings(db, arena, key, l, err) && load_lives(db, arena, context, key, l, err);
}

const struct kept_lines *part_lines(struct db *db, const struct common *c, int64_t perimeter_id) {
  return c == NULL ? NULL : snapshot_part(db, PART_LINES, perimeter_id, load, c);
}

/* ---- the step in force at an instant: the last that begins by then ---- */

#define LAST_BY(steps, n, at, place)                                                                                   \
  size_t place = 0;                                                                                                    \
  for (size_t high_ = (n), middle_; place < high_;) {                                                                  \
    middle_ = (place + high_) / 2;                                                                                     \
    if ((steps)[middle_].from <= (at)) place = middle_ + 1;                                                            \
    else high_ = middle_;                                                                                              \
  }

bool line_at(const struct kept_lines *l, size_t indicator, vg_time at, struct reading *out) {
  if (indicator >= l->indicator_count) return false;
  const struct kept_line *line = &l->indicators[indicator];
  LAST_BY(line->steps, line->count, at, after);
  if (after == 0) return false;
  *out = line->steps[after - 1].reading;
  return true;
}

const struct kept_state *life_at(const struct kept_lines *l, size_t rule, vg_time at) {
  const struct kept_life *life = &l->rules[rule];
  LAST_BY(life->steps, life->count, at, after);
  return after == 0 ? NULL : &life->steps[after - 1];
}
