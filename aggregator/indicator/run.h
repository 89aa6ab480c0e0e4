/* indicator/run.h — one evaluation under way: which indicators it asks, of whom, and what it writes. For evaluate.c, which opens it, takes
 * the pulls in and ends it.
 */
#ifndef VG_INDICATOR_RUN_H
#define VG_INDICATOR_RUN_H

#include "indicator/catalogue.h"
#include "indicator/step.h"
#include "indicator/touched.h"

/* Of one indicator, `known` if run_scopes() worked it out. */
struct scope_found {
  bool known;
  vg_time first_at; /* see step_first_of() */
};
struct freshness_found {
  bool known;
  struct freshness is;
};

struct run {
  struct db *db;
  const struct indicator *all;
  size_t count;
  vg_time known_at, since, last_known; /* last_known: of the evaluation before; VG_NEVER: none */
  bool back;                           /* known_at is before last_known */
  bool days;                           /* a day ended since */
  bool check;                          /* what differs from what is there is a disagreement */
  bool refresh;                        /* what changes with time alone is asked again, and what runs caged */
  bool anew;                           /* more than pulls asks for it: nothing was kept, or something was decided */
  bool astray;                         /* an indicator that is not checked differed: so may the rules */
  int64_t id, last_pull, pulls;
  vg_time first_read;            /* the first instant at which one of the pulls read */
  vg_time differs_from;          /* see step.h */
  const char *kinds[KIND_COUNT]; /* that the pulls covered */
  size_t kind_count;
  struct touched renamed; /* names that are another's than before, and those they were and are of */
  struct touched touched; /* what the pulls' records are about, and these */
  const char *told_by;    /* the function of a sheet that gave `told`; NULL: none did */
  struct touched told;
  struct touched judged; /* of which an indicator of assets says something else now */
  struct touched turned; /* of which composites may: these, and more */
  struct touched rules;  /* of which the states are others */
  int done, disagreements;
  const char *measured[INDICATORS_MAX]; /* whose figures of days are to be appended, and from when on */
  int64_t measured_from[INDICATORS_MAX];
  size_t measured_count;
  bool due[INDICATORS_MAX], whole[INDICATORS_MAX]; /* whole: for all subjects, not only for those that were touched */
  bool forced[INDICATORS_MAX];                     /* due whatever pulls brought: it is stale, or all are */
  bool kept[INDICATORS_MAX];                       /* what it said of all was kept */
  bool brought[INDICATORS_MAX];                    /* pulls brought records that it reads otherwise than by name */
  bool spared[INDICATORS_MAX];                     /* it is asked of nobody: no record that it reads names what pulls brought */
  bool shifted[INDICATORS_MAX];                    /* its ground is another than what was kept was said on */
  bool if_shifted[INDICATORS_MAX];                 /* due if it is */
  struct scope_found scope[INDICATORS_MAX];
  struct freshness_found freshness[INDICATORS_MAX]; /* for the sources that its subjects had */
  vg_time moved[INDICATORS_MAX]; /* from when on the states of its rules may be others: its timeline is; VG_NEVER: all, STEP_NEVER: none */
};

/* ---- run.c ---- */

/* For the transaction under way: its settings, and it is alone. */
bool run_settle(struct db *, struct vg_error *err);
/* Which indicators are asked, and which of them whole; `everything`: all are. */
bool run_mark_due(struct run *, bool everything, struct vg_error *err);
bool run_anything_due(const struct run *);
/* Names of assets, or of persons, are others' than before (`assets`, `persons`), or records that some look up by name were read: what reads
 * records that give such a name is asked. */
bool run_mark_named(struct run *, bool assets, bool persons, struct vg_error *err);
struct touched_news run_news(const struct run *);
/* Of whom those are asked that are not asked whole. */
bool run_load_touched(struct run *, struct vg_error *err);
/* Frees what the run gathered. */
void run_free(struct run *);

/* ---- run_scopes.c ---- */

/* Scope and freshness of all that is due, as far as they hang on what was covered and decided alone. */
bool run_scopes(struct run *, struct vg_error *err);
/* From when on what its timeline is made with is another (see step_first_of()): as found before, else, of one that is due by what others said, or the
 * organisation's own, worked out now. */
bool run_scope_of(struct run *, const struct indicator *, vg_time *out, struct vg_error *err);
/* Of its freshness for the sources that its subjects had, as found before or worked out now, and those that come with `said`; NULL: with all of its
 * subjects. */
bool run_freshness_of(struct run *, const struct indicator *, const struct touched *said, struct freshness *out, struct vg_error *err);

/* ---- run_figures.c ---- */

struct step run_step(const struct run *);
/* What is shown is brought to what the statement says, if it is asked, of the subjects `only` (NULL: all); *said: the first instant from
 * which that may count otherwise, STEP_NEVER: none. */
bool run_verdicts(struct run *, const struct indicator *, bool asked, const struct touched *only, vg_time *said, struct vg_error *err);
/* What was said differs from `said` on; so may freshness, thresholds and perimeters, from another instant on. By night it is made whole.
 * *changed: the first instant at which the timeline is another, VG_NEVER: none. */
bool run_timeline(struct run *, const struct indicator *, vg_time said, vg_time *changed, struct vg_error *err);
/* Its figures of the days since `changed`, and of days that ended, are to be appended; older ones are left to the backfill. */
bool run_measure(struct run *, const struct indicator *, vg_time changed, struct vg_error *err);
/* Appends them. */
bool run_append(struct run *, struct vg_error *err);
/* All that is due and not the organisation's own, and the rules. */
bool run_figures(struct run *, struct vg_error *err);

/* ---- run_own.c: the organisation's own, each in a transaction of its own once the others are committed ---- */

/* Within the transaction of the others: they are to be run. */
bool run_mark_own(struct run *, struct vg_error *err);
/* One that fails is told, and its subjects are unknown from then on; false for a failure of ours. */
bool run_owns(struct run *, struct vg_error *err);
/* Within a transaction that is undone; the cage sees what was committed before it. */
bool run_preview_own(struct run *, const struct indicator *, struct vg_error *err);

#endif
