#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

/* ---- perimeters ---- */

static size_t parent_place(const struct common *c, const struct perimeter *p) {
  return p->parent_id == 0 ? SIZE_MAX : common_place(c, p->parent_id);
}

static bool load_perimeters(struct db *db, struct vg_arena *arena, struct common *c, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_PERIMETERS, DB_MANY, err)) return false;
  size_t n = row_count(r);
  struct perimeter *items = vg_alloc(arena, n * sizeof *items);
  size_t *page_order = vg_alloc(arena, n * sizeof *page_order);
  bool *below = vg_alloc(arena, n * n * sizeof *below);
  if (items == NULL || page_order == NULL || below == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < n; i++) {
    items[i] = board_perimeter_row(arena, r, i);
    page_order[row_int(r, i, "page_place")] = i;
  }
  c->perimeters = (struct perimeters){items, n};
  c->page_order = page_order;
  for (size_t i = 0; i < n; i++)
    for (size_t up = i; up != SIZE_MAX; up = parent_place(c, &items[up])) below[up * n + i] = true;
  c->below = below;
  return row_ok(r, err);
}

size_t common_place(const struct common *c, int64_t perimeter_id) {
  for (size_t i = 0; c != NULL && i < c->perimeters.count; i++)
    if (c->perimeters.items[i].id == perimeter_id) return i;
  return SIZE_MAX;
}

bool common_below(const struct common *c, size_t ancestor, size_t descendant) {
  size_t n = c->perimeters.count;
  return ancestor < n && descendant < n && c->below[ancestor * n + descendant];
}

/* ---- policies ---- */

static bool load_rules(struct db *db, struct vg_arena *arena, struct common *c, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_RULES, DB_MANY, err)) return false;
  size_t n = row_count(r);
  struct kept_policy *policies = vg_alloc(arena, n * sizeof *policies);
  struct kept_rule *rules = vg_alloc(arena, n * sizeof *rules);
  if (policies == NULL || rules == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < n; i++) {
    struct kept_policy *p = c->policy_count > 0 ? &policies[c->policy_count - 1] : NULL;
    if (p == NULL || strcmp(p->code, row_text(r, i, "policy")) != 0) {
      p = &policies[c->policy_count++];
      *p = (struct kept_policy){.code = vg_strdup(arena, row_text(r, i, "policy")),
                                .title = board_pair(arena, r, i, "policy_fr", "policy_en"),
                                .in_force = part_stretch(r, i),
                                .rules = &rules[c->rule_count],
                                .first = c->rule_count};
      if (p->code == NULL) return board_arena_ok(arena, err);
    }
    if (row_null(r, i, "number")) continue; /* a policy without rules */
    rules[c->rule_count++] = (struct kept_rule){.number = vg_strdup(arena, row_text(r, i, "number")),
                                                .chapter = (int)row_int(r, i, "chapter"),
                                                .title = board_pair(arena, r, i, "title_fr", "title_en"),
                                                .chapter_title = board_pair(arena, r, i, "chapter_fr", "chapter_en"),
                                                .indicators = vg_strdup(arena, row_text(r, i, "indicators"))};
    p->rule_count++;
  }
  c->policies = policies;
  return row_ok(r, err);
}

const struct kept_policy *common_policy(const struct common *c, vg_time at) {
  for (size_t i = 0; i < c->policy_count; i++)
    if (part_within(&c->policies[i].in_force, at)) return &c->policies[i];
  return NULL;
}

/* ---- thresholds, formulas, evaluation ---- */

static bool load_thresholds(struct db *db, struct vg_arena *arena, struct common *c, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_THRESHOLDS, DB_MANY, err)) return false;
  struct kept_threshold *items = vg_alloc(arena, row_count(r) * sizeof *items);
  if (items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    const struct indicator *of = indicator_find(row_text(r, i, "indicator"));
    if (of == NULL) continue;
    items[c->threshold_count++] = (struct kept_threshold){
        indicator_place(of), row_int(r, i, "perimeter_id"), board_threshold_row(arena, r, i)};
  }
  c->thresholds = items;
  return row_ok(r, err);
}

static bool load_formulas(struct db *db, struct vg_arena *arena, struct common *c, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_FORMULAS, DB_MANY, err)) return false;
  vg_time *at = vg_alloc(arena, row_count(r) * sizeof *at);
  if (at == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) at[c->formula_count++] = row_time(r, i, "changed_at");
  c->formulas = at;
  return row_ok(r, err);
}

static bool load_revised(struct db *db, struct vg_arena *arena, struct common *c, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_REVISED, DB_ANY, err)) return false;
  vg_time *at = vg_alloc(arena, (row_count(r) + 1) * sizeof *at);
  if (at == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) at[c->revised_count++] = row_time(r, i, "at");
  c->revised = at;
  return row_ok(r, err);
}

bool common_revised(const struct common *c, vg_time at, vg_time within) {
  size_t from = 0, to = c->revised_count; /* the first that is not before */
  while (from < to) {
    size_t middle = from + (to - from) / 2;
    if (c->revised[middle] < at) from = middle + 1;
    else to = middle;
  }
  return from < c->revised_count && c->revised[from] < at + within;
}

static bool load_requests(struct db *db, struct vg_arena *arena, struct common *c, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_REQUESTS, DB_MANY, err)) return false;
  struct kept_request *items = vg_alloc(arena, (row_count(r) + 1) * sizeof *items);
  if (items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++)
    items[c->request_count++] =
        (struct kept_request){{part_stretch(r, i), common_place(c, row_int(r, i, "perimeter_id"))}, row_bool(r, i, "waiver")};
  c->requests = items;
  return row_ok(r, err);
}

static bool load_state(struct db *db, struct common *c, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_STATE, DB_ONE, err)) return false;
  c->evaluation_id = row_int(r, 0, "id");
  c->known_at = row_time(r, 0, "known_at");
  c->finished_at = row_time(r, 0, "finished_at");
  c->waits_since = row_time(r, 0, "waits_since");
  c->loading = row_bool(r, 0, "loading");
  return row_ok(r, err);
}

static bool load(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out, struct vg_error *err) {
  (void)context;
  (void)key;
  struct common *c = vg_alloc(arena, sizeof *c);
  *out = c;
  return c != NULL && load_state(db, c, err) && load_perimeters(db, arena, c, err) && load_rules(db, arena, c, err) &&
         load_thresholds(db, arena, c, err) && load_formulas(db, arena, c, err) && load_revised(db, arena, c, err) && load_requests(db, arena, c, err);
}

const struct common *part_common(struct db *db) { return snapshot_part(db, PART_COMMON, 0, load, NULL); }
