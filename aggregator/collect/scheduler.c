#include "collect/scheduler.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "collect/child.h"
#include "collect/preview.h"
#include "collect/pull.h"
#include "collect/request.h"
#include "collect/schedule.h"
#include "core/log.h"
#include "db/kind_tables.h"
#include "db/notify.h"

enum {
  ARGV_MAX = 64,
  TURN_MS = 5000,          /* at least one turn so often */
  SWEEP_MS = 30000,        /* how often what others left is looked for */
  EVALUATE_WAIT_MS = 1500, /* pulls that end together are evaluated together … */
  EVALUATE_MOST_MS = 10000, /* … but not for ever */
  REMIND_MS = 60000,       /* how often it is looked whether people are to be told something */
  REMIND_DEADLINE_MS = 600000
};

struct scheduler {
  const struct scheduler_conf *conf;
  struct db *db;
  struct children children, reminder; /* pulls and requests; who writes to people, that takes the place of none */
  struct collector_key key;
  int signals; /* signalfd */
  bool stop, ready, filling; /* filling: past days may wait to be measured */
  char instance[32];
  uint64_t started; /* children, for names of owners */
  int64_t swept_ms, first_end_ms, last_end_ms; /* 0: nothing to evaluate */
  int64_t reminded_ms;
  int failures;                                /* of the database, in a row */
};

/* ---- starting ---- */

static bool spawn(struct scheduler *s, const struct child *what, struct vg_error *err) {
  const char *argv[ARGV_MAX];
  char id[32];
  size_t n = 0;
  while (s->conf->child[n] != NULL && n < ARGV_MAX - 5) argv[n] = s->conf->child[n], n++;
  (void)snprintf(id, sizeof id, "%lld", (long long)(what->request_id != 0 ? what->request_id : what->source_id));
  argv[n++] = what->request_id != 0 ? "--request" : "--source";
  argv[n++] = id;
  argv[n++] = "--owner";
  argv[n++] = what->owner;
  argv[n] = NULL;
  return child_start(&s->children, argv, what, err);
}

static void name_owner(struct scheduler *s, struct child *c) {
  (void)snprintf(c->owner, sizeof c->owner, "%s-%llu", s->instance, (unsigned long long)++s->started);
}

static bool start_requests(struct scheduler *s, struct vg_error *err) {
  while (s->children.count < CHILDREN_MAX) {
    DB_RESULT(r);
    if (!db_run(s->db, &r, SQL_REQUEST_CLAIM, DB_ZERO_OR_ONE, err)) return false;
    if (row_count(r) == 0) return true;
    struct child c = {.request_id = row_int(r, 0, "id"), .source_id = row_int(r, 0, "source_id"),
                      .deadline_ms = clock_monotonic_ms() + SCHEDULER_REQUEST_S * 1000};
    if (strcmp(row_text(r, 0, "type"), "test") != 0) c.deadline_ms = clock_monotonic_ms() + PULL_DEADLINE_S * 1000;
    name_owner(s, &c);
    if (!spawn(s, &c, err)) return false;
  }
  return true;
}

static size_t parallel(const struct scheduler *s) {
  return s->conf->parallel > 0 ? (size_t)s->conf->parallel : SCHEDULER_PARALLEL;
}

static bool start_pulls(struct scheduler *s, struct vg_error *err) {
  while (s->children.count < parallel(s)) {
    struct child c = {.deadline_ms = clock_monotonic_ms() + PULL_DEADLINE_S * 1000};
    DB_RESULT(r);
    name_owner(s, &c);
    if (!db_run(s->db, &r, SQL_SOURCE_CLAIM, DB_ZERO_OR_ONE, err, P_TEXT(c.owner), P_TIME(clock_now()),
                P_INT(PULL_DEADLINE_S + 60))) {
      return false;
    }
    if (row_count(r) == 0) return true;
    c.source_id = row_int(r, 0, "source_id");
    if (!spawn(s, &c, err)) return false;
  }
  return true;
}

/* ---- ending ---- */

static bool bury(struct scheduler *s, const struct child *c, const struct vg_error *why, struct vg_error *err) {
  s->last_end_ms = clock_monotonic_ms();
  if (s->first_end_ms == 0) s->first_end_ms = s->last_end_ms;
  if (why->code == VG_OK) return true;
  log_event(LOG_WARNING, "pull.died", LOG_INT("source", c->source_id), LOG_INT("request", c->request_id), LOG_TEXT("why", why->message));
  return (c->source_id == 0 || pull_abandon(s->db, c->source_id, c->owner, why, clock_now(), err)) &&
         (c->request_id == 0 || request_fail(s->db, c->request_id, why, err));
}

static bool end_children(struct scheduler *s, struct vg_error *err) {
  struct child c;
  struct vg_error why;
  bool ok = true;
  children_kill_late(&s->children);
  while (children_ended(&s->children, false, &c, &why)) ok = bury(s, &c, &why, err) && ok;
  return ok;
}

static void stop_children(struct scheduler *s) {
  struct child c;
  struct vg_error why;
  children_kill(&s->children);
  children_kill(&s->reminder);
  while (children_ended(&s->children, true, &c, &why)) {
    struct vg_error err = {0}, stopped = {0};
    if (why.code != VG_OK) (void)vg_fail(&stopped, VG_E_INTERNAL, "the collector was stopped");
    if (s->db != NULL && !bury(s, &c, &stopped, &err)) log_error("pull.not_given_up", &err);
  }
  while (children_ended(&s->reminder, true, &c, &why)) continue;
}

/* ---- what is done between pulls ---- */

static bool sweep(struct scheduler *s, struct vg_error *err) {
  int64_t now = clock_monotonic_ms(), reaped;
  if (s->swept_ms != 0 && now - s->swept_ms < SWEEP_MS) return true;
  s->swept_ms = now;
  struct vg_error nobody = {0};
  BUF(answer, 4096);
  (void)vg_fail(&nobody, VG_E_UNAVAILABLE, "nobody answered");
  (void)vg_hint(&nobody, "ask again");
  failure_json(&nobody, &answer);
  if (!pull_reap(s->db, clock_now(), &reaped, err) ||
      !db_run(s->db, NULL, SQL_REQUEST_EXPIRE, DB_NONE, err, P_TEXT(answer.data), P_TIME(clock_now()))) {
    return false;
  }
  if (reaped > 0) log_event(LOG_WARNING, "pull.abandoned", LOG_INT("pulls", reaped));
  return true;
}

static bool evaluation_wanted(struct scheduler *s, struct vg_error *err) {
  DB_RESULT(r);
  if (s->first_end_ms != 0) return true;
  if (!db_run(s->db, &r, SQL_EVALUATION_WANTED, DB_ONE, err)) return false;
  if (row_bool(r, 0, "wanted")) s->first_end_ms = s->last_end_ms = clock_monotonic_ms();
  return row_ok(r, err);
}

static bool evaluate(struct scheduler *s, struct vg_error *err) {
  int64_t now = clock_monotonic_ms();
  if (s->conf->evaluate == NULL) return true;
  if (!evaluation_wanted(s, err)) return false;
  if (s->first_end_ms == 0) return true;
  bool quiet = s->children.count == 0 || now - s->last_end_ms >= EVALUATE_WAIT_MS;
  if (!quiet && now - s->first_end_ms < EVALUATE_MOST_MS) return true;
  s->first_end_ms = 0;
  s->filling = s->conf->backfill != NULL;
  return s->conf->evaluate(s->db, clock_now(), err);
}

static bool backfill(struct scheduler *s, struct vg_error *err) {
  if (!s->filling) return true;
  s->filling = false;
  return s->conf->backfill(s->db, &s->filling, err);
}

static bool daily(struct scheduler *s, struct vg_error *err) {
  char day[TIME_TEXT];
  DB_RESULT(r);
  int64_t purged;
  vg_time now = clock_now();
  day[0] = '\0';
  (void)time_format(now, day);
  day[10] = '\0';
  if (!db_run(s->db, &r, SQL_COLLECTOR_DAILY, DB_ZERO_OR_ONE, err, P_TEXT(day), P_TIME(now))) return false;
  if (row_count(r) == 0) return true;
  if (s->conf->evaluate_all != NULL && !s->conf->evaluate_all(s->db, now, err)) return false;
  if (!kind_purge(s->db, now, &purged, err)) return false;
  log_event(LOG_INFO, "collector.daily", LOG_INT("purged", purged));
  return purged == 0 || db_run(s->db, NULL, SQL_INDICATOR_STALE_ALL, DB_NONE, err);
}

/* What the mail server does not take is that process's own concern. */
static bool remind(struct scheduler *s, struct vg_error *err) {
  struct child c;
  struct vg_error why;
  int64_t now = clock_monotonic_ms();
  bool wanted = false;
  children_kill_late(&s->reminder);
  while (children_ended(&s->reminder, false, &c, &why))
    if (why.code != VG_OK) log_event(LOG_WARNING, "remind.died", LOG_TEXT("why", why.message));
  if (s->conf->remind_wanted == NULL || s->reminder.count > 0 || (s->reminded_ms != 0 && now - s->reminded_ms < REMIND_MS)) return true;
  s->reminded_ms = now;
  if (!s->conf->remind_wanted(s->conf->user, s->db, clock_now(), &wanted, err)) return false;
  return !wanted || child_start(&s->reminder, s->conf->remind, &(struct child){.deadline_ms = now + REMIND_DEADLINE_MS}, err);
}

/* ---- the loop ---- */

static bool connect_db(struct scheduler *s, struct vg_error *err) {
  if (s->db == NULL) {
    if (!db_open(&s->db, &s->conf->db, err)) return false;
    if (!db_listen(s->db, "vigie_request", err) || !collector_key_publish(s->db, &s->key, clock_now(), err)) {
      db_close(s->db);
      s->db = NULL;
      return false;
    }
  }
  if (!s->ready && s->conf->ready != NULL) s->conf->ready(s->conf->user);
  if (!s->ready) {
    log_event(LOG_INFO, "collector.ready", LOG_TEXT("instance", s->instance));
    s->first_end_ms = s->last_end_ms = clock_monotonic_ms(); /* what was pulled without us may not be evaluated yet */
  }
  s->ready = true;
  return true;
}

/* One failed part does not keep the others from their turn. */
static bool turn(struct scheduler *s, struct vg_error *err) {
  if (!connect_db(s, err)) return false;
  bool ok = end_children(s, err);
  ok = sweep(s, err) && ok;
  ok = start_requests(s, err) && ok;
  ok = start_pulls(s, err) && ok;
  ok = evaluate(s, err) && ok;
  ok = backfill(s, err) && ok;
  ok = remind(s, err) && ok;
  return daily(s, err) && ok;
}

static void take_signals(struct scheduler *s) {
  struct signalfd_siginfo info;
  while (read(s->signals, &info, sizeof info) == (ssize_t)sizeof info) {
    if (info.ssi_signo != SIGCHLD) s->stop = true;
  }
}

static int wait_ms(struct scheduler *s) {
  struct vg_error ignored = {0};
  DB_RESULT(r);
  if (s->filling) return 0;
  if (s->first_end_ms != 0) return EVALUATE_WAIT_MS / 2;
  if (s->children.count >= parallel(s)) return TURN_MS;
  if (!db_run(s->db, &r, SQL_SOURCE_NEXT_DUE, DB_ONE, &ignored)) return 1000;
  vg_time due = row_time(r, 0, "due_at"), now = clock_now();
  if (due == VG_NEVER || due - now > TURN_MS * 1000) return TURN_MS;
  return due <= now ? 250 : (int)((due - now) / 1000) + 1;
}

static void pause_for(struct scheduler *s, bool ok) {
  char channel[64];
  bool got;
  struct vg_error ignored = {0};
  if (ok) {
    (void)db_wait_notify(s->db, wait_ms(s), s->signals, channel, &got, &ignored);
    return;
  }
  int shift = s->failures > 5 ? 5 : s->failures;
  struct pollfd fd = {.fd = s->signals, .events = POLLIN};
  (void)poll(&fd, 1, 100 << shift);
}

static void complain(struct scheduler *s, bool ok, const struct vg_error *err) {
  if (ok) {
    if (s->failures > 0) log_event(LOG_INFO, "collector.recovered", LOG_INT("failures", s->failures));
    s->failures = 0;
    return;
  }
  if (schedule_complains(++s->failures)) log_error("collector.failed", err);
}

static bool block_signals(struct scheduler *s, struct vg_error *err) {
  sigset_t set;
  (void)sigemptyset(&set);
  (void)sigaddset(&set, SIGTERM);
  (void)sigaddset(&set, SIGINT);
  (void)sigaddset(&set, SIGCHLD);
  s->signals = sigprocmask(SIG_BLOCK, &set, NULL) == 0 ? signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC) : -1;
  return s->signals >= 0 || vg_fail(err, VG_E_INTERNAL, "signals: %s", strerror(errno));
}

bool scheduler_run(const struct scheduler_conf *conf, struct vg_error *err) {
  struct scheduler s = {.conf = conf, .signals = -1};
  if (!collector_key_load(conf->data_dir, &s.key, err) || !block_signals(&s, err)) return false;
  (void)snprintf(s.instance, sizeof s.instance, "collector-%08x%08x", randombytes_random(), randombytes_random());
  while (!s.stop) {
    struct vg_error failure = {0};
    bool ok = turn(&s, &failure);
    complain(&s, ok, &failure);
    pause_for(&s, ok && s.db != NULL);
    take_signals(&s);
  }
  stop_children(&s);
  db_close(s.db);
  (void)close(s.signals);
  collector_key_wipe(&s.key);
  log_event(LOG_INFO, "collector.stopped", LOG_TEXT("instance", s.instance));
  return true;
}
