#include <string.h>

#include "core/log.h"
#include "indicator/run.h"

enum { RECENT_DAYS = 31, DISAGREEMENTS_TOLD = 10 };

/* ---- disagreements ---- */

static bool disagree(struct run *run, const char *code, int64_t perimeter, const char *subject, const char *what,
                     struct vg_error *err) {
  run->disagreements++;
  log_event(LOG_ERROR, "evaluation.disagreed", LOG_TEXT("indicator", code), LOG_INT("perimeter", perimeter),
            LOG_TEXT("subject", subject), LOG_TEXT("what", what));
  return db_run(run->db, NULL, SQL_EVALUATION_DISAGREED, DB_NONE, err, P_TIME(clock_now()), P_TEXT(code),
                perimeter == 0 ? P_NULL : P_INT(perimeter), P_TEXT(subject), P_TEXT(what));
}

/* What it says otherwise is a disagreement: neither time alone nor its ground explains that. */
static bool told(const struct run *run, const struct indicator *i) {
  return run->check && touched_timeless(i) && !run->shifted[i - run->all];
}

/* `changed`: rows (perimeter_id, subject) of what was brought up to date. */
static bool compare(struct run *run, const struct indicator *i, const struct db_result *changed, const char *what,
                    struct vg_error *err) {
  run->astray |= row_count(changed) > 0;
  if (!told(run, i)) return true;
  for (size_t r = 0; r < row_count(changed) && r < DISAGREEMENTS_TOLD; r++) {
    if (!disagree(run, i->code, row_int(changed, r, "perimeter_id"), row_text(changed, r, "subject"), what, err))
      return false;
  }
  return row_ok(changed, err);
}

/* ---- one indicator ---- */

struct step run_step(const struct run *run) {
  return (struct step){run->db, STEP_WRITE, run->known_at, run->since, run->differs_from};
}

/* The verdicts of all subjects differ when freshness does, else only those of whom something else is said; where only an end moved, none do,
 * but figures from there on. */
static bool cross(struct run *run, const struct indicator *i, const struct touched *said, struct step_found *verdicts, struct vg_error *err) {
  struct step step = run_step(run);
  struct freshness freshness;
  STEP_FOUND(edges);
  if (!run_freshness_of(run, i, said, &freshness, err)) return false;
  const struct touched *only = freshness.first_at == STEP_NEVER ? said : NULL;
  bool any = only == NULL || only->subject_count > 0;
  if (any && (!step_verdicts(&step, i, only, verdicts, err) || (run->check && !step_edges(&step, i, &edges, err)))) return false;
  if (freshness.end_moved < verdicts->first_at) verdicts->first_at = freshness.end_moved;
  bool assets = !i->own && i->form != FORM_COMPOSITE && strcmp(i->subject, "asset") == 0;
  return !any || !assets || touched_add(&run->judged, verdicts->rows, err);
}

/* Asked of the subjects `only` (NULL: all), it says something else of `given`. Whose verdicts may be others: these, unless something was
 * decided, or it was not known what it said before. */
static bool cross_given(struct run *run, const struct indicator *i, const struct touched *only, const struct step_found *given,
                        struct step_found *verdicts, struct vg_error *err) {
  size_t n = (size_t)(i - run->all);
  bool these = !i->own && !run->check && !run->forced[n] && run->kept[n];
  struct touched said = {0};
  bool ok = !these || given->rows == NULL || touched_add(&said, given->rows, err);
  ok = ok && cross(run, i, !these || said.too_many ? only : &said, verdicts, err);
  touched_free(&said);
  return ok;
}

bool run_verdicts(struct run *run, const struct indicator *i, bool asked, const struct touched *only, vg_time *said, struct vg_error *err) {
  struct step step = run_step(run);
  bool values = i->form == FORM_STATISTIC;
  STEP_FOUND(given);
  STEP_FOUND(verdicts);
  if ((asked && !step_said(&step, i, only, &given, err)) || (!values && !cross_given(run, i, only, &given, &verdicts, err))) return false;
  const struct step_found *shown = values ? &given : &verdicts;
  *said = shown->first_at;
  return shown->rows == NULL || compare(run, i, shown->rows, values ? "value" : "verdict", err);
}

static vg_time earliest(vg_time a, vg_time b) {
  return a == VG_NEVER || (b != VG_NEVER && b < a) ? b : a;
}

bool run_timeline(struct run *run, const struct indicator *i, vg_time said, vg_time *changed, struct vg_error *err) {
  struct step step = run_step(run);
  vg_time scope;
  STEP_FOUND(timeline);
  *changed = VG_NEVER;
  if (!run_scope_of(run, i, &scope, err)) return false;
  vg_time from = earliest(said, scope);
  bool anyway = run->check || run->refresh;
  if (from == STEP_NEVER && !anyway) return true;
  bool whole = anyway || from <= run->since;
  if (!step_timeline(&step, i, whole ? VG_NEVER : from, &timeline, err)) return false;
  if (timeline.first_at != STEP_NEVER) *changed = timeline.first_at;
  if (told(run, i) && *changed != VG_NEVER && run->disagreements == 0)
    return disagree(run, i->code, 0, "", "timeline", err);
  return true;
}

bool run_measure(struct run *run, const struct indicator *i, vg_time changed, struct vg_error *err) {
  if (run->back || (changed == VG_NEVER && !run->days)) return true;
  vg_time from = run->last_known == VG_NEVER ? run->since : earliest(changed, run->last_known);
  vg_time recent = run->known_at - RECENT_DAYS * VG_DAY;
  if (from < recent) {
    if (!db_run(run->db, NULL, SQL_BACKFILL_WANT, DB_NONE, err, P_TEXT(i->code), P_TIME(from), P_TIME(recent)))
      return false;
    from = recent;
  }
  run->measured[run->measured_count] = i->code;
  run->measured_from[run->measured_count++] = from;
  return true;
}

bool run_append(struct run *run, struct vg_error *err) {
  size_t count = run->measured_count;
  run->measured_count = 0;
  return count == 0 || db_run(run->db, NULL, SQL_MEASUREMENT_APPEND, DB_NONE, err, P_TEXTS(run->measured, count), P_INTS(run->measured_from, count),
                              P_TIME(run->known_at), P_INT(run->id), P_NULL);
}

/* Records first, then what is made of other indicators, then what is made of rules; the organisation's own are run apart. */
enum pass { PASS_RECORDS, PASS_COMPOSITES, PASS_RULES, PASS_OWN };

static enum pass pass_of(const struct indicator *i) {
  if (i->own) return PASS_OWN;
  return i->reads == READS_RULES ? PASS_RULES : i->form == FORM_COMPOSITE ? PASS_COMPOSITES : PASS_RECORDS;
}

/* What it says of those that were not touched may be something else too when its ground is another. */
static bool look_at_ground(struct run *run, size_t n, struct vg_error *err) {
  const struct step step = run_step(run);
  return (run->whole[n] && !run->spared[n] && !run->check && !run->if_shifted[n]) || step_ground(&step, &run->all[n], &run->shifted[n], err);
}

/* Those that its sheet has a function for. Indicators that follow each other may have the same. */
static bool load_told(struct run *run, const struct indicator *i, struct vg_error *err) {
  if (run->told_by != NULL && strcmp(run->told_by, i->touched) == 0) return true;
  touched_free(&run->told);
  run->told_by = i->touched;
  const struct touched_news news = run_news(run);
  return touched_told(run->db, i->touched, &news, &run->told, err);
}

/* Of whom the indicator is asked; *out NULL: of all. `seen` holds those of one that reads the presence alone of what the pulls covered. */
static bool of_whom(struct run *run, size_t n, struct touched *seen, const struct touched **out, struct vg_error *err) {
  const struct indicator *i = &run->all[n];
  enum pass pass = pass_of(i);
  static const struct touched nobody;
  if (!look_at_ground(run, n, err)) return false;
  if (run->spared[n] && run->kept[n] && !run->shifted[n]) {
    *out = &nobody;
    return true;
  }
  *out = run->whole[n] || run->shifted[n] ? NULL : pass == PASS_COMPOSITES ? &run->turned : pass == PASS_RULES ? &run->rules : &run->touched;
  if (*out != &run->touched) return true;
  if (i->touched != NULL) {
    if (!load_told(run, i, err)) return false;
    *out = &run->told;
  } else if (run->pulls > 0 && touched_presence(i, run->kinds, run->kind_count)) {
    const struct touched_news news = run_news(run);
    if (!touched_load(run->db, &news, i, seen, err)) return false;
    *out = seen;
  }
  if ((*out)->too_many) *out = NULL;
  return true;
}

/* What it says, and the verdicts. */
static bool ask(struct run *run, size_t n, vg_time *said, struct vg_error *err) {
  TOUCHED(seen);
  const struct touched *only;
  return (of_whom(run, n, &seen, &only, err) && run_verdicts(run, &run->all[n], only == NULL || only->subject_count > 0, only, said, err)) ||
         vg_context(err, "indicator %s: ", run->all[n].code);
}

static bool run_one(struct run *run, size_t n, struct vg_error *err) {
  const struct indicator *i = &run->all[n];
  vg_time said = STEP_NEVER, changed = VG_NEVER;
  int64_t t0 = clock_monotonic_ms(), t1 = t0;
  if (run->if_shifted[n]) {
    if (!look_at_ground(run, n, err)) return false;
    run->due[n] = run->shifted[n];
  }
  if (run->due[n]) {
    if (!ask(run, n, &said, err)) return false;
    t1 = clock_monotonic_ms();
    if (!run_timeline(run, i, said, &changed, err)) return vg_context(err, "timeline of %s: ", i->code);
    if (changed != VG_NEVER && changed < run->moved[n]) run->moved[n] = changed;
    run->done++;
  }
  log_event(LOG_DEBUG, "evaluation.indicator", LOG_TEXT("indicator", i->code), LOG_INT("statement_ms", t1 - t0),
            LOG_INT("timeline_ms", clock_monotonic_ms() - t1));
  return run_measure(run, i, changed, err) || vg_context(err, "measurements of %s: ", i->code);
}

static bool run_pass(struct run *run, enum pass pass, struct vg_error *err) {
  for (size_t n = 0; n < run->count; n++) {
    if (pass_of(&run->all[n]) == pass && !run_one(run, n, err)) return false;
  }
  return true;
}

/* Verdicts that composites are made of ended with time, or go on that had: composites are made whole, and what reads their rules with them. */
static bool mark_ended(struct run *run, struct vg_error *err) {
  DB_RESULT(ended);
  if (!db_run(run->db, &ended, SQL_VERDICT_SCOPE_ENDED, DB_ONE, err, P_TIME(run->known_at))) return false;
  bool any = row_int(ended, 0, "moved") > 0;
  for (size_t i = 0; any && i < run->count; i++) {
    bool composite = run->all[i].form == FORM_COMPOSITE;
    run->whole[i] |= composite;
    run->due[i] |= composite || run->all[i].reads == READS_RULES;
  }
  return row_ok(ended, err);
}

/* Composites name what deviates at the instant as known: that changes with time too, as was known before. */
static bool run_composites(struct run *run, struct vg_error *err) {
  bool some = false, told = run->renamed.subject_count > 0;
  if (!mark_ended(run, err)) return false;
  for (size_t i = 0; i < run->count; i++) {
    bool asked = run->due[i] && !run->whole[i] && run->all[i].form == FORM_COMPOSITE;
    some |= asked;
    told |= asked && run->brought[i];
  }
  if (some && told && !touched_join(&run->judged, &run->touched, err)) return false;
  if (some && !touched_judged(run->db, &run->judged, run->last_known, run->known_at, &run->turned, err)) return false;
  for (size_t i = 0; i < run->count; i++) run->whole[i] |= run->turned.too_many && run->all[i].form == FORM_COMPOSITE;
  return run_pass(run, PASS_COMPOSITES, err);
}

/* What is asked about some rules is not, when no state of any is another. */
static bool run_on_rules(struct run *run, struct vg_error *err) {
  for (size_t n = 0; n < run->count; n++) {
    if (pass_of(&run->all[n]) != PASS_RULES) continue;
    run->whole[n] |= run->rules.too_many;
    run->due[n] &= run->whole[n] || run->rules.subject_count > 0;
  }
  return run_pass(run, PASS_RULES, err);
}

/* The day's figures of the organisation's own that are not run. */
static bool measure_own(struct run *run, struct vg_error *err) {
  for (size_t n = 0; n < run->count; n++) {
    const struct indicator *i = &run->all[n];
    if (i->own && !run->due[n] && !run_measure(run, i, VG_NEVER, err)) return vg_context(err, "measurements of %s: ", i->code);
  }
  return true;
}

/* Once, before the rules of any pass: where something was decided, or all is checked, those of all that is due are worked out. */
static bool mark_moved(struct run *run, struct vg_error *err) {
  DB_RESULT(scope);
  if (!db_run(run->db, &scope, SQL_RULE_SCOPE, DB_ONE, err)) return false;
  bool all = run->check || row_bool(scope, 0, "changed");
  for (size_t i = 0; i < run->count; i++) run->moved[i] = all && run->due[i] ? VG_NEVER : STEP_NEVER;
  return row_ok(scope, err);
}

/* What follows from the timelines of the passes `first` to `last`: the rules' own. */
static bool run_rules(struct run *run, enum pass first, enum pass last, struct vg_error *err) {
  const char *codes[INDICATORS_MAX];
  size_t count = 0;
  vg_time from = STEP_NEVER;
  struct step step = run_step(run);
  STEP_FOUND(rules);
  for (size_t i = 0; i < run->count; i++) {
    enum pass pass = pass_of(&run->all[i]);
    if (run->moved[i] == STEP_NEVER || pass < first || pass > last) continue;
    codes[count++] = run->all[i].code;
    if (run->moved[i] < from) from = run->moved[i];
  }
  if (count == 0) return true;
  if (!step_rules(&step, codes, count, from <= run->since ? VG_NEVER : from, &rules, err)) return false;
  for (size_t r = 0; run->check && !run->astray && r < row_count(rules.rows) && r < DISAGREEMENTS_TOLD; r++) {
    if (!disagree(run, "", row_int(rules.rows, r, "perimeter_id"), row_text(rules.rows, r, "subject"), "rule", err)) return false;
  }
  return touched_add(&run->rules, rules.rows, err);
}

bool run_figures(struct run *run, struct vg_error *err) {
  return mark_moved(run, err) && run_scopes(run, err) && run_pass(run, PASS_RECORDS, err) && run_composites(run, err) &&
         run_rules(run, PASS_RECORDS, PASS_COMPOSITES, err) && run_on_rules(run, err) &&
         run_rules(run, PASS_RULES, PASS_RULES, err) && measure_own(run, err) && (run_append(run, err) || vg_context(err, "measurements: "));
}
