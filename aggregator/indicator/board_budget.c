/* The amounts of the budget at instants, from its lines: few rows, added here whether they come from memory or from the database. */
#include "indicator/board_row.h"
#include "indicator/share.h"
#include "indicator/snapshot_part.h"

enum { BUDGET_MAX = 20000 };

static bool take_lines(struct vg_arena *arena, const struct common *c, const struct db_result *r, struct kept_budget *out, struct vg_error *err) {
  struct kept_amounts *items = vg_alloc(arena, (row_count(r) + 1) * sizeof *items);
  if (items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++)
    items[i] = (struct kept_amounts){.event = {part_stretch(r, i), common_place(c, row_int(r, i, "perimeter_id"))},
                                     .committed = row_real(r, i, "committed"),
                                     .planned = row_real(r, i, "planned"),
                                     .currency = board_text(arena, r, i, "currency")};
  *out = (struct kept_budget){items, row_count(r)};
  return row_ok(r, err) && board_arena_ok(arena, err);
}

static bool load_budget(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out, struct vg_error *err) {
  (void)key;
  DB_RESULT(r);
  struct kept_budget *budget = vg_alloc(arena, sizeof *budget);
  if (budget == NULL) return board_arena_ok(arena, err);
  if (!db_run(db, &r, SQL_BOARD_BUDGET, DB_MANY, err, P_NULL, P_INT(BUDGET_MAX + 1))) return false;
  if (row_count(r) > BUDGET_MAX) return part_refuse(arena);
  *out = budget;
  return take_lines(arena, context, r, budget, err);
}

const struct kept_budget *part_budget(struct db *db, const struct common *c) {
  return c == NULL ? NULL : snapshot_part(db, PART_BUDGET, 0, load_budget, c);
}

/* `c` NULL: all lines are the place's. */
static bool sum_at(const struct kept_budget *b, const struct common *c, size_t place, vg_time at, struct budget_sum *out, struct vg_error *err) {
  struct share sum = {0};
  for (size_t i = 0; i < b->count; i++) {
    const struct kept_amounts *l = &b->items[i];
    if (!part_within(&l->event.during, at) || (c != NULL && !common_below(c, place, l->event.place))) continue;
    if (!share_add(&sum, l->currency, l->committed, l->planned, 1)) return vg_fail(err, VG_E_LIMIT, "budget: more than %d currencies", SHARE_UNITS_MAX);
  }
  const struct share_unit *u = share_of(&sum, &out->lines);
  if (u != NULL) out->currency = u->unit, out->committed = u->value, out->planned = u->base;
  return true;
}

bool board_budget(struct db *db, struct vg_arena *arena, const struct board *board, const vg_time *at, size_t count, struct budget_sum *out,
                  struct vg_error *err) {
  DB_RESULT(r);
  struct kept_budget read;
  const struct common *c = part_common(db);
  const struct kept_budget *budget = part_budget(db, c);
  int64_t perimeter = board->moment.perimeter.id;
  if (budget == NULL) {
    if (!db_run(db, &r, SQL_BOARD_BUDGET, DB_MANY, err, P_INT(perimeter), P_NULL) || !take_lines(arena, NULL, r, &read, err)) return false;
    budget = &read, c = NULL;
  }
  size_t place = c == NULL ? 0 : common_place(c, perimeter);
  for (size_t i = 0; i < count; i++)
    if (!sum_at(budget, c, place, at[i], &out[i], err)) return false;
  return true;
}
