#include "collect/pull.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "collect/fault.h"
#include "collect/held.h"
#include "collect/plausible.h"
#include "collect/pull_state.h"
#include "collect/run.h"
#include "core/log.h"

enum { PULL_ARENA = 384 << 20, OVERLAP_S = 3600, APPLY_TIMEOUT_MS = 600000 };

struct pulling {
  struct db *db;
  struct vg_arena *arena;
  const struct pull_conf *conf;
  struct source source;
  struct pull_open open;
  struct run run;
  struct reading reading;
  struct pull_result *result;
  vg_time now;
};

/* The end of a sample's pull is dated like its start: its past is loaded in a moment. */
static vg_time finished_at(const struct pulling *p) {
  vg_time now = clock_now();
  return strcmp(p->conf->trigger, "sample") == 0 || now < p->now ? p->now : now;
}

/* ---- read: outside of any transaction ---- */

static void set_kinds(struct pulling *p) {
  enum kind_id kinds[KIND_COUNT];
  size_t n = source_kinds(p->run.connector, p->run.values, kinds);
  for (size_t i = 0; i < p->run.connector->emits_count; i++) {
    const struct emission *e = &p->run.connector->emits[i];
    bool given = false;
    for (size_t j = 0; j < n; j++) given = given || kinds[j] == e->kind;
    if (!given) continue;
    struct reading_kind *k = &p->reading.kinds[e->kind];
    k->given = true, k->complete = e->complete, k->may_be_empty = e->may_be_empty;
    k->covers_from = e->coverage == COVERS_SNAPSHOT ? p->now : VG_NEVER;
    k->covers_to = p->now + p->source.staleness_s * VG_SECOND;
  }
}

/* How far back a history was really read: what the connector says, else what was asked. */
static void set_covered(struct pulling *p) {
  vg_time from = p->run.covered_since != VG_NEVER ? p->run.covered_since : p->run.since;
  if (from > p->now) from = p->now;
  for (int i = 0; i < KIND_COUNT; i++) {
    struct reading_kind *k = &p->reading.kinds[i];
    if (k->given && k->covers_from == VG_NEVER) k->covers_from = from;
  }
}

/* What people said is good for from when they said it, however often it is read since. */
static bool set_said(struct pulling *p, struct vg_error *err) {
  char at[TIME_TEXT];
  if (p->run.said_at == VG_NEVER) return true;
  vg_time to = p->run.said_at + p->source.staleness_s * VG_SECOND;
  for (int i = 0; i < KIND_COUNT; i++) p->reading.kinds[i].covers_to = to;
  if (to > p->now) return true;
  (void)vg_fail(err, VG_E_UNAVAILABLE, "nobody has entered, changed or confirmed anything since %s", time_format(p->run.said_at, at));
  return vg_hint(err, "look whether the register is up to date, then confirm it");
}

static bool read_source(struct pulling *p, struct vg_error *err) {
  p->run = (struct run){.arena = p->arena, .source = &p->source, .now = p->now, .since = VG_NEVER, .said_at = VG_NEVER, .covered_since = VG_NEVER};
  if (p->open.history_to != VG_NEVER) p->run.since = p->open.history_to - OVERLAP_S * VG_SECOND;
  if (!run_prepare(&p->run, p->db, p->conf, NULL, 0, err) || !reading_perimeters(&p->reading, p->db, err)) return false;
  set_kinds(p);
  if (!run_connector(&p->run, p->conf, &p->reading.sink, err)) return false;
  set_covered(p);
  return set_said(p, err);
}

/* ---- apply: one transaction ---- */

static bool finish_suspect(struct pulling *p, struct vg_error *err) {
  p->result->status = PULL_SUSPECT;
  return held_write(p->db, &p->reading, err) &&
         pull_close(p->db, p->result, "suspect", finished_at(p), err) &&
         pull_next(p->db, p->source.id, 0, finished_at(p), VG_NEVER, err);
}

static bool finish_ok(struct pulling *p, struct apply *apply, struct vg_error *err) {
  struct apply_counts counts;
  if (!apply_write(p->db, &p->reading, apply, &counts, err)) return false;
  p->result->opened = counts.opened, p->result->changed = counts.changed, p->result->vanished = counts.vanished;
  return pull_close(p->db, p->result, "ok", finished_at(p), err) &&
         pull_next(p->db, p->source.id, 0, finished_at(p), p->now, err);
}

/* The suspect pulls that nobody answered: this one takes their place. */
static bool replace_held(struct pulling *p, struct vg_error *err) {
  struct vg_error why = {0};
  (void)vg_fail(&why, VG_E_SUSPECT, " (replaced by pull %lld)", (long long)p->open.id);
  return db_run(p->db, NULL, SQL_HELD_REPLACED, DB_NONE, err, P_INT(p->source.id), P_INT(p->open.id), P_TIME(finished_at(p)),
                P_TEXT(why.message), P_TEXT(why.words));
}

static bool apply_in(struct pulling *p, struct apply **apply, struct vg_error *err) {
  DB_TX(tx);
  struct pull_locked locked;
  if (!db_begin(p->db, &tx, err) || !pull_lock(p->db, p->open.id, "running", &locked, err) ||
      !apply_compare(p->db, &p->reading, apply, err) || !pull_rejects(p->db, &p->reading, err)) {
    return false;
  }
  bool ok = reading_plausible(&p->reading, apply_before(*apply), &p->result->error) ? finish_ok(p, *apply, err)
                                                                                    : finish_suspect(p, err);
  if (!ok || !replace_held(p, err)) return false;
  fault("apply.before_commit");
  if (!db_commit(&tx, err)) return false;
  fault("apply.committed");
  return true;
}

static bool apply(struct pulling *p, struct vg_error *err) {
  struct apply *a = NULL;
  p->result->read = (int64_t)p->reading.count;
  p->result->rejected = (int64_t)p->reading.rejects_count;
  db_set_timeout(p->db, APPLY_TIMEOUT_MS);
  bool ok = apply_in(p, &a, err);
  apply_free(a);
  return ok;
}

/* ---- the whole ---- */

static bool fail_pull(struct pulling *p, const struct vg_error *why, struct vg_error *err) {
  DB_TX(tx);
  struct pull_locked locked;
  *p->result = (struct pull_result){.pull_id = p->open.id,
                                    .status = PULL_FAILED,
                                    .rejected = (int64_t)p->reading.rejects_count,
                                    .failures = p->open.failures + 1,
                                    .error = *why};
  return db_begin(p->db, &tx, err) && pull_lock(p->db, p->open.id, "running", &locked, err) &&
         pull_rejects(p->db, &p->reading, err) && pull_close(p->db, p->result, "failed", finished_at(p), err) &&
         pull_next(p->db, p->source.id, p->result->failures, finished_at(p), VG_NEVER, err) && db_commit(&tx, err);
}

static bool run_open_pull(struct pulling *p, struct vg_error *err) {
  struct vg_error why = {0};
  p->result->pull_id = p->open.id;
  fault("pull.opened");
  reading_init(&p->reading, p->arena, p->source.id, p->open.id, p->source.perimeter_id, p->now);
  bool ok = read_source(p, &why);
  fault("pull.read");
  ok = ok && apply(p, &why);
  if (!ok) ok = fail_pull(p, &why, err);
  else p->result->status = p->result->error.code == VG_E_SUSPECT ? PULL_SUSPECT : PULL_OK;
  reading_free(&p->reading);
  return ok;
}

static const char *owner_of(const struct pull_conf *conf, char out[PULL_OWNER_MAX + 1]) {
  if (conf->owner != NULL) (void)snprintf(out, PULL_OWNER_MAX + 1, "%s", conf->owner);
  else (void)snprintf(out, PULL_OWNER_MAX + 1, "once-%08x%08x", randombytes_random(), randombytes_random());
  return out;
}

bool pull_run(struct db *db, int64_t source_id, const struct pull_conf *conf, vg_time now, struct pull_result *result,
              struct vg_error *err) {
  VG_ARENA(arena, PULL_ARENA);
  struct pulling *p = arena != NULL ? vg_alloc(arena, sizeof *p) : NULL;
  char owner[PULL_OWNER_MAX + 1];
  *result = (struct pull_result){0};
  if (p == NULL) return vg_fail(err, VG_E_LIMIT, "pull: out of memory");
  *p = (struct pulling){.db = db, .arena = arena, .conf = conf, .result = result, .now = now};
  if (!source_load(db, arena, source_id, &p->source, err)) return false;
  bool ok = pull_start(db, source_id, owner_of(conf, owner), conf->trigger, now, &p->open, err);
  ok = ok ? run_open_pull(p, err) : vg_context(err, "source %s: ", p->source.code);
  pull_over(db, source_id);
  return ok;
}
