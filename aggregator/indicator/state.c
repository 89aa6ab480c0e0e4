#include "indicator/state.h"

#include <stddef.h>
#include <string.h>

static const char *const states[STATE_COUNT] = {
    [STATE_APPLIED] = "applied", [STATE_WATCH] = "watch",     [STATE_NOT_APPLIED] = "not_applied",
    [STATE_WAIVED] = "waived",   [STATE_UNKNOWN] = "unknown", [STATE_NOT_APPLICABLE] = "not_applicable"};

/* The roll-up's order: the higher, the worse. */
static const int severity[STATE_COUNT] = {
    [STATE_APPLIED] = 1, [STATE_WAIVED] = 2, [STATE_WATCH] = 3, [STATE_UNKNOWN] = 4, [STATE_NOT_APPLIED] = 5};

static const char *const verdicts[VERDICT_COUNT] = {[VERDICT_CONFORMING] = "conforming",
                                                    [VERDICT_DEVIATING] = "deviating",
                                                    [VERDICT_WAIVED] = "waived",
                                                    [VERDICT_PENDING] = "pending",
                                                    [VERDICT_UNKNOWN] = "unknown"};

const char *state_name(enum vg_state state) {
  return states[state];
}

bool state_parse(const char *name, enum vg_state *out) {
  for (size_t i = 0; i < STATE_COUNT; i++) {
    if (strcmp(states[i], name) == 0) return *out = (enum vg_state)i, true;
  }
  return false;
}

enum vg_state state_worse(enum vg_state a, enum vg_state b) {
  return severity[a] >= severity[b] ? a : b;
}

int state_trend(enum vg_state before, enum vg_state now) {
  if (before == STATE_NOT_APPLICABLE || now == STATE_NOT_APPLICABLE) return 0;
  if (now == STATE_UNKNOWN) return before == STATE_UNKNOWN ? 0 : -1;
  return (severity[now] < severity[before]) - (severity[now] > severity[before]);
}

const char *verdict_name(enum verdict verdict) {
  return verdicts[verdict];
}

bool verdict_parse(const char *name, enum verdict *out) {
  for (size_t i = 0; i < VERDICT_COUNT; i++) {
    if (strcmp(verdicts[i], name) == 0) return *out = (enum verdict)i, true;
  }
  return false;
}
