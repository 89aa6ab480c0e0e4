#include <stdlib.h>
#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

enum { MAJORS_MAX = 20000, ALERTS_MAX = 10000, CAUSES_MAX = 60000, SUBJECTS_AT_ONCE = 4000 };

/* ---- major incidents ---- */

static bool load_majors(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out, struct vg_error *err) {
  (void)key;
  DB_RESULT(r);
  struct kept_events *events = vg_alloc(arena, sizeof *events);
  if (!db_run(db, &r, SQL_SNAPSHOT_MAJORS, DB_MANY, err, P_INT(MAJORS_MAX + 1))) return false;
  if (row_count(r) > MAJORS_MAX) return part_refuse(arena);
  struct kept_event *items = vg_alloc(arena, row_count(r) * sizeof *items);
  if (events == NULL || items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++)
    items[i] = (struct kept_event){part_stretch(r, i), common_place(context, row_int(r, i, "perimeter_id"))};
  *events = (struct kept_events){items, row_count(r)};
  *out = events;
  return row_ok(r, err);
}

const struct kept_events *part_majors(struct db *db, const struct common *c) {
  return c == NULL ? NULL : snapshot_part(db, PART_MAJORS, 0, load_majors, c);
}

/* ---- alerts ---- */

static bool load_alerts(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out, struct vg_error *err) {
  (void)key;
  DB_RESULT(r);
  struct kept_alerts *alerts = vg_alloc(arena, sizeof *alerts);
  if (!db_run(db, &r, SQL_SNAPSHOT_ALERTS, DB_MANY, err, P_INT(ALERTS_MAX + 1))) return false;
  if (row_count(r) > ALERTS_MAX) return part_refuse(arena);
  struct kept_alert *items = vg_alloc(arena, row_count(r) * sizeof *items);
  if (alerts == NULL || items == NULL) return board_arena_ok(arena, err);
  for (size_t i = 0; i < row_count(r); i++) {
    items[i] = (struct kept_alert){.line = board_alert_row(arena, r, i), .source_id = row_int(r, i, "source_id")};
    items[i].event = (struct kept_event){part_stretch(r, i), common_place(context, items[i].line.perimeter_id)};
  }
  *alerts = (struct kept_alerts){items, row_count(r)};
  *out = alerts;
  return row_ok(r, err);
}

const struct kept_alerts *part_alerts(struct db *db, const struct common *c) {
  return c == NULL ? NULL : snapshot_part(db, PART_ALERTS, 0, load_alerts, c);
}

/* ---- causes ---- */

struct causes { /* being made */
  struct vg_arena *arena;
  const struct common *common;
  struct kept_causes *out;
  struct kept_subject *last;
};

static struct kept_subject *subject_row(struct causes *c, const struct db_result *r, size_t i, size_t stretches) {
  struct kept_subject *s = vg_alloc(c->arena, sizeof *s);
  struct kept_stretch *said = vg_alloc(c->arena, stretches * sizeof *said);
  if (s == NULL || said == NULL) return NULL;
  int64_t perimeter = row_int(r, i, "perimeter_id");
  *s = (struct kept_subject){.next = c->last,
                             .perimeter_id = perimeter,
                             .place = common_place(c->common, perimeter),
                             .subject = board_text(c->arena, r, i, "subject"),
                             .label = board_text(c->arena, r, i, "label"),
                             .detail = board_text(c->arena, r, i, "detail"),
                             .said = said};
  c->last = s;
  return s->subject != NULL && s->label != NULL ? s : NULL;
}

static bool add_stretch(struct causes *c, struct kept_subject *s, enum verdict verdict, struct stretch during) {
  s->said[s->count++] = (struct kept_stretch){during, verdict};
  return ++c->out->lists[verdict].count <= CAUSES_MAX;
}

static bool same_subject(const struct db_result *r, size_t i, const struct db_result *s, size_t j) {
  return row_int(r, i, "perimeter_id") == row_int(s, j, "perimeter_id") && strcmp(row_text(r, i, "subject"), row_text(s, j, "subject")) == 0;
}

/* The rows of one subject, from `i` on; `i` moves past them. */
static bool add_subject(struct causes *c, const struct db_result *r, size_t *i) {
  size_t begin = *i;
  while (*i < row_count(r) && same_subject(r, begin, r, *i)) (*i)++;
  struct kept_subject *s = subject_row(c, r, begin, *i - begin);
  if (s == NULL) return false;
  for (size_t k = begin; k < *i; k++) {
    enum verdict verdict = VERDICT_CONFORMING;
    (void)verdict_parse(row_text(r, k, "what"), &verdict);
    if (!add_stretch(c, s, verdict, part_stretch(r, k))) return false;
  }
  return true;
}

static bool read_verdicts(struct db *db, struct causes *c, const char *code, struct vg_error *err) {
  int64_t after = 0;
  const char *subject = "";
  for (bool more = true; more;) {
    DB_RESULT(r);
    if (!db_run(db, &r, SQL_SNAPSHOT_VERDICTS, DB_MANY, err, P_TEXT(code), P_INT(after), P_TEXT(subject), P_INT(SUBJECTS_AT_ONCE)))
      return false;
    size_t subjects = 0;
    for (size_t i = 0; i < row_count(r); subjects++)
      if (!add_subject(c, r, &i)) return part_refuse(c->arena);
    more = subjects == SUBJECTS_AT_ONCE;
    if (!row_ok(r, err)) return false;
    if (!more) break;
    after = row_int(r, row_count(r) - 1, "perimeter_id");
    subject = vg_strdup(c->arena, row_text(r, row_count(r) - 1, "subject"));
  }
  return true;
}

static bool read_values(struct db *db, struct causes *c, const char *code, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SNAPSHOT_VALUES, DB_MANY, err, P_TEXT(code), P_INT(CAUSES_MAX + 1))) return false;
  if (row_count(r) > CAUSES_MAX) return part_refuse(c->arena);
  for (size_t i = 0; i < row_count(r); i++) {
    struct kept_subject *s = subject_row(c, r, i, 1);
    if (s == NULL || !add_stretch(c, s, VERDICT_DEVIATING, part_stretch(r, i))) return part_refuse(c->arena);
  }
  return row_ok(r, err);
}

static int by_order(const void *left, const void *right) {
  const struct kept_cause *a = left, *b = right;
  if (a->during.from != b->during.from) return a->during.from > b->during.from ? -1 : 1;
  int order = strcmp(a->subject->label, b->subject->label);
  if (order == 0) order = strcmp(a->subject->subject, b->subject->subject);
  if (order != 0) return order;
  return (a->subject->perimeter_id > b->subject->perimeter_id) - (a->subject->perimeter_id < b->subject->perimeter_id);
}

static bool sort_lists(struct causes *c) {
  struct kept_cause *items[VERDICT_COUNT];
  for (int v = 0; v < VERDICT_COUNT; v++) {
    struct kept_list *list = &c->out->lists[v];
    list->items = items[v] = vg_alloc(c->arena, list->count * sizeof **items);
    if (items[v] == NULL) return false;
    list->count = 0;
  }
  for (const struct kept_subject *s = c->last; s != NULL; s = s->next)
    for (size_t i = 0; i < s->count; i++)
      items[s->said[i].verdict][c->out->lists[s->said[i].verdict].count++] = (struct kept_cause){s, s->said[i].during};
  for (int v = 0; v < VERDICT_COUNT; v++)
    if (c->out->lists[v].count > 0) qsort(items[v], c->out->lists[v].count, sizeof **items, by_order);
  return true;
}

struct causes_of {
  const struct common *common;
  const struct indicator *indicator;
};

static bool load_causes(struct db *db, struct vg_arena *arena, const void *context, int64_t key, const void **out, struct vg_error *err) {
  (void)key;
  const struct causes_of *of = context;
  struct causes c = {.arena = arena, .common = of->common, .out = vg_alloc(arena, sizeof *c.out)};
  if (c.out == NULL) return board_arena_ok(arena, err);
  if (!read_verdicts(db, &c, of->indicator->code, err) || !read_values(db, &c, of->indicator->code, err)) return false;
  *out = c.out;
  return sort_lists(&c) || part_refuse(arena);
}

const struct kept_causes *part_causes(struct db *db, const struct common *c, const struct indicator *indicator) {
  if (c == NULL || indicator == NULL) return NULL;
  return snapshot_part(db, PART_CAUSES, (int64_t)indicator_place(indicator), load_causes, &(struct causes_of){c, indicator});
}
