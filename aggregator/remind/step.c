#include "remind/step.h"

#include <string.h>

enum { WEEK = 7 };

int step_before(int64_t days_left) { return days_left <= 1 ? 1 : days_left <= WEEK ? WEEK : 30; }

int step_since(int64_t days) { return days <= 0 ? 0 : -(int)(days / WEEK) * WEEK; }

enum often often_parse(const char *name) {
  return strcmp(name, "daily") == 0 ? OFTEN_DAILY : strcmp(name, "weekly") == 0 ? OFTEN_WEEKLY : OFTEN_NEVER;
}

vg_time turn_wait(int64_t failures) {
  vg_time wait = 15 * VG_MINUTE;
  for (int64_t i = 1; i < failures && wait < VG_DAY; i++) wait *= 2;
  return wait < VG_DAY ? wait : VG_DAY;
}

/* The last instant, now or before, at which people are told. */
static vg_time last_turn(const struct zone *zone, int hour, enum often often, vg_time now) {
  bool weekly = often == OFTEN_WEEKLY;
  int64_t day = zone_day(zone, now);
  if (weekly) day -= day_of_week(day);
  vg_time at = zone_instant(zone, day, hour * VG_HOUR);
  return at <= now ? at : zone_instant(zone, day - (weekly ? WEEK : 1), hour * VG_HOUR);
}

static vg_time next_hour(const struct zone *zone, vg_time at) {
  vg_time into = (at + zone_offset(zone, at) * VG_SECOND) % VG_HOUR;
  return at - into + VG_HOUR;
}

/* What a clock wrote that was set back by more than a day since counts as never. */
static bool is_past(vg_time at, vg_time now) { return at != VG_NEVER && at <= now + VG_DAY; }

bool turn_due(const struct zone *zone, int hour, const struct turn *t, vg_time now) {
  if (t->often == OFTEN_NEVER) return false;
  bool failed = is_past(t->tried_at, now) && t->tried_at >= t->email_at;
  if (failed && now < t->tried_at + turn_wait(t->failures)) return false;
  if (!is_past(t->email_at, now)) return true;
  if (!is_past(t->settled_at, now) || t->settled_at < t->email_at) return now >= next_hour(zone, t->email_at);
  return t->settled_at < last_turn(zone, hour, t->often, now);
}
