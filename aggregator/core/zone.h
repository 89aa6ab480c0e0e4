/* core/zone.h — time zones: instants (UTC) to civil days and clocks of a place, and back.
 *
 * Zones are read once from the system's IANA files (/usr/share/zoneinfo, tzdata) and kept for the life of the process.
 * No TZ, no localtime(): any number of zones at once, thread-safe. Civil days are counted from 1970-01-01
 * (clock.h: date_to_days).                                                                                        */
#ifndef VG_CORE_ZONE_H
#define VG_CORE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/clock.h"
#include "core/error.h"

struct zone;

/* Borrowed, for ever. "Europe/Paris", "UTC"; NULL, and VG_E_CONFIG, when there is no such zone or no tzdata. */
const struct zone *zone_get(const char *name, struct vg_error *err);
/* Always there. */
const struct zone *zone_utc(void);
const char *zone_name(const struct zone *);

struct civil {
  int year, month, day;     /* month and day from 1 */
  int hour, minute, second;
  int weekday;              /* 0 Monday .. 6 Sunday */
  int offset;               /* seconds east of UTC */
};

/* Seconds east of UTC in force at `at`. */
int zone_offset(const struct zone *, vg_time at);
/* The civil date and clock at `at`. */
struct civil zone_civil(const struct zone *, vg_time at);
/* The civil day that contains `at`. */
int64_t zone_day(const struct zone *, vg_time at);
/* The first instant of a civil day: local midnight, or the end of the jump when the clock skips midnight. */
vg_time zone_midnight(const struct zone *, int64_t day);
/* The instant of a civil day and microseconds since its midnight on the clock. A clock time that occurs twice gives the first;
 * one that is skipped gives the instant that the clock before the jump would have meant.                                     */
vg_time zone_instant(const struct zone *, int64_t day, vg_time clock);

/* 0 Monday .. 6 Sunday. */
int day_of_week(int64_t day);
/* A civil day written "30/09/2026", "30-09-2026", "30.09.2026" or "2026-09-30"; white space around is allowed. */
bool date_parse(const char *text, int64_t *day, struct vg_error *err);
/* An RFC 3339 instant, or a civil date alone (midnight) or with a clock ("30/09/2026 08:41", "2026-09-30 08:41:10") in the zone. */
bool zone_parse(const struct zone *, const char *text, vg_time *out, struct vg_error *err);

#endif
