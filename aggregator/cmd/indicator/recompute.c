#include "cmd/indicator/recompute.h"

#include <stdio.h>
#include <string.h>

#include "indicator/evaluate.h"

#define LONGEST_DAY (25 * VG_HOUR) /* the one of October */

const char *figure_text(const struct indicator *i, const struct reading *r, char out[FIGURE_TEXT]) {
  if (!r->has_value)
    (void)snprintf(out, FIGURE_TEXT, "no value");
  else if (i->form != FORM_STATISTIC && r->judged < PERCENT_FROM)
    (void)snprintf(out, FIGURE_TEXT, "%d/%d", r->conforming, r->judged);
  else if (i->form != FORM_STATISTIC)
    (void)snprintf(out, FIGURE_TEXT, "%d/%d %.1f %%", r->conforming, r->judged, 100 * r->value);
  else if (strcmp(i->unit, "%") == 0)
    (void)snprintf(out, FIGURE_TEXT, "%.3f %%", 100 * r->value);
  else
    (void)snprintf(out, FIGURE_TEXT, strcmp(i->unit, "h") == 0 ? "%.1f h" : strcmp(i->unit, "×") == 0 ? "%.2f ×" : "%.0f", r->value);
  return out;
}

struct recomputing {
  struct command_call *call;
  const struct moment *moment;
  const struct indicator *indicator;
  const struct revision *published;
  struct reading again;
};

static bool read_again(void *user, struct db *db, struct vg_error *err) {
  struct recomputing *r = user;
  return board_said(db, r->call->arena, r->moment, r->indicator->code, r->published->at, &r->again, err);
}

static bool same(const struct reading *a, const struct reading *b) {
  return a->state == b->state && a->has_value == b->has_value && (!a->has_value || a->value == b->value) &&
         a->judged == b->judged && a->conforming == b->conforming && a->deviating == b->deviating &&
         a->pending == b->pending && a->unknown == b->unknown && a->waived == b->waived;
}

static void print_revision(const struct indicator *i, const struct revision *v) {
  char at[TIME_TEXT], figure[FIGURE_TEXT];
  command_print("  revision %d, evaluation %lld, as known at %s: %s, %s\n", v->revision, (long long)v->evaluation_id,
                time_format(v->known_at, at), figure_text(i, &v->reading, figure), state_name(v->reading.state));
}

static bool verdict(const struct recomputing *r, vg_time formula_since, struct vg_error *err) {
  char known[TIME_TEXT], figure[FIGURE_TEXT];
  bool equal = same(&r->again, &r->published->reading);
  command_print("  recomputed as known at %s: %s, %s: %s\n", time_format(r->published->known_at, known),
                figure_text(r->indicator, &r->again, figure), state_name(r->again.state), equal ? "the same" : "ANOTHER FIGURE");
  if (equal) return true;
  (void)vg_fail(err, VG_E_CONFLICT, "%s: made anew, the figure is not the one that was published", r->indicator->code);
  if (formula_since > r->published->known_at) return vg_hint(err, "its formula has changed since then");
  return vg_hint(err, "thresholds, waivers, perimeters or sources were changed for that date since then, or records were altered");
}

bool indicator_recompute(struct command_call *call, struct db *db, const struct moment *m, const struct indicator *i,
                         struct vg_error *err) {
  struct revision *revisions;
  struct provenance p;
  size_t count;
  if (!board_revisions(db, call->arena, m, i->code, m->at, &revisions, &count, err) ||
      !board_provenance(db, call->arena, m, i, &p, err))
    return false;
  if (count == 0 || revisions[0].at > m->at + LONGEST_DAY) {
    command_print("nothing was published for that day yet\n");
    return true;
  }
  command_print("published for that day:\n");
  for (size_t n = 0; n < count; n++) print_revision(i, &revisions[n]);
  struct recomputing r = {.call = call, .moment = m, .indicator = i, .published = &revisions[count - 1]};
  return evaluation_preview(db, r.published->known_at, i->code, read_again, &r, err) && verdict(&r, p.changed_at, err);
}
