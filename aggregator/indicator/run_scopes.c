/* What is worked out at once for all that is due, before any of it is asked: it hangs on what sources covered and on what was decided, not on
 * what is said. */
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
