/* doctor/doctor.h — Vigie audits itself: is this installation safe, complete, alive? For `vigie doctor` and the page /doctor.
 *
 * One table of checks, each in a function of its own that reads and changes nothing. A check that cannot be made says so:
 * DOCTOR_UNKNOWN is never fine. Findings are msgids with values, so that the same one is shown in either language.     */
#ifndef VG_DOCTOR_DOCTOR_H
#define VG_DOCTOR_DOCTOR_H

#include "config/config.h"
#include "core/buf.h"
#include "db/db.h"
#include "i18n/i18n.h"

/* From fine to worst. */
enum doctor_state { DOCTOR_FINE, DOCTOR_UNKNOWN, DOCTOR_WARNING, DOCTOR_FAILURE, DOCTOR_STATE_COUNT };

/* What it looks at. Borrowed. */
struct doctor {
  const struct config *config;
  struct db *db;       /* vigie_web or vigie_owner; NULL: no database answers */
  const char *db_error; /* why not */
  vg_time now;
  struct vg_arena *arena; /* findings live here */
};

enum doctor_as { DOCTOR_TEXT, DOCTOR_COUNT, DOCTOR_BYTES, DOCTOR_SPAN };
struct doctor_value {
  const char *name; /* "{name}" in the text; NULL ends the values */
  enum doctor_as as;
  const char *text;
  const char *words; /* of an error: what a page says of it in its reader's language; NULL or "": not kept */
  int64_t number; /* a count, bytes, or a duration (vg_time) */
};

enum { DOCTOR_VALUES = 4 };
struct doctor_finding {
  enum doctor_state state;
  const char *text; /* msgid */
  const char *advice; /* msgid; NULL: the check's */
  struct doctor_value values[DOCTOR_VALUES];
};

struct doctor_check {
  const char *id;               /* "backup": for scripts, never changes */
  enum doctor_state severity;   /* the worst that it says */
  const char *title;            /* msgid: what is looked at */
  const char *advice;           /* msgid: what to do about it */
  const char *page;             /* where it is mended in the pages: "/sources"; NULL: elsewhere */
  bool needs_db;
  /* False: it could not be made, *err says why. */
  bool (*run)(const struct doctor *, struct doctor_finding *, struct vg_error *err);
};

/* Ended by a NULL id. */
extern const struct doctor_check doctor_checks[];
size_t doctor_count(void);

/* Makes all checks: `findings` holds doctor_count() of them, in the order of the table. Never fails as a whole. */
void doctor_run(const struct doctor *, struct doctor_finding *findings);

/* Appends the finding as plain text in that language. */
void doctor_say(struct buf *, enum lang, const struct doctor_finding *);
/* The msgid of what to do about it. */
const char *doctor_advice(const struct doctor_check *, const struct doctor_finding *);
/* "fine", "unknown", "warning", "failure": for scripts. */
const char *doctor_state_name(enum doctor_state);
/* The exit status that says it: 0 all fine, 1 warnings or checks that could not be made, 2 failures. */
int doctor_exit_status(const struct doctor_finding *, size_t count);

#endif
