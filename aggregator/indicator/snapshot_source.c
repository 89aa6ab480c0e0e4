#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

enum { PULLS_KEPT = 2000 }; /* of a source: three weeks at one every quarter of an hour, years at one a day */

static bool load_sources(struct db *db, struct vg_arena *arena, const struct common *c, struct kept_sources *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_SOURCES, DB_MANY, err)) return false;
  struct kept_source *items = vg_alloc(arena, row_count(r) * sizeof *items);
  if (items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++)
    items[i] = (struct kept_source){.id = row_int(r, i, "id"),
                                    .code = vg_strdup(arena, row_text(r, i, "code")),
                                    .name = vg_strdup(arena, row_text(r, i, "name")),
                                    .place = common_place(c, row_int(r, i, "perimeter_id")),
                                    .is_sample = row_bool(r, i, "is_sample"),
                                    .created_at = row_time(r, i, "created_at"),
                                    .first_at = VG_NEVER,
                                    .dropped = VG_NEVER};
  *out = (struct kept_sources){items, row_count(r)};
  return row_ok(r, err);
}

static struct kept_source *source_of(struct kept_sources *s, int64_t id) {
  for (size_t i = 0; i < s->count; i++)
    if (s->items[i].id == id) return (struct kept_source *)(uintptr_t)&s->items[i];
  return NULL;
}

/* Rows come by source, kind, begin: each kind's stretches are neighbours, so are each source's kinds. */
static bool load_covered(struct db *db, struct vg_arena *arena, struct kept_sources *s, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_COVERED, DB_MANY, err)) return false;
  size_t n = row_count(r), kinds = 0, stretches = 0;
  struct kept_cover *all = vg_alloc(arena, n * sizeof *all);
  struct stretch *during = vg_alloc(arena, n * sizeof *during);
  if (all == NULL || during == NULL) return board_arena_ok(arena, err);
  struct kept_source *source = NULL;
  for (size_t i = 0; i < n; i++) {
    bool same_source = i > 0 && row_int(r, i, "source_id") == row_int(r, i - 1, "source_id");
    if (!same_source) source = source_of(s, row_int(r, i, "source_id"));
    if (source == NULL) continue;
    if (!same_source || strcmp(row_text(r, i, "kind"), row_text(r, i - 1, "kind")) != 0) {
      all[kinds] = (struct kept_cover){.during = &during[stretches]};
      if (source->kind_count++ == 0) source->kinds = &all[kinds];
      if (strcmp(row_text(r, i, "kind"), "alert") == 0) source->alerts = &all[kinds];
      kinds++;
    }
    if (!row_bool(r, i, "covered")) continue;
    during[stretches] = part_stretch(r, i);
    if (source->first_at == VG_NEVER || during[stretches].from < source->first_at) source->first_at = during[stretches].from;
    stretches++;
    all[kinds - 1].count++;
  }
  return row_ok(r, err);
}

/* Among those up to this one, which has the greatest id? */
static void rank(struct kept_pull *pulls, size_t i) {
  struct kept_pull *p = &pulls[i], *before = i > 0 ? &pulls[i - 1] : NULL;
  size_t best = before != NULL ? before->best : SIZE_MAX, good = before != NULL ? before->best_good : SIZE_MAX;
  p->best = best == SIZE_MAX || pulls[best].id < p->id ? i : best;
  p->best_good = p->good && (good == SIZE_MAX || pulls[good].id < p->id) ? i : good;
}

static bool load_pulls(struct db *db, struct vg_arena *arena, struct kept_sources *s, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_PULLS, DB_MANY, err, P_INT(PULLS_KEPT))) return false;
  struct kept_pull *all = vg_alloc(arena, row_count(r) * sizeof *all);
  struct kept_source *source = NULL;
  if (all == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    if (source == NULL || source->id != row_int(r, i, "source_id")) source = source_of(s, row_int(r, i, "source_id"));
    if (source == NULL) continue;
    const char *message = row_text(r, i, "message_said");
    all[i] = (struct kept_pull){.read_at = row_time(r, i, "read_at"),
                                .id = row_int(r, i, "id"),
                                .read = (int)row_int(r, i, "read"),
                                .rejected = (int)row_int(r, i, "rejected"),
                                .good = row_bool(r, i, "good"),
                                .covered = row_bool(r, i, "covered"),
                                .covers = part_stretch(r, i),
                                .message = *message == '\0' ? "" : vg_strdup(arena, message)};
    if (source->pull_count == 0) {
      source->pulls = &all[i];
      source->dropped = row_time(r, i, "dropped");
    }
    rank((struct kept_pull *)(uintptr_t)source->pulls, source->pull_count++);
  }
  return row_ok(r, err);
}

static bool load(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out, struct vg_error *err) {
  (void)key;
  struct kept_sources *s = vg_alloc(arena, sizeof *s);
  *out = s;
  return s != NULL && load_sources(db, arena, context, s, err) && load_covered(db, arena, s, err) && load_pulls(db, arena, s, err);
}

const struct kept_sources *part_sources(struct db *db, const struct common *c) {
  return c == NULL ? NULL : snapshot_part(db, PART_SOURCES, 0, load, c);
}

bool source_fresh(const struct kept_source *s, vg_time at) {
  bool fresh = s->kind_count > 0;
  for (size_t i = 0; i < s->kind_count && fresh; i++) fresh = cover_holds(&s->kinds[i], at);
  return fresh;
}

size_t source_pull_before(const struct kept_source *s, vg_time at, bool inclusive) {
  size_t low = 0, high = s->pull_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    vg_time read = s->pulls[middle].read_at;
    if (read < at || (inclusive && read == at)) low = middle + 1;
    else high = middle;
  }
  return low > 0 ? low - 1 : SIZE_MAX;
}
