#include <string.h>

#include "indicator/board_row.h"
#include "indicator/snapshot_part.h"

enum { MOST = 5 }; /* of each verdict of an indicator, as board_causes.sql has it */

/* VERDICT_PENDING stands for all that is none of the three. */
static enum verdict verdict_at(const struct kept_subject *s, vg_time at) {
  for (size_t i = 0; i < s->count; i++)
    if (part_within(&s->said[i].during, at)) return s->said[i].verdict;
  return VERDICT_PENDING;
}

static bool never_told(const struct kept_subject *s, vg_time at) {
  for (size_t i = 0; i < s->count; i++)
    if (s->said[i].verdict != VERDICT_UNKNOWN && s->said[i].during.from < at) return false;
  return true;
}

struct asked {
  const struct common *common;
  const struct moment *moment;
  size_t place;
};

static bool changed(const struct asked *a, const struct kept_cause *c, enum verdict now) {
  if (c->during.to <= a->moment->at || !common_below(a->common, a->place, c->subject->place)) return false;
  enum verdict before = verdict_at(c->subject, a->moment->versus);
  return before != now && (now != VERDICT_CONFORMING || before != VERDICT_PENDING);
}

/* The list is sorted, the latest first: those that began by `at` follow those that began later. */
static size_t begun_by(const struct kept_list *list, vg_time at) {
  size_t low = 0, high = list->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (list->items[middle].during.from > at) low = middle + 1;
    else high = middle;
  }
  return low;
}

static void add_list(const struct asked *a, const struct kept_list *list, const struct indicator *indicator, enum verdict now,
                     struct board_causes *out) {
  size_t found = 0;
  for (size_t i = begun_by(list, a->moment->at); i < list->count && list->items[i].during.from > a->moment->versus && found < MOST; i++) {
    const struct kept_cause *c = &list->items[i];
    if (!changed(a, c, now)) continue;
    out->items[out->count++] = (struct change_cause){indicator, c->subject->perimeter_id, c->subject->subject, c->subject->label,
                                                     c->subject->detail, c->during.from, now,
                                                     now == VERDICT_UNKNOWN && never_told(c->subject, a->moment->at)};
    found++;
  }
}

/* -1, 0 or 1 as `a` comes before, with or after `b`. */
static int order(const struct change_cause *a, const struct change_cause *b) {
  if (a->at != b->at) return a->at > b->at ? -1 : 1;
  int by_text = strcmp(a->label, b->label);
  if (by_text == 0) by_text = strcmp(a->subject, b->subject);
  if (by_text != 0) return by_text;
  return (a->perimeter_id > b->perimeter_id) - (a->perimeter_id < b->perimeter_id);
}

static void sort_from(struct board_causes *out, size_t first) {
  for (size_t i = first + 1; i < out->count; i++) {
    struct change_cause cause = out->items[i];
    size_t place = i;
    for (; place > first && order(&cause, &out->items[place - 1]) < 0; place--) out->items[place] = out->items[place - 1];
    out->items[place] = cause;
  }
}

bool board_kept_causes(struct db *db, struct vg_arena *arena, const struct moment *m, const char **codes, size_t count,
                       struct board_causes *out) {
  struct asked asked = {.common = part_common(db), .moment = m};
  *out = (struct board_causes){0};
  if (asked.common == NULL) return false;
  asked.place = common_place(asked.common, m->perimeter.id);
  out->items = vg_alloc(arena, (count * 3 * MOST + 1) * sizeof *out->items);
  if (out->items == NULL) return false;
  static const enum verdict verdicts[] = {VERDICT_DEVIATING, VERDICT_UNKNOWN, VERDICT_CONFORMING};
  for (size_t i = 0; i < count; i++) {
    const struct indicator *indicator = indicator_find(codes[i]);
    const struct kept_causes *kept = part_causes(db, asked.common, indicator);
    if (kept == NULL) return false;
    size_t first = out->count;
    for (size_t v = 0; v < sizeof verdicts / sizeof *verdicts; v++) add_list(&asked, &kept->lists[verdicts[v]], indicator, verdicts[v], out);
    sort_from(out, first);
  }
  return true;
}
