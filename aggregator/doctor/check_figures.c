#include <string.h>

#include "doctor/check.h"

bool check_evaluation(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_DOCTOR_EVALUATION, DB_ONE, err)) return false;
  vg_time good = row_time(r, 0, "good_at");
  const char *last = row_text(r, 0, "last_status"), *why = vg_strdup(d->arena, row_text(r, 0, "last_message"));
  if (!row_ok(r, err)) return false;
  if (strcmp(last, "failed") == 0)
    return doctor_found(f, DOCTOR_FAILURE, N_("The last evaluation failed, figures are those of before: {why}"),
                        {"why", DOCTOR_TEXT, .text = why});
  if (good == VG_NEVER) return doctor_found(f, DOCTOR_WARNING, N_("Nothing has been evaluated yet"));
  struct doctor_value age = {"age", DOCTOR_SPAN, .number = d->now > good ? d->now - good : 0};
  if (age.number > 26 * VG_HOUR) return doctor_found(f, DOCTOR_FAILURE, N_("The last evaluation is {age} old"), age);
  return doctor_found(f, DOCTOR_FINE, N_("Evaluated {age} ago"), age);
}

bool check_indicators(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_DOCTOR_EVALUATION, DB_ONE, err)) return false;
  vg_time tried = row_time(r, 0, "last_at");
  struct doctor_value n = {"n", DOCTOR_COUNT, .number = row_int(r, 0, "stale")};
  if (!row_ok(r, err)) return false;
  if (n.number == 0) return doctor_found(f, DOCTOR_FINE, N_("All figures are up to date with their formulas"));
  if (tried != VG_NEVER && d->now - tried < 15 * VG_MINUTE)
    return doctor_found(f, DOCTOR_FINE, N_("Being evaluated again, at the next turn: {n}"), n);
  return doctor_found(f, DOCTOR_WARNING, N_("Indicators that wait for an evaluation: {n}"), n);
}

/* A week of nights without one is agreement again. */
bool check_agreement(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  struct doctor_names names = {.arena = d->arena};
  if (!db_run(d->db, &r, SQL_DOCTOR_DISAGREED, DB_MANY, err, P_TIME(d->now - 7 * VG_DAY))) return false;
  for (size_t i = 0; i < row_count(r); i++)
    doctor_name(&names, vg_printf(d->arena, "%s (%lld)", row_text(r, i, "indicator"), (long long)row_int(r, i, "times")));
  if (names.count == 0) return row_ok(r, err) && doctor_found(f, DOCTOR_FINE, N_("No disagreement with the evaluations of the day for a week"));
  vg_time last = row_time(r, 0, "last_at");
  struct doctor_value age = {"age", DOCTOR_SPAN, .number = d->now > last ? d->now - last : 0};
  if (!row_ok(r, err)) return false;
  return doctor_found(f, DOCTOR_WARNING, N_("It disagreed with the evaluations of the day, {age} ago for the last time: {names}"), age,
                      {"names", DOCTOR_TEXT, .text = names.text});
}

bool check_own_indicators(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_DOCTOR_OWN, DB_MANY, err)) return false;
  struct doctor_names failing = {.arena = d->arena};
  for (size_t i = 0; i < row_count(r); i++)
    if (!row_null(r, i, "failed_at")) doctor_name(&failing, row_text(r, i, "code"));
  struct doctor_value n = {"n", DOCTOR_COUNT, .number = (int64_t)row_count(r)};
  if (!row_ok(r, err)) return false;
  if (failing.count == 0) return doctor_found(f, DOCTOR_FINE, N_("Indicators that the organisation added: {n}; none fails"), n);
  return doctor_found(f, DOCTOR_FAILURE, N_("Fail: {names}. The first one says: {why}"), {"names", DOCTOR_TEXT, .text = failing.text},
                      {"why", DOCTOR_TEXT, .text = vg_strdup(d->arena, row_text(r, 0, "error"))});
}
