/* What hangs on what sources covered and on what was decided, not on what is said: it is worked out at once for all that is due, before any of
 * it is asked, and apart where that could not be. */
#include "indicator/run.h"

typedef bool choice(const struct run *, size_t n);

static bool is_ours(const struct run *run, size_t n) {
  return run->due[n] && !run->all[n].own;
}

/* One that is asked of all looks at the sources of all itself; the verdicts of a composite end with those it is made of, which are not made yet. */
static bool is_asked_of_some(const struct run *run, size_t n) {
  enum indicator_form form = run->all[n].form;
  return is_ours(run, n) && !run->whole[n] && form != FORM_STATISTIC && form != FORM_COMPOSITE;
}

static size_t list(const struct run *run, choice *chosen, const char **codes) {
  size_t count = 0;
  for (size_t n = 0; n < run->count; n++)
    if (chosen(run, n)) codes[count++] = run->all[n].code;
  return count;
}

/* ---- of all at once ---- */

static bool bring_scopes(struct run *run, struct vg_error *err) {
  const char *codes[INDICATORS_MAX];
  const struct step step = run_step(run);
  STEP_FOUND(found);
  size_t count = list(run, is_ours, codes);
  if (count == 0) return true;
  if (!step_scope(&step, codes, count, &found, err)) return false;
  for (size_t n = 0; n < run->count; n++) run->scope[n] = (struct scope_found){is_ours(run, n), step_first_of(&found, run->all[n].code)};
  return row_ok(found.rows, err);
}

static bool bring_freshness(struct run *run, struct vg_error *err) {
  static const struct touched nobody;
  const char *codes[INDICATORS_MAX];
  const struct step step = run_step(run);
  STEP_FOUND(found);
  size_t count = list(run, is_asked_of_some, codes);
  if (count == 0) return true;
  if (!step_freshness(&step, codes, count, &nobody, &found, err)) return false;
  for (size_t n = 0; n < run->count; n++)
    run->freshness[n] = (struct freshness_found){is_asked_of_some(run, n), step_freshness_of(&found, run->all[n].code)};
  return row_ok(found.rows, err);
}

bool run_scopes(struct run *run, struct vg_error *err) {
  return bring_scopes(run, err) && bring_freshness(run, err);
}

/* ---- of one ---- */

bool run_scope_of(struct run *run, const struct indicator *i, vg_time *out, struct vg_error *err) {
  const struct scope_found *before = &run->scope[i - run->all];
  const struct step step = run_step(run);
  STEP_FOUND(found);
  *out = before->first_at;
  if (before->known) return true;
  if (!step_scope(&step, &i->code, 1, &found, err)) return false;
  *out = step_first_of(&found, i->code);
  return row_ok(found.rows, err);
}

static vg_time sooner(vg_time a, vg_time b) {
  return a < b ? a : b;
}

static bool add_freshness(struct run *run, const struct indicator *i, const struct touched *said, struct freshness *all, struct vg_error *err) {
  const struct step step = run_step(run);
  STEP_FOUND(found);
  if (!step_freshness(&step, &i->code, 1, said, &found, err)) return false;
  const struct freshness more = step_freshness_of(&found, i->code);
  *all = (struct freshness){sooner(all->first_at, more.first_at), sooner(all->end_moved, more.end_moved)};
  return row_ok(found.rows, err);
}

bool run_freshness_of(struct run *run, const struct indicator *i, const struct touched *said, struct freshness *out, struct vg_error *err) {
  static const struct touched nobody;
  const struct freshness_found *before = &run->freshness[i - run->all];
  *out = before->known ? before->is : (struct freshness){STEP_NEVER, STEP_NEVER};
  if (said != NULL && !before->known && !add_freshness(run, i, &nobody, out, err)) return false;
  return (said != NULL && said->subject_count == 0) || add_freshness(run, i, said, out, err);
}
