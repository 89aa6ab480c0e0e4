#include "collect/schedule.h"

/* SplitMix64: well-mixed bits from any seed. */
static uint64_t mix(uint64_t x) {
  x += UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
  return x ^ x >> 31;
}

vg_time schedule_next(vg_time now, int64_t period_s, int failures, uint64_t seed) {
  int64_t wait = period_s;
  if (failures > 0) {
    int64_t retry = failures > 20 ? SCHEDULE_RETRY_MAX_S : (int64_t)SCHEDULE_RETRY_S << (failures - 1);
    if (retry > SCHEDULE_RETRY_MAX_S) retry = SCHEDULE_RETRY_MAX_S;
    if (retry < wait) wait = retry;
  }
  int64_t most = wait * VG_SECOND / 10;
  if (most > 5 * VG_MINUTE) most = 5 * VG_MINUTE;
  uint64_t bits = mix(seed ^ mix((uint64_t)now ^ (uint64_t)failures));
  return now + wait * VG_SECOND + (most > 0 ? (int64_t)(bits % (uint64_t)most) : 0);
}

bool schedule_complains(int failures) { return failures > 0 && (failures & (failures - 1)) == 0; }
