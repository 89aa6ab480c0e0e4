/* indicator/snapshot_part.h — the parts of a snapshot, for board_*.c. Everything in a part is immutable and lives as long as the
 * snapshot does. Times: a stretch is [from, to), to INT64_MAX when nothing ends it. */
#ifndef VG_INDICATOR_SNAPSHOT_PART_H
#define VG_INDICATOR_SNAPSHOT_PART_H

#include "indicator/board.h"
#include "indicator/controls.h"
#include "indicator/snapshot.h"

enum part_kind {
  PART_COMMON, PART_SOURCES, PART_LINES, PART_MAJORS, PART_ALERTS, PART_SYSTEMS, PART_RUNS, PART_CAUSES, PART_CONTROLS, PART_ATTESTED,
  PART_BUDGET
};

struct stretch {
  vg_time from, to;
};

/* ---- what is common to all perimeters ---- */

struct kept_rule {
  const char *number;
  int chapter;
  struct bilingual title, chapter_title;
  const char *indicators; /* codes, ',' between */
};
struct kept_policy {
  const char *code;
  struct bilingual title;
  struct stretch in_force;
  const struct kept_rule *rules;
  size_t rule_count, first; /* first: the place of its first rule among all */
};
struct kept_threshold {
  size_t indicator; /* indicator_place() */
  int64_t perimeter_id; /* the root's: general */
  struct threshold threshold;
};
struct kept_event {
  struct stretch during;
  size_t place; /* of the perimeter */
};
struct kept_request {
  struct kept_event event;
  bool waiver; /* else a statement of applicability */
};
struct common {
  struct perimeters perimeters; /* as board_perimeters() gives them */
  const size_t *page_order;     /* their places in the order of page_perimeters */
  const bool *below;            /* [a * count + d]: d is a or below it */
  const struct kept_policy *policies; /* by date of effect */
  size_t policy_count, rule_count;
  const struct kept_threshold *thresholds; /* a later one after an earlier one */
  size_t threshold_count;
  const vg_time *formulas; /* when formulas changed */
  size_t formula_count;
  const vg_time *revised; /* the ends of days of which any figure has more than one revision, in order */
  size_t revised_count;
  const struct kept_request *requests; /* that nobody decided */
  size_t request_count;
  int64_t evaluation_id;
  vg_time known_at, finished_at;
  vg_time waits_since; /* as in struct title_block */
  bool loading; /* the sample */
};
/* NULL: ask the database. So do all functions below. */
const struct common *part_common(struct db *);
/* The place of a perimeter; SIZE_MAX when there is none, or no common part. */
size_t common_place(const struct common *, int64_t perimeter_id);
bool common_below(const struct common *, size_t ancestor, size_t descendant);
/* Has any figure of the day that ends at `at` or within so long after it more than one revision? */
bool common_revised(const struct common *, vg_time at, vg_time within);
/* The policy in force at an instant; NULL: none. */
const struct kept_policy *common_policy(const struct common *, vg_time at);

/* ---- sources ---- */

struct kept_pull {
  vg_time read_at;
  int64_t id;
  int read, rejected;
  bool good, covered;
  struct stretch covers; /* all kinds of the source; meaningless unless covered */
  const char *message;
  size_t best, best_good; /* among those up to here, that of the greatest id, and the same of the good ones; SIZE_MAX: none */
};
struct kept_cover {
  const struct stretch *during;
  size_t count;
};
struct kept_source {
  int64_t id;
  const char *code, *name;
  size_t place; /* of its perimeter */
  bool is_sample;
  vg_time created_at, first_at; /* first_at VG_NEVER: never covered */
  const struct kept_cover *kinds;
  size_t kind_count;
  const struct kept_cover *alerts; /* that of kind alert; NULL: it gives none */
  const struct kept_pull *pulls; /* by read_at */
  size_t pull_count;
  vg_time dropped; /* the latest reading of pulls that are not kept; VG_NEVER: all are */
};
struct kept_sources {
  const struct kept_source *items; /* by name */
  size_t count;
};
const struct kept_sources *part_sources(struct db *, const struct common *);
/* Is every kind covered at the instant? False without kind. */
bool source_fresh(const struct kept_source *, vg_time at);
/* The last pull read before `at`, or at it when `inclusive`; SIZE_MAX: none. */
size_t source_pull_before(const struct kept_source *, vg_time at, bool inclusive);

/* ---- step functions of a perimeter ---- */

struct kept_reading {
  vg_time from;
  struct reading reading;
};
struct kept_state {
  vg_time from;
  enum vg_state state;
};
struct kept_lines {
  struct kept_line {
    const struct kept_reading *steps;
    size_t count;
  } *indicators; /* by indicator_place() */
  size_t indicator_count;
  struct kept_life {
    const struct kept_state *steps;
    size_t count;
  } *rules; /* kept_policy.first + place */
};
const struct kept_lines *part_lines(struct db *, const struct common *, int64_t perimeter_id);
/* False: nothing is known at that instant. */
bool line_at(const struct kept_lines *, size_t indicator, vg_time at, struct reading *out);
const struct kept_state *life_at(const struct kept_lines *, size_t rule, vg_time at);

/* ---- events ---- */

struct kept_events {
  const struct kept_event *items;
  size_t count;
};
/* The major incidents of all perimeters. */
const struct kept_events *part_majors(struct db *, const struct common *);

struct kept_amounts {
  struct kept_event event;
  double committed, planned;
  const char *currency;
};
struct kept_budget {
  const struct kept_amounts *items;
  size_t count;
};
/* The lines of the budget of all perimeters. */
const struct kept_budget *part_budget(struct db *, const struct common *);

struct kept_alert {
  struct kept_event event;
  struct alert_line line; /* fresh is not filled */
  int64_t source_id;
};
struct kept_alerts {
  const struct kept_alert *items; /* in the order of board_alerts() */
  size_t count;
};
/* The alerts of all perimeters. */
const struct kept_alerts *part_alerts(struct db *, const struct common *);

/* ---- backups ---- */

enum system_set { SET_JUDGED, SET_UNKNOWN, SET_DEVIATING, SET_WAIVED, SET_PENDING, SET_COUNT };
struct kept_system {
  int64_t perimeter_id;
  size_t place;
  const char *subject, *label;
  struct kept_cover sets[SET_COUNT];
};
struct kept_systems {
  const struct kept_system *items; /* in the order of board_nights */
  size_t count;
};
const struct kept_systems *part_systems(struct db *, const struct common *);

struct kept_run {
  vg_time ends, any_at, good_at; /* of the night; of its first backup, of its first good one: VG_NEVER when none was */
};
struct kept_runs {
  const struct kept_nights {
    const struct kept_run *items; /* by night */
    size_t count;
  } *of_system; /* in the order of kept_systems */
};
enum { RUNS_NIGHTS = 128 }; /* nights of one part */
/* The runs of nights [chunk * RUNS_NIGHTS, (chunk + 1) * RUNS_NIGHTS), counted from NIGHT_ZERO, by their end. */
const struct kept_runs *part_runs(struct db *, const struct kept_systems *, int64_t chunk);
#define NIGHT_ZERO (VG_DAY / 2) /* the end of a night: noon, UTC */

/* ---- causes of changes ---- */

struct kept_subject {
  const struct kept_subject *next;
  int64_t perimeter_id;
  size_t place;
  const char *subject, *label, *detail;
  struct kept_stretch {
    struct stretch during;
    enum verdict verdict; /* deviating, unknown, conforming */
  } *said;
  size_t count;
};
struct kept_cause {
  const struct kept_subject *subject;
  struct stretch during;
};
struct kept_causes {
  struct kept_list {
    const struct kept_cause *items; /* the latest first, then by label, subject, perimeter */
    size_t count;
  } lists[VERDICT_COUNT];
};
const struct kept_causes *part_causes(struct db *, const struct common *, const struct indicator *);

/* ---- recurring controls ---- */

struct kept_dated {
  struct stretch known;
  size_t place;      /* of the perimeter */
  vg_time period_at; /* that of the day or month which it shares */
  struct control_event event;
};
struct kept_controls {
  struct kept_control {
    const struct kept_dated *items; /* by date */
    size_t count, periods;
  } *of; /* in the order of recurring_controls */
};
const struct kept_controls *part_controls(struct db *, const struct common *);

/* ---- what is to be attested ---- */

struct kept_saying {
  struct stretch known; /* from when to when one knew of it */
  vg_time at, until;
};
struct kept_asked {
  struct stretch asked;
  size_t place; /* of the perimeter */
  vg_time since; /* due since then, as long as nothing was attested */
  const struct kept_saying *said; /* the latest attested first */
  size_t count;
};
struct kept_attested {
  const struct kept_asked *items; /* a thing and a period in which it is asked */
  size_t count;
};
const struct kept_attested *part_attested(struct db *, const struct common *);

/* ---- for the files of parts ---- */

typedef bool part_loader(struct db *, struct vg_arena *, const void *context, int64_t key, const void **out, struct vg_error *err);
/* The part that is kept, or that `load` makes. NULL: the connection carries no snapshot, or the part is too large, or the figures were
 * evaluated anew since the snapshot began. */
const void *snapshot_part(struct db *, enum part_kind, int64_t key, part_loader *load, const void *context);
/* Reads a part, with those it stands on; `key`: as snapshot_part() is given it, of lines 0 for the whole organisation. */
void part_again(struct db *, enum part_kind, int64_t key);
/* There is too much to keep: marks the arena as exhausted. Always true: nothing failed. */
bool part_refuse(struct vg_arena *);
/* Columns from_at and to_at of a row. */
struct stretch part_stretch(const struct db_result *, size_t row);
bool part_within(const struct stretch *, vg_time at);
bool cover_holds(const struct kept_cover *, vg_time at);
/* Does one of them overlap [from, to)? */
bool cover_overlaps(const struct kept_cover *, vg_time from, vg_time to);

#endif
