/* governance/threshold.h — changing what is enough: a target and its thresholds, seen on the past before it is adopted.
 */
#ifndef VG_GOVERNANCE_THRESHOLD_H
#define VG_GOVERNANCE_THRESHOLD_H

#include "governance/author.h"
#include "indicator/board.h"

struct threshold_draft {
  const struct indicator *indicator;
  const char *perimeter;                   /* code: it and below; NULL: everywhere; but where a nearer one has its own */
  const char *target, *warning, *critical; /* as typed, in the unit shown: "95", "97,5 %", "48 h" */
  int64_t from_day;
  const char *reason;
};
/* The draft made fit for the database: decimal numbers, and the perimeter's id. */
struct threshold_wanted {
  const struct indicator *indicator;
  int64_t perimeter_id; /* 0: everywhere */
  const char *target, *warning, *critical;
  double values[3]; /* target, warning, critical, in the unit shown */
};
/* VG_E_INPUT names the field, what was expected and what was found: a number that is none, one on the wrong side of the
 * target, a day that is over, no reason.                                                                            */
bool threshold_check(struct db *, struct vg_arena *, const struct author *, const struct zone *,
                     const struct threshold_draft *, struct threshold_wanted *out, struct vg_error *err);
/* Checks and adopts. VG_E_CONFLICT when a figure of that day or later was published. */
bool threshold_adopt(struct db *, struct vg_arena *, const struct author *, const struct zone *,
                     const struct threshold_draft *, struct vg_error *err);

struct threshold_point {
  bool known; /* false: nothing was evaluated by then */
  bool has_value;
  double value;
  int judged, conforming;
  enum vg_state was, becomes;
};
/* At each instant, the state that was and the one that would have been: from the same counts, without evaluating. */
bool threshold_preview(struct db *, struct vg_arena *, const struct threshold_wanted *, int64_t perimeter_id,
                       const vg_time *instants, size_t count, struct threshold_point *out, struct vg_error *err);

struct threshold_change {
  const char *perimeter; /* name of the one it was set for; NULL: everywhere */
  double target, warning, critical;
  bool first; /* there was none before it */
  double target_before, warning_before, critical_before;
  vg_time from, decided_at; /* decided_at VG_NEVER: it came with a policy */
  const char *author, *reason;
};
/* Those in force in the moment's perimeter as known at it, before and after it too, the latest first; each with what was in force there before. */
bool threshold_changes(struct db *, struct vg_arena *, const struct moment *, const char *indicator,
                       struct threshold_change **out, size_t *count, struct vg_error *err);

#endif
