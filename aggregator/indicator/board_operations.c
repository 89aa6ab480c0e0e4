#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

static bool alert_fresh(const struct kept_sources *sources, int64_t source_id, vg_time at) {
  for (size_t i = 0; i < sources->count; i++) {
    const struct kept_source *s = &sources->items[i];
    if (s->id == source_id) return s->alerts != NULL && cover_holds(s->alerts, at);
  }
  return false;
}

/* False: the database must say. */
static bool keep_alerts(struct db *db, struct vg_arena *arena, const struct moment *m, struct alert_lines *out) {
  const struct common *c = part_common(db);
  const struct kept_sources *sources = part_sources(db, c);
  const struct kept_alerts *kept = part_alerts(db, c);
  size_t place = c == NULL ? SIZE_MAX : common_place(c, m->perimeter.id);
  if (sources == NULL || kept == NULL || place == SIZE_MAX) return false;
  out->items = vg_alloc(arena, (kept->count + 1) * sizeof *out->items);
  if (out->items == NULL) return false;
  for (size_t i = 0; i < kept->count; i++) {
    const struct kept_alert *a = &kept->items[i];
    if (!part_within(&a->event.during, m->at) || !common_below(c, place, a->event.place)) continue;
    out->items[out->count] = a->line;
    out->items[out->count++].fresh = alert_fresh(sources, a->source_id, m->at);
  }
  return true;
}

bool board_alerts(struct db *db, struct vg_arena *arena, const struct moment *moment, struct alert_lines *out,
                  struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct alert_lines){0};
  if (keep_alerts(db, arena, moment, out)) return true;
  if (!db_run(db, &r, SQL_BOARD_ALERTS, DB_MANY, err, P_INT(moment->perimeter.id), P_TIME(moment->at))) return false;
  out->items = vg_alloc(arena, row_count(r) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    out->items[out->count] = board_alert_row(arena, r, i);
    out->items[out->count++].fresh = row_bool(r, i, "fresh");
  }
  return row_ok(r, err) && board_arena_ok(arena, err);
}

/* ---- backups, night by night ---- */

static const char *const nights[] = {"outside", "ok", "failed", "missing", "unknown", "ahead"};

static enum night night_parse(const char *name) {
  for (size_t i = 0; i < sizeof nights / sizeof *nights; i++) {
    if (strcmp(nights[i], name) == 0) return (enum night)i;
  }
  return NIGHT_UNKNOWN;
}

static int holes(const struct night_line *line) {
  int n = 0;
  for (int i = 0; i < NIGHTS; i++) n += line->nights[i] == NIGHT_FAILED || line->nights[i] == NIGHT_MISSING;
  return n;
}

/* Stable: among lines with as many holes, the order of the labels stays. */
static void holes_first(struct night_grid *grid) {
  for (size_t i = 1; i < grid->count; i++) {
    struct night_line line = grid->items[i];
    size_t place = i;
    for (; place > 0 && holes(&grid->items[place - 1]) < holes(&line); place--)
      grid->items[place] = grid->items[place - 1];
    grid->items[place] = line;
  }
}

/* Up to the night of the moment, or `back` nights before it. */
static bool nights_back(struct db *db, struct vg_arena *arena, const struct moment *moment, int back, struct night_grid *out,
                        struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct night_grid){0};
  if (board_kept_nights(db, arena, moment, back, out)) return true;
  if (!db_run(db, &r, SQL_BOARD_NIGHTS, DB_MANY, err, P_INT(moment->perimeter.id), P_TIME(moment->at), P_INT(NIGHTS), P_INT(back)))
    return false;
  out->items = vg_alloc(arena, (row_count(r) / NIGHTS + 1) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    int place = (int)row_int(r, i, "place") - 1;
    if (place < 0 || place >= NIGHTS) continue;
    if (place == 0) {
      struct night_line *line = &out->items[out->count++];
      line->perimeter_id = row_int(r, i, "perimeter_id");
      line->subject = vg_strdup(arena, row_text(r, i, "subject"));
      line->label = vg_strdup(arena, row_text(r, i, "label"));
      (void)verdict_parse(row_text(r, i, "now"), &line->now);
    }
    out->ends[place] = row_time(r, i, "ends");
    out->items[out->count - 1].nights[place] = night_parse(row_text(r, i, "night"));
  }
  return row_ok(r, err) && board_arena_ok(arena, err);
}

static bool nothing_yet(const struct night_grid *grid, vg_time at) {
  if (grid->count == 0 || grid->ends[NIGHTS - 1] <= at) return false;
  for (size_t i = 0; i < grid->count; i++) {
    enum night last = grid->items[i].nights[NIGHTS - 1];
    if (last != NIGHT_OUTSIDE && last != NIGHT_AHEAD) return false;
  }
  return true;
}

bool board_nights(struct db *db, struct vg_arena *arena, const struct moment *moment, struct night_grid *out,
                  struct vg_error *err) {
  if (!nights_back(db, arena, moment, 0, out, err)) return false;
  if (nothing_yet(out, moment->at) && !nights_back(db, arena, moment, 1, out, err)) return false;
  holes_first(out);
  return true;
}
