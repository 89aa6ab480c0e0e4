#include "sample/world.h"

vg_time world_at(const struct world *w, int64_t day, int64_t minute) {
  return (w->today + day) * VG_DAY + minute * VG_MINUTE;
}

static int64_t floor_day(vg_time at) {
  return at >= 0 ? at / VG_DAY : -((VG_DAY - 1 - at) / VG_DAY);
}

int64_t world_day(const struct world *w, vg_time at) {
  return floor_day(at) - w->today;
}

int64_t world_working_day(const struct world *w, int64_t day) {
  int64_t weekday = (w->today + day + 3) % 7; /* 1970-01-01 was a Thursday; 0 is Monday */
  return weekday >= 5 ? day + 7 - weekday : day;
}

/* The story has had time to be repaired since: the last incident of the wave, resolved a month after the major one, is no longer counted
 * among those of the last three months. */
enum { WAVE_OVER_DAYS = 122 };

/* The last 14 April that is as old at least. */
static int64_t last_spring(int64_t today) {
  int year, month, day;
  date_from_days(today - WAVE_OVER_DAYS, &year, &month, &day);
  int64_t april = date_to_days(year, 4, 14);
  return (april > today - WAVE_OVER_DAYS ? date_to_days(year - 1, 4, 14) : april) - today;
}

struct world *world_new(struct vg_arena *arena, uint64_t seed, vg_time origin) {
  struct world *w = vg_alloc(arena, sizeof *w);
  if (w == NULL) return NULL;
  w->seed = seed;
  w->origin = origin;
  w->today = floor_day(origin);
  w->last_night = origin - w->today * VG_DAY >= 5 * VG_HOUR ? 0 : -1;
  w->wave = world_working_day(w, last_spring(w->today));
  world_people(w, arena);
  world_incidents(w);
  return vg_arena_exhausted(arena) ? NULL : w;
}
