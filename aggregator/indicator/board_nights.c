#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

/* The number of the night, from NIGHT_ZERO on, that an instant belongs to. */
static int64_t night_of(vg_time at) { return floor_div(at - NIGHT_ZERO, VG_DAY) + 1; }

static vg_time night_end(int64_t night) { return NIGHT_ZERO + night * VG_DAY; }

struct grid { /* being made */
  const struct kept_systems *systems;
  const struct kept_runs *runs[2]; /* of the part of the first night and of that of the last one */
  int64_t part, last;
  vg_time at;
};

static const struct kept_run *run_of(const struct grid *g, size_t system, int64_t night) {
  const struct kept_runs *runs = g->runs[floor_div(night, RUNS_NIGHTS) != g->part];
  const struct kept_nights *nights = &runs->of_system[system];
  size_t low = 0, high = nights->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (nights->items[middle].ends < night_end(night)) low = middle + 1;
    else high = middle;
  }
  return low < nights->count && nights->items[low].ends == night_end(night) ? &nights->items[low] : NULL;
}

/* As board_nights.sql has it. */
static enum night night_said(const struct grid *g, size_t system, int64_t night) {
  const struct kept_system *s = &g->systems->items[system];
  vg_time ends = night_end(night);
  if (!cover_overlaps(&s->sets[SET_JUDGED], ends - VG_DAY, ends < g->at ? ends : g->at)) return NIGHT_OUTSIDE;
  const struct kept_run *run = run_of(g, system, night);
  if (run != NULL && run->good_at != VG_NEVER && run->good_at <= g->at) return NIGHT_OK;
  if (run != NULL && run->any_at <= g->at) return NIGHT_FAILED;
  if (ends > g->at) return NIGHT_AHEAD;
  return cover_holds(&s->sets[SET_UNKNOWN], ends - 1) ? NIGHT_UNKNOWN : NIGHT_MISSING;
}

static enum verdict verdict_now(const struct kept_system *s, vg_time at) {
  if (cover_holds(&s->sets[SET_WAIVED], at)) return VERDICT_WAIVED;
  if (cover_holds(&s->sets[SET_DEVIATING], at)) return VERDICT_DEVIATING;
  if (cover_holds(&s->sets[SET_UNKNOWN], at)) return VERDICT_UNKNOWN;
  return cover_holds(&s->sets[SET_PENDING], at) ? VERDICT_PENDING : VERDICT_CONFORMING;
}

static bool read_parts(struct db *db, struct grid *g) {
  g->part = floor_div(g->last - NIGHTS + 1, RUNS_NIGHTS);
  g->runs[0] = part_runs(db, g->systems, g->part);
  g->runs[1] = part_runs(db, g->systems, floor_div(g->last, RUNS_NIGHTS));
  return g->runs[0] != NULL && g->runs[1] != NULL;
}

bool board_kept_nights(struct db *db, struct vg_arena *arena, const struct moment *m, int back, struct night_grid *out) {
  const struct common *c = part_common(db);
  struct grid g = {.systems = part_systems(db, c), .at = m->at, .last = night_of(m->at - 1) - back};
  if (g.systems == NULL || !read_parts(db, &g)) return false;
  size_t place = common_place(c, m->perimeter.id);
  out->items = vg_alloc(arena, (g.systems->count + 1) * sizeof *out->items);
  if (out->items == NULL) return false;
  for (size_t i = 0; i < g.systems->count; i++) {
    const struct kept_system *s = &g.systems->items[i];
    if (!common_below(c, place, s->place) || !cover_overlaps(&s->sets[SET_JUDGED], night_end(g.last - NIGHTS), m->at)) continue;
    struct night_line *line = &out->items[out->count++];
    *line = (struct night_line){.perimeter_id = s->perimeter_id, .subject = s->subject, .label = s->label, .now = verdict_now(s, m->at)};
    for (int n = 0; n < NIGHTS; n++) line->nights[n] = night_said(&g, i, g.last - NIGHTS + 1 + n);
  }
  for (int n = 0; out->count > 0 && n < NIGHTS; n++) out->ends[n] = night_end(g.last - NIGHTS + 1 + n);
  return true;
}
