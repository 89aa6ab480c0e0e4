#include <stdio.h>

#include "core/log.h"
#include "indicator/own.h"
#include "indicator/run.h"

static struct own_window window_of(const struct run *run) {
  return (struct own_window){run->known_at, run->since, run->known_at + STEP_HORIZON_DAYS * VG_DAY};
}

static const char *own_path(const struct indicator *i, char out[80]) {
  (void)snprintf(out, 80, "%s.sql", i->code);
  return out;
}

bool run_mark_own(struct run *run, struct vg_error *err) {
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
  struct step step = run_step(run);
  STEP_FOUND(rules);
  return run_timeline(run, i, said, &changed, err) && run_measure(run, i, changed, err) && run_append(run, err) &&
         step_rules(&step, codes, 1, VG_NEVER, &rules, err) &&
         (changed == VG_NEVER || db_run(run->db, NULL, SQL_OWN_DEPENDANTS, DB_NONE, err));
}

static bool keep_own(struct run *run, const struct indicator *i, const struct own_rows *rows, struct vg_error *err) {
  char path[80];
  vg_time said = STEP_NEVER;
  DB_TX(tx);
  return db_begin(run->db, &tx, err) && run_settle(run->db, err) && own_put(run->db, i, own_path(i, path), rows, err) &&
         db_run(run->db, NULL, SQL_OWN_DONE, DB_NONE, err, P_TEXT(i->code)) && run_verdicts(run, i, true, NULL, &said, err) && follow_own(run, i, said, err) && db_notify(run->db, "vigie_evaluation", err) && db_commit(&tx, err);
}

/* From the first failure on, its subjects are unknown: vg.own_spoken() ends there. */
static bool fail_own(struct run *run, const struct indicator *i, const struct vg_error *why, struct vg_error *err) {
  vg_time said = STEP_NEVER;
  DB_TX(tx);
  log_event(LOG_ERROR, "indicator.failed", LOG_TEXT("indicator", i->code), LOG_TEXT("reason", why->message));
  return db_begin(run->db, &tx, err) && run_settle(run->db, err) &&
         db_run(run->db, NULL, SQL_OWN_FAILED, DB_NONE, err, P_TEXT(i->code), P_TIME(run->known_at), P_TEXT(why->message), P_BOOL(true)) &&
         run_verdicts(run, i, false, NULL, &said, err) && follow_own(run, i, said, err) &&
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

bool run_owns(struct run *run, struct vg_error *err) {
  run->check = false;
  for (size_t n = 0; n < run->count; n++) {
    if (!run->all[n].own || !run->due[n]) continue;
    if (!run_own(run, &run->all[n], err)) return vg_context(err, "indicator %s: ", run->all[n].code);
  }
  return true;
}


bool run_preview_own(struct run *run, const struct indicator *i, struct vg_error *err) {
  char path[80];
  struct own_rows *rows = NULL;
  vg_time said = STEP_NEVER;
  bool ok = own_collect(run->db, i, own_path(i, path), window_of(run), &rows, err) && own_put(run->db, i, path, rows, err) &&
            db_run(run->db, NULL, SQL_OWN_DONE, DB_NONE, err, P_TEXT(i->code)) && run_verdicts(run, i, true, NULL, &said, err) &&
            follow_own(run, i, said, err);
  own_rows_free(rows);
  return ok;
}
