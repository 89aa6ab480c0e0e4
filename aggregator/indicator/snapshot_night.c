#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

enum { SYSTEM_ROWS_MAX = 60000, RUNS_MAX = 200000 };

static const char *const sets[SET_COUNT] = {"judged", "unknown", "deviating", "waived", "pending"};

static int set_of(const char *name) {
  int set = 0;
  while (set < SET_COUNT && strcmp(sets[set], name) != 0) set++;
  return set;
}

static bool is_system(const struct kept_system *s, const struct db_result *r, size_t i) {
  return s->perimeter_id == row_int(r, i, "perimeter_id") && strcmp(s->subject, row_text(r, i, "subject")) == 0;
}

static bool load_systems(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out, struct vg_error *err) {
  (void)key;
  DB_RESULT(r);
  struct kept_systems *systems = vg_alloc(arena, sizeof *systems);
  if (!db_run(db, &r, SQL_SNAPSHOT_SYSTEMS, DB_MANY, err, P_INT(SYSTEM_ROWS_MAX + 1))) return false;
  if (row_count(r) > SYSTEM_ROWS_MAX) return part_refuse(arena);
  struct kept_system *items = vg_alloc(arena, row_count(r) * sizeof *items), *s = NULL;
  struct stretch *during = vg_alloc(arena, row_count(r) * sizeof *during);
  if (systems == NULL || items == NULL || during == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    if (s == NULL || !is_system(s, r, i)) {
      s = &items[systems->count++];
      s->perimeter_id = row_int(r, i, "perimeter_id");
      s->place = common_place(context, s->perimeter_id);
      s->subject = vg_strdup(arena, row_text(r, i, "subject"));
      s->label = vg_strdup(arena, row_text(r, i, "label"));
      if (s->subject == NULL || s->label == NULL) return board_arena_ok(arena, err);
    }
    struct kept_cover *set = &s->sets[set_of(row_text(r, i, "what"))];
    during[i] = part_stretch(r, i);
    if (set->count++ == 0) set->during = &during[i];
  }
  systems->items = items;
  *out = systems;
  return row_ok(r, err);
}

const struct kept_systems *part_systems(struct db *db, const struct common *c) {
  return c == NULL ? NULL : snapshot_part(db, PART_SYSTEMS, 0, load_systems, c);
}

/* ---- runs ---- */

static size_t system_of(const struct kept_systems *systems, const struct db_result *r, size_t i) {
  for (size_t s = 0; s < systems->count; s++)
    if (is_system(&systems->items[s], r, i)) return s;
  return SIZE_MAX;
}

static bool load_runs(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out, struct vg_error *err) {
  DB_RESULT(r);
  const struct kept_systems *systems = context;
  struct kept_runs *runs = vg_alloc(arena, sizeof *runs);
  vg_time last = NIGHT_ZERO + ((key + 1) * RUNS_NIGHTS - 1) * VG_DAY;
  if (!db_run(db, &r, SQL_SNAPSHOT_RUNS, DB_MANY, err, P_TIME(last - RUNS_NIGHTS * VG_DAY), P_TIME(last), P_INT(RUNS_MAX + 1))) return false;
  if (row_count(r) > RUNS_MAX) return part_refuse(arena);
  struct kept_nights *nights = vg_alloc(arena, (systems->count + 1) * sizeof *nights);
  struct kept_run *items = vg_alloc(arena, row_count(r) * sizeof *items);
  if (runs == NULL || nights == NULL || items == NULL) return board_arena_ok(arena, err);
  size_t system = SIZE_MAX;
  for (size_t i = 0; i < row_count(r); i++) {
    if (system == SIZE_MAX || !is_system(&systems->items[system], r, i)) system = system_of(systems, r, i);
    if (system == SIZE_MAX) continue;
    items[i] = (struct kept_run){row_time(r, i, "ends"), row_time(r, i, "any_at"), row_time(r, i, "good_at")};
    if (nights[system].count++ == 0) nights[system].items = &items[i];
  }
  runs->of_system = nights;
  *out = runs;
  return row_ok(r, err);
}

const struct kept_runs *part_runs(struct db *db, const struct kept_systems *systems, int64_t chunk) {
  return systems == NULL ? NULL : snapshot_part(db, PART_RUNS, chunk, load_runs, systems);
}
