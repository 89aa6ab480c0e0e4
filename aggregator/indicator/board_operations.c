#include <string.h>

#include "indicator/board_row.h"

bool board_alerts(struct db *db, struct vg_arena *arena, const struct moment *moment, struct alert_lines *out,
                  struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct alert_lines){0};
  if (!db_run(db, &r, SQL_BOARD_ALERTS, DB_MANY, err, P_INT(moment->perimeter.id), P_TIME(moment->at))) return false;
  out->items = vg_alloc(arena, row_count(r) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    out->items[out->count++] = (struct alert_line){.record_id = row_int(r, i, "record_id"),
                                                   .perimeter_id = row_int(r, i, "perimeter_id"),
                                                   .key = vg_strdup(arena, row_text(r, i, "key")),
                                                   .label = vg_strdup(arena, row_text(r, i, "label")),
                                                   .severity = vg_strdup(arena, row_text(r, i, "severity")),
                                                   .summary = vg_strdup(arena, row_text(r, i, "summary")),
                                                   .raised_at = row_time(r, i, "raised_at"),
                                                   .fresh = row_bool(r, i, "fresh")};
  }
  return row_ok(r, err) && board_arena_ok(arena, err);
}

/* ---- backups, night by night ---- */

static const char *const nights[] = {"outside", "ok", "failed", "missing", "unknown"};

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

bool board_nights(struct db *db, struct vg_arena *arena, const struct moment *moment, struct night_grid *out,
                  struct vg_error *err) {
  DB_RESULT(r);
  *out = (struct night_grid){0};
  if (!db_run(db, &r, SQL_BOARD_NIGHTS, DB_MANY, err, P_INT(moment->perimeter.id), P_TIME(moment->at), P_INT(NIGHTS)))
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
  holes_first(out);
  return row_ok(r, err) && board_arena_ok(arena, err);
}
