#include "collect/pull_state.h"

#include <string.h>

#include "collect/schedule.h"
#include "core/text.h"

enum { LEASE_SLACK_S = 60 };

void pull_over(struct db *db, int64_t source_id) {
  struct vg_error ignored = {0};
  (void)db_run(db, NULL, SQL_PULL_OVER, DB_ONE, &ignored, P_INT(source_id));
}

static bool take_lease(struct db *db, int64_t source_id, const char *owner, vg_time now, struct pull_open *out,
                       struct vg_error *err) {
  DB_RESULT(alive);
  DB_RESULT(r);
  if (!db_run(db, &alive, SQL_PULL_ALIVE, DB_ONE, err, P_INT(source_id))) return false;
  bool alone = row_bool(alive, 0, "alone");
  if (!db_run(db, &r, SQL_PULL_LEASE, DB_ZERO_OR_ONE, err, P_INT(source_id), P_TEXT(owner),
              P_INT(PULL_DEADLINE_S + LEASE_SLACK_S), P_BOOL(alone))) {
    return false;
  }
  if (row_count(r) == 0) return vg_fail(err, VG_E_CONFLICT, "a pull of this source is running already");
  vg_time last = row_time(r, 0, "last_read_at");
  out->history_to = row_time(r, 0, "history_to");
  out->failures = (int)row_int(r, 0, "failures");
  if (!row_ok(r, err)) return false;
  if (last == VG_NEVER || now > last) return true;
  char a[TIME_TEXT], b[TIME_TEXT];
  vg_fail(err, VG_E_CONFLICT, "the reading of %s is not after the last one, of %s", time_format(now, a), time_format(last, b));
  return vg_hint(err, "check the clock of this machine");
}

/* NULL for "": no message is no text. */
static struct db_param text_or_null(const char *text) {
  return text[0] == '\0' || !text_utf8(text, strlen(text)) ? P_NULL : P_TEXT(text);
}

/* Of a pull that nobody runs any more. */
static struct vg_error without_a_word(void) {
  struct vg_error why = {0};
  (void)vg_fail(&why, VG_E_INTERNAL, "the collector that ran it ended without a word");
  return why;
}

bool pull_start(struct db *db, int64_t source_id, const char *owner, const char *trigger, vg_time now, struct pull_open *out,
                struct vg_error *err) {
  DB_TX(tx);
  DB_RESULT(r);
  const struct vg_error orphan = without_a_word();
  if (!db_begin(db, &tx, err) || !take_lease(db, source_id, owner, now, out, err) ||
      !db_run(db, NULL, SQL_PULL_ORPHANS, DB_NONE, err, P_INT(source_id), P_TIME(now),
              P_TEXT(orphan.message), P_TEXT(orphan.words)) ||
      !db_run(db, &r, SQL_PULL_INSERT, DB_ONE, err, P_INT(source_id), P_TIME(now), P_TEXT(trigger))) {
    return false;
  }
  out->id = row_int(r, 0, "id");
  return row_ok(r, err) && db_commit(&tx, err);
}

bool pull_lock(struct db *db, int64_t pull_id, const char *expected, struct pull_locked *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_PULL_LOCK, DB_ZERO_OR_ONE, err, P_INT(pull_id))) return false;
  if (row_count(r) == 0) return vg_fail(err, VG_E_NOTFOUND, "no pull %lld", (long long)pull_id);
  *out = (struct pull_locked){.source_id = row_int(r, 0, "source_id"),
                              .perimeter_id = row_int(r, 0, "perimeter_id"),
                              .period_s = row_int(r, 0, "period_s"),
                              .read = row_int(r, 0, "read"),
                              .rejected = row_int(r, 0, "rejected"),
                              .read_at = row_time(r, 0, "read_at"),
                              .last_read_at = row_time(r, 0, "last_read_at")};
  (void)snprintf(out->status, sizeof out->status, "%s", row_text(r, 0, "status"));
  (void)snprintf(out->code, sizeof out->code, "%s", row_text(r, 0, "code"));
  if (!row_ok(r, err)) return false;
  if (strcmp(out->status, expected) == 0) return true;
  return vg_fail(err, VG_E_CONFLICT, "pull %lld is %s, not %s", (long long)pull_id, out->status, expected);
}

bool pull_close(struct db *db, const struct pull_result *p, const char *status, vg_time finished, struct vg_error *err) {
  bool failed = p->error.code != VG_OK;
  return db_run(db, NULL, SQL_PULL_CLOSE, DB_ONE, err, P_INT(p->pull_id), P_TEXT(status), P_TIME(finished), P_INT(p->read),
                P_INT(p->opened), P_INT(p->changed), P_INT(p->vanished), P_INT(p->rejected),
                failed ? P_TEXT(vg_error_info(p->error.code)->name) : P_NULL, text_or_null(p->error.message),
                text_or_null(p->error.hint), text_or_null(p->error.words), text_or_null(p->error.hint_words));
}

bool pull_rejects(struct db *db, const struct reading *r, struct vg_error *err) {
  size_t n = r->rejects_kept;
  if (n == 0) return true;
  const char **texts = vg_alloc(r->arena, 5 * n * sizeof *texts);
  if (texts == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  for (size_t i = 0; i < n; i++) {
    texts[i] = r->rejects[i].place, texts[n + i] = r->rejects[i].kind;
    texts[2 * n + i] = r->rejects[i].key, texts[3 * n + i] = r->rejects[i].reason;
    texts[4 * n + i] = r->rejects[i].words;
  }
  return db_run(db, NULL, SQL_REJECT_ADD, DB_NONE, err, P_INT(r->pull_id), P_TEXTS(texts, n), P_TEXTS(texts + n, n),
                P_TEXTS(texts + 2 * n, n), P_TEXTS(texts + 3 * n, n), P_TEXTS(texts + 4 * n, n));
}

bool pull_next(struct db *db, int64_t source_id, int failures, vg_time now, vg_time history_to, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SOURCE_SCHEDULE, DB_ONE, err, P_INT(source_id))) return false;
  vg_time due = schedule_next(now, row_int(r, 0, "period_s"), failures, (uint64_t)source_id);
  return row_ok(r, err) && db_run(db, NULL, SQL_SOURCE_NEXT, DB_NONE, err, P_INT(source_id), P_TIME(due), P_INT(failures),
                                  P_TIME(history_to));
}

bool pull_reap(struct db *db, vg_time now, int64_t *reaped, struct vg_error *err) {
  DB_RESULT(r);
  const struct vg_error dead = without_a_word();
  *reaped = 0;
  if (!db_run(db, &r, SQL_PULL_REAP, DB_MANY, err, P_TIME(now), P_TIME(now + SCHEDULE_RETRY_S * VG_SECOND), P_TEXT(dead.message),
              P_TEXT(dead.words))) {
    return false;
  }
  *reaped = (int64_t)row_count(r);
  return row_ok(r, err);
}

bool pull_abandon(struct db *db, int64_t source_id, const char *owner, const struct vg_error *why, vg_time now, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SOURCE_SCHEDULE, DB_ZERO_OR_ONE, err, P_INT(source_id))) return false;
  if (row_count(r) == 0) return true;
  int failures = (int)row_int(r, 0, "failures") + 1;
  vg_time due = schedule_next(now, row_int(r, 0, "period_s"), failures, (uint64_t)source_id);
  return row_ok(r, err) && db_run(db, NULL, SQL_PULL_ABANDON, DB_NONE, err, P_INT(source_id), P_TEXT(owner), P_TIME(now),
                                  text_or_null(why->message), P_TIME(due), P_INT(failures), text_or_null(why->words));
}
