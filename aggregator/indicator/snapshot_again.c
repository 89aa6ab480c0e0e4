#include "indicator/snapshot_part.h"

/* The one that keeps this number; NULL: none does any more. */
static const struct indicator *indicator_of(int64_t place) {
  size_t count;
  struct vg_error ignored = {0};
  const struct indicator *all = indicator_all(&count, &ignored);
  for (size_t i = 0; all != NULL && i < count; i++)
    if ((int64_t)indicator_place(&all[i]) == place) return &all[i];
  return NULL;
}

static int64_t root_of(const struct common *c) {
  for (size_t i = 0; i < c->perimeters.count; i++)
    if (c->perimeters.items[i].parent_id == 0) return c->perimeters.items[i].id;
  return 0;
}

void part_again(struct db *db, enum part_kind kind, int64_t key) {
  const struct common *c = part_common(db);
  if (c == NULL) return;
  switch (kind) {
  case PART_COMMON: return;
  case PART_SOURCES: (void)part_sources(db, c); return;
  case PART_LINES: (void)part_lines(db, c, key != 0 ? key : root_of(c)); return;
  case PART_MAJORS: (void)part_majors(db, c); return;
  case PART_ALERTS: (void)part_alerts(db, c); return;
  case PART_SYSTEMS: (void)part_systems(db, c); return;
  case PART_RUNS: (void)part_runs(db, part_systems(db, c), key); return;
  case PART_CAUSES: (void)part_causes(db, c, indicator_of(key)); return;
  case PART_CONTROLS: (void)part_controls(db, c); return;
  case PART_BUDGET: (void)part_budget(db, c); return;
  case PART_ATTESTED: (void)part_attested(db, c); return;
  }
}
