#include "core/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static _Atomic int64_t fake_now = VG_NEVER;
static atomic_bool environment_read;

static void read_environment(void) {
  const char *text = getenv("VIGIE_NOW");
  struct vg_error ignored = {0};
  vg_time at;
  if (text != NULL && time_parse(text, &at, &ignored)) atomic_store(&fake_now, at);
}

vg_time clock_now(void) {
  if (!atomic_exchange(&environment_read, true)) read_environment();
  int64_t fake = atomic_load(&fake_now);
  if (fake != VG_NEVER) return fake;
  struct timespec ts;
  (void)clock_gettime(CLOCK_REALTIME, &ts);
  return (int64_t)ts.tv_sec * VG_SECOND + ts.tv_nsec / 1000;
}

void clock_set_fake(vg_time now) {
  atomic_store(&environment_read, true);
  atomic_store(&fake_now, now);
}

int64_t clock_monotonic_ms(void) {
  struct timespec ts;
  (void)clock_gettime(CLOCK_MONOTONIC, &ts);
  return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

bool date_valid(int year, int month, int day) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= days[month - 1] + (month == 2 && leap);
}

/* Algorithm of H. Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years from 1 March. */
int64_t date_to_days(int year, int month, int day) {
  int64_t y = year - (month <= 2);
  int64_t era = (y >= 0 ? y : y - 399) / 400;
  int64_t yoe = y - era * 400;
  int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void date_from_days(int64_t days, int *year, int *month, int *day) {
  int64_t z = days + 719468;
  int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  int64_t doe = z - era * 146097;
  int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int64_t mp = (5 * doy + 2) / 153;
  *day = (int)(doy - (153 * mp + 2) / 5 + 1);
  *month = (int)(mp < 10 ? mp + 3 : mp - 9);
  *year = (int)(yoe + era * 400 + (*month <= 2));
}

static bool digits(const char **p, int count, int *out) {
  int value = 0;
  for (int i = 0; i < count; i++) {
    if ((*p)[i] < '0' || (*p)[i] > '9') return false;
    value = value * 10 + ((*p)[i] - '0');
  }
  *p += count;
  *out = value;
  return true;
}

static bool expect(const char **p, const char *any) {
  if (**p == '\0' || strchr(any, **p) == NULL) return false;
  (*p)++;
  return true;
}

static bool parse_fraction(const char **p, int64_t *us) {
  *us = 0;
  if (**p != '.' && **p != ',') return true;
  (*p)++;
  int64_t scale = 100000;
  int n = 0;
  for (; **p >= '0' && **p <= '9'; (*p)++, n++, scale /= 10) *us += (**p - '0') * scale;
  return n > 0 && n <= 9;
}

static bool parse_offset(const char **p, int64_t *us) {
  *us = 0;
  if (**p == 'Z' || **p == 'z') return (*p)++, true;
  int sign = **p == '-' ? -1 : 1, h, m = 0;
  if (!expect(p, "+-") || !digits(p, 2, &h)) return false;
  if (**p == ':') (*p)++;
  if (!digits(p, 2, &m) || h > 23 || m > 59) return false;
  *us = sign * (h * VG_HOUR + m * VG_MINUTE);
  return true;
}

static bool parse_clock(const char **p, int64_t *us) {
  int h, m, s;
  int64_t fraction, offset;
  if (!digits(p, 2, &h) || !expect(p, ":") || !digits(p, 2, &m) || !expect(p, ":") || !digits(p, 2, &s)) return false;
  if (h > 23 || m > 59 || s > 60 || !parse_fraction(p, &fraction) || !parse_offset(p, &offset)) return false;
  if (s == 60) s = 59, fraction = VG_SECOND - 1;
  *us = h * VG_HOUR + m * VG_MINUTE + s * VG_SECOND + fraction - offset;
  return true;
}

bool time_parse(const char *text, vg_time *out, struct vg_error *err) {
  const char *p = text;
  int year, month, day;
  int64_t within = 0;
  bool ok = digits(&p, 4, &year) && expect(&p, "-") && digits(&p, 2, &month) && expect(&p, "-") &&
            digits(&p, 2, &day) && date_valid(year, month, day);
  if (ok && *p != '\0') ok = expect(&p, "Tt ") && parse_clock(&p, &within) && *p == '\0';
  if (!ok) return vg_fail(err, VG_E_INPUT, "expected an instant such as 2026-11-23T18:10:02Z, got \"%.40s\"", text);
  *out = date_to_days(year, month, day) * VG_DAY + within;
  return true;
}

char *time_format(vg_time at, char out[TIME_TEXT]) {
  out[0] = '\0';
  if (at == VG_NEVER) return out;
  int64_t days = at / VG_DAY - (at % VG_DAY < 0);
  int64_t rest = at - days * VG_DAY;
  int y, m, d;
  date_from_days(days, &y, &m, &d);
  int n = snprintf(out, TIME_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d", y, m, d, (int)(rest / VG_HOUR),
                   (int)(rest / VG_MINUTE % 60), (int)(rest / VG_SECOND % 60));
  int64_t us = rest % VG_SECOND;
  if (us != 0) n += snprintf(out + n, (size_t)(TIME_TEXT - n), ".%06d", (int)us);
  (void)snprintf(out + n, (size_t)(TIME_TEXT - n), "Z");
  return out;
}
