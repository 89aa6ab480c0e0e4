/* indicator/state.h — the six states of an indicator, a rule or a chapter; everywhere the same, in this order of
 * display. */
#ifndef VG_INDICATOR_STATE_H
#define VG_INDICATOR_STATE_H

#include <stdbool.h>

enum vg_state {
  STATE_APPLIED,     /* measured, target met, fresh */
  STATE_WATCH,       /* short of the target, not of the warning */
  STATE_NOT_APPLIED, /* short of the warning */
  STATE_WAIVED,      /* every failing subject is under a waiver, or the figure is */
  STATE_UNKNOWN,     /* never measured, stale, or nobody to judge where somebody is expected; never counts as applied */
  STATE_NOT_APPLICABLE, /* fresh, and nothing happened that could be judged: leaves the denominator */
  STATE_COUNT
};

/* "applied", "watch", "not_applied", "waived", "unknown", "not_applicable": in the database, URLs and CSS classes. */
const char *state_name(enum vg_state);
/* False when there is no such state. */
bool state_parse(const char *name, enum vg_state *out);
/* The worse of two, in the roll-up's order: not applied, unknown, watch, waived, applied; not applicable gives way to
 * all. */
enum vg_state state_worse(enum vg_state a, enum vg_state b);
/* -1 when `now` is worse than `before`, 1 when better, 0 when equal or not comparable. What is no longer known is never better, whatever it was. */
int state_trend(enum vg_state before, enum vg_state now);

/* What a subject is at an instant. */
enum verdict { VERDICT_CONFORMING, VERDICT_DEVIATING, VERDICT_WAIVED, VERDICT_PENDING, VERDICT_UNKNOWN, VERDICT_COUNT };
/* "conforming", "deviating", "waived", "pending", "unknown". */
const char *verdict_name(enum verdict);
bool verdict_parse(const char *name, enum verdict *out);

#endif
