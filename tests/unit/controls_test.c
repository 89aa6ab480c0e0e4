/* When a recurring control was done, failed, is due: from its events alone. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/unit_board.h"

#define DAY(n) ((n) * VG_DAY)
#define AT DAY(20000)

static struct control_line judged(struct control_event *events, size_t count) {
  struct control_line l = {.control = &recurring_controls[0], .events = events, .count = count}; /* each quarter: 92 days */
  control_judge(&l, AT);
  return l;
}

Test(controls, are_in_one_table_each_with_its_rule_and_period) {
  for (size_t i = 0; i < recurring_controls_count(); i++) {
    const struct control *c = &recurring_controls[i];
    cr_assert(*c->title.fr != '\0' && *c->title.en != '\0' && strchr(c->rule, '.') != NULL && c->period_days > 0, "%s", c->code);
    for (size_t j = 0; j < i; j++) cr_assert_str_neq(c->code, recurring_controls[j].code);
  }
}

Test(controls, are_judged_by_their_last_event_and_their_period) {
  struct control_line l = judged(NULL, 0);
  cr_assert_eq(l.outlook, CONTROL_NEVER);
  cr_assert_eq(l.due, VG_NEVER);
  struct control_event done[] = {{AT - DAY(200), 1, 0, 0}, {AT - DAY(10), 3, 0, 0}};
  l = judged(done, 2);
  cr_assert_eq(l.outlook, CONTROL_CURRENT);
  cr_assert_eq(l.last, AT - DAY(10));
  cr_assert_eq(l.due, AT + DAY(82));
  done[1].at = AT - DAY(70);
  cr_assert_eq(judged(done, 2).outlook, CONTROL_SOON);
  l = judged(done, 1);
  cr_assert_eq(l.outlook, CONTROL_LATE);
  cr_assert_eq(l.due, AT - DAY(108));
  struct control_event failed[] = {{AT - DAY(40), 1, 0, 0}, {AT - DAY(5), 2, 1, 0}};
  l = judged(failed, 2);
  cr_assert_eq(l.outlook, CONTROL_FAILED);
  cr_assert_eq(l.due, AT + DAY(52), "a failure does not put off what is due");
  struct control_event only_failed[] = {{AT - DAY(5), 0, 1, 0}};
  cr_assert_eq(judged(only_failed, 1).outlook, CONTROL_FAILED);
}

Test(controls, that_are_planned_are_due_then) {
  struct control_event planned[] = {{AT + DAY(60), 0, 0, 1}};
  struct control_line l = judged(planned, 1);
  cr_assert_eq(l.outlook, CONTROL_CURRENT);
  cr_assert_eq(l.due, AT + DAY(60));
  planned[0].at = AT - DAY(3);
  cr_assert_eq(judged(planned, 1).outlook, CONTROL_LATE);
}

Test(controls, stand_on_a_frieze_of_fifteen_months) {
  vg_time months[FRIEZE_MONTHS + 1];
  const struct zone *paris = zone_get("Europe/Paris", NULL);
  controls_months(paris, date_to_days(2026, 11, 24) * VG_DAY, months);
  cr_assert_eq(months[0], zone_midnight(paris, date_to_days(2025, 12, 1)));
  cr_assert_eq(months[FRIEZE_MONTHS], zone_midnight(paris, date_to_days(2027, 3, 1)));
  controls_months(paris, zone_midnight(paris, date_to_days(2026, 1, 1)), months); /* the end of 31 December */
  cr_assert_eq(months[0], zone_midnight(paris, date_to_days(2025, 1, 1)));
}

Test(controls, show_what_was_done_what_failed_and_what_is_to_come_of_each_month) {
  VG_ARENA(arena, 16 << 20);
  vg_time months[FRIEZE_MONTHS + 1], at = date_to_days(2026, 11, 24) * VG_DAY;
  struct html h = {.lang = LANG_EN};
  struct desk d = {arena, &h, true};
  struct board b = {.moment = {.at = at}};
  struct view_steering v = {0};
  struct control_event events[] = {{at - DAY(500), 1, 0, 0}, {at - DAY(50), 1, 0, 0}, {at - DAY(48), 2, 1, 0}, {at - DAY(3), 1, 0, 0}};
  struct control_line *lines = vg_alloc(arena, recurring_controls_count() * sizeof *lines);
  for (size_t i = 0; i < recurring_controls_count(); i++) lines[i] = (struct control_line){.control = &recurring_controls[i]};
  lines[0].events = events, lines[0].count = 4;
  for (size_t i = 0; i < recurring_controls_count(); i++) control_judge(&lines[i], at);
  controls_months(zone_utc(), at, months);
  controls_fill(&d, &b, lines, months, &v);
  cr_assert_eq(v.controls_count, 1);
  cr_assert_not_null(strstr(v.controls_silent, "Account reviews (4.4), "));
  const struct view_frieze *f = &v.controls[0].frieze;
  static const struct {
    const char *icon, *said;
  } expected[] = {{"ok", "done: 3"}, {"not_applied", "failed"}, {"ok", "done"}, {"not_applicable", "to come"}};
  cr_assert_eq(f->marks_count, 4);
  for (size_t i = 0; i < 4; i++) {
    cr_assert_str_eq(f->marks[i].icon, expected[i].icon);
    cr_assert_str_eq(f->marks[i].said, expected[i].said);
    cr_assert(f->marks[i].place >= 0 && f->marks[i].place <= 1 && (i == 0 || f->marks[i].place >= f->marks[i - 1].place));
  }
  cr_assert_str_eq(v.controls[0].state, "applied");
}

/* What the line of a control done ten days ago says, of an indicator so read. */
static struct view_steering_control said_beside(struct vg_arena *arena, struct indicator sheet, struct reading now) {
  vg_time months[FRIEZE_MONTHS + 1], at = date_to_days(2026, 11, 24) * VG_DAY;
  struct html h = {.lang = LANG_EN};
  struct desk d = {arena, &h, true};
  struct indicator_line measure = {.sheet = &sheet, .now = now};
  struct board b = {.moment = {.at = at}, .indicators = &measure, .indicator_count = 1};
  struct view_steering v = {0};
  struct control_event done[] = {{at - DAY(10), 1, 0, 0}};
  struct control_line *lines = vg_alloc(arena, recurring_controls_count() * sizeof *lines);
  for (size_t i = 0; i < recurring_controls_count(); i++) lines[i] = (struct control_line){.control = &recurring_controls[i]};
  lines[0].events = done, lines[0].count = 1;
  for (size_t i = 0; i < recurring_controls_count(); i++) control_judge(&lines[i], at);
  controls_months(zone_utc(), at, months);
  controls_fill(&d, &b, lines, months, &v);
  cr_assert_eq(v.controls_count, 1);
  return v.controls[0];
}

Test(controls, done_of_some_are_not_up_to_date_while_others_are_late) {
  VG_ARENA(arena, 16 << 20);
  const struct indicator ratio = {.code = "restore_tested", .form = FORM_RATIO}, statistic = {.code = "restore_tested", .form = FORM_STATISTIC, .unit = "%"};
  const struct {
    struct indicator sheet;
    struct reading now;
    const char *outlook, *state, *to;
    int64_t lists;
  } cases[] = {
      {ratio, {STATE_APPLIED, .has_value = true, .judged = 4, .conforming = 4}, "Up to date", "applied", NULL, 0},
      {ratio, {STATE_NOT_APPLIED, .has_value = true, .judged = 5, .conforming = 3, .deviating = 1, .unknown = 1}, "1 of 5 in deviation", "not_applied",
       "/indicator/restore_tested/subjects?verdict=deviating", 1},
      {ratio, {STATE_APPLIED, .has_value = true, .judged = 57, .conforming = 55, .deviating = 2}, "2 of 57 in deviation", "applied",
       "/indicator/restore_tested/subjects?verdict=deviating", 2},
      {ratio, {STATE_UNKNOWN, .has_value = true, .judged = 2, .conforming = 1, .unknown = 1}, "1 of 2 unknown", "unknown",
       "/indicator/restore_tested/subjects?verdict=unknown", 1},
      {ratio, {STATE_UNKNOWN}, "Unknown", "unknown", NULL, 0},
      {ratio, {STATE_WAIVED, .has_value = true, .judged = 2, .conforming = 1, .deviating = 1, .waived = 1}, "Under waiver", "waived", NULL, 0},
      {ratio, {STATE_NOT_APPLICABLE}, "Up to date", "applied", NULL, 0},
      {statistic, {STATE_WATCH, .has_value = true, .value = 0.051, .judged = 59}, "Result: 5.1%", "watch", NULL, 0},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct view_steering_control c = said_beside(arena, cases[i].sheet, cases[i].now);
    cr_expect_str_eq(c.outlook, cases[i].outlook);
    cr_expect_str_eq(c.state, cases[i].state);
    cr_expect(cases[i].to == NULL ? c.whose == NULL : html_is(c.whose, cases[i].to), "%s", c.whose);
    cr_expect_eq(c.lists, cases[i].lists);
    cr_expect_eq(c.last, (date_to_days(2026, 11, 24) - 10) * VG_DAY);
  }
}
