#include "indicator/evaluate.h"

#include <string.h>

#include "core/log.h"
#include "indicator/check.h"
#include "indicator/digest.h"
#include "indicator/own.h"
#include "indicator/run.h"

/* ---- before and after ---- */

static bool open_run(struct run *run, struct vg_error *err) {
  DB_RESULT(last);
  DB_RESULT(begun);
  DB_RESULT(days);
  if (!run_settle(run->db, err) ||
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

/* The pulls covered this kind, or all is made again. */
static bool inventory_read(const struct run *run, const char *kind) {
  bool read = run->anew;
  for (size_t i = 0; i < run->kind_count; i++) read |= strcmp(run->kinds[i], kind) == 0;
  return read;
}

static bool take_renamed(struct run *run, const struct db_result *names, bool *changed, struct vg_error *err) {
  *changed = row_count(names) > 0;
  return touched_add(&run->renamed, names, err);
}

/* Names are what the inventory says, and where: whether any is another's than before. */
static bool apply_names(struct run *run, struct vg_error *err) {
  DB_RESULT(assets);
  DB_RESULT(persons);
  bool assets_changed = false, persons_changed = false;
  struct db_param since = run->anew ? P_NULL : P_TIME(run->first_read);
  if (inventory_read(run, "asset") && (!db_run(run->db, &assets, SQL_ASSET_ALIAS_APPLY, DB_ANY, err, P_TIME(run->known_at), since) ||
                                       !take_renamed(run, assets, &assets_changed, err)))
    return false;
  if (inventory_read(run, "person") && (!db_run(run->db, &persons, SQL_PERSON_ALIAS_APPLY, DB_ANY, err, P_TIME(run->known_at)) ||
                                        !take_renamed(run, persons, &persons_changed, err)))
    return false;
  run->check &= !assets_changed && !persons_changed;
  return run_mark_named(run, assets_changed, persons_changed, err);
}

/* Nothing is due: what waits, if anything, is for an indicator of the organisation that is refused, and is brought in by no evaluation. */
static bool leave(struct run *run, struct db_tx *tx, struct vg_error *err) {
  db_rollback(tx);
  return db_run(run->db, NULL, SQL_OWN_SETTLED, DB_NONE, err);
}

static bool run_transaction(struct run *run, bool everything, struct vg_error *err) {
  DB_TX(tx);
  if (!db_begin(run->db, &tx, err) || !open_run(run, err)) return false;
  everything |= run->back || run->last_known == VG_NEVER;
  if (!take_pulls(run, err) || !run_mark_due(run, everything, err)) return false;
  if (!run_anything_due(run)) return leave(run, &tx, err);
  if (!merge_coverage(run, everything, err) || !bring_digests(run, everything, err) || !apply_names(run, err) ||
      !run_load_touched(run, err) || !run_figures(run, err))
    return false;
  return run_mark_own(run, err) && db_run(run->db, NULL, SQL_EVALUATION_END, DB_NONE, err, P_INT(run->id), P_TIME(clock_now()),
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
  run_free(&run);
  db_set_timeout(db, timeout);
  if (!ok) return tell_failure(db, known_at, started, &failure, err);
  log_event(LOG_INFO, "evaluation.done", LOG_INT("evaluation", run.id), LOG_INT("indicators", run.done),
            LOG_INT("pulls", run.pulls), LOG_INT("ms", clock_monotonic_ms() - begun));
  return true;
}

/* One that this version of the program cannot read is an indicator that fails. */
static bool refuse_own(void *user, struct db *db, const char *code, const struct vg_error *why, struct vg_error *err) {
  const vg_time *known_at = user;
  return db_run(db, NULL, SQL_OWN_FAILED, DB_NONE, err, P_TEXT(code), P_TIME(*known_at), P_TEXT(why->message), P_BOOL(false));
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

static bool preview(struct run *run, const char *code, evaluation_look *look, void *user, struct vg_error *err) {
  const struct indicator *wanted = indicator_find(code);
  DB_TX(tx);
  if (wanted == NULL) return vg_fail(err, VG_E_NOTFOUND, "no indicator is called \"%.64s\"", code);
  if (!db_begin(run->db, &tx, err) || !open_run(run, err) || !take_pulls(run, err)) return false;
  for (size_t i = 0; i < run->count; i++) {
    run->due[i] = run->forced[i] = wanted->form == FORM_COMPOSITE || wanted->reads == READS_RULES || &run->all[i] == wanted;
    run->whole[i] = true;
  }
  run->back = run->anew = true;
  if (!merge_coverage(run, true, err) || !bring_digests(run, true, err)) return false;
  if (wanted->own) return run_preview_own(run, wanted, err) && look(user, run->db, err);
  return apply_names(run, err) && run_figures(run, err) && look(user, run->db, err);
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
  run_free(&run);
  db_set_timeout(db, timeout);
  return ok;
}
