#include <string.h>

#include "doctor/check.h"

#define GRACE (15 * VG_MINUTE) /* for a first pull that has not ended */

/* What is wrong with a source; a source is in one of them only. */
enum trouble { NONE, NEVER, SILENT, SUSPECT, FAILED, UNSAID };

static enum trouble trouble_of(const struct doctor *d, const struct db_result *r, size_t i) {
  const char *last = row_text(r, i, "last_status");
  vg_time good = row_time(r, i, "good_at"), until = row_time(r, i, "fresh_until");
  if (!row_bool(r, i, "enabled")) return NONE;
  if (strcmp(last, "suspect") == 0) return SUSPECT;
  bool failed = strcmp(last, "failed") == 0 || strcmp(last, "abandoned") == 0;
  if (row_int(r, i, "period_s") == 0) return until == VG_NEVER || until <= d->now ? UNSAID : failed ? FAILED : NONE;
  if (good == VG_NEVER) return failed || d->now - row_time(r, i, "created_at") > GRACE ? NEVER : NONE;
  if (until == VG_NEVER || until <= d->now) return SILENT;
  return failed ? FAILED : NONE;
}

static bool with(const struct doctor *d, enum trouble wanted, struct doctor_names *names, struct vg_error *err) {
  DB_RESULT(r);
  *names = (struct doctor_names){.arena = d->arena};
  if (!db_run(d->db, &r, SQL_SOURCE_HEALTH, DB_MANY, err, P_NULL, P_TIME(d->now), P_NULL)) return false;
  for (size_t i = 0; i < row_count(r); i++)
    if (trouble_of(d, r, i) == wanted) doctor_name(names, row_text(r, i, "name"));
  return row_ok(r, err);
}

bool check_source_silent(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  struct doctor_names n;
  if (!with(d, SILENT, &n, err)) return false;
  if (n.count == 0) return doctor_found(f, DOCTOR_FINE, N_("No source has gone silent"));
  return doctor_found(f, DOCTOR_FAILURE, N_("Nothing fresh from: {names}"), {"names", DOCTOR_TEXT, .text = n.text});
}

bool check_source_failed(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  struct doctor_names n;
  if (!with(d, FAILED, &n, err)) return false;
  if (n.count == 0) return doctor_found(f, DOCTOR_FINE, N_("No last pull failed"));
  return doctor_found(f, DOCTOR_WARNING, N_("The last pull failed, the reading before still counts: {names}"),
                      {"names", DOCTOR_TEXT, .text = n.text});
}

bool check_source_never(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  struct doctor_names n;
  if (!with(d, NEVER, &n, err)) return false;
  if (n.count == 0) return doctor_found(f, DOCTOR_FINE, N_("Every source was read"));
  return doctor_found(f, DOCTOR_FAILURE, N_("Never read: {names}"), {"names", DOCTOR_TEXT, .text = n.text});
}

bool check_source_entered(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  struct doctor_names n;
  if (!with(d, UNSAID, &n, err)) return false;
  if (n.count == 0) return doctor_found(f, DOCTOR_FINE, N_("Every register kept by hand was confirmed in time"));
  return doctor_found(f, DOCTOR_WARNING, N_("Nobody entered or confirmed anything in time: {names}"), {"names", DOCTOR_TEXT, .text = n.text});
}

bool check_source_suspect(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  struct doctor_names n;
  if (!with(d, SUSPECT, &n, err)) return false;
  if (n.count == 0) return doctor_found(f, DOCTOR_FINE, N_("No pull waits for an answer"));
  return doctor_found(f, DOCTOR_WARNING, N_("A pull waits for an answer: {names}"),
                      {"names", DOCTOR_TEXT, .text = n.text});
}

bool check_source_tls(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  struct doctor_names plain = {.arena = d->arena}, telling = {.arena = d->arena};
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_DOCTOR_ADDRESSES, DB_MANY, err)) return false;
  for (size_t i = 0; i < row_count(r); i++)
    doctor_name(row_bool(r, i, "has_secret") ? &telling : &plain, row_text(r, i, "name"));
  if (!row_ok(r, err)) return false;
  if (telling.count > 0)
    return doctor_found(f, DOCTOR_FAILURE, N_("Passwords or tokens travel in clear to: {names}"),
                        {"names", DOCTOR_TEXT, .text = telling.text});
  if (plain.count > 0)
    return doctor_found(f, DOCTOR_WARNING, N_("Read without TLS, from another machine: {names}"),
                        {"names", DOCTOR_TEXT, .text = plain.text});
  return doctor_found(f, DOCTOR_FINE, N_("Sources on other machines are read over TLS, verified"));
}

bool check_collector(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  struct doctor_names late = {.arena = d->arena};
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_SOURCE_HEALTH, DB_MANY, err, P_NULL, P_TIME(d->now), P_NULL)) return false;
  for (size_t i = 0; i < row_count(r); i++) {
    vg_time due = row_time(r, i, "due_at");
    if (row_bool(r, i, "enabled") && due != VG_NEVER && d->now - due > GRACE)
      doctor_name(&late, row_text(r, i, "name"));
  }
  if (!row_ok(r, err)) return false;
  if (late.count == 0) return doctor_found(f, DOCTOR_FINE, N_("No source waits for its turn"));
  return doctor_found(f, DOCTOR_FAILURE, N_("Due for more than a quarter of an hour, and nobody reads: {names}"),
                      {"names", DOCTOR_TEXT, .text = late.text});
}

bool check_sample(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_SAMPLE_STATE_GET, DB_ZERO_OR_ONE, err)) return false;
  if (row_count(r) == 0) return doctor_found(f, DOCTOR_FINE, N_("There is no sample data"));
  return doctor_found(f, DOCTOR_WARNING, N_("The figures include those of an invented organisation"));
}
