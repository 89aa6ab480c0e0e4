/* indicator/step.h — the steps from an indicator's statement to the states of rules: what it says of its subjects, their verdicts (or the
 * dated values), the timeline, the rules. Each works out anew what is kept of it and finds what differs.
 *
 * STEP_WRITE brings what is kept to it: an evaluation. STEP_LOOK writes nothing and only says whether anything differs: the nightly check;
 * the step before is then taken as it is kept. SQL_EVALUATION_SETTINGS comes first in the transaction. */
#ifndef VG_INDICATOR_STEP_H
#define VG_INDICATOR_STEP_H

#include "core/clock.h"
#include "db/db.h"
#include "indicator/catalogue.h"
#include "indicator/touched.h"

enum {
  STEP_HORIZON_DAYS = 3660, /* how far past the instant as known an indicator is asked */
  STEP_MS = 10 * 60 * 1000  /* no step takes longer: the deadline of its statements */
};
enum step_mode { STEP_LOOK, STEP_WRITE };

struct step {
  struct db *db;
  enum step_mode mode;
  vg_time known_at, since; /* since: start of the window */
  vg_time differs_from;    /* no state of an asset was another before this instant than the evaluation before knew, and no name another's;
                              not after `since`: that is not known */
};

/* What a step found. */
struct step_found {
  bool differs;           /* looked: does anything? */
  vg_time first_at;       /* written: from when on a figure may count otherwise; STEP_NEVER: never */
  struct db_result *rows; /* written: what differed, perimeter_id and subject, of what is said, verdicts and rules up to one more than
                             TOUCHED_MAX, of dated values some; of freshness and scopes, which indicators. Owned by this */
};
#define STEP_NEVER INT64_MAX
void step_free(struct step_found *);
#define STEP_FOUND(name) __attribute__((cleanup(step_free))) struct step_found name = {.first_at = STEP_NEVER}

/* Was what is kept of the indicator said on another ground than the present one? False where its sheet names none. */
bool step_ground(const struct step *, const struct indicator *, bool *shifted, struct vg_error *err);
/* What the indicator says: kept with vg.given, or as dated values. `only` not NULL: of these subjects. */
bool step_said(const struct step *, const struct indicator *, const struct touched *only, struct step_found *out, struct vg_error *err);
/* When what each of these indicators said is fresh, for the sources of its subjects: of all, of these (`only`), or, where that names nobody, those that
 * are kept. No step of statistics. */
bool step_freshness(const struct step *, const char *const *codes, size_t count, const struct touched *only, struct step_found *out, struct vg_error *err);
/* Of one of them, written: the first instant from which freshness is not what verdicts were made with, and that at which they end, or ended before. */
struct freshness {
  vg_time first_at, end_moved; /* STEP_NEVER: none */
};
struct freshness step_freshness_of(const struct step_found *, const char *code);
/* The verdicts from what it said, that freshness and waivers; `only` not NULL: of these subjects. No step of statistics. */
bool step_verdicts(const struct step *, const struct indicator *, const struct touched *only, struct step_found *out, struct vg_error *err);
/* The edges of the verdicts counted anew: they are kept with verdicts, and can only differ when one of both was tampered with. */
bool step_edges(const struct step *, const struct indicator *, struct step_found *out, struct vg_error *err);
/* When each of these indicators is fresh in each perimeter, and its thresholds: what its timeline is made with. */
bool step_scope(const struct step *, const char *const *codes, size_t count, struct step_found *out, struct vg_error *err);
/* Of one of them, written: the first instant from which that is not what its timeline was made with; STEP_NEVER: none. */
vg_time step_first_of(const struct step_found *, const char *code);
/* The timeline; `from` after the start of the window: what follows that instant, VG_NEVER: whole. */
bool step_timeline(const struct step *, const struct indicator *, vg_time from, struct step_found *out, struct vg_error *err);
/* The states of the rules that some of these indicators measure; `from` after the start of the window: what follows that instant, before
 * which the timelines of these are what they were; VG_NEVER: whole, and of the rules that were said not to apply somewhere. */
bool step_rules(const struct step *, const char *const *codes, size_t count, vg_time from, struct step_found *out, struct vg_error *err);

#endif
