/* doctor/check.h — for the checks themselves: how they say what they found. */
#ifndef VG_DOCTOR_CHECK_H
#define VG_DOCTOR_CHECK_H

#include "doctor/doctor.h"

/* Always returns true. doctor_found(f, DOCTOR_WARNING, N_("Sources that failed: {names}"), {"names", DOCTOR_TEXT, .text = n}) */
#define doctor_found(finding, state, msgid, ...)                                                                       \
  doctor_found_((finding), (state), (msgid), (const struct doctor_value[]){__VA_ARGS__ __VA_OPT__(, ) {0}})
bool doctor_found_(struct doctor_finding *, enum doctor_state, const char *msgid, const struct doctor_value *);

/* Names one after the other, in the arena: "a, b, c"; past the eighth only "…" follows. */
struct doctor_names {
  struct vg_arena *arena;
  const char *text; /* NULL: none yet */
  size_t count;
};
void doctor_name(struct doctor_names *, const char *name);

/* check_machine.c: what needs no database */
bool check_listen(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_cookies(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_modes(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_settings_file(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_disk(const struct doctor *, struct doctor_finding *, struct vg_error *);

/* check_database.c */
bool check_database(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_database_tls(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_checksums(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_migrations(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_roles(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_backup(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_clock(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_zone(const struct doctor *, struct doctor_finding *, struct vg_error *);

/* check_source.c */
bool check_source_tls(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_source_silent(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_source_failed(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_source_never(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_source_entered(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_source_suspect(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_collector(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_sample(const struct doctor *, struct doctor_finding *, struct vg_error *);

/* check_figures.c */
bool check_evaluation(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_agreement(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_own_indicators(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_indicators(const struct doctor *, struct doctor_finding *, struct vg_error *);

/* check_people.c */
bool check_administrators(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_setup_links(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_unused_accounts(const struct doctor *, struct doctor_finding *, struct vg_error *);
bool check_mail(const struct doctor *, struct doctor_finding *, struct vg_error *);

#endif
