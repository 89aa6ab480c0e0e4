#include "indicator/backfill.h"

#include <stdio.h>

/* Within a transaction that holds the evaluation's lock. `code` is where the indicator's name goes. */
static bool measure(struct db *db, const char *indicator, struct backfill_progress *out, char code[64], bool *any,
                    struct vg_error *err) {
  DB_RESULT(next);
  DB_RESULT(last);
  if (!db_run(db, &next, SQL_BACKFILL_NEXT, DB_ZERO_OR_ONE, err, P_TEXT(indicator)) ||
      !db_run(db, &last, SQL_EVALUATION_LAST, DB_ZERO_OR_ONE, err))
    return false;
  const char *const codes[] = {code};
  *any = row_count(next) == 1 && row_count(last) == 1;
  if (!*any) return true;
  vg_time from = row_time(next, 0, "next_at"), to = row_time(next, 0, "to_at"), end = from + BACKFILL_DAYS * VG_DAY;
  (void)snprintf(code, 64, "%s", row_text(next, 0, "indicator"));
  *out = (struct backfill_progress){code, from, end < to ? end : to, to, row_int(next, 0, "waiting")};
  return row_ok(next, err) && row_ok(last, err) &&
         db_run(db, NULL, SQL_MEASUREMENT_APPEND, DB_NONE, err, P_TEXTS(codes, 1), P_INTS(&from, 1),
                P_TIME(row_time(last, 0, "known_at")), P_INT(row_int(last, 0, "id")), P_TIME(out->done)) &&
         db_run(db, NULL, SQL_BACKFILL_DONE, DB_NONE, err, P_TEXT(code), P_TIME(out->done));
}

static bool batch(struct db *db, const char *indicator, struct backfill_progress *out, char code[64], bool *any,
                  struct vg_error *err) {
  DB_TX(tx);
  return db_begin(db, &tx, err) && db_run(db, NULL, SQL_EVALUATION_SETTINGS, DB_ONE, err) && db_run(db, NULL, SQL_EVALUATION_LOCK, DB_ONE, err) &&
         measure(db, indicator, out, code, any, err) && db_commit(&tx, err);
}

bool backfill_run(struct db *db, const char *indicator, backfill_tell *tell, void *user, struct vg_error *err) {
  struct backfill_progress progress;
  char code[64];
  for (bool any = true; any;) {
    if (!batch(db, indicator, &progress, code, &any, err)) return vg_context(err, "backfill: ");
    if (any && tell != NULL && !tell(user, &progress)) return true;
  }
  return true;
}

bool backfill_step(struct db *db, bool *more, struct vg_error *err) {
  struct backfill_progress progress;
  char code[64];
  return batch(db, NULL, &progress, code, more, err) || vg_context(err, "backfill: ");
}

bool backfill_want(struct db *db, const char *indicator, struct vg_error *err) {
  DB_RESULT(last);
  DB_RESULT(window);
  if (!db_run(db, &last, SQL_EVALUATION_LAST, DB_ZERO_OR_ONE, err)) return false;
  if (row_count(last) == 0) return vg_fail(err, VG_E_CONFLICT, "nothing was evaluated yet");
  vg_time known = row_time(last, 0, "known_at");
  return db_run(db, &window, SQL_EVALUATION_WINDOW, DB_ONE, err, P_TIME(known)) &&
         db_run(db, NULL, SQL_BACKFILL_WANT, DB_NONE, err, P_TEXT(indicator), P_TIME(row_time(window, 0, "since")),
                P_TIME(known + 1));
}
