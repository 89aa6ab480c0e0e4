#include "support/board_same.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#include "indicator/attestation.h"
#include "indicator/controls.h"

enum { INSTANTS = 13, ARENA = 16 << 20, TEXT = 8 << 20 };

#define SAY(...) buf_printf(out, __VA_ARGS__)

static const char *or_none(const char *text) { return text == NULL ? "(none)" : text; }

static void say_reading(struct buf *out, const struct reading *r) {
  SAY("%s%s %d %.17g %d/%d d%d p%d u%d w%d %" PRId64 "\n", state_name(r->state), r->critical ? "!" : "", r->has_value, r->value, r->conforming,
      r->judged, r->deviating, r->pending, r->unknown, r->waived, r->since);
}

static void say_totals(struct buf *out, const struct totals *t) {
  for (int s = 0; s < STATE_COUNT; s++) SAY("%d ", t->by_state[s]);
  SAY("%d/%d\n", t->applied, t->of);
}

static void say_board(struct buf *out, const struct board *b) {
  SAY("policy %s %s %s\n", b->policy, b->policy_title.fr, b->policy_title.en);
  for (size_t i = 0; i < b->indicator_count; i++) {
    const struct indicator_line *l = &b->indicators[i];
    SAY("%s %d %.17g %.17g %.17g %" PRId64 " %s %s\n", l->sheet->code, l->threshold.set, l->threshold.target, l->threshold.warning,
        l->threshold.critical, l->threshold.from, or_none(l->threshold.author), or_none(l->threshold.reason));
    say_reading(out, &l->now);
    say_reading(out, &l->before);
  }
  for (size_t i = 0; i < b->rule_count; i++) {
    const struct rule_line *r = &b->rules[i];
    SAY("%s %d %s %s %s %s %" PRId64 " %d", r->number, r->chapter, r->title.fr, r->title.en, state_name(r->now), state_name(r->before), r->since,
        (int)r->measured);
    for (size_t k = 0; k < r->indicator_count; k++) SAY(" %s", r->indicators[k]->sheet->code);
    SAY("\n");
  }
  for (size_t i = 0; i < b->chapter_count; i++) {
    const struct chapter_line *c = &b->chapters[i];
    SAY("chapter %d %s %s %zu %d %s\n", c->number, c->title.fr, c->title.en, c->rule_count, c->measured, c->rules[0].number);
    say_totals(out, &c->now);
    say_totals(out, &c->before);
  }
  say_totals(out, &b->now);
  say_totals(out, &b->before);
  SAY("confidence %d %d %d %d/%d %" PRId64 " [%s] %d\n", b->confidence.automatic, b->confidence.attested, b->confidence.not_measured,
      b->confidence.sources_fresh, b->confidence.sources, b->confidence.oldest_read, b->confidence.stale_sources, b->confidence.formulas_changed);
  SAY("evaluation %" PRId64 " %" PRId64 " %" PRId64 "\n", b->evaluation.id, b->evaluation.known_at, b->evaluation.finished_at);
}

static void say_point(struct buf *out, const struct question_point *p) {
  SAY("%" PRId64 " %d %d/%d %d %.17g\n", p->at, p->known, p->n, p->of, p->has_hours, p->hours);
  SAY("%d %s %" PRId64 "/%" PRId64 "\n", p->budget.lines, or_none(p->budget.currency), p->budget.committed, p->budget.planned);
}

static void say_questions(struct buf *out, const struct question *all) {
  for (int q = 0; q < QUESTION_COUNT; q++) {
    SAY("question %s %d %.17g\n", or_none(all[q].indicator), all[q].has_target, all[q].target);
    say_point(out, &all[q].now);
    say_point(out, &all[q].before);
    for (int i = 0; i < QUESTION_QUARTERS; i++) say_point(out, &all[q].quarters[i]);
    for (int i = 0; i < QUESTION_QUARTERS; i++) SAY("%.17g ", all[q].targets[i]);
    SAY("\n");
  }
}

static void say_changes(struct buf *out, const struct changes *all) {
  SAY("changes %d %d\n", all->worse, all->better);
  for (size_t i = 0; i < all->count; i++) {
    SAY("%s\n", all->items[i].rule->number);
    for (size_t k = 0; k < all->items[i].cause_count; k++) {
      const struct change_cause *c = &all->items[i].causes[k];
      SAY("  %s %" PRId64 " %s %s %s %" PRId64 " %s %d\n", c->indicator->code, c->perimeter_id, c->subject, c->label, or_none(c->detail), c->at,
          verdict_name(c->now), c->never_told);
    }
  }
}

static void say_operations(struct buf *out, const struct alert_lines *alerts, const struct night_grid *nights, const struct source_lines *sources) {
  for (size_t i = 0; i < alerts->count; i++) {
    const struct alert_line *a = &alerts->items[i];
    SAY("alert %" PRId64 " %" PRId64 " %s %s %s %s %" PRId64 " %d\n", a->record_id, a->perimeter_id, a->key, a->label, a->severity, a->summary,
        a->raised_at, a->fresh);
  }
  for (int n = 0; n < NIGHTS; n++) SAY("%" PRId64 " ", nights->ends[n]);
  for (size_t i = 0; i < nights->count; i++) {
    const struct night_line *l = &nights->items[i];
    SAY("\n%" PRId64 " %s %s %s:", l->perimeter_id, l->subject, l->label, verdict_name(l->now));
    for (int n = 0; n < NIGHTS; n++) SAY(" %d", (int)l->nights[n]);
  }
  for (size_t i = 0; i < sources->count; i++) {
    const struct source_line *s = &sources->items[i];
    SAY("\nsource %" PRId64 " %s %s %d %d %" PRId64 " %" PRId64 " %" PRId64 " %d %s", s->id, s->code, s->name, s->ever, s->fresh, s->read_at, s->read,
        s->rejected, s->last_failed, s->message);
  }
  SAY("\n");
}

static void say_to_do(struct buf *out, struct db *db, const struct moment *m) {
  struct vg_error err = {0};
  struct to_do n;
  cr_assert(board_to_do(db, m, &n, &err), "%s", err.message);
  SAY("to do %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n", n.alerts, n.waivers, n.statements, n.attestations);
}

static void say_title(struct buf *out, struct db *db, struct vg_arena *arena, const struct moment *m) {
  struct vg_error err = {0};
  struct title_block t;
  struct perimeters all;
  cr_assert(board_title(db, arena, m->perimeter.id, m->at, &t, &err) && board_choices(db, arena, &all, &err), "%s", err.message);
  SAY("title %s %s %d/%d %" PRId64 " [%s] %d %d\n", t.policy.fr, t.policy.en, t.sources_fresh, t.sources, t.oldest_read, t.stale_sources,
      t.is_sample, t.loading);
  SAY("waits %" PRId64 "\n", t.waits_since);
  for (size_t i = 0; i < all.count; i++) SAY("%" PRId64 " %s %s %d\n", all.items[i].id, all.items[i].code, all.items[i].name, all.items[i].depth);
}

static void say_controls(struct buf *out, struct db *db, struct vg_arena *arena, const struct moment *m) {
  struct vg_error err = {0};
  struct control_line *lines;
  cr_assert(controls_load(db, arena, m, m->at + 100 * VG_DAY, &lines, &err), "%s", err.message);
  for (size_t i = 0; i < recurring_controls_count(); i++) {
    const struct control_line *l = &lines[i];
    SAY("control %s %d %" PRId64 " %" PRId64 ":", l->control->code, (int)l->outlook, l->last, l->due);
    for (size_t k = 0; k < l->count; k++)
      SAY(" %" PRId64 " %" PRId64 "/%" PRId64 "/%" PRId64, l->events[k].at, l->events[k].done, l->events[k].failed, l->events[k].planned);
    SAY("\n");
  }
}

static void say_attestations(struct buf *out, struct db *db, const struct moment *m) {
  struct vg_error err = {0};
  struct attestations_due n;
  cr_assert(attestations_count(db, m, &n, &err), "%s", err.message);
  SAY("attestations %" PRId64 " late %" PRId64 " soon %" PRId64 "\n", n.all, n.of[ATTESTATION_LATE], n.of[ATTESTATION_SOON]);
}

/* A staircase of thirteen steps and a trend, as pages ask for them. */
static void say_past(struct buf *out, struct db *db, struct vg_arena *arena, const struct board *b) {
  struct vg_error err = {0};
  vg_time at[INSTANTS];
  struct totals totals[INSTANTS], *stairs;
  struct trend_point trend[INSTANTS];
  for (int i = 0; i < INSTANTS; i++) at[i] = b->moment.at - (INSTANTS - 1 - i) * 7 * VG_DAY;
  cr_assert(board_totals_at(db, arena, b, 0, at, INSTANTS, totals, &err) && board_staircases(db, arena, b, at, INSTANTS, &stairs, &err), "%s",
            err.message);
  for (int i = 0; i < INSTANTS; i++) say_totals(out, &totals[i]);
  for (size_t i = 0; i < b->chapter_count * INSTANTS; i++) say_totals(out, &stairs[i]);
  for (size_t i = 0; i < b->indicator_count; i++) {
    cr_assert(board_trend(db, arena, &b->moment, b->indicators[i].sheet->code, at, INSTANTS, trend, &err), "%s", err.message);
    for (int k = 0; k < INSTANTS; k++) say_reading(out, &trend[k].reading);
  }
}

static void say_all(struct buf *out, struct db *db, const char *perimeter, vg_time at, vg_time versus) {
  VG_ARENA(arena, ARENA);
  struct vg_error err = {0};
  struct moment m;
  struct board *b;
  struct question questions[QUESTION_COUNT];
  struct changes changes;
  struct alert_lines alerts;
  struct night_grid nights;
  struct source_lines sources;
  vg_time quarters[QUESTION_QUARTERS];
  for (int i = 0; i < QUESTION_QUARTERS; i++) quarters[i] = at - (QUESTION_QUARTERS - 1 - i) * 91 * VG_DAY;
  DB_TX(tx);
  cr_assert(db_begin_read(db, &tx, &err) && board_moment(db, arena, perimeter, at, versus, &m, &err) && board_load(db, arena, &m, &b, &err) &&
                board_questions(db, arena, b, quarters, questions, &err) && board_changes(db, arena, b, &changes, &err) &&
                board_alerts(db, arena, &m, &alerts, &err) && board_nights(db, arena, &m, &nights, &err) && board_sources(db, arena, &m, &sources, &err),
            "%s", err.message);
  SAY("%" PRId64 " %" PRId64 " %s %s %d %d\n", m.perimeter.id, m.perimeter.parent_id, m.perimeter.code, m.perimeter.name, m.perimeter.depth,
      m.perimeter.is_sample);
  say_board(out, b);
  say_questions(out, questions);
  say_changes(out, &changes);
  say_operations(out, &alerts, &nights, &sources);
  say_controls(out, db, arena, &m);
  say_attestations(out, db, &m);
  say_to_do(out, db, &m);
  say_title(out, db, arena, &m);
  say_past(out, db, arena, b);
}

static void first_difference(const char *plain, const char *kept, const char *perimeter, vg_time at, vg_time versus) {
  char shown[2][TIME_TEXT];
  size_t i = 0;
  while (plain[i] != '\0' && plain[i] == kept[i]) i++;
  while (i > 0 && plain[i - 1] != '\n') i--;
  cr_assert(false, "%s at %s against %s\n  database: %.*s\n  snapshot: %.*s", perimeter, time_format(at, shown[0]), time_format(versus, shown[1]),
            (int)strcspn(plain + i, "\n"), plain + i, (int)strcspn(kept + i, "\n"), kept + i);
}

void board_same_at(struct db *plain, struct db *kept, const char *perimeter, vg_time at, vg_time versus) {
  BUF(one, TEXT);
  BUF(other, TEXT);
  say_all(&one, plain, perimeter, at, versus);
  say_all(&other, kept, perimeter, at, versus);
  cr_assert(buf_ok(&one) && buf_ok(&other));
  if (strcmp(one.data, other.data) != 0) first_difference(one.data, other.data, perimeter, at, versus);
}

static uint64_t next(uint64_t *seed) { return *seed = *seed * 6364136223846793005u + 1442695040888963407u; }

/* Every other moment is a midnight, as pages ask for. */
static vg_time instant(uint64_t *seed, vg_time from, vg_time to) {
  vg_time at = from + (vg_time)((next(seed) >> 8) % (uint64_t)(to - from));
  return (next(seed) >> 40) % 2 == 0 ? at : at - at % VG_DAY;
}

void board_same(struct db *plain, struct db *kept, vg_time from, vg_time to, int count) {
  VG_ARENA(arena, 1 << 20);
  struct vg_error err = {0};
  struct perimeters all;
  uint64_t seed = 42;
  cr_assert(board_perimeters(plain, arena, &all, &err), "%s", err.message);
  for (size_t p = 0; p < all.count; p++) {
    for (int i = 0; i < count; i++) {
      vg_time one = instant(&seed, from, to), other = instant(&seed, from, to);
      bool swap = other > one;
      board_same_at(plain, kept, all.items[p].code, swap ? other : one, i % 7 == 0 ? VG_NEVER : swap ? one : other);
    }
  }
}
