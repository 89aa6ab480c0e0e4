#include "supervise/budget.h"

bool budget_take(struct budget *b, int64_t now_ms, int *delay_ms) {
  int recent = 0;
  for (int i = 0; i < BUDGET_RESTARTS; i++) recent += b->at[i] > 0 && now_ms - b->at[i] < BUDGET_WINDOW_MS;
  *delay_ms = 0;
  if (recent == BUDGET_RESTARTS) return false;
  if (recent > 0) *delay_ms = BUDGET_DELAY_MS << (recent - 1);
  if (*delay_ms > BUDGET_DELAY_MAX_MS) *delay_ms = BUDGET_DELAY_MAX_MS;
  b->at[b->next] = now_ms;
  b->next = (b->next + 1) % BUDGET_RESTARTS;
  return true;
}
