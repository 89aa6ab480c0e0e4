/* indicator/board.h — what pages show, read from the evaluated periods: plain structs in the caller's arena.
 *
 * Every function answers for a moment: a perimeter (with all below it), an instant, an instant to compare with. Nothing
 * here knows HTML, languages or zones: texts come in both languages, instants in UTC, ratios as 0..1. Each function
 * runs a fixed, small number of statements, none when the connection carries a snapshot (indicator/snapshot.h), in which texts then
 * live; call them inside one db_begin_read() so that figures agree.                                                 */
#ifndef VG_INDICATOR_BOARD_H
#define VG_INDICATOR_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/clock.h"
#include "db/db.h"
#include "indicator/catalogue.h"
#include "indicator/state.h"

/* ---- where and when ---- */

struct perimeter {
  int64_t id, parent_id; /* parent_id 0: the root */
  const char *code, *name;
  int depth; /* 0: the root */
  bool is_sample;
};

struct perimeters {
  struct perimeter *items; /* depth first, children by name */
  size_t count;
};
bool board_perimeters(struct db *, struct vg_arena *, struct perimeters *out, struct vg_error *err);

struct moment {
  struct perimeter perimeter;
  vg_time at;     /* situation at this instant (exclusive end of what is counted: pass the end of the day wanted) */
  vg_time versus; /* compared with this instant; VG_NEVER: with nothing */
};
/* Looks the perimeter up; code NULL is the root. VG_E_NOTFOUND. */
bool board_moment(struct db *, struct vg_arena *, const char *perimeter_code, vg_time at, vg_time versus,
                  struct moment *out, struct vg_error *err);

/* ---- the title block ---- */

/* The perimeters to choose from, depth first, in the order of their names; parent_id and is_sample may not be filled. */
bool board_choices(struct db *, struct vg_arena *, struct perimeters *out, struct vg_error *err);

struct title_block {
  struct bilingual policy;    /* the title of the one in force; "" when none was */
  int sources, sources_fresh; /* enabled sources of the perimeter and above or below it, at the instant */
  vg_time oldest_read;        /* the oldest of their last good readings; VG_NEVER: none */
  const char *stale_sources;  /* names, ", " between */
  bool is_sample;             /* one of them is the sample's */
  bool loading;               /* the sample is being loaded */
  vg_time waits_since;        /* of the first change that no evaluation has brought into the figures, now; VG_NEVER: none */
};
/* What the title block of every page says. 1 statement. */
bool board_title(struct db *, struct vg_arena *, int64_t perimeter_id, vg_time at, struct title_block *out, struct vg_error *err);

/* What waits for somebody: alerts that are open, waivers to decide, statements of applicability to review, attestations that are late. */
struct to_do {
  int64_t alerts, waivers, statements, attestations;
};
/* In a perimeter and below, at an instant; what is asked for above it counts too. At most 2 statements. */
bool board_to_do(struct db *, const struct moment *, struct to_do *out, struct vg_error *err);

/* ---- the board: indicators, rules, chapters, totals ---- */

/* A ratio is shown as a percentage from five subjects on only: below, it says more than is known. */
enum { PERCENT_FROM = 5 };

struct reading { /* an indicator at an instant */
  enum vg_state state;
  bool critical;  /* past the critical threshold */
  bool has_value; /* false: show no figure at all */
  double value;   /* unit "%": 0..1 */
  int judged;     /* ratio: conforming + deviating + unknown; statistic: how many values */
  int conforming, deviating, pending, unknown, waived; /* deviating includes waived; all 0 for a statistic */
  vg_time since;                                       /* since when in this state; VG_NEVER: never evaluated */
};

struct threshold {
  bool set;
  double target, warning, critical; /* same unit as the value: 0..1 for "%" */
  vg_time from;
  const char *author, *reason;
};

struct indicator_line {
  const struct indicator *sheet;
  struct reading now, before; /* before: STATE_UNKNOWN without value when there is nothing to compare with */
  struct threshold threshold; /* in force at the instant */
  bool left_out;              /* not applicable now because no rule that it measures applies */
};

/* by attestation: all its indicators rest on what persons declare */
enum measured { MEASURED_AUTOMATICALLY, MEASURED_BY_ATTESTATION, MEASURED_NOT };

struct rule_line {
  const char *number; /* "12.3" */
  int chapter;
  struct bilingual title;
  enum vg_state now, before;
  vg_time since;                            /* since when in this state; VG_NEVER: never measured */
  enum measured measured;                   /* not: no indicator exists yet, hence unknown */
  const struct indicator_line **indicators; /* those that exist, worst first */
  size_t indicator_count;
};

struct totals {
  int by_state[STATE_COUNT];
  int applied, of; /* of: all but not applicable */
};

struct chapter_line {
  int number;
  struct bilingual title;
  struct rule_line *rules;
  size_t rule_count;
  struct totals now, before;
  int measured; /* rules measured automatically or by attestation */
};

struct board {
  struct moment moment;
  const char *policy; /* the one in force at the instant: "coreoz-2024"; "" when none was */
  struct bilingual policy_title;
  struct indicator_line *indicators; /* by code */
  size_t indicator_count;
  struct rule_line *rules; /* in the policy's order; chapters point into it */
  size_t rule_count;
  struct chapter_line *chapters;
  size_t chapter_count;
  struct totals now, before;               /* before: of the policy in force at `versus`, its own rules counted */
  struct {                                 /* confidence */
    int automatic, attested, not_measured; /* rules */
    int sources_fresh, sources;            /* enabled sources of the perimeter and above or below it, at the instant */
    vg_time oldest_read;                   /* of the last good pull of each of them: the oldest; VG_NEVER: never one */
    const char *stale_sources;             /* names of those that are not fresh, ", " between; "" when all are */
    int formulas_changed;                  /* indicators whose formula changed between versus and at */
  } confidence;
  struct {
    vg_time known_at, finished_at; /* of the last evaluation; VG_NEVER: none yet */
    int64_t id;
  } evaluation;
};

/* All of the above: 5 statements. */
bool board_load(struct db *, struct vg_arena *, const struct moment *, struct board **out, struct vg_error *err);

/* NULL when the board has no such rule or indicator. */
const struct rule_line *board_rule(const struct board *, const char *number);
const struct indicator_line *board_indicator(const struct board *, const char *code);
/* Does this line of the board measure a rule of the policy in force, or by its sheet no rule at all: a strategic question, an own one? */
bool board_measures(const struct board *, const struct indicator_line *);

/* How many rules of the policy in force then are in each state at each of the instants (staircases, eight quarters).
 * `chapter` 0: all. */
bool board_totals_at(struct db *, struct vg_arena *, const struct board *, int chapter, const vg_time *instants,
                     size_t count, struct totals *out, struct vg_error *err);

/* The same for every chapter at once: (*out)[c * count + i] is chapter board->chapters[c] at instants[i]. */
bool board_staircases(struct db *, struct vg_arena *, const struct board *, const vg_time *instants, size_t count,
                      struct totals **out, struct vg_error *err);

/* ---- the four strategic questions ---- */

enum { QUESTION_QUARTERS = 8 };
/* The fourth, about means, has three figures: QUESTION_MEANS are the restore tests. */
enum question_id { QUESTION_APPLICATION, QUESTION_SECURITY, QUESTION_INCIDENTS, QUESTION_MEANS, QUESTION_ACTIONS, QUESTION_BUDGET, QUESTION_COUNT };

/* The lines of the budget whose period is under way, as known then; in hundredths. */
struct budget_sum {
  int lines;            /* 0: none is known */
  const char *currency; /* NULL: none, or several, which have no sum */
  int64_t committed, planned;
};

struct question_point {
  vg_time at;
  bool known; /* false: no data: show a gap */
  bool none;  /* not known, for it is known that there is nothing to judge */
  int n, of;  /* "n of"; incidents: n and of = how many are major; budget: neither */
  bool has_hours, no_hours; /* no_hours: it is known that none was resolved; neither: that is not known */
  double hours;             /* incidents: median to resolve */
  struct budget_sum budget; /* budget only, whether it is known or not: a silent source leaves its last amounts */
};
struct question {
  enum question_id id;
  const char
      *indicator; /* code of the one whose subjects are the list behind the count; NULL: the rules (application) */
  struct question_point now, before;
  struct question_point quarters[QUESTION_QUARTERS]; /* oldest first, the last ends at or before the instant */
  bool has_target;
  double target; /* ratio 0..1; incidents: hours */
  double targets[QUESTION_QUARTERS]; /* in force at the end of each quarter; NAN: none was */
};
/* Incidents and restore tests are those of the three months before each point (indicators incident_quarter and
 * restore_test_passed; hours are incident_mttr's), actions those due in its last 90 days (action_on_time), amounts those of the lines of the
 * budget (budget_committed). `quarters`: eight instants, ascending (the ends of quarters in the organisation's zone). 5 statements. */
bool board_questions(struct db *, struct vg_arena *, const struct board *, const vg_time quarters[QUESTION_QUARTERS],
                     struct question out[QUESTION_COUNT], struct vg_error *err);

/* ---- what changed between `versus` and `at` ---- */

struct change_cause {
  const struct indicator *indicator;
  int64_t perimeter_id;
  const char *subject, *label, *detail;
  vg_time at; /* when it began to deviate, turned unknown, or was mended */
  enum verdict now;
  bool never_told; /* unknown, and not known for an instant until then */
};
struct change {
  const struct rule_line *rule; /* before and now differ */
  struct change_cause *causes;  /* at most 5, the newest first */
  size_t cause_count;
};
struct changes {
  struct change *items; /* setbacks first, then progress, each in the policy's order */
  size_t count;
  int worse, better;
};
bool board_changes(struct db *, struct vg_arena *, const struct board *, struct changes *out, struct vg_error *err);

/* ---- operational ---- */

struct alert_line {
  int64_t record_id; /* of rec.alert; 0: its version is no longer the current one */
  int64_t perimeter_id;
  const char *key, *label; /* "DisquePlein, srv-web-01" */
  const char *severity;    /* "critical", "warning", "info", "none" */
  const char *summary;     /* "" when none */
  vg_time raised_at;
  bool fresh; /* false: its source is silent */
};
struct alert_lines {
  struct alert_line *items; /* critical first, then the oldest first */
  size_t count;
};
/* The values of indicator alert_open at the instant: as many as its figure says. */
bool board_alerts(struct db *, struct vg_arena *, const struct moment *, struct alert_lines *out, struct vg_error *err);

enum { NIGHTS = 14 };
enum night {
  NIGHT_OUTSIDE,
  NIGHT_OK,
  NIGHT_FAILED,
  NIGHT_MISSING,
  NIGHT_UNKNOWN,
  NIGHT_AHEAD
}; /* outside: not in production then; ahead: nothing yet of the night under way */
struct night_line {
  int64_t perimeter_id;
  const char *subject, *label;
  enum night nights[NIGHTS]; /* oldest first */
  enum verdict now;          /* of backup_daily */
};
struct night_grid {
  vg_time ends[NIGHTS];     /* a night runs from noon to noon, UTC: its end */
  struct night_line *items; /* those with a hole in the last nights first, then by label */
  size_t count;
};
/* The night under way is the last one once it has a backup of some system, the one before it until then. */
bool board_nights(struct db *, struct vg_arena *, const struct moment *, struct night_grid *out, struct vg_error *err);

/* The last reading and the last attempt of a source. */
struct source_line {
  int64_t id;
  const char *code, *name;
  bool ever, fresh;       /* ever: a good pull exists; fresh: it covers all that the source gives */
  vg_time read_at;        /* of it; VG_NEVER */
  int64_t read, rejected; /* of it */
  bool last_failed;       /* the last attempt failed, was refused or is held */
  const char *message;    /* why, as said_text() of web/view/mistake.h takes it; "" */
};
struct source_lines {
  struct source_line *items; /* by name */
  size_t count;
};
/* The enabled sources of the perimeter and above or below it, before the instant. */
bool board_sources(struct db *, struct vg_arena *, const struct moment *, struct source_lines *out, struct vg_error *err);

/* ---- one indicator ---- */

struct subject_line {
  int64_t perimeter_id;
  const char *perimeter;                /* its name */
  const char *subject, *label, *detail; /* detail NULL: none */
  vg_time detail_at;                    /* the detail when it is an instant, else VG_NEVER */
  enum verdict verdict;                 /* a statistic's values: VERDICT_CONFORMING */
  bool never_told;      /* unknown, and not known for an instant until then: no source has told what is asked of it */
  vg_time since, until; /* of the period that contains the instant, since: of the deviation, waived in between or not; until VG_NEVER: nothing known
                           ends it */
  bool has_value;
  double value; /* statistics */
  bool has_amount; /* shares: `amount` of `base`, in the unit that the detail is */
  double amount, base;
};
struct subject_list {
  struct subject_line *items;
  size_t count;  /* in items */
  int64_t total; /* of the whole list, of any page */
  int by_verdict[VERDICT_COUNT];
};
struct subject_query {
  const char *indicator; /* code */
  int verdict;           /* an enum verdict, or -1: all */
  size_t offset, limit;  /* limit 0: all */
};
/* Who is judged at the moment: deviating first, then waived, unknown, pending, conforming; each by since, then label.
 * The total of a verdict is the figure that the reading shows (deviating there includes waived). 1 statement.        */
bool board_subjects(struct db *, struct vg_arena *, const struct moment *, const struct subject_query *,
                    struct subject_list *out, struct vg_error *err);

struct trend_point {
  vg_time at;
  struct reading reading; /* has_value false, or not applicable: a hole, never joined, never zero */
};
/* Values at the given instants (ends of days or months): as known now. 2 statements. */
bool board_trend(struct db *, struct vg_arena *, const struct moment *, const char *indicator, const vg_time *instants,
                 size_t count, struct trend_point *out, struct vg_error *err);
/* What the indicator itself says at an instant, as vg.measurement holds it: not whether its rules apply. 1 statement. */
bool board_said(struct db *, struct vg_arena *, const struct moment *, const char *indicator, vg_time at, struct reading *out,
                struct vg_error *err);

struct deviation_line {
  int64_t perimeter_id;
  const char *perimeter, *subject, *label; /* the perimeter's name */
  vg_time from, to;
  bool open;   /* at the moment: `to` is the moment */
  bool waived; /* wholly or in part */
  bool conforming_after, unknown_after; /* how it ended, unless it is open; neither: its subject is no longer judged */
};
struct deviation_lines {
  struct deviation_line *items; /* the newest first, at most `limit` */
  size_t count;
  int64_t total;
};
/* Deviations that overlap [from, moment). */
bool board_deviations(struct db *, struct vg_arena *, const struct moment *, const char *indicator, vg_time from,
                      size_t limit, struct deviation_lines *out, struct vg_error *err);

struct provenance_source {
  int64_t id;
  const char *code, *name, *connector;
  const char *kinds;   /* those of the indicator's that it gives: "asset backup" */
  int64_t staleness_s; /* how long a reading of it stays good, as set today */
  int64_t held_s;      /* how long that reading was good when it was made; 0: not known */
  bool enabled, fresh; /* fresh at the moment for the kinds read */
  bool told_later;     /* the moment is known from a reading made after it, whose history reaches back to it */
  vg_time last_read;   /* of that pull, else of its last good one at the moment; VG_NEVER: none */
  int64_t last_pull;   /* its id; 0: none */
  int read, rejected;  /* records of that pull, and items that it refused */
  vg_time fresh_until; /* when that reading goes stale; VG_NEVER: it has none, or was told later */
};
struct provenance {
  struct provenance_source *sources;
  size_t source_count;
  const char *sha256; /* of the statement, 64 hexadecimal digits */
  int version;
  vg_time known_at;   /* of the evaluation */
  vg_time changed_at; /* when this version of the formula came */
};
/* How long readings are good is set for today: those of a moment of the past were good for what was set then. */
void provenance_as_of_then(struct provenance *);
/* Where an indicator's figures come from, at a moment: the sources that were there, or tell of it since. */
bool board_provenance(struct db *, struct vg_arena *, const struct moment *, const struct indicator *,
                      struct provenance *out, struct vg_error *err);

/* Of what a figure had to know at a moment, how much it knew. Counts, never one rate: each of them leads to another cause. */
struct completeness {
  int sources, sources_fresh; /* that give what it reads, enabled; of these, those that cover the moment */
  int items, kept;            /* of the readings that tell of the moment; of these, records: the others were refused */
  int subjects, known;        /* judged; of these, those not unknown; 0 for a statistic, that counts what is told */
  enum kind_id absent[INDICATOR_KINDS_MAX]; /* kinds that the figure needs, and no source gives at the moment */
  size_t absent_count;
};
void board_completeness(const struct indicator *, const struct provenance *, const struct reading *, struct completeness *out);

struct revision {
  vg_time at, known_at;
  int64_t evaluation_id;
  int revision;
  struct reading reading; /* since: VG_NEVER */
};
#define BOARD_SHORTEST_DAY (23 * VG_HOUR) /* that of March: a figure whose day ends as long after another's is of the next day */
/* All revisions of the measurement of the day that ends at or after `day_end` (see vg.measurement), oldest first. */
bool board_revisions(struct db *, struct vg_arena *, const struct moment *, const char *indicator, vg_time day_end,
                     struct revision **out, size_t *count, struct vg_error *err);

struct revised {
  const struct indicator *sheet;
  struct revision published, now; /* the first and the last one of that day; they differ */
};
/* The indicators of which the figure of the day that ends at the moment was corrected since it was first published, by code.
 * 1 statement. */
bool board_revised(struct db *, struct vg_arena *, const struct moment *, struct revised **out, size_t *count, struct vg_error *err);

/* ---- one rule ---- */

struct rule_text {
  struct bilingual statement;
  struct bilingual frequency; /* what the policy asks, "" when it says none */
};
bool board_rule_text(struct db *, struct vg_arena *, const struct board *, const char *number, struct rule_text *out,
                     struct vg_error *err);

struct life_step {
  vg_time from, to;
  enum vg_state state;
};
struct lifeline {
  struct life_step *steps; /* contiguous over [from, to) */
  size_t count;
  int64_t seconds[STATE_COUNT];
  int64_t total_seconds;      /* of the period */
  int64_t applicable_seconds; /* the denominator: without those not applicable; those without data stay in it */
};
/* Worst-of the rule's indicators over the period. A rule without indicator is one unknown step. 1 statement. */
bool board_lifeline(struct db *, struct vg_arena *, const struct moment *, const struct rule_line *, vg_time from,
                    vg_time to, struct lifeline *out, struct vg_error *err);

#endif
