/* supervise/budget.h — how often a service may be started again. Pure: the clock is the caller's. */
#ifndef VG_SUPERVISE_BUDGET_H
#define VG_SUPERVISE_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

enum { BUDGET_RESTARTS = 5, BUDGET_WINDOW_MS = 300 * 1000, BUDGET_DELAY_MS = 100, BUDGET_DELAY_MAX_MS = 3000 };

struct budget {
  int64_t at[BUDGET_RESTARTS]; /* the last restarts, monotonic ms; 0: none */
  int next;
};

/* Takes one restart. False when BUDGET_RESTARTS were taken within the last BUDGET_WINDOW_MS. `*delay_ms`: how long to wait
 * first: nothing for the first within the window, then 100 ms, doubled each time, at most 3 s.                      */
bool budget_take(struct budget *, int64_t now_ms, int *delay_ms);

#endif
