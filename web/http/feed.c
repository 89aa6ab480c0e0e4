#include "web/http/feed.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"

enum { PING_MS = 2000, ANSWER_MS = 2000, RETRY_MS = 250, TRUST_MS = PING_MS + ANSWER_MS + 1000, KEEP_BYTES = 1 << 20 };

struct feed {
  struct db_conf conf;
  struct snapshots *snapshots;
  pthread_t thread;
  int stop; /* an eventfd, readable when the thread is to end */
  atomic_bool live;
  atomic_llong heard_ms; /* when the connection last proved itself */
  atomic_ulong people, figures;
  atomic_llong changed_at; /* set before `figures` moves: who sees the new number sees the new instant */
  atomic_bool busy; /* somebody asked since the connection last proved itself */
};

static bool stopping(struct feed *f, int wait_ms) {
  struct pollfd p = {.fd = f->stop, .events = POLLIN};
  return poll(&p, 1, wait_ms) > 0;
}

static void heard(struct feed *f) { atomic_store(&f->heard_ms, clock_monotonic_ms()); }

static void lost(struct feed *f) {
  if (atomic_exchange(&f->live, false)) log_event(LOG_WARNING, "feed.lost");
}

static bool open_feed(struct feed *f, struct db **db) {
  struct vg_error ignored = {0};
  if (*db != NULL) return db_alive(*db);
  if (!db_open(db, &f->conf, &ignored)) return false;
  if (db_listen(*db, "vigie_people", &ignored) && db_listen(*db, "vigie_figures", &ignored)) return true;
  db_close(*db);
  *db = NULL;
  return false;
}

/* Who asks meanwhile is shown what was before: both change at once. What this process changes itself does not wait. */
static void renew_figures(struct feed *f, struct db *db) {
  int64_t begun = clock_monotonic_ms();
  unsigned long seen = atomic_load(&f->figures);
  struct snapshot *next = snapshot_prepare(f->snapshots, db);
  atomic_store(&f->changed_at, clock_now());
  if (next == NULL || !snapshot_publish(next, &f->figures, seen)) feed_figures_changed(f);
  log_event(LOG_DEBUG, "feed.renewed", LOG_INT("ms", clock_monotonic_ms() - begun));
}

/* What was announced while nobody listened is not known: all of it may have changed. */
static void begin(struct feed *f, struct db *db) {
  feed_people_changed(f);
  renew_figures(f, db);
  heard(f);
  if (!atomic_exchange(&f->live, true)) log_event(LOG_INFO, "feed.live");
}

static void take_announced(struct feed *f, struct db *db) {
  char channel[64];
  bool figures = false;
  while (db_notified(db, channel)) {
    if (strcmp(channel, "vigie_people") == 0) feed_people_changed(f);
    else figures = true;
  }
  if (figures) renew_figures(f, db);
}

/* Waits for an announcement, or asks the connection to prove itself. False: it is lost. */
static bool listen_once(struct feed *f, struct db *db) {
  struct vg_error ignored = {0};
  take_announced(f, db);
  struct pollfd p[2] = {{.fd = db_socket(db), .events = POLLIN}, {.fd = f->stop, .events = POLLIN}};
  if (p[0].fd < 0) return false;
  int n = poll(p, 2, PING_MS);
  if (n < 0) return errno == EINTR;
  if (n == 0 && !atomic_exchange(&f->busy, false)) (void)malloc_trim(KEEP_BYTES); /* a quiet moment: what a crowd needed goes back */
  if (n == 0 && !db_run(db, NULL, SQL_FEED_ALIVE, DB_ONE, &ignored)) return false;
  take_announced(f, db);
  if (db_socket(db) < 0) return false;
  heard(f);
  return true;
}

static void *run(void *user) {
  struct feed *f = user;
  struct db *db = NULL;
  bool open = false;
  for (int wait_ms = 0; !stopping(f, wait_ms);) {
    wait_ms = 0;
    if (open) {
      open = listen_once(f, db);
      if (!open) lost(f);
    } else {
      open = open_feed(f, &db);
      if (open) begin(f, db);
      else wait_ms = RETRY_MS;
    }
  }
  atomic_store(&f->live, false);
  db_close(db);
  return NULL;
}

bool feed_start(struct feed **out, const struct db_conf *conf, struct snapshots *snapshots, struct vg_error *err) {
  struct feed *f = calloc(1, sizeof *f);
  if (f == NULL) return vg_fail(err, VG_E_INTERNAL, "no memory for the feed");
  f->conf = *conf;
  f->snapshots = snapshots;
  f->conf.timeout_ms = ANSWER_MS;
  f->conf.application = "vigie feed";
  f->stop = eventfd(0, EFD_CLOEXEC);
  if (f->stop >= 0 && pthread_create(&f->thread, NULL, run, f) == 0) {
    *out = f;
    return true;
  }
  if (f->stop >= 0) (void)close(f->stop);
  free(f);
  return vg_fail(err, VG_E_INTERNAL, "the feed's thread does not start");
}

void feed_stop(struct feed *f) {
  if (f == NULL) return;
  (void)eventfd_write(f->stop, 1);
  (void)pthread_join(f->thread, NULL);
  (void)close(f->stop);
  free(f);
}

struct feed_state feed_state(struct feed *f) {
  if (f == NULL) return (struct feed_state){0};
  if (!atomic_load_explicit(&f->busy, memory_order_relaxed)) atomic_store(&f->busy, true);
  return (struct feed_state){.live = atomic_load(&f->live) && clock_monotonic_ms() - atomic_load(&f->heard_ms) <= TRUST_MS,
                             .people = atomic_load(&f->people),
                             .figures = atomic_load(&f->figures),
                             .changed_at = atomic_load(&f->changed_at)};
}

void feed_people_changed(struct feed *f) { (void)atomic_fetch_add(&f->people, 1); }

void feed_figures_changed(struct feed *f) {
  atomic_store(&f->changed_at, clock_now());
  (void)atomic_fetch_add(&f->figures, 1);
}
