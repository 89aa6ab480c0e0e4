#include "indicator/check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/log.h"
#include "db/within.h"
#include "indicator/step.h"
#include "indicator/touched.h"

enum { HANDS_MAX = 4, SNAPSHOT_MAX = 64 };

struct hand {
  struct check *check;
  struct db *db;
  struct db_tx tx;
  pthread_t thread;
  bool started;
};

struct check {
  vg_time known_at, since;
  const struct indicator *all;
  size_t count;
  char snapshot[SNAPSHOT_MAX];
  struct hand hands[HANDS_MAX]; /* the first shows the others what it sees */
  size_t hand_count;
  size_t *order;      /* of the tasks */
  atomic_size_t next; /* place in it */
  atomic_bool differs, failed;
  pthread_mutex_t lock; /* of err */
  struct vg_error err;
};

/* ---- what there is to look at ---- */

/* What the first steps take from the records; the longest first. */
static const struct input {
  enum sql_id difference;
  bool known;  /* it takes the instant as known */
  bool hashed; /* see SQL_GROUPING_HASHED */
} inputs[] = {{SQL_BACKUP_BLOCK_DIFFERENCE, .known = true, .hashed = true}, {SQL_BACKUP_SERIES_DIFFERENCE}, {SQL_NAME_SEEN_DIFFERENCE, .known = true},
              {SQL_COVERED_DIFFERENCE, .known = true},  {SQL_FRESH_KIND_DIFFERENCE}, {SQL_ASSET_ALIAS_DIFFERENCE, .known = true},
              {SQL_PERSON_ALIAS_DIFFERENCE, .known = true}};
enum { INPUTS = sizeof inputs / sizeof *inputs };

bool check_covers(const struct indicator *i) {
  return !i->own && touched_timeless(i);
}

static void differs(struct check *c, const char *what) {
  atomic_store(&c->differs, true);
  log_event(LOG_WARNING, "check.differs", LOG_TEXT("what", what));
}

static bool look_at_input(struct check *c, struct db *db, const struct input *input, struct vg_error *err) {
  static const struct db_frame frame = {SQL_DIFFERS, "vg.difference"};
  const struct sql_text *text = &sql_texts[input->difference];
  const struct db_param known = P_TIME(c->known_at);
  DB_RESULT(r);
  if (!db_run(db, NULL, SQL_GROUPING_HASHED, DB_ONE, err, P_BOOL(input->hashed)) ||
      !db_run_within(db, &r, &frame, 1, text, DB_ONE, &known, input->known ? 1 : 0, NULL, err) ||
      !db_run(db, NULL, SQL_GROUPING_HASHED, DB_ONE, err, P_BOOL(false)))
    return false;
  if (row_bool(r, 0, "differs")) differs(c, text->name);
  return row_ok(r, err);
}

/* What is said on another ground than what is kept is asked again meanwhile. */
static bool look_at_indicator(struct check *c, struct db *db, const struct indicator *i, struct vg_error *err) {
  const struct step step = {db, STEP_LOOK, c->known_at, c->since};
  STEP_FOUND(said);
  STEP_FOUND(freshness);
  STEP_FOUND(verdicts);
  STEP_FOUND(edges);
  STEP_FOUND(timeline);
  bool ratio = i->form != FORM_STATISTIC, shifted;
  if (!step_ground(&step, i, &shifted, err)) return false;
  if (shifted) return true;
  if (!step_said(&step, i, NULL, &said, err) ||
      (ratio && (!step_freshness(&step, &i->code, 1, NULL, &freshness, err) || !step_verdicts(&step, i, NULL, &verdicts, err) || !step_edges(&step, i, &edges, err))) ||
      !step_timeline(&step, i, VG_NEVER, &timeline, err))
    return vg_context(err, "check of %s: ", i->code);
  if (said.differs || freshness.differs || verdicts.differs || edges.differs || timeline.differs) differs(c, i->code);
  return true;
}

typedef bool look_at_codes(const struct step *, const char *const *codes, size_t count, struct step_found *out, struct vg_error *err);

static bool look_at_rules_of(const struct step *step, const char *const *codes, size_t count, struct step_found *out, struct vg_error *err) {
  return step_rules(step, codes, count, VG_NEVER, out, err);
}

/* What is looked at for all indicators at once. */
static const struct together {
  const char *name;
  look_at_codes *look;
  bool covered; /* of those that are looked at */
} togethers[] = {{"scopes", step_scope, .covered = true}, {"rules", look_at_rules_of}};
enum { TOGETHERS = sizeof togethers / sizeof *togethers };

static bool look_at_together(struct check *c, struct db *db, const struct together *together, struct vg_error *err) {
  const struct step step = {db, STEP_LOOK, c->known_at, c->since};
  const char **codes = calloc(c->count + 1, sizeof *codes);
  size_t count = 0;
  STEP_FOUND(found);
  if (codes == NULL) return vg_fail(err, VG_E_LIMIT, "check: out of memory");
  for (size_t i = 0; i < c->count; i++)
    if (!together->covered || check_covers(&c->all[i])) codes[count++] = c->all[i].code;
  bool ok = together->look(&step, codes, count, &found, err);
  free((void *)codes);
  if (ok && found.differs) differs(c, together->name);
  return ok;
}

/* Inputs come first, then what is looked at together, then each indicator. */
static const struct indicator *indicator_of(const struct check *c, size_t task) {
  return task < INPUTS + TOGETHERS ? NULL : &c->all[task - INPUTS - TOGETHERS];
}

static const char *name_of(const struct check *c, size_t task) {
  if (task < INPUTS) return sql_texts[inputs[task].difference].name;
  return task < INPUTS + TOGETHERS ? togethers[task - INPUTS].name : indicator_of(c, task)->code;
}

static bool look_at(struct check *c, struct db *db, size_t task, struct vg_error *err) {
  const struct indicator *i = indicator_of(c, task);
  int64_t begun = clock_monotonic_ms();
  if (i != NULL && !check_covers(i)) return true;
  bool ok = i != NULL ? look_at_indicator(c, db, i, err) : task < INPUTS ? look_at_input(c, db, &inputs[task], err) : look_at_together(c, db, &togethers[task - INPUTS], err);
  log_event(LOG_DEBUG, "check.looked", LOG_TEXT("what", name_of(c, task)), LOG_INT("ms", clock_monotonic_ms() - begun));
  return ok;
}

/* ---- who looks ---- */

static void fail(struct check *c, const struct vg_error *err) {
  pthread_mutex_lock(&c->lock);
  if (!atomic_exchange(&c->failed, true)) c->err = *err;
  pthread_mutex_unlock(&c->lock);
}

static size_t tasks_of(const struct check *c) {
  return INPUTS + TOGETHERS + c->count;
}

/* The longest first, so that no hand is left alone with one in the end: the blocks of backups, and the indicators of most subjects, which are those
 * whose sheet says who was touched. */
static bool put_in_order(struct check *c) {
  size_t n = 0, tasks = tasks_of(c);
  c->order = calloc(tasks, sizeof *c->order);
  if (c->order == NULL) return false;
  for (int longest = 1; longest >= 0; longest--) {
    for (size_t task = 0; task < tasks; task++) {
      const struct indicator *i = indicator_of(c, task);
      bool many = task == 0 || (i != NULL && i->touched != NULL);
      if (many == (longest == 1)) c->order[n++] = task;
    }
  }
  return true;
}

static void look(struct check *c, struct db *db) {
  struct vg_error err = {0};
  for (size_t place; !atomic_load(&c->failed) && (place = atomic_fetch_add(&c->next, 1)) < tasks_of(c);)
    if (!look_at(c, db, c->order[place], &err)) fail(c, &err);
}

static void *look_by_hand(void *user) {
  struct hand *hand = user;
  look(hand->check, hand->db);
  return NULL;
}

/* One process of the server for each processor, and one is the caller's. */
static size_t hands_wanted(void) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  return processors <= 2 ? 1 : processors > HANDS_MAX ? HANDS_MAX : (size_t)processors - 1;
}

/* The first hand: what it sees is what all see. */
static bool take_snapshot(struct check *c, struct hand *hand, bool *ready, struct vg_error *err) {
  DB_RESULT(snapshot);
  DB_RESULT(state);
  if (!db_begin_read(hand->db, &hand->tx, err) || !db_run(hand->db, &snapshot, SQL_SNAPSHOT_EXPORT, DB_ONE, err) ||
      !db_run(hand->db, &state, SQL_CHECK_READY, DB_ONE, err, P_TIME(c->known_at)))
    return false;
  (void)snprintf(c->snapshot, sizeof c->snapshot, "%s", row_text(snapshot, 0, "snapshot"));
  *ready = row_bool(state, 0, "ready");
  c->since = row_time(state, 0, "since");
  return row_ok(snapshot, err) && row_ok(state, err);
}

static bool open_hand(struct check *c, const struct db *like, bool *ready, struct vg_error *err) {
  struct hand *hand = &c->hands[c->hand_count];
  const struct db_conf conf = db_conf_of(like);
  bool first = c->hand_count == 0;
  *hand = (struct hand){.check = c};
  if (!db_open(&hand->db, &conf, err)) return false;
  c->hand_count++;
  db_set_timeout(hand->db, STEP_MS);
  return (first ? take_snapshot(c, hand, ready, err) : db_begin_read_as(hand->db, &hand->tx, c->snapshot, err)) &&
         db_run(hand->db, NULL, SQL_EVALUATION_SETTINGS, DB_ONE, err);
}

/* The first hand is needed, to hold the snapshot; a server that refuses more connections is looked at by fewer. */
static bool open_hands(struct check *c, const struct db *like, bool *ready, struct vg_error *err) {
  struct vg_error ignored = {0};
  if (!open_hand(c, like, ready, err)) return false;
  while (*ready && c->hand_count < hands_wanted() && open_hand(c, like, ready, &ignored)) {}
  for (size_t i = 0; *ready && i < c->hand_count; i++) {
    struct hand *hand = &c->hands[i];
    hand->started = hand->tx.open && pthread_create(&hand->thread, NULL, look_by_hand, hand) == 0;
  }
  return true;
}

/* Until all hands have put down what they hold. */
static void wait_for_hands(struct check *c) {
  for (size_t i = 0; i < c->hand_count; i++) {
    if (c->hands[i].started) (void)pthread_join(c->hands[i].thread, NULL);
    c->hands[i].started = false;
  }
}

static void check_free(struct check *c) {
  wait_for_hands(c);
  for (size_t i = 0; i < c->hand_count; i++) {
    db_rollback(&c->hands[i].tx);
    db_close(c->hands[i].db);
  }
  pthread_mutex_destroy(&c->lock);
  free(c->order);
  free(c);
}

bool check_begin(struct check **out, const struct db *db, vg_time known_at, const struct indicator *indicators, size_t count,
                 struct vg_error *err) {
  bool ready = false;
  struct check *c = calloc(1, sizeof *c);
  *out = NULL;
  if (c == NULL) return vg_fail(err, VG_E_LIMIT, "check: out of memory");
  c->known_at = known_at;
  c->all = indicators;
  c->count = count;
  pthread_mutex_init(&c->lock, NULL);
  bool ok = put_in_order(c) ? open_hands(c, db, &ready, err) : vg_fail(err, VG_E_LIMIT, "check: out of memory");
  if (ok && ready) return *out = c, true;
  check_free(c);
  return ok;
}

/* The caller's own connection lends a hand too. When nothing is left the snapshot may be gone: a transaction does not idle for long. */
static bool help(struct check *c, struct db *db, struct vg_error *err) {
  int timeout = db_timeout(db);
  DB_TX(tx);
  if (atomic_load(&c->next) >= tasks_of(c)) return true;
  db_set_timeout(db, STEP_MS);
  bool ok = db_begin_read_as(db, &tx, c->snapshot, err) && db_run(db, NULL, SQL_EVALUATION_SETTINGS, DB_ONE, err);
  if (ok) look(c, db);
  db_set_timeout(db, timeout);
  return ok;
}

bool check_end(struct check *c, struct db *db, bool *agrees, struct vg_error *err) {
  struct vg_error failure = {0};
  if (!help(c, db, &failure)) fail(c, &failure);
  wait_for_hands(c);
  bool ok = !atomic_load(&c->failed);
  *agrees = !atomic_load(&c->differs);
  if (!ok) *err = c->err;
  check_free(c);
  return ok;
}
