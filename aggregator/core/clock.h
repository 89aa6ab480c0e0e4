/* core/clock.h — the only place that knows what time it is.
 *
 * All instants are vg_time: microseconds since 1970-01-01T00:00:00Z, negative before. time(NULL), localtime and the
 * like are banned elsewhere (tests/lint). The wall clock can be faked, for tests and for loading a sample's past:
 * clock_set_fake() in-process, or the environment variable VIGIE_NOW (RFC 3339) read once at the first call.
 * The monotonic clock cannot be faked: time-outs use it.                                                        */
#ifndef VG_CORE_CLOCK_H
#define VG_CORE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

typedef int64_t vg_time;

#define VG_SECOND INT64_C(1000000)
#define VG_MINUTE (60 * VG_SECOND)
#define VG_HOUR (60 * VG_MINUTE)
#define VG_DAY (24 * VG_HOUR)
/* "No instant": a NULL timestamp. */
#define VG_NEVER INT64_MIN

vg_time clock_now(void);
/* Stops the wall clock at `now`; VG_NEVER gives the real clock back. Process-wide, thread-safe. */
void clock_set_fake(vg_time now);
/* Milliseconds, for time-outs and durations only. */
int64_t clock_monotonic_ms(void);

/* RFC 3339: "2026-11-23T18:10:02Z", an offset "+01:00" or "-0530", 't', ' ' instead of 'T', up to 9 decimals (cut to 6).
 * A date alone is midnight UTC. Leap second 60 becomes 59.999999. Whole text must match; years 1 to 9999.        */
bool time_parse(const char *text, vg_time *out, struct vg_error *err);

enum { TIME_TEXT = 40 };
/* "2026-11-23T18:10:02Z", with decimals only when there are some. VG_NEVER gives "". Returns `out`. */
char *time_format(vg_time at, char out[TIME_TEXT]);

/* Days since 1970-01-01 of a civil date, and back (proleptic Gregorian, UTC). */
int64_t date_to_days(int year, int month, int day);
void date_from_days(int64_t days, int *year, int *month, int *day);
/* True when the three make a date of the Gregorian calendar, years 1 to 9999. */
bool date_valid(int year, int month, int day);

#endif
