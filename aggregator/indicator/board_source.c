#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

static bool related(const struct common *c, size_t one, size_t other) { return common_below(c, one, other) || common_below(c, other, one); }

/* Was it declared or read by then, and does it speak of the perimeter? */
static bool speaks(const struct common *c, const struct kept_source *s, size_t place, vg_time at) {
  return (s->created_at <= at || (s->first_at != VG_NEVER && s->first_at <= at)) && related(c, place, s->place);
}

static bool add_source(struct vg_arena *arena, struct sources_said *out, const char *name, bool fresh, vg_time read_at) {
  out->count++;
  if (read_at != VG_NEVER && (out->oldest_read == VG_NEVER || read_at < out->oldest_read)) out->oldest_read = read_at;
  if (out->count == 1 || read_at < out->oldest_any) out->oldest_any = read_at;
  if (fresh) {
    out->fresh++;
    return true;
  }
  out->stale = vg_printf(arena, "%s%s%s", out->stale, *out->stale == '\0' ? "" : ", ", name);
  return out->stale != NULL;
}

static struct sources_said none_said(void) { return (struct sources_said){.stale = "", .oldest_read = VG_NEVER, .oldest_any = VG_NEVER}; }

/* The reading of the last good pull; false: that pull may be one that is not kept. */
static bool last_reading(const struct kept_source *s, vg_time at, vg_time *out) {
  size_t i = source_pull_before(s, at, true);
  while (i != SIZE_MAX && !s->pulls[i].good) i = i > 0 ? i - 1 : SIZE_MAX;
  *out = i == SIZE_MAX ? VG_NEVER : s->pulls[i].read_at;
  return s->dropped == VG_NEVER || (i != SIZE_MAX && s->dropped <= *out);
}

/* False: the database must say. */
static bool keep_said(const struct common *c, const struct kept_sources *kept, struct vg_arena *arena, int64_t perimeter_id, vg_time at,
                      struct sources_said *out) {
  size_t place = common_place(c, perimeter_id);
  if (kept == NULL || place == SIZE_MAX) return false;
  *out = none_said();
  for (size_t i = 0; i < kept->count; i++) {
    const struct kept_source *s = &kept->items[i];
    vg_time read_at;
    if (!speaks(c, s, place, at)) continue;
    if (!last_reading(s, at, &read_at) || !add_source(arena, out, s->name, source_fresh(s, at), read_at)) return false;
    out->is_sample |= s->is_sample;
  }
  return true;
}

bool board_sources_said(struct db *db, struct vg_arena *arena, int64_t perimeter_id, vg_time at, struct sources_said *out,
                        struct vg_error *err) {
  DB_RESULT(r);
  const struct common *c = part_common(db);
  if (keep_said(c, part_sources(db, c), arena, perimeter_id, at, out)) return true;
  *out = none_said();
  if (!db_run(db, &r, SQL_BOARD_SOURCES, DB_MANY, err, P_INT(perimeter_id), P_TIME(at))) return false;
  for (size_t i = 0; i < row_count(r); i++)
    if (!add_source(arena, out, row_text(r, i, "name"), row_bool(r, i, "fresh"), row_time(r, i, "read_at"))) return board_arena_ok(arena, err);
  return row_ok(r, err);
}

/* ---- the title block ---- */

static void keep_title(const struct common *c, const struct sources_said *said, vg_time at, struct title_block *out) {
  const struct kept_policy *policy = common_policy(c, at);
  *out = (struct title_block){.policy = policy != NULL ? policy->title : (struct bilingual){"", ""},
                              .sources = said->count,
                              .sources_fresh = said->fresh,
                              .oldest_read = said->oldest_read,
                              .stale_sources = said->stale,
                              .is_sample = said->is_sample,
                              .loading = c->loading,
                              .waits_since = c->waits_since};
}

bool board_title(struct db *db, struct vg_arena *arena, int64_t perimeter_id, vg_time at, struct title_block *out, struct vg_error *err) {
  DB_RESULT(r);
  struct sources_said said;
  const struct common *c = part_common(db);
  if (keep_said(c, part_sources(db, c), arena, perimeter_id, at, &said)) return keep_title(c, &said, at, out), true;
  if (!db_run(db, &r, SQL_PAGE_FRAME, DB_ONE, err, P_INT(perimeter_id), P_TIME(at))) return false;
  *out = (struct title_block){.policy = board_pair(arena, r, 0, "policy_fr", "policy_en"),
                              .sources = (int)row_int(r, 0, "sources"),
                              .sources_fresh = (int)row_int(r, 0, "fresh"),
                              .oldest_read = row_time(r, 0, "oldest_read"),
                              .stale_sources = vg_strdup(arena, row_text(r, 0, "stale")),
                              .is_sample = row_bool(r, 0, "is_sample"),
                              .loading = row_bool(r, 0, "loading"),
                              .waits_since = row_time(r, 0, "waits_since")};
  return row_ok(r, err) && board_arena_ok(arena, err);
}

bool board_choices(struct db *db, struct vg_arena *arena, struct perimeters *out, struct vg_error *err) {
  DB_RESULT(r);
  const struct common *c = part_common(db);
  if (c == NULL && !db_run(db, &r, SQL_PAGE_PERIMETERS, DB_MANY, err)) return false;
  *out = (struct perimeters){.count = c != NULL ? c->perimeters.count : row_count(r)};
  out->items = vg_alloc(arena, (out->count + 1) * sizeof *out->items);
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < out->count; i++)
    out->items[i] = c != NULL ? c->perimeters.items[c->page_order[i]]
                              : (struct perimeter){.id = row_int(r, i, "id"),
                                                   .code = vg_strdup(arena, row_text(r, i, "code")),
                                                   .name = vg_strdup(arena, row_text(r, i, "name")),
                                                   .depth = (int)row_int(r, i, "depth")};
  return c != NULL || (row_ok(r, err) && board_arena_ok(arena, err));
}

/* ---- the connectors of the operational board ---- */

/* False: the database must say. */
static bool keep_source(const struct kept_source *s, vg_time at, struct source_line *out) {
  size_t last = source_pull_before(s, at, false);
  size_t good = last == SIZE_MAX ? SIZE_MAX : s->pulls[last].best_good;
  if (s->dropped != VG_NEVER && (good == SIZE_MAX || at <= s->dropped)) return false;
  *out = (struct source_line){.id = s->id, .code = s->code, .name = s->name, .read_at = VG_NEVER, .message = ""};
  if (good != SIZE_MAX) {
    const struct kept_pull *p = &s->pulls[good];
    out->ever = true;
    out->fresh = p->covered && (s->kind_count == 0 || part_within(&p->covers, at - 1));
    out->read_at = p->read_at;
    out->read = p->read;
    out->rejected = p->rejected;
  }
  if (last == SIZE_MAX) return true;
  const struct kept_pull *p = &s->pulls[s->pulls[last].best];
  out->last_failed = !p->good;
  out->message = p->message;
  return true;
}

static bool keep_lines(const struct common *c, const struct kept_sources *kept, struct vg_arena *arena, const struct moment *m,
                       struct source_lines *out) {
  size_t place = kept == NULL ? SIZE_MAX : common_place(c, m->perimeter.id);
  struct source_line *items = kept == NULL ? NULL : vg_alloc(arena, (kept->count + 1) * sizeof *items);
  if (place == SIZE_MAX || items == NULL) return false;
  *out = (struct source_lines){.items = items};
  for (size_t i = 0; i < kept->count; i++) {
    if (!speaks(c, &kept->items[i], place, m->at)) continue;
    if (!keep_source(&kept->items[i], m->at, &items[out->count++])) return false;
  }
  return true;
}

bool board_sources(struct db *db, struct vg_arena *arena, const struct moment *m, struct source_lines *out, struct vg_error *err) {
  DB_RESULT(r);
  const struct common *c = part_common(db);
  if (keep_lines(c, part_sources(db, c), arena, m, out)) return true;
  if (!db_run(db, &r, SQL_PAGE_SOURCES, DB_MANY, err, P_INT(m->perimeter.id), P_TIME(m->at))) return false;
  *out = (struct source_lines){.items = vg_alloc(arena, (row_count(r) + 1) * sizeof *out->items)};
  if (out->items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    const char *status = row_text(r, i, "last_status");
    bool failed = *status != '\0' && strcmp(status, "ok") != 0;
    out->items[out->count++] = (struct source_line){.id = row_int(r, i, "id"),
                                                    .code = vg_strdup(arena, row_text(r, i, "code")),
                                                    .name = vg_strdup(arena, row_text(r, i, "name")),
                                                    .ever = !row_null(r, i, "pull_id"),
                                                    .fresh = row_bool(r, i, "fresh"),
                                                    .read_at = row_time(r, i, "read_at"),
                                                    .read = row_int(r, i, "read"),
                                                    .rejected = row_int(r, i, "rejected"),
                                                    .last_failed = failed,
                                                    .message = failed ? vg_strdup(arena, row_text(r, i, "last_message_said")) : ""};
  }
  return row_ok(r, err) && board_arena_ok(arena, err);
}
