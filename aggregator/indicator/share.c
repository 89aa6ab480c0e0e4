#include "indicator/share.h"

#include <math.h>
#include <string.h>

bool share_add(struct share *s, const char *unit, double value, double base, int many) {
  size_t place = 0;
  while (place < s->count && strcmp(s->units[place].unit, unit) != 0) place++;
  if (place == SHARE_UNITS_MAX) return false;
  if (place == s->count) s->units[s->count++] = (struct share_unit){.unit = unit};
  struct share_unit *u = &s->units[place];
  u->value += many * llround(value * 100);
  u->base += many * llround(base * 100);
  u->many += many;
  return true;
}

const struct share_unit *share_of(const struct share *s, int *many) {
  const struct share_unit *only = NULL;
  bool several = false;
  *many = 0;
  for (size_t i = 0; i < s->count; i++) {
    if (s->units[i].many == 0) continue;
    *many += s->units[i].many;
    several |= only != NULL;
    only = &s->units[i];
  }
  return several ? NULL : only;
}

bool share_sweep(struct db *db, const char *indicator, vg_time from, struct vg_arena *arena, struct percentile_figures *out, struct vg_error *err) {
  DB_RESULT(r);
  struct share sum = {0};
  if (!db_run(db, &r, SQL_PERCENTILE_EVENTS, DB_MANY, err, P_TEXT(indicator), P_TIME(from))) return false;
  if (!figures_room(out, row_count(r), arena)) return vg_fail(err, VG_E_LIMIT, "share: out of memory");
  for (size_t i = 0; i < row_count(r); i++) {
    int64_t perimeter = row_int(r, i, "perimeter_id");
    int many;
    if (i > 0 && row_int(r, i - 1, "perimeter_id") != perimeter) sum.count = 0;
    if (!share_add(&sum, row_text(r, i, "detail"), row_real(r, i, "value"), row_real(r, i, "base"), row_bool(r, i, "enters") ? 1 : -1))
      return vg_fail(err, VG_E_LIMIT, "share: amounts in more than %d units", SHARE_UNITS_MAX);
    if (!figures_last(r, i)) continue;
    const struct share_unit *u = share_of(&sum, &many);
    const char *value = u == NULL || u->base == 0 ? NULL : vg_printf(arena, "%.8f", (double)u->value / (double)u->base);
    figures_keep(out, perimeter, row_time(r, i, "at"), (size_t)many, value);
  }
  return row_ok(r, err) && (!vg_arena_exhausted(arena) || vg_fail(err, VG_E_LIMIT, "share: out of memory"));
}
