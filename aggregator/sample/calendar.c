#include "sample/calendar.h"

enum { APART = 30 }; /* minutes between a regular reading and the one of the load itself */

int64_t calendar_first_day(int months) {
  return -(int64_t)months * 365 / 12;
}

static bool due(const struct world *w, const struct sample_source *s, int64_t first, int64_t day) {
  int64_t since = s->since > first ? s->since : first;
  if (day < since || world_at(w, day, s->minute + APART) > w->origin) return false;
  return day >= sample_daily_from(s) || (day - since) % sample_every(s) == 0;
}

static bool step_at(size_t i, int64_t day, vg_time at, sample_step *step, void *user, struct vg_error *err) {
  const struct sample_reading r = {.source = &sample_sources[i], .index = i, .day = day, .at = at};
  return step(user, &r, err);
}

bool calendar_walk(const struct world *w, int months, sample_step *step, void *user, struct vg_error *err) {
  int64_t first = calendar_first_day(months);
  for (int64_t day = first; day <= 0; day++) {
    for (size_t i = 0; i < SAMPLE_SOURCES; i++) {
      vg_time at = world_at(w, day, sample_sources[i].minute);
      if (due(w, &sample_sources[i], first, day) && !step_at(i, day, at, step, user, err)) return false;
    }
  }
  for (size_t i = 0; i < SAMPLE_SOURCES; i++)
    if (!step_at(i, 0, w->origin, step, user, err)) return false;
  return true;
}
