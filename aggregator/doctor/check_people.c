#include "doctor/check.h"

static bool people(const struct doctor *d, struct db_result **r, struct vg_error *err) {
  return db_run(d->db, r, SQL_DOCTOR_PEOPLE, DB_ONE, err, P_TIME(d->now));
}

bool check_administrators(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!people(d, &r, err)) return false;
  struct doctor_value n = {"n", DOCTOR_COUNT, .number = row_int(r, 0, "administrators")};
  if (!row_ok(r, err)) return false;
  if (n.number == 0) {
    (void)doctor_found(f, DOCTOR_FAILURE, N_("No administrator can sign in"));
    f->advice = N_("Make one, on the machine of Vigie: vigie user add LOGIN --role administrator; or give one that is there a new link: vigie user setup-link LOGIN.");
    return true;
  }
  if (n.number == 1) return doctor_found(f, DOCTOR_WARNING, N_("One administrator only can sign in"));
  return doctor_found(f, DOCTOR_FINE, N_("{n} administrators can sign in"), n);
}

bool check_setup_links(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!people(d, &r, err)) return false;
  const char *names = vg_strdup(d->arena, row_text(r, 0, "without_link"));
  if (!row_ok(r, err)) return false;
  if (names == NULL || *names == '\0')
    return doctor_found(f, DOCTOR_FINE, N_("Everybody invited has come, or still may"));
  return doctor_found(f, DOCTOR_WARNING, N_("Their link has ended before they chose a password: {names}"),
                      {"names", DOCTOR_TEXT, .text = names});
}

bool check_unused_accounts(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!people(d, &r, err)) return false;
  const char *names = vg_strdup(d->arena, row_text(r, 0, "unused"));
  if (!row_ok(r, err)) return false;
  if (names == NULL || *names == '\0') return doctor_found(f, DOCTOR_FINE, N_("Every account was used within 90 days"));
  return doctor_found(f, DOCTOR_WARNING, N_("Not used for 90 days: {names}"), {"names", DOCTOR_TEXT, .text = names});
}

bool check_mail(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_DOCTOR_MAIL, DB_ONE, err)) return false;
  struct doctor_value people = {"n", DOCTOR_COUNT, .number = row_int(r, 0, "people")}, waiting = {"n", DOCTOR_COUNT, .number = row_int(r, 0, "waiting")};
  struct doctor_value why = {"why", DOCTOR_TEXT, .text = vg_strdup(d->arena, row_text(r, 0, "error")),
                             .words = vg_strdup(d->arena, row_text(r, 0, "error_words"))};
  vg_time since = row_time(r, 0, "since");
  if (!row_ok(r, err)) return false;
  if (d->config->smtp_url == NULL && people.number > 0)
    return doctor_found(f, DOCTOR_WARNING, N_("No mail server is set (smtp_url), and people who gave an address: {n}"), people);
  if (d->config->smtp_url == NULL) return doctor_found(f, DOCTOR_FINE, N_("No mail server is set: nobody is told by e-mail what waits"));
  if (waiting.number == 0) return doctor_found(f, DOCTOR_FINE, N_("People who are told by e-mail what waits for them: {n}; no message is left"), people);
  return doctor_found(f, DOCTOR_WARNING, N_("Messages that wait: {n}, for {age}. Last attempt: {why}"), waiting,
                      {"age", DOCTOR_SPAN, .number = d->now > since ? d->now - since : 0}, why);
}
