#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/zone.h"
#include "core/zone_file.h"

static const struct zone *zone(const char *name) {
  struct vg_error err = {0};
  const struct zone *z = zone_get(name, &err);
  cr_assert_not_null(z, "%s", err.message);
  return z;
}

static vg_time instant(const char *text) {
  struct vg_error err = {0};
  vg_time at = VG_NEVER;
  cr_assert(time_parse(text, &at, &err), "%s", err.message);
  return at;
}

Test(zone, knows_offsets_past_present_and_far_future) {
  static const struct {
    const char *zone, *at;
    int offset;
  } cases[] = {
      {"Europe/Paris", "2026-11-23T12:00:00Z", 3600},   {"Europe/Paris", "2026-07-14T12:00:00Z", 7200},
      {"Europe/Paris", "2026-03-29T00:59:59Z", 3600},   {"Europe/Paris", "2026-03-29T01:00:00Z", 7200},
      {"Europe/Paris", "2026-10-25T00:59:59Z", 7200},   {"Europe/Paris", "2026-10-25T01:00:00Z", 3600},
      {"Europe/Paris", "2190-07-01T00:00:00Z", 7200},   {"Europe/Paris", "1800-01-01T00:00:00Z", 561},
      {"Europe/Paris", "1943-01-01T00:00:00Z", 3600},   {"America/New_York", "2026-07-01T00:00:00Z", -14400},
      {"Australia/Sydney", "2100-01-01T00:00:00Z", 39600}, {"Australia/Sydney", "2100-07-01T00:00:00Z", 36000},
      {"Asia/Kolkata", "2026-01-01T00:00:00Z", 19800},  {"UTC", "2026-01-01T00:00:00Z", 0},
      {"Europe/Dublin", "2050-07-01T00:00:00Z", 3600},  {"Europe/Dublin", "2050-01-01T00:00:00Z", 0},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cr_assert_eq(zone_offset(zone(cases[i].zone), instant(cases[i].at)), cases[i].offset, "%s %s: %d", cases[i].zone,
                 cases[i].at, zone_offset(zone(cases[i].zone), instant(cases[i].at)));
  }
}

Test(zone, midnights_days_and_clocks) {
  const struct zone *paris = zone("Europe/Paris");
  int64_t day = date_to_days(2026, 10, 25);
  cr_assert_eq(zone_midnight(paris, day), instant("2026-10-24T22:00:00Z"));
  cr_assert_eq(zone_midnight(paris, day + 1), instant("2026-10-25T23:00:00Z"));
  cr_assert_eq(zone_day(paris, instant("2026-10-24T21:59:59Z")), day - 1);
  cr_assert_eq(zone_day(paris, instant("2026-10-24T22:00:00Z")), day);
  cr_assert_eq(zone_instant(paris, day, 2 * VG_HOUR + 30 * VG_MINUTE), instant("2026-10-25T00:30:00Z"), "the first of two");
  cr_assert_eq(zone_instant(paris, date_to_days(2026, 3, 29), 2 * VG_HOUR + 30 * VG_MINUTE), instant("2026-03-29T01:30:00Z"));
  /* Sao Paulo's clock jumped from 00:00 to 01:00. */
  cr_assert_eq(zone_midnight(zone("America/Sao_Paulo"), date_to_days(2017, 10, 15)), instant("2017-10-15T03:00:00Z"));
  struct civil c = zone_civil(paris, instant("2026-11-23T08:12:05Z"));
  cr_assert(c.year == 2026 && c.month == 11 && c.day == 23 && c.hour == 9 && c.minute == 12 && c.second == 5);
  cr_assert_eq(c.weekday, 0);
  c = zone_civil(paris, instant("0001-01-01T00:00:00Z"));
  cr_assert_eq(c.year, 1);
}

/* Each hour of ten years, to and fro. */
Test(zone, every_hour_comes_back) {
  static const char *const names[] = {"Europe/Paris", "America/Sao_Paulo", "Pacific/Auckland", "Asia/Tehran"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const struct zone *z = zone(names[i]);
    for (vg_time at = instant("2012-01-01"); at < instant("2022-01-01"); at += VG_HOUR) {
      struct civil c = zone_civil(z, at);
      vg_time back = zone_instant(z, date_to_days(c.year, c.month, c.day), c.hour * VG_HOUR + c.minute * VG_MINUTE);
      cr_assert(back == at || back == at - VG_HOUR, "%s %lld", names[i], (long long)at);
      cr_assert_leq(zone_midnight(z, zone_day(z, at)), at);
      cr_assert_gt(zone_midnight(z, zone_day(z, at) + 1), at);
    }
  }
}

Test(zone, refuses_what_is_no_zone) {
  static const char *const names[] = {"", "Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "Europe", "zone.tab", "Europe/Paris\n", "Europe/"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    struct vg_error err = {0};
    cr_assert_null(zone_get(names[i], &err), "%s", names[i]);
    cr_assert_eq(err.code, VG_E_CONFIG);
  }
}

Test(zone, parses_dates_and_instants) {
  static const struct {
    const char *text, *at; /* NULL: refused */
  } cases[] = {
      {"30/09/2026", "2026-09-29T22:00:00Z"},        {" 2026-09-30 ", "2026-09-29T22:00:00Z"},
      {"1/2/2026", "2026-01-31T23:00:00Z"},          {"30.09.2026 08:41", "2026-09-30T06:41:00Z"},
      {"30-09-2026 8:41:10", "2026-09-30T06:41:10Z"}, {"2026-09-30T08:41", "2026-09-30T06:41:00Z"},
      {"2026-09-30T08:41:00Z", "2026-09-30T08:41:00Z"}, {"2026-09-30T08:41:00+05:00", "2026-09-30T03:41:00Z"},
      {"31/02/2026", NULL}, {"30/09-2026", NULL}, {"30/09/26", NULL}, {"", NULL}, {"30/09/2026x", NULL},
      {"30/09/2026 25:00", NULL}, {"2026-9-30", NULL}, {"00/01/2026", NULL}, {"30/09/2026 08h41", NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct vg_error err = {0};
    vg_time at = VG_NEVER;
    bool ok = zone_parse(zone("Europe/Paris"), cases[i].text, &at, &err);
    cr_assert_eq(ok, cases[i].at != NULL, "%s", cases[i].text);
    if (ok) cr_assert_eq(at, instant(cases[i].at), "%s", cases[i].text);
    if (!ok) cr_assert_eq(err.code, VG_E_INPUT);
  }
  int64_t day;
  struct vg_error err = {0};
  cr_assert(date_parse("23/11/2026", &day, &err) && day == date_to_days(2026, 11, 23));
  cr_assert_not(date_parse("23/11/2026 08:00", &day, &err));
}

/* Every cut and every flipped byte of a real file is read without harm. */
Test(zone, damaged_files_are_refused_or_harmless) {
  static unsigned char bytes[1 << 16], copy[1 << 16];
  FILE *f = fopen("/usr/share/zoneinfo/Europe/Paris", "rb");
  cr_assert_not_null(f);
  size_t n = fread(bytes, 1, sizeof bytes, f);
  (void)fclose(f);
  struct zone_file z;
  for (size_t cut = 0; cut < n; cut++) {
    unsigned char *exact = malloc(cut + 1);
    memcpy(exact, bytes, cut);
    if (zone_file_read(&z, exact, cut)) zone_file_free(&z);
    free(exact);
  }
  for (size_t at = 0; at < n; at++) {
    memcpy(copy, bytes, n);
    copy[at] ^= 0xFF;
    if (zone_file_read(&z, copy, n)) {
      (void)zone_tail_offset(&z.tail, INT64_C(4102444800));
      zone_file_free(&z);
    }
  }
}
