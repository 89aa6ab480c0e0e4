/* When people are told what: steps of a thing, turns of a person. */
#include <criterion/criterion.h>

#include "remind/step.h"

static const struct zone *paris(void) {
  struct vg_error err = {0};
  const struct zone *zone = zone_get("Europe/Paris", &err);
  cr_assert_not_null(zone, "%s", err.message);
  return zone;
}

static vg_time at(const char *text) {
  struct vg_error err = {0};
  vg_time out;
  cr_assert(zone_parse(paris(), text, &out, &err), "%s: %s", text, err.message);
  return out;
}

Test(remind, steps_go_down_to_the_day_and_by_weeks_after_it) {
  static const struct {
    int64_t days;
    int before, since;
  } cases[] = {{31, 30, -28}, {30, 30, -28}, {28, 30, -28}, {27, 30, -21}, {21, 30, -21}, {8, 30, -7}, {7, 7, -7}, {6, 7, 0}, {2, 7, 0}, {1, 1, 0}, {0, 1, 0}, {-1, 1, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cr_expect_eq(step_before(cases[i].days), cases[i].before, "%lld days before", (long long)cases[i].days);
    cr_expect_eq(step_since(cases[i].days), cases[i].since, "%lld days since", (long long)cases[i].days);
  }
}

Test(remind, a_failure_waits_a_quarter_of_an_hour_then_twice_as_long_up_to_a_day) {
  static const int minutes[] = {15, 15, 30, 60, 120, 240, 480, 960, 1440, 1440};
  for (int i = 0; i < 10; i++) cr_expect_eq(turn_wait(i), minutes[i] * VG_MINUTE, "%d failures", i);
  cr_expect_eq(turn_wait(INT64_MAX), VG_DAY);
}

struct turn_case {
  enum often often;
  const char *email_at, *settled_at, *now; /* of Paris; settled_at NULL: never */
  bool due;
};

static void expect_turns(const struct turn_case *cases, size_t count, int hour) {
  for (size_t i = 0; i < count; i++) {
    const struct turn_case *c = &cases[i];
    struct turn t = {.often = c->often, .email_at = at(c->email_at), .settled_at = c->settled_at != NULL ? at(c->settled_at) : VG_NEVER, .tried_at = VG_NEVER};
    cr_expect_eq(turn_due(paris(), hour, &t, at(c->now)), c->due, "case %zu: settled %s, now %s", i, c->settled_at, c->now);
  }
}
#define EXPECT_TURNS(hour, ...)                                                    \
  expect_turns((const struct turn_case[]){__VA_ARGS__},                            \
               sizeof((const struct turn_case[]){__VA_ARGS__}) / sizeof(struct turn_case), (hour))
#define OLD "2026-01-01 12:00"

Test(remind, each_day_at_the_hour_and_once) {
  EXPECT_TURNS(8, {OFTEN_DAILY, OLD, "2026-03-02 08:00", "2026-03-03 07:59:59", false}, {OFTEN_DAILY, OLD, "2026-03-02 08:00", "2026-03-03 08:00", true},
               {OFTEN_DAILY, OLD, "2026-03-03 08:00", "2026-03-03 08:00:01", false}, {OFTEN_DAILY, OLD, "2026-03-03 08:00", "2026-03-03 23:59", false},
               {OFTEN_DAILY, OLD, "2026-03-02 20:00", "2026-03-03 08:00", true}, {OFTEN_DAILY, OLD, "2026-03-03 07:00", "2026-03-03 08:00", true},
               {OFTEN_DAILY, OLD, "2026-02-01 08:00", "2026-03-03 05:00", true}, /* nobody ran for a month */
               {OFTEN_NEVER, OLD, NULL, "2026-03-03 08:00", false});
  EXPECT_TURNS(0, {OFTEN_DAILY, OLD, "2026-03-02 23:59", "2026-03-03 00:00", true}, {OFTEN_DAILY, OLD, "2026-03-03 00:00", "2026-03-03 23:59", false});
}

/* 2 March 2026 is a Monday. */
Test(remind, each_week_on_monday) {
  EXPECT_TURNS(8, {OFTEN_WEEKLY, OLD, "2026-02-23 08:00", "2026-03-01 23:59", false}, {OFTEN_WEEKLY, OLD, "2026-02-23 08:00", "2026-03-02 07:59:59", false},
               {OFTEN_WEEKLY, OLD, "2026-02-23 08:00", "2026-03-02 08:00", true}, {OFTEN_WEEKLY, OLD, "2026-02-23 08:00", "2026-03-05 03:00", true},
               {OFTEN_WEEKLY, OLD, "2026-03-02 08:00", "2026-03-08 23:00", false}, {OFTEN_WEEKLY, OLD, "2026-03-05 10:00", "2026-03-09 08:00", true});
}

/* Clocks go from 2 to 3 on 29 March, from 3 to 2 on 25 October. */
Test(remind, days_are_those_of_the_zone_when_clocks_change) {
  EXPECT_TURNS(8, {OFTEN_DAILY, OLD, "2026-03-28 08:00", "2026-03-29T05:59:59Z", false}, {OFTEN_DAILY, OLD, "2026-03-28 08:00", "2026-03-29T06:00:00Z", true},
               {OFTEN_DAILY, OLD, "2026-10-24 08:00", "2026-10-25T06:59:59Z", false}, {OFTEN_DAILY, OLD, "2026-10-24 08:00", "2026-10-25T07:00:00Z", true});
  EXPECT_TURNS(2, {OFTEN_DAILY, OLD, "2026-03-28 02:00", "2026-03-29T00:59:59Z", false}, {OFTEN_DAILY, OLD, "2026-03-28 02:00", "2026-03-29T01:00:00Z", true},
               {OFTEN_DAILY, OLD, "2026-03-29T01:00:00Z", "2026-03-29T12:00:00Z", false},
               {OFTEN_DAILY, OLD, "2026-10-24 02:00", "2026-10-25T00:00:00Z", true}, {OFTEN_DAILY, OLD, "2026-10-25T00:00:00Z", "2026-10-25T01:30:00Z", false});
}

Test(remind, who_gives_an_address_is_told_at_the_next_hour) {
  EXPECT_TURNS(8, {OFTEN_DAILY, "2026-03-03 14:20", NULL, "2026-03-03 14:59:59", false}, {OFTEN_DAILY, "2026-03-03 14:20", NULL, "2026-03-03 15:00", true},
               {OFTEN_WEEKLY, "2026-03-03 14:20", NULL, "2026-03-03 15:00", true}, /* another address than the last one */
               {OFTEN_DAILY, "2026-03-03 14:20", "2026-03-03 08:00", "2026-03-03 15:00", true}, {OFTEN_DAILY, "2026-03-03 14:20", "2026-03-03 15:00", "2026-03-04 07:59", false});
}

Test(remind, a_failure_is_tried_again_later_and_another_address_at_once) {
  struct turn t = {OFTEN_DAILY, at(OLD), at("2026-03-02 08:00"), at("2026-03-03 08:00"), 1};
  cr_expect_not(turn_due(paris(), 8, &t, at("2026-03-03 08:14:59")));
  cr_expect(turn_due(paris(), 8, &t, at("2026-03-03 08:15")));
  t.failures = 3;
  cr_expect_not(turn_due(paris(), 8, &t, at("2026-03-03 08:59")));
  cr_expect(turn_due(paris(), 8, &t, at("2026-03-03 09:00")));
  t.email_at = at("2026-03-03 08:05");
  cr_expect(turn_due(paris(), 8, &t, at("2026-03-03 09:00")), "the address is another");
}

Test(remind, a_clock_that_was_wrong_silences_nobody) {
  struct turn t = {OFTEN_DAILY, at(OLD), at("2038-01-19 08:00"), VG_NEVER, 0};
  cr_expect(turn_due(paris(), 8, &t, at("2026-03-03 08:00")));
  t = (struct turn){OFTEN_DAILY, at(OLD), at("2026-03-02 08:00"), at("2038-01-19 08:00"), 9};
  cr_expect(turn_due(paris(), 8, &t, at("2026-03-03 08:00")));
  t = (struct turn){OFTEN_WEEKLY, at("2038-01-19 08:00"), VG_NEVER, VG_NEVER, 0};
  cr_expect(turn_due(paris(), 8, &t, at("2026-03-03 08:00")));
  t = (struct turn){OFTEN_DAILY, at(OLD), at("2026-03-03 08:00:30"), VG_NEVER, 0};
  cr_expect_not(turn_due(paris(), 8, &t, at("2026-03-03 08:00:10")), "set back by seconds: told once");
}
