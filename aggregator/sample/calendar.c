#include "sample/calendar.h"

int64_t calendar_first_day(int months) {
  return -(int64_t)months * 365 / 12;
}

static bool due(const struct sample_source *s, int64_t first, int64_t day) {
  int64_t since = s->since > first ? s->since : first;
  return day >= since && (day >= SAMPLE_DAILY_FROM || (day - since) % SAMPLE_WEEK == 0);
}

bool calendar_walk(const struct world *w, int months, sample_step *step, void *user, struct vg_error *err) {
  int64_t first = calendar_first_day(months);
  for (int64_t day = first; day <= 0; day++) {
    for (size_t i = 0; i < SAMPLE_SOURCES; i++) {
      const struct sample_source *s = &sample_sources[i];
      vg_time at = day == 0 ? w->origin : world_at(w, day, s->minute);
      const struct sample_reading r = {.source = s, .index = i, .day = day, .at = at};
      if (due(s, first, day) && !step(user, &r, err)) return false;
    }
  }
  return true;
}
