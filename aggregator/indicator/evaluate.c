#include "indicator/evaluate.h"

#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "indicator/catalogue.h"
#include "indicator/check.h"
#include "indicator/digest.h"
#include "indicator/own.h"
#include "indicator/step.h"
#include "indicator/touched.h"

enum { RECENT_DAYS = 31 };

struct run {
  struct db *db;
  const struct indicator *all;
  size_t count;
  vg_time known_at, since, last_known; /* last_known: of the evaluation before; VG_NEVER: none */
  bool back;                           /* known_at is before last_known */
  bool days;                           /* a day ended since */
  bool check;                          /* what differs from what is there is a disagreement */
  bool refresh;                        /* what changes with time alone is asked again, and what runs caged */
  bool anew;                           /* more than pulls asks for it: nothing was kept, or something was decided */
  bool astray;                         /* an indicator that is not checked differed: so may the rules */
  int64_t id, last_pull, pulls;
  vg_time first_read;            /* the first instant at which one of the pulls read */
  const char *kinds[KIND_COUNT]; /* that the pulls covered */
  size_t kind_count;
  struct touched touched;
  int done, disagreements;
  bool due[INDICATORS_MAX], whole[INDICATORS_MAX]; /* whole: for all subjects, not only for those that were touched */
  bool moved[INDICATORS_MAX];                      /* its timeline is another: so may be the states of its rules */
};

/* ---- which indicators ---- */

/* One that reads no kind at all reads the product's own tables, which any pull writes. */
static bool reads(const struct indicator *indicator, const char *kind) {
  if (indicator->kind_count + indicator->optional_count == 0) return true;
  for (size_t i = 0; i < indicator->kind_count; i++) {
    if (strcmp(kind_get(indicator->kinds[i])->name, kind) == 0) return true;
  }
  for (size_t i = 0; i < indicator->optional_count; i++) {
    if (strcmp(kind_get(indicator->optional[i])->name, kind) == 0) return true;
  }
  return false;
}

/* A composite is due when one of those it is made of is; one that reads the rules, when any is. */
static void mark_dependants(struct run *run) {
  bool assets = false, any = false;
  for (size_t i = 0; i < run->count; i++) assets |= run->due[i] && !run->all[i].own && strcmp(run->all[i].subject, "asset") == 0;
  for (size_t i = 0; i < run->count; i++) run->due[i] |= assets && run->all[i].form == FORM_COMPOSITE;
  for (size_t i = 0; i < run->count; i++) any |= run->due[i] && !run->all[i].own;
  for (size_t i = 0; i < run->count; i++) run->due[i] |= any && run->all[i].reads == READS_RULES;
}

static bool load_kinds(struct run *run, struct vg_error *err) {
  DB_RESULT(kinds);
  if (!db_run(run->db, &kinds, SQL_EVALUATION_KINDS, DB_MANY, err, P_INT(run->id))) return false;
  for (size_t r = 0; r < row_count(kinds); r++) {
    const struct kind *kind = kind_find(row_text(kinds, r, "kind"));
    if (kind != NULL && run->kind_count < KIND_COUNT) run->kinds[run->kind_count++] = kind->name;
  }
  return row_ok(kinds, err);
}

static bool mark_due(struct run *run, bool everything, struct vg_error *err) {
  DB_RESULT(stale);
  if (!db_run(run->db, &stale, SQL_EVALUATION_STALE, DB_MANY, err) || !load_kinds(run, err)) return false;
  for (size_t i = 0; i < run->count; i++) {
    run->due[i] = everything || (run->refresh && !check_covers(&run->all[i]));
    for (size_t r = 0; r < row_count(stale); r++)
      run->due[i] |= strcmp(row_text(stale, r, "code"), run->all[i].code) == 0;
    run->whole[i] = run->due[i] || !touched_allows(&run->all[i]);
    for (size_t k = 0; k < run->kind_count; k++) run->due[i] |= reads(&run->all[i], run->kinds[k]);
  }
  run->anew = everything || row_count(stale) > 0;
  for (size_t r = 0; r < row_count(stale); r++) run->check &= row_bool(stale, r, "own");
  run->check &=  run->pulls == 0 && !run->back;
  mark_dependants(run);
  return row_ok(stale, err);
}

static bool anything_due(const struct run *run) {
  for (size_t i = 0; i < run->count; i++) {
    if (run->due[i]) return true;
  }
  return run->days || run->pulls > 0 || run->refresh;
}

/* ---- before and after ---- */

/* For the transaction under way: its settings, and it is alone. */
static bool settle(struct db *db, struct vg_error *err) {
  return db_run(db, NULL, SQL_EVALUATION_SETTINGS, DB_ONE, err) && db_run(db, NULL, SQL_EVALUATION_LOCK, DB_ONE, err);
}

static bool open_run(struct run *run, struct vg_error *err) {
  DB_RESULT(last);
  DB_RESULT(begun);
  DB_RESULT(days);
  if (!settle(run->db, err) ||
      !db_run(run->db, &last, SQL_EVALUATION_LAST, DB_ZERO_OR_ONE, err) ||
      !db_run(run->db, &begun, SQL_EVALUATION_BEGIN, DB_ONE, err, P_TIME(run->known_at), P_TIME(clock_now())))
    return false;
  run->id = row_int(begun, 0, "id");
  run->last_known = row_count(last) == 1 ? row_time(last, 0, "known_at") : VG_NEVER;
  run->back = run->last_known != VG_NEVER && run->known_at < run->last_known;
  if (!db_run(run->db, &days, SQL_EVALUATION_DAY_ENDED, DB_ONE, err, P_TIME(run->last_known), P_TIME(run->known_at)))
    return false;
  run->days = row_bool(days, 0, "ended") && !run->back;
  return row_ok(begun, err) && row_ok(last, err) && row_ok(days, err);
}

static bool take_pulls(struct run *run, struct vg_error *err) {
  DB_RESULT(taken);
  if (run->back && !db_run(run->db, NULL, SQL_EVALUATION_RELEASE, DB_NONE, err, P_TIME(run->known_at))) return false;
  if (!db_run(run->db, &taken, SQL_EVALUATION_TAKE, DB_ONE, err, P_INT(run->id), P_TIME(run->known_at))) return false;
  run->pulls = row_int(taken, 0, "pulls");
  run->last_pull = row_int(taken, 0, "last");
  run->first_read = row_time(taken, 0, "first_read");
  return row_ok(taken, err);
}

static bool merge_coverage(struct run *run, bool everything, struct vg_error *err) {
  DB_RESULT(window);
  if (everything && !db_run(run->db, NULL, SQL_EVALUATION_COVERED_FORGET, DB_NONE, err)) return false;
  struct db_param only = everything ? P_NULL : P_INT(run->id);
  if (!db_run(run->db, NULL, SQL_EVALUATION_COVERED, DB_NONE, err, only, P_TIME(run->known_at)) ||
      !db_run(run->db, NULL, SQL_FRESH_KIND_FILL, DB_NONE, err) || !db_run(run->db, &window, SQL_EVALUATION_WINDOW, DB_ONE, err, P_TIME(run->known_at)))
    return false;
  run->since = row_time(window, 0, "since");
  return row_ok(window, err);
}

/* What no pull of this evaluation can have changed is kept, unless all is to be made again. */
static bool bring_digests(struct run *run, bool everything, struct vg_error *err) {
  const struct digest_news news = {run->kinds, run->kind_count, run->first_read};
  return digest_bring(run->db, run->known_at, everything ? NULL : &news, err);
}

/* Names are what the inventory says, and where: whether any changed. */
static bool apply_names_of(struct run *run, const char *kind, enum sql_id apply, bool *changed, struct vg_error *err) {
  DB_RESULT(r);
  bool due = run->anew;
  for (size_t i = 0; i < run->kind_count; i++) due |= strcmp(run->kinds[i], kind) == 0;
  if (!due) return true;
  if (!db_run(run->db, &r, apply, DB_ONE, err, P_TIME(run->known_at))) return false;
  *changed |= row_bool(r, 0, "changed");
  return row_ok(r, err);
}

/* A name that is another asset's or person's than before concerns them all. */
static bool apply_names(struct run *run, struct vg_error *err) {
  bool changed = false;
  if (!apply_names_of(run, "asset", SQL_ASSET_ALIAS_APPLY, &changed, err) ||
      !apply_names_of(run, "person", SQL_PERSON_ALIAS_APPLY, &changed, err))
    return false;
  for (size_t i = 0; changed && i < run->count; i++) run->due[i] = run->whole[i] = true;
  run->check &= !changed;
  return true;
}

/* ---- how much of each ---- */

static bool mark_kept(struct run *run, struct vg_error *err) {
  DB_RESULT(kept);
  if (!db_run(run->db, &kept, SQL_GIVEN_LIST, DB_MANY, err, P_TIME(run->since))) return false;
  for (size_t i = 0; i < run->count; i++) {
    bool there = false;
    for (size_t r = 0; r < row_count(kept); r++) there |= strcmp(row_text(kept, r, "indicator"), run->all[i].code) == 0;
    run->whole[i] |= !there;
  }
  return row_ok(kept, err);
}

static bool load_touched(struct run *run, struct vg_error *err) {
  bool some = false;
  if (!mark_kept(run, err)) return false;
  for (size_t i = 0; i < run->count; i++) some |= run->due[i] && !run->whole[i];
  if (!some || run->pulls == 0) return true;
  if (!touched_load(run->db, run->kinds, run->kind_count, run->first_read, &run->touched, err)) return false;
  for (size_t i = 0; run->touched.too_many && i < run->count; i++) run->whole[i] = true;
  return true;
}

/* ---- disagreements ---- */

static bool disagree(struct run *run, const char *code, int64_t perimeter, const char *subject, const char *what,
                     struct vg_error *err) {
  run->disagreements++;
  log_event(LOG_ERROR, "evaluation.disagreed", LOG_TEXT("indicator", code), LOG_INT("perimeter", perimeter),
            LOG_TEXT("subject", subject), LOG_TEXT("what", what));
  return db_run(run->db, NULL, SQL_EVALUATION_DISAGREED, DB_NONE, err, P_TIME(clock_now()), P_TEXT(code),
                perimeter == 0 ? P_NULL : P_INT(perimeter), P_TEXT(subject), P_TEXT(what));
}

/* `changed`: rows (perimeter_id, subject) of what was brought up to date. */
static bool compare(struct run *run, const struct indicator *i, const struct db_result *changed, const char *what,
                    struct vg_error *err) {
  run->astray |= row_count(changed) > 0;
  if (!run->check || !touched_timeless(i)) return true;
  for (size_t r = 0; r < row_count(changed); r++) {
    if (!disagree(run, i->code, row_int(changed, r, "perimeter_id"), row_text(changed, r, "subject"), what, err))
      return false;
  }
  return row_ok(changed, err);
}

/* ---- one indicator ---- */

static struct step step_of(const struct run *run) {
  return (struct step){run->db, STEP_WRITE, run->known_at, run->since};
}

/* What is shown is brought to what the statement says, if it is asked; *said: the first instant from which that may count otherwise. */
static bool run_verdicts(struct run *run, const struct indicator *i, bool asked, bool whole, vg_time *said, struct vg_error *err) {
  struct step step = step_of(run);
  bool values = i->form == FORM_STATISTIC;
  STEP_FOUND(given);
  STEP_FOUND(verdicts);
  if (asked && !step_said(&step, i, whole ? NULL : &run->touched, &given, err)) return false;
  if (!values && !step_verdicts(&step, i, &verdicts, err)) return false;
  const struct step_found *shown = values ? &given : &verdicts;
  *said = shown->first_at;
  return shown->rows == NULL || compare(run, i, shown->rows, values ? "value" : "verdict", err);
}

static vg_time earliest(vg_time a, vg_time b) {
  return a == VG_NEVER || (b != VG_NEVER && b < a) ? b : a;
}

/* What was said differs from `said` on; so may freshness, thresholds and perimeters, from another instant on. By night it is made
 * whole. *changed: the first instant at which the timeline is another, VG_NEVER: none. */
static bool run_timeline(struct run *run, const struct indicator *i, vg_time said, vg_time *changed, struct vg_error *err) {
  struct step step = step_of(run);
  STEP_FOUND(scope);
  STEP_FOUND(timeline);
  *changed = VG_NEVER;
  if (!step_scope(&step, i, &scope, err)) return false;
  vg_time from = earliest(said, scope.first_at);
  bool anyway = run->check || run->refresh;
  if (from == STEP_NEVER && !anyway) return true;
  bool whole = anyway || from <= run->since;
  if (!step_timeline(&step, i, whole ? VG_NEVER : from, &timeline, err)) return false;
  if (timeline.first_at != STEP_NEVER) *changed = timeline.first_at;
  if (run->check && *changed != VG_NEVER && run->disagreements == 0 && touched_timeless(i))
    return disagree(run, i->code, 0, "", "timeline", err);
  return true;
}

static bool append_measurements(struct run *run, const struct indicator *i, vg_time changed, struct vg_error *err) {
  if (run->back || (changed == VG_NEVER && !run->days)) return true;
  vg_time from = run->last_known == VG_NEVER ? run->since : earliest(changed, run->last_known);
  vg_time recent = run->known_at - RECENT_DAYS * VG_DAY;
  if (from < recent) {
    if (!db_run(run->db, NULL, SQL_BACKFILL_WANT, DB_NONE, err, P_TEXT(i->code), P_TIME(from), P_TIME(recent)))
      return false;
    from = recent;
  }
  return db_run(run->db, NULL, SQL_MEASUREMENT_APPEND, DB_NONE, err, P_TEXT(i->code), P_TIME(from),
                P_TIME(run->known_at), P_INT(run->id), P_NULL);
}

static bool run_one(struct run *run, size_t n, struct vg_error *err) {
  const struct indicator *i = &run->all[n];
  vg_time said = STEP_NEVER, changed = VG_NEVER;
  int64_t t0 = clock_monotonic_ms(), t1 = t0, t2 = t0;
  if (run->due[n]) {
    bool untouched = !run->whole[n] && run->touched.subject_count == 0;
    if (!run_verdicts(run, i, !untouched, run->whole[n], &said, err)) return vg_context(err, "indicator %s: ", i->code);
    t1 = clock_monotonic_ms();
    if (!run_timeline(run, i, said, &changed, err)) return vg_context(err, "timeline of %s: ", i->code);
    t2 = clock_monotonic_ms();
    run->moved[n] |= changed != VG_NEVER;
    run->done++;
  }
  if (!append_measurements(run, i, changed, err)) return vg_context(err, "measurements of %s: ", i->code);
  log_event(LOG_DEBUG, "evaluation.indicator", LOG_TEXT("indicator", i->code), LOG_INT("statement_ms", t1 - t0),
            LOG_INT("timeline_ms", t2 - t1), LOG_INT("measurement_ms", clock_monotonic_ms() - t2));
  return true;
}

/* Records first, then what is made of other indicators, then what is made of rules; the organisation's own are run apart. */
enum pass { PASS_RECORDS, PASS_COMPOSITES, PASS_RULES, PASS_OWN };

static enum pass pass_of(const struct indicator *i) {
  if (i->own) return PASS_OWN;
  return i->reads == READS_RULES ? PASS_RULES : i->form == FORM_COMPOSITE ? PASS_COMPOSITES : PASS_RECORDS;
}

static bool run_pass(struct run *run, enum pass pass, struct vg_error *err) {
  for (size_t n = 0; n < run->count; n++) {
    if (pass_of(&run->all[n]) == pass && !run_one(run, n, err)) return false;
  }
  return true;
}

/* The day's figures of the organisation's own that are not run. */
static bool measure_own(struct run *run, struct vg_error *err) {
  for (size_t n = 0; n < run->count; n++) {
    const struct indicator *i = &run->all[n];
    if (i->own && !run->due[n] && !append_measurements(run, i, VG_NEVER, err)) return vg_context(err, "measurements of %s: ", i->code);
  }
  return true;
}

/* Once, before the rules of any pass: where something was decided, or all is checked, those of all that is due are worked out. */
static bool mark_moved(struct run *run, struct vg_error *err) {
  DB_RESULT(scope);
  if (!db_run(run->db, &scope, SQL_RULE_SCOPE, DB_ONE, err)) return false;
  bool all = run->check || row_bool(scope, 0, "changed");
  for (size_t i = 0; all && i < run->count; i++) run->moved[i] = run->due[i];
  return row_ok(scope, err);
}

/* What follows from the timelines of the passes `first` to `last`: the rules' own. */
static bool run_rules(struct run *run, enum pass first, enum pass last, struct vg_error *err) {
  const char *codes[INDICATORS_MAX];
  size_t count = 0;
  struct step step = step_of(run);
  STEP_FOUND(rules);
  for (size_t i = 0; i < run->count; i++) {
    enum pass pass = pass_of(&run->all[i]);
    if (run->moved[i] && pass >= first && pass <= last) codes[count++] = run->all[i].code;
  }
  if (count == 0) return true;
  if (!step_rules(&step, codes, count, &rules, err)) return false;
  for (size_t r = 0; run->check && !run->astray && r < row_count(rules.rows); r++) {
    if (!disagree(run, "", row_int(rules.rows, r, "perimeter_id"), row_text(rules.rows, r, "subject"), "rule", err)) return false;
  }
  return row_ok(rules.rows, err);
}

static bool run_all(struct run *run, struct vg_error *err) {
  return mark_moved(run, err) && run_pass(run, PASS_RECORDS, err) && run_pass(run, PASS_COMPOSITES, err) &&
         run_rules(run, PASS_RECORDS, PASS_COMPOSITES, err) && run_pass(run, PASS_RULES, err) &&
         run_rules(run, PASS_RULES, PASS_RULES, err) && measure_own(run, err);
}

/* ---- the organisation's own: each in a transaction of its own, once the others are committed ---- */

static struct own_window window_of(const struct run *run) {
  return (struct own_window){run->known_at, run->since, run->known_at + STEP_HORIZON_DAYS * VG_DAY};
}

static const char *own_path(const struct indicator *i, char out[80]) {
  (void)snprintf(out, 80, "%s.sql", i->code);
  return out;
}

static bool mark_own(struct run *run, struct vg_error *err) {
  const char *codes[INDICATORS_MAX];
  size_t count = 0;
  for (size_t i = 0; i < run->count; i++)
    if (run->all[i].own && run->due[i]) codes[count++] = run->all[i].code;
  return count == 0 || db_run(run->db, NULL, SQL_OWN_DUE, DB_NONE, err, P_TEXTS(codes, count));
}

/* What follows from the verdicts or values of one, which differ from `said` on. */
static bool follow_own(struct run *run, const struct indicator *i, vg_time said, struct vg_error *err) {
  vg_time changed = VG_NEVER;
  const char *codes[] = {i->code};
  struct step step = step_of(run);
  STEP_FOUND(rules);
  return run_timeline(run, i, said, &changed, err) && append_measurements(run, i, changed, err) &&
         step_rules(&step, codes, 1, &rules, err) &&
         (changed == VG_NEVER || db_run(run->db, NULL, SQL_OWN_DEPENDANTS, DB_NONE, err));
}

static bool keep_own(struct run *run, const struct indicator *i, const struct own_rows *rows, struct vg_error *err) {
  char path[80];
  vg_time said = STEP_NEVER;
  DB_TX(tx);
  return db_begin(run->db, &tx, err) && settle(run->db, err) && own_put(run->db, i, own_path(i, path), rows, err) &&
         db_run(run->db, NULL, SQL_OWN_DONE, DB_NONE, err, P_TEXT(i->code)) && run_verdicts(run, i, true, true, &said, err) && follow_own(run, i, said, err) && db_notify(run->db, "vigie_evaluation", err) && db_commit(&tx, err);
}

/* From the first failure on, its subjects are unknown: vg.own_spoken() ends there. */
static bool fail_own(struct run *run, const struct indicator *i, const struct vg_error *why, struct vg_error *err) {
  vg_time said = STEP_NEVER;
  DB_TX(tx);
  log_event(LOG_ERROR, "indicator.failed", LOG_TEXT("indicator", i->code), LOG_TEXT("reason", why->message));
  return db_begin(run->db, &tx, err) && settle(run->db, err) &&
         db_run(run->db, NULL, SQL_OWN_FAILED, DB_NONE, err, P_TEXT(i->code), P_TIME(run->known_at), P_TEXT(why->message)) &&
         run_verdicts(run, i, false, true, &said, err) && follow_own(run, i, said, err) &&
         db_notify(run->db, "vigie_evaluation", err) && db_commit(&tx, err);
}

static bool run_own(struct run *run, const struct indicator *i, struct vg_error *err) {
  char path[80];
  struct own_rows *rows = NULL;
  struct vg_error why = {0};
  int64_t begun = clock_monotonic_ms();
  bool ok = own_collect(run->db, i, own_path(i, path), window_of(run), &rows, &why) && keep_own(run, i, rows, &why);
  if (ok) log_event(LOG_DEBUG, "evaluation.indicator", LOG_TEXT("indicator", i->code), LOG_INT("rows", (int64_t)own_rows_count(rows)), LOG_INT("ms", clock_monotonic_ms() - begun));
  own_rows_free(rows);
  return ok || fail_own(run, i, &why, err);
}

static bool run_owns(struct run *run, struct vg_error *err) {
  run->check = false;
  for (size_t n = 0; n < run->count; n++) {
    if (!run->all[n].own || !run->due[n]) continue;
    if (!run_own(run, &run->all[n], err)) return vg_context(err, "indicator %s: ", run->all[n].code);
  }
  return true;
}

static bool run_transaction(struct run *run, bool everything, struct vg_error *err) {
  DB_TX(tx);
  if (!db_begin(run->db, &tx, err) || !open_run(run, err)) return false;
  everything |= run->back || run->last_known == VG_NEVER;
  if (!take_pulls(run, err) || !mark_due(run, everything, err)) return false;
  if (!anything_due(run)) return true;
  if (!merge_coverage(run, everything, err) || !bring_digests(run, everything, err) || !apply_names(run, err) ||
      !load_touched(run, err) || !run_all(run, err))
    return false;
  return mark_own(run, err) && db_run(run->db, NULL, SQL_EVALUATION_END, DB_NONE, err, P_INT(run->id), P_TIME(clock_now()),
                run->pulls > 0 ? P_INT(run->last_pull) : P_NULL, P_INT(run->done)) &&
         db_notify(run->db, "vigie_evaluation", err) && db_commit(&tx, err);
}

/* Always false: *err is the failure. */
static bool tell_failure(struct db *db, vg_time known_at, vg_time started, const struct vg_error *failure, struct vg_error *err) {
  struct vg_error ignored = {0};
  (void)db_run(db, NULL, SQL_EVALUATION_FAILED, DB_NONE, &ignored, P_TIME(known_at), P_TIME(started), P_TIME(clock_now()),
               P_TEXT(failure->message));
  *err = *failure;
  return vg_context(err, "evaluation: ");
}

static bool evaluate(struct run run, bool everything, struct vg_error *err) {
  struct db *db = run.db;
  vg_time known_at = run.known_at;
  struct vg_error failure = {0};
  vg_time started = clock_now();
  int64_t begun = clock_monotonic_ms();
  int timeout = db_timeout(db);
  db_set_timeout(db, STEP_MS);
  bool ok = run_transaction(&run, everything, &failure) && run_owns(&run, &failure);
  touched_free(&run.touched);
  db_set_timeout(db, timeout);
  if (!ok) return tell_failure(db, known_at, started, &failure, err);
  log_event(LOG_INFO, "evaluation.done", LOG_INT("evaluation", run.id), LOG_INT("indicators", run.done),
            LOG_INT("pulls", run.pulls), LOG_INT("ms", clock_monotonic_ms() - begun));
  return true;
}

/* One that this version of the program cannot read is an indicator that fails. */
static bool refuse_own(void *user, struct db *db, const char *code, const struct vg_error *why, struct vg_error *err) {
  const vg_time *known_at = user;
  return db_run(db, NULL, SQL_OWN_FAILED, DB_NONE, err, P_TEXT(code), P_TIME(*known_at), P_TEXT(why->message));
}

bool evaluation_run(struct db *db, vg_time known_at, struct vg_error *err) {
  size_t count;
  if (!own_load(db, refuse_own, &known_at, err)) return false;
  const struct indicator *all = indicator_all(&count, err);
  return all != NULL && evaluation_run_of(db, known_at, all, count, err);
}

bool evaluation_run_all(struct db *db, vg_time known_at, struct vg_error *err) {
  size_t count;
  if (!own_load(db, refuse_own, &known_at, err)) return false;
  const struct indicator *all = indicator_all(&count, err);
  return all != NULL && evaluation_run_all_of(db, known_at, all, count, err);
}

bool evaluation_run_of(struct db *db, vg_time known_at, const struct indicator *indicators, size_t count,
                       struct vg_error *err) {
  return evaluate((struct run){.db = db, .known_at = known_at, .all = indicators, .count = count}, false, err);
}

/* Looks whether all that is kept is what would be made of the records anew; meanwhile, what is not looked at is evaluated again. */
static bool look_anew(struct run run, struct check *check, bool *agrees, struct vg_error *err) {
  struct vg_error failure = {0};
  struct db *db = run.db;
  vg_time started = clock_now();
  int64_t begun = clock_monotonic_ms();
  run.refresh = true;
  bool evaluated = evaluate(run, false, err);
  bool looked = check_end(check, db, agrees, &failure);
  if (!evaluated) return false;
  if (!looked) return tell_failure(db, run.known_at, started, &failure, err);
  log_event(LOG_INFO, "evaluation.checked", LOG_TEXT("agrees", *agrees ? "yes" : "no"), LOG_INT("ms", clock_monotonic_ms() - begun));
  return true;
}

/* What waits for an evaluation is evaluated first. */
static bool begin_look(struct run *run, struct check **out, struct vg_error *err) {
  struct vg_error failure = {0};
  vg_time started = clock_now();
  for (int i = 0; i < 2; i++) {
    if (!check_begin(out, run->db, run->known_at, run->all, run->count, &failure)) return tell_failure(run->db, run->known_at, started, &failure, err);
    if (*out != NULL || i == 1) return true;
    if (!evaluate(*run, false, err)) return false;
  }
  return true;
}

bool evaluation_run_all_of(struct db *db, vg_time known_at, const struct indicator *indicators, size_t count,
                           struct vg_error *err) {
  struct run run = {.db = db, .known_at = known_at, .all = indicators, .count = count};
  struct check *check = NULL;
  bool agrees = false;
  if (!begin_look(&run, &check, err) || (check != NULL && !look_anew(run, check, &agrees, err))) return false;
  run.check = true;
  return agrees || evaluate(run, true, err);
}

/* ---- a look at what would be ---- */

/* Within the transaction that is undone; the cage sees what was committed before it. */
static bool preview_own(struct run *run, const struct indicator *i, struct vg_error *err) {
  char path[80];
  struct own_rows *rows = NULL;
  vg_time said = STEP_NEVER;
  bool ok = own_collect(run->db, i, own_path(i, path), window_of(run), &rows, err) && own_put(run->db, i, path, rows, err) &&
            db_run(run->db, NULL, SQL_OWN_DONE, DB_NONE, err, P_TEXT(i->code)) && run_verdicts(run, i, true, true, &said, err) &&
            follow_own(run, i, said, err);
  own_rows_free(rows);
  return ok;
}

static bool preview(struct run *run, const char *code, evaluation_look *look, void *user, struct vg_error *err) {
  const struct indicator *wanted = indicator_find(code);
  DB_TX(tx);
  if (wanted == NULL) return vg_fail(err, VG_E_NOTFOUND, "no indicator is called \"%.64s\"", code);
  if (!db_begin(run->db, &tx, err) || !open_run(run, err) || !take_pulls(run, err)) return false;
  for (size_t i = 0; i < run->count; i++) {
    run->due[i] = wanted->form == FORM_COMPOSITE || wanted->reads == READS_RULES || &run->all[i] == wanted;
    run->whole[i] = true;
  }
  run->back = run->anew = true;
  if (!merge_coverage(run, true, err) || !bring_digests(run, true, err)) return false;
  if (wanted->own) return preview_own(run, wanted, err) && look(user, run->db, err);
  return apply_names(run, err) && run_all(run, err) && look(user, run->db, err);
}

bool evaluation_preview(struct db *db, vg_time known_at, const char *code, evaluation_look *look, void *user,
                        struct vg_error *err) {
  struct run run = {.db = db, .known_at = known_at};
  if (!own_load(db, NULL, NULL, err)) return false;
  run.all = indicator_all(&run.count, err);
  if (run.all == NULL) return false;
  int timeout = db_timeout(db);
  db_set_timeout(db, STEP_MS);
  bool ok = preview(&run, code, look, user, err);
  db_set_timeout(db, timeout);
  return ok;
}
