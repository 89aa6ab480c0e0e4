#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

enum { DATED_MAX = 40000 };

static void add(struct kept_controls *out, struct kept_dated *item, const struct db_result *r, size_t i) {
  struct kept_control *k = NULL;
  for (size_t c = 0; c < recurring_controls_count() && k == NULL; c++)
    if (strcmp(row_text(r, i, "control"), recurring_controls[c].code) == 0) k = &out->of[c];
  if (k == NULL) return;
  if (k->count == 0) k->items = item;
  if (k->count == 0 || k->items[k->count - 1].period_at != item->period_at) k->periods++;
  k->count++;
}

/* Rows come control by control: the items of one stand together. */
static bool load(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out,
                 struct vg_error *err) {
  (void)key;
  DB_RESULT(r);
  struct kept_controls *controls = vg_alloc(arena, sizeof *controls);
  if (!db_run(db, &r, SQL_SNAPSHOT_CONTROLS, DB_MANY, err, P_INT(DATED_MAX + 1))) return false;
  if (row_count(r) > DATED_MAX) return part_refuse(arena);
  struct kept_dated *items = vg_alloc(arena, row_count(r) * sizeof *items);
  if (controls == NULL || items == NULL) return board_arena_ok(arena, err);
  controls->of = vg_alloc(arena, recurring_controls_count() * sizeof *controls->of);
  if (controls->of == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    items[i] = (struct kept_dated){
        .known = part_stretch(r, i),
        .place = common_place(context, row_int(r, i, "perimeter_id")),
        .period_at = row_time(r, i, "period_at"),
        .event = {row_time(r, i, "at"), row_int(r, i, "done"), row_int(r, i, "failed"), row_int(r, i, "planned")}};
    add(controls, &items[i], r, i);
  }
  *out = controls;
  return row_ok(r, err);
}

const struct kept_controls *part_controls(struct db *db, const struct common *c) {
  return c == NULL ? NULL : snapshot_part(db, PART_CONTROLS, 0, load, c);
}
