/* The sample organisation: the same seed and day give the same bytes, and the story is there in the facts. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "sample/native.h"
#include "sample/sources.h"

#define ORIGIN "2026-11-23T18:30:00Z"

static struct world *world_of(struct vg_arena *arena, const char *at) {
  vg_time origin;
  struct vg_error err = {0};
  cr_assert(time_parse(at, &origin, &err));
  struct world *w = world_new(arena, SAMPLE_SEED, origin);
  cr_assert_not_null(w);
  return w;
}

static void answers(const struct world *w, vg_time at, struct buf *out) {
  for (size_t i = 0; i < SAMPLE_SOURCES; i++)
    for (const struct sample_file *f = sample_sources[i].files; f->path != NULL; f++) f->write(w, at, out);
}

Test(sample, same_seed_and_day_give_the_same_bytes) {
  VG_ARENA(one, 4 << 20);
  VG_ARENA(two, 4 << 20);
  BUF(a, 32 << 20);
  BUF(b, 32 << 20);
  struct world *w = world_of(one, ORIGIN), *again = world_of(two, ORIGIN);
  for (int64_t day = -730; day <= 30; day += 95) {
    answers(w, world_at(w, day, 400), &a);
    answers(again, world_at(again, day, 400), &b);
  }
  cr_assert(buf_ok(&a) && buf_ok(&b));
  cr_assert_gt(a.length, 1000000);
  cr_assert_eq(a.length, b.length);
  cr_assert_eq(memcmp(a.data, b.data, a.length), 0);
}

Test(sample, another_seed_gives_another_world) {
  VG_ARENA(arena, 4 << 20);
  BUF(a, 1 << 20);
  BUF(b, 1 << 20);
  struct world *w = world_of(arena, ORIGIN), *other = world_new(arena, SAMPLE_SEED + 1, w->origin);
  native_incidents(w, w->origin, &a);
  native_incidents(other, w->origin, &b);
  cr_assert(a.length != b.length || memcmp(a.data, b.data, a.length) != 0);
}

Test(sample, nothing_of_the_future_is_said) {
  VG_ARENA(arena, 4 << 20);
  BUF(before, 1 << 20);
  struct world *w = world_of(arena, ORIGIN);
  native_snapshots(w, REPOSITORY_WEST, world_at(w, -100, 0), &before);
  cr_assert_null(strstr(before.data, "\"time\":\"2026-08-16T"));
  cr_assert_not_null(strstr(before.data, "\"time\":\"2026-08-15T"));
}

Test(sample, people_are_sixty_with_distinct_names) {
  VG_ARENA(arena, 4 << 20);
  struct world *w = world_of(arena, ORIGIN);
  int here = 0;
  for (int i = 0; i < SAMPLE_PERSONS; i++) {
    here += person_here(&w->persons[i], 0);
    cr_assert_not_null(strstr(w->persons[i].mail, "@" SAMPLE_DOMAIN));
    for (int j = 0; j < i; j++) cr_assert_str_neq(w->persons[i].mail, w->persons[j].mail);
  }
  cr_assert_eq(here, 60);
}

static int backed_up(const struct world *w, vg_time at, const char **missing) {
  int count = 0;
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++) {
    const struct system *s = &sample_systems[i];
    bool good = false;
    for (int64_t night = world_day(w, at) - 2; night <= world_day(w, at); night++) {
      vg_time end = backup_end(w, s, night);
      good = good || (end != VG_NEVER && end <= at && at - end < 26 * VG_HOUR);
    }
    count += good;
    if (!good) *missing = s->name;
  }
  return count;
}

/* Whatever the hour of the load, exactly one system has no backup, for two nights. */
Test(sample, one_backup_fails_since_two_nights_at_any_hour) {
  static const char *const origins[] = {"2026-11-23T00:05:00Z", "2026-11-23T04:59:00Z", "2026-11-23T05:01:00Z",
                                        "2026-11-23T23:59:00Z", "2028-02-29T12:00:00Z"};
  for (size_t i = 0; i < sizeof origins / sizeof *origins; i++) {
    VG_ARENA(arena, 4 << 20);
    struct world *w = world_of(arena, origins[i]);
    const char *missing = "";
    cr_assert_eq(backed_up(w, w->origin, &missing), SAMPLE_SYSTEMS - 1, "%s", origins[i]);
    cr_assert_str_eq(missing, "ost-ged-01");
    cr_assert_neq(backup_end(w, system_find(missing), w->last_night - 2), VG_NEVER);
    cr_assert_eq(backup_end(w, system_find(missing), w->last_night - 1), VG_NEVER);
    cr_assert_eq(backup_end(w, system_find(missing), w->last_night), VG_NEVER);
    cr_assert_neq(backup_end(w, system_find(missing), w->last_night + 3), VG_NEVER);
  }
}

/* Loaded on each of two weeks' days, at the hour when registers are read and at noon. */
enum { LOADS = 28 };
static struct world *world_nth(struct vg_arena *arena, int n) {
  vg_time first;
  struct vg_error err = {0};
  cr_assert(time_parse("2026-11-25T05:00:00Z", &first, &err));
  struct world *w = world_new(arena, SAMPLE_SEED, first + n / 2 * VG_DAY + n % 2 * 7 * VG_HOUR);
  cr_assert_not_null(w);
  return w;
}

static int times(const struct buf *text, const char *what) {
  int n = 0;
  for (const char *at = text->data; (at = strstr(at, what)) != NULL; at++) n++;
  return n;
}

Test(sample, documents_and_logins_are_dated_at_any_hour) {
  for (int n = 0; n < LOADS; n++) {
    char at[TIME_TEXT];
    VG_ARENA(arena, 4 << 20);
    BUF(documents, 1 << 20);
    BUF(accounts, 1 << 20);
    struct world *w = world_nth(arena, n);
    native_documents(w, w->origin, &documents);
    native_accounts(w, w->origin, &accounts);
    cr_expect_eq(times(&documents, ";;\r\n"), 0, "%s: %d not reviewed", time_format(w->origin, at), times(&documents, ";;\r\n"));
    cr_expect_eq(times(&accounts, ",\n"), 4, "%s: %d without a login, 4 are of services", time_format(w->origin, at), times(&accounts, ",\n"));
  }
}

/* One deployment by hand and one access to clients' data that nobody justified, this month, whatever the day of the week. */
Test(sample, one_deployment_and_one_access_deviate_on_any_day) {
  for (int n = 0; n < LOADS; n++) {
    char at[TIME_TEXT];
    VG_ARENA(arena, 4 << 20);
    BUF(deployments, 1 << 20);
    BUF(accesses, 1 << 20);
    struct world *w = world_nth(arena, n);
    native_deployments(w, w->origin, &deployments);
    native_data_accesses(w, w->origin, &accesses);
    /* 29.x: what was deployed in the last thirty days */
    cr_expect_eq(times(&deployments, ",false,29."), 1, "%s: %d deployments", time_format(w->origin, at), times(&deployments, ",false,29."));
    cr_expect_eq(times(&accesses, ";\n"), 1, "%s: %d accesses", time_format(w->origin, at), times(&accesses, ";\n"));
  }
}

static double aware(const struct world *w, int64_t day) {
  int judged = 0, trained = 0;
  for (int i = 0; i < SAMPLE_PERSONS; i++) {
    const struct person *p = &w->persons[i];
    struct training all[TRAININGS_MAX];
    size_t count = person_trainings(w, p, all);
    bool good = false;
    if (!person_here(p, day) || day - p->hired <= 90) continue;
    for (size_t n = 0; n < count; n++)
      good = good || (strcmp(all[n].theme, "security") == 0 && all[n].completed <= world_at(w, day, 0) &&
                      world_at(w, day, 0) - all[n].completed < 365 * VG_DAY);
    judged++;
    trained += good;
  }
  return (double)trained / judged;
}

Test(sample, the_campaign_lifts_awareness) {
  VG_ARENA(arena, 4 << 20);
  struct world *w = world_of(arena, ORIGIN);
  cr_assert_lt(aware(w, -310), 0.65);
  cr_assert_gt(aware(w, -310), 0.40);
  cr_assert_gt(aware(w, -250), 0.95);
  cr_assert_gt(aware(w, 0), 0.95);
}

Test(sample, one_leaver_keeps_accounts_open) {
  VG_ARENA(arena, 4 << 20);
  struct world *w = world_of(arena, ORIGIN);
  int open = 0;
  for (int i = 0; i < SAMPLE_PERSONS; i++) {
    struct account all[ACCOUNTS_MAX];
    size_t count = person_accounts(w, &w->persons[i], all);
    bool still = false;
    for (size_t n = 0; w->persons[i].left < -1 && n < count; n++)
      still = still || (all[n].created <= w->origin && all[n].disabled > w->origin);
    open += still;
  }
  cr_assert_eq(open, 1);
}

Test(sample, the_wave_of_spring_has_one_major_incident) {
  VG_ARENA(arena, 4 << 20);
  struct world *w = world_of(arena, ORIGIN);
  int around = 0, major = 0;
  for (size_t i = 0; i < w->incident_count; i++) {
    int64_t day = world_day(w, w->incidents[i].occurred);
    around += day >= w->wave - 20 && day <= w->wave + 20;
    major += day < 0 && strcmp(w->incidents[i].severity, "critical") == 0;
  }
  cr_assert_geq(around, 12);
  cr_assert_eq(major, 1);
}

/* Figures of incidents are of those that occurred or were resolved in the last three months: whatever the day of the load, the wave is over. */
Test(sample, the_wave_of_spring_is_never_of_now) {
  vg_time first;
  struct vg_error err = {0};
  cr_assert(time_parse("2026-01-01T12:00:00Z", &first, &err));
  for (int day = 0; day < 2 * 365; day++) {
    VG_ARENA(arena, 4 << 20);
    struct world *w = world_new(arena, SAMPLE_SEED, first + day * VG_DAY);
    cr_assert_not_null(w);
    for (size_t i = 0; i < w->incident_count; i++) {
      const struct incident *in = &w->incidents[i];
      int64_t occurred = world_day(w, in->occurred);
      if (occurred < w->wave - 20 || occurred > w->wave + 20) continue;
      cr_assert(in->occurred + 92 * VG_DAY <= w->origin && in->resolved + 90 * VG_DAY <= w->origin, "%d days after 1 January, %s", day, in->title);
    }
    cr_assert_geq(w->wave, -16 * 31, "%d days after 1 January", day);
  }
}

Test(sample, restores_fail_once_this_month) {
  VG_ARENA(arena, 4 << 20);
  struct world *w = world_of(arena, ORIGIN);
  int failed = 0;
  for (size_t i = 0; i < SAMPLE_SYSTEMS; i++)
    for (int n = 0; n < 12; n++) {
      struct restore_test t;
      failed += system_restore_test(w, &sample_systems[i], n, &t) && t.day > -30 && t.day <= 0 && !t.success;
    }
  cr_assert_eq(failed, 1);
}

Test(sample, two_alerts_are_open_at_any_hour) {
  static const char *const origins[] = {"2026-11-23T00:05:00Z", "2026-11-23T18:30:00Z", "2027-03-05T07:00:00Z"};
  for (size_t o = 0; o < sizeof origins / sizeof *origins; o++) {
    VG_ARENA(arena, 4 << 20);
    struct world *w = world_of(arena, origins[o]);
    int open = 0;
    for (size_t i = 0; i < SAMPLE_SYSTEMS; i++)
      for (int64_t day = -12; day <= 0; day++) {
        struct alert_event a;
        open += system_alert(w, &sample_systems[i], day, &a) && a.raised <= w->origin && a.resolved > w->origin;
      }
    cr_assert_eq(open, 2, "%s: %d", origins[o], open);
  }
}

Test(sample, french_exports_are_windows_1252) {
  VG_ARENA(arena, 4 << 20);
  BUF(text, 1 << 20);
  struct world *w = world_of(arena, ORIGIN);
  native_persons(w, w->origin, &text);
  cr_assert_not(text_utf8(text.data, text.length));
  char *utf8;
  size_t bad;
  VG_ARENA(decoded, 4 << 20);
  cr_assert(text_from_cp1252(decoded, text.data, text.length, &utf8, &bad));
  cr_assert(text_starts(utf8, "Clé;Courriel;Nom;Service;Métier;Arrivée;Départ;Bureau\r\n"));
  cr_assert_not_null(strstr(utf8, ";Élodie "));
}

Test(sample, paris_changes_its_clocks_on_the_right_sundays) {
  static const struct {
    const char *at;
    int hours;
  } rows[] = {{"2026-03-29T00:59:59Z", 1}, {"2026-03-29T01:00:00Z", 2}, {"2026-10-25T00:59:59Z", 2},
              {"2026-10-25T01:00:00Z", 1}, {"2024-03-31T01:00:00Z", 2}, {"2025-01-01T00:00:00Z", 1}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    vg_time at;
    struct vg_error err = {0};
    cr_assert(time_parse(rows[i].at, &at, &err));
    cr_assert_eq(paris_offset(at), rows[i].hours * VG_HOUR, "%s", rows[i].at);
  }
}
