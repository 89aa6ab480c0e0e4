#include <string.h>

#include "db/migrate.h"
#include "doctor/check.h"

enum { ROLES_SHOWN = 6 };

bool check_database(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (d->db == NULL)
    return doctor_found(f, DOCTOR_FAILURE, N_("The database does not answer: {why}"),
                        {"why", DOCTOR_TEXT, .text = d->db_error});
  if (!db_run(d->db, &r, SQL_DOCTOR_FACTS, DB_ONE, err)) return false;
  return doctor_found(f, DOCTOR_FINE, N_("PostgreSQL {version} answers; the database holds {size}"),
                      {"version", DOCTOR_TEXT, .text = vg_strdup(d->arena, row_text(r, 0, "server"))},
                      {"size", DOCTOR_BYTES, .number = row_int(r, 0, "bytes")}) &&
         row_ok(r, err);
}

bool check_database_tls(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_DOCTOR_FACTS, DB_ONE, err)) return false;
  bool local = row_bool(r, 0, "is_local"), tls = row_bool(r, 0, "is_tls");
  if (!row_ok(r, err)) return false;
  if (local) return doctor_found(f, DOCTOR_FINE, N_("The database is on this machine"));
  if (tls) return doctor_found(f, DOCTOR_FINE, N_("TLS is spoken with the database"));
  return doctor_found(f, DOCTOR_FAILURE, N_("The database is elsewhere and no TLS is spoken with it"));
}

bool check_checksums(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_DOCTOR_FACTS, DB_ONE, err)) return false;
  bool on = row_bool(r, 0, "checksums");
  return row_ok(r, err) && (on ? doctor_found(f, DOCTOR_FINE, N_("The database checks its pages"))
                               : doctor_found(f, DOCTOR_WARNING, N_("The database does not check its pages")));
}

bool check_migrations(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  struct migrate_state state = {0};
  struct vg_error why = {0};
  struct doctor_value applied = {"applied", DOCTOR_COUNT, .number = 0}, known = {"known", DOCTOR_COUNT, .number = 0};
  (void)err;
  bool ok = migrate_check(d->db, &state, &why);
  applied.number = state.applied;
  known.number = state.known;
  if (ok)
    return doctor_found(f, DOCTOR_FINE, N_("All {known} schema files are applied, as this program has them"), known);
  if (why.code == VG_E_CONFIG && state.applied < state.known && strstr(why.message, "of this program") != NULL)
    return doctor_found(f, DOCTOR_FAILURE, N_("{applied} of the {known} schema files of this program are applied"),
                        applied, known);
  return doctor_found(f, DOCTOR_FAILURE, N_("Database and program do not fit: {why}"),
                      {"why", DOCTOR_TEXT, .text = vg_strdup(d->arena, why.message), .words = vg_strdup(d->arena, why.words)});
}

/* What the administrator of an external server has not closed. */
static bool check_cage(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  struct doctor_names open = {.arena = d->arena};
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_CAGE_OPEN, DB_MANY, err)) return false;
  for (size_t i = 0; i < row_count(r) && i < ROLES_SHOWN; i++) doctor_name(&open, vg_strdup(d->arena, row_text(r, i, "function")));
  struct doctor_value n = {"n", DOCTOR_COUNT, .number = (int64_t)row_count(r)};
  if (!row_ok(r, err)) return false;
  if (open.text == NULL)
    return doctor_found(f, DOCTOR_FINE, N_("Each role of the database may do what it needs, no more"));
  return doctor_found(f, DOCTOR_WARNING,
                      N_("Indicators of the organisation may call functions of the server that they should not, {n} in all ({what}): "
                         "vigie migrate --create-roles closes them"),
                      n, {"what", DOCTOR_TEXT, .text = open.text});
}

bool check_roles(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  struct doctor_names much = {.arena = d->arena};
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_DOCTOR_ROLES, DB_MANY, err)) return false;
  for (size_t i = 0; i < row_count(r) && i < ROLES_SHOWN; i++)
    doctor_name(&much, vg_printf(d->arena, "%s: %s", row_text(r, i, "role"), row_text(r, i, "what")));
  if (!row_ok(r, err)) return false;
  if (much.text == NULL) return check_cage(d, f, err);
  return doctor_found(f, DOCTOR_FAILURE, N_("Roles of the database may do too much: {what}"),
                      {"what", DOCTOR_TEXT, .text = much.text});
}

bool check_backup(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_DOCTOR_FACTS, DB_ONE, err)) return false;
  vg_time at = row_time(r, 0, "backup_at"), since = row_time(r, 0, "installed_at");
  if (!row_ok(r, err)) return false;
  if (at == VG_NEVER) {
    bool fresh = since != VG_NEVER && d->now - since < VG_DAY;
    return doctor_found(f, fresh ? DOCTOR_WARNING : DOCTOR_FAILURE, N_("Vigie’s own database was never backed up"));
  }
  struct doctor_value age = {"age", DOCTOR_SPAN, .number = d->now > at ? d->now - at : 0};
  enum doctor_state state = age.number > 7 * VG_DAY     ? DOCTOR_FAILURE
                            : age.number > 36 * VG_HOUR ? DOCTOR_WARNING
                                                        : DOCTOR_FINE;
  if (state == DOCTOR_FINE) return doctor_found(f, state, N_("Backed up {age} ago"), age);
  return doctor_found(f, state, N_("The last backup of Vigie’s own database is {age} old"), age);
}

bool check_clock(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  vg_time before = clock_now();
  if (!db_run(d->db, &r, SQL_DOCTOR_FACTS, DB_ONE, err)) return false;
  vg_time after = clock_now(), there = row_time(r, 0, "clock");
  if (!row_ok(r, err)) return false;
  vg_time skew = there < before ? before - there : there > after ? there - after : 0;
  struct doctor_value by = {"skew", DOCTOR_SPAN, .number = skew};
  if (skew < 2 * VG_SECOND) return doctor_found(f, DOCTOR_FINE, N_("Both clocks agree"));
  return doctor_found(f, skew < VG_MINUTE ? DOCTOR_WARNING : DOCTOR_FAILURE, N_("The two clocks differ by {skew}"), by);
}

bool check_zone(const struct doctor *d, struct doctor_finding *f, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(d->db, &r, SQL_DOCTOR_FACTS, DB_ONE, err)) return false;
  const char *stored = vg_strdup(d->arena, row_text(r, 0, "zone")), *set = zone_name(d->config->zone);
  struct doctor_value is = {"stored", DOCTOR_TEXT, .text = stored}, wanted = {"set", DOCTOR_TEXT, .text = set};
  if (!row_ok(r, err) || stored == NULL) return false;
  if (*stored == '\0')
    return doctor_found(f, DOCTOR_WARNING, N_("The database does not know the zone {set}, whose days are measured"),
                        wanted);
  if (strcmp(stored, set) == 0) return doctor_found(f, DOCTOR_FINE, N_("Days are those of {set}"), wanted);
  return doctor_found(f, DOCTOR_WARNING, N_("Days are measured in {stored}, and shown in {set}"), is, wanted);
}
