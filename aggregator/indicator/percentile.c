#include "indicator/percentile.h"

#include <stdlib.h>
#include <string.h>

void percentile_free(struct percentile_set *set) {
  free(set->values);
  *set = (struct percentile_set){0};
}

/* Where `value` is, or would be put: after those that are smaller. */
static size_t place_of(const struct percentile_set *set, double value) {
  size_t low = 0, high = set->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (set->values[middle] < value)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

bool percentile_enter(struct percentile_set *set, double value) {
  if (set->count == set->capacity) {
    size_t capacity = set->capacity == 0 ? 64 : 2 * set->capacity;
    double *values = reallocarray(set->values, capacity, sizeof *values);
    if (values == NULL) return false;
    set->values = values;
    set->capacity = capacity;
  }
  size_t place = place_of(set, value);
  memmove(&set->values[place + 1], &set->values[place], (set->count - place) * sizeof value);
  set->values[place] = value;
  set->count++;
  return true;
}

void percentile_leave(struct percentile_set *set, double value) {
  size_t place = place_of(set, value);
  if (place == set->count || set->values[place] > value) return;
  memmove(&set->values[place], &set->values[place + 1], (set->count - place - 1) * sizeof value);
  set->count--;
}

double percentile_at(const struct percentile_set *set, double fraction) {
  if (set->count == 0) return 0;
  double rank = fraction * (double)(set->count - 1);
  size_t below = (size_t)rank, above = below + 1 < set->count ? below + 1 : below;
  return set->values[below] + (rank - (double)below) * (set->values[above] - set->values[below]);
}

/* ---- figures ---- */

bool figures_room(struct percentile_figures *out, size_t most, struct vg_arena *arena) {
  *out = (struct percentile_figures){0};
  out->perimeters = vg_alloc(arena, (most + 1) * sizeof *out->perimeters);
  out->many = vg_alloc(arena, (most + 1) * sizeof *out->many);
  out->instants = vg_alloc(arena, (most + 1) * sizeof *out->instants);
  out->values = vg_alloc(arena, (most + 1) * sizeof *out->values);
  return !vg_arena_exhausted(arena);
}

void figures_keep(struct percentile_figures *f, int64_t perimeter, vg_time at, size_t many, const char *value) {
  f->perimeters[f->count] = perimeter;
  f->many[f->count] = (int64_t)many;
  f->instants[f->count] = at;
  f->values[f->count++] = value;
}

bool figures_last(const struct db_result *r, size_t i) {
  return i + 1 == row_count(r) || row_time(r, i + 1, "at") != row_time(r, i, "at") ||
         row_int(r, i + 1, "perimeter_id") != row_int(r, i, "perimeter_id");
}

/* ---- the sweep ---- */

struct sweep {
  struct vg_arena *arena;
  struct percentile_set set;
  double fraction;
  struct percentile_figures *out;
};

static void keep(struct sweep *s, int64_t perimeter, vg_time at) {
  const char *value = s->set.count == 0 ? NULL : vg_printf(s->arena, "%.4f", percentile_at(&s->set, s->fraction));
  figures_keep(s->out, perimeter, at, s->set.count, value);
}

static bool sweep(struct sweep *s, const struct db_result *r, struct vg_error *err) {
  for (size_t i = 0; i < row_count(r); i++) {
    int64_t perimeter = row_int(r, i, "perimeter_id");
    if (i > 0 && row_int(r, i - 1, "perimeter_id") != perimeter) s->set.count = 0;
    if (!row_bool(r, i, "enters"))
      percentile_leave(&s->set, row_real(r, i, "value"));
    else if (!percentile_enter(&s->set, row_real(r, i, "value")))
      return vg_fail(err, VG_E_LIMIT, "percentile: out of memory");
    if (figures_last(r, i)) keep(s, perimeter, row_time(r, i, "at"));
  }
  return row_ok(r, err) && (!vg_arena_exhausted(s->arena) || vg_fail(err, VG_E_LIMIT, "percentile: out of memory"));
}

bool percentile_sweep(struct db *db, const char *indicator, double fraction, vg_time from, struct vg_arena *arena,
                      struct percentile_figures *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_PERCENTILE_EVENTS, DB_MANY, err, P_TEXT(indicator), P_TIME(from))) return false;
  if (!figures_room(out, row_count(r), arena)) return vg_fail(err, VG_E_LIMIT, "percentile: out of memory");
  struct sweep s = {.arena = arena, .fraction = fraction, .out = out};
  bool ok = sweep(&s, r, err);
  percentile_free(&s.set);
  return ok;
}
