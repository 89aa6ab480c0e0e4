/* A person's answer to a suspect pull: pull_accept() and pull_refuse() of collect/pull.h. */
#include "collect/held.h"
#include "collect/pull_state.h"
#include "source/journal.h"

enum { ACCEPT_ARENA = 64 << 20 };

/* What was said when it was held is told no more once a person has accepted. */
static bool accept_reading(struct db *db, struct reading *r, struct pull_result *result, vg_time now, struct vg_error *err) {
  struct apply *apply = NULL;
  struct apply_counts counts;
  bool ok = apply_compare(db, r, &apply, err) && apply_write(db, r, apply, &counts, err);
  apply_free(apply);
  if (!ok) return false;
  result->status = PULL_OK;
  result->opened = counts.opened, result->changed = counts.changed, result->vanished = counts.vanished;
  return pull_close(db, result, "ok", now, err) &&
         db_run(db, NULL, SQL_HELD_DROP, DB_NONE, err, P_INT(r->pull_id)) &&
         pull_next(db, r->source_id, 0, now, r->sink.read_at, err);
}

bool pull_accept(struct db *db, int64_t pull_id, const char *actor, vg_time now, struct pull_result *result,
                 struct vg_error *err) {
  VG_ARENA(arena, ACCEPT_ARENA);
  DB_TX(tx);
  struct pull_locked p;
  *result = (struct pull_result){.pull_id = pull_id};
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  if (!db_begin(db, &tx, err) || !pull_lock(db, pull_id, "suspect", &p, err)) return false;
  if (p.last_read_at != VG_NEVER && p.last_read_at >= p.read_at) {
    return vg_fail(err, VG_E_CONFLICT, "pull %lld: a later reading of this source was applied already", (long long)pull_id);
  }
  struct reading reading;
  reading_init(&reading, arena, p.source_id, pull_id, p.perimeter_id, p.read_at);
  result->read = p.read, result->rejected = p.rejected;
  bool ok = held_read(db, &reading, err) && accept_reading(db, &reading, result, now, err) &&
            source_journal(db, actor, "pull.accepted", p.code, NULL, now, err) && db_commit(&tx, err);
  reading_free(&reading);
  return ok;
}

bool pull_refuse(struct db *db, int64_t pull_id, const char *actor, vg_time now, struct vg_error *err) {
  DB_TX(tx);
  struct pull_locked p;
  if (!db_begin(db, &tx, err) || !pull_lock(db, pull_id, "suspect", &p, err)) return false;
  struct pull_result result = {.pull_id = pull_id, .read = p.read, .rejected = p.rejected};
  (void)vg_fail(&result.error, VG_E_SUSPECT, "refused by %s", actor);
  return pull_close(db, &result, "refused", now, err) && db_run(db, NULL, SQL_HELD_DROP, DB_NONE, err, P_INT(pull_id)) &&
         source_journal(db, actor, "pull.refused", p.code, NULL, now, err) && db_commit(&tx, err);
}
