#include <errno.h>
#include <limits.h>
#include <poll.h>

#include "db/internal.h"

enum { DRAIN_MS = 2000 };

int64_t db_deadline(const struct db *db) {
  return db->timeout_ms > 0 ? clock_monotonic_ms() + db->timeout_ms : INT64_MAX;
}

static int left_ms(int64_t deadline) {
  if (deadline == INT64_MAX) return -1;
  int64_t left = deadline - clock_monotonic_ms();
  return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

int db_poll(struct db *db, short events, int64_t deadline) {
  struct pollfd p = {.fd = PQsocket(db->conn), .events = events};
  if (p.fd < 0) return -1;
  for (;;) {
    int n = poll(&p, 1, left_ms(deadline));
    if (n >= 0) return n;
    if (errno != EINTR) return -1;
  }
}

/* 1 flushed, 0 late, -1 lost. While the server cannot take more, what it says is read, or both would wait for ever. */
static int flush(struct db *db, int64_t deadline) {
  for (;;) {
    int n = PQflush(db->conn);
    if (n == 0) return 1;
    if (n < 0) return -1;
    int ready = db_poll(db, POLLIN | POLLOUT, deadline);
    if (ready <= 0) return ready;
    if (PQconsumeInput(db->conn) == 0) return -1;
  }
}

static int wait_result(struct db *db, int64_t deadline) {
  while (PQisBusy(db->conn) != 0) {
    int ready = db_poll(db, POLLIN, deadline);
    if (ready <= 0) return ready;
    if (PQconsumeInput(db->conn) == 0) return -1;
  }
  return 1;
}

/* 1 answered, 0 late, -1 lost. */
static int collect(struct db *db, int64_t deadline, PGresult **out) {
  for (;;) {
    int ready = wait_result(db, deadline);
    if (ready <= 0) return ready;
    PGresult *pg = PQgetResult(db->conn);
    if (pg == NULL) return *out == NULL ? -1 : 1;
    if (*out != NULL && PQresultStatus(*out) == PGRES_FATAL_ERROR) {
      PQclear(pg);
      continue;
    }
    PQclear(*out);
    *out = pg;
    ExecStatusType status = PQresultStatus(pg);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) return 1;
  }
}

/* Cancels what runs and reads to the end, so that the connection can be used again. */
static void cancel(struct db *db) {
  char ignored[256];
  PGcancel *request = PQgetCancel(db->conn);
  bool sent = request != NULL && PQcancel(request, ignored, sizeof ignored) == 1;
  PQfreeCancel(request);
  PGresult *rest = NULL;
  int64_t deadline = clock_monotonic_ms() + DRAIN_MS;
  if (!sent || flush(db, deadline) <= 0 || collect(db, deadline, &rest) <= 0 || db->copying) db->stale = true;
  PQclear(rest);
}

static bool late(struct db *db, const char *name, struct vg_error *err) {
  cancel(db);
  return vg_fail(err, VG_E_TIMEOUT, "%s: no answer from the database within %d ms", name, db->timeout_ms);
}

bool db_flush(struct db *db, const char *name, int64_t deadline, struct vg_error *err) {
  int done = flush(db, deadline);
  if (done == 0) return late(db, name, err);
  return done > 0 || db_fail_lost(db, name, err);
}

bool db_answer(struct db *db, const char *name, PGresult **out, struct vg_error *err) {
  int64_t deadline = db_deadline(db);
  *out = NULL;
  if (!db_flush(db, name, deadline, err)) return false;
  int done = collect(db, deadline, out);
  if (done > 0) return true;
  PGresult *partial = *out;
  *out = NULL;
  bool told = done < 0 && partial != NULL && PQresultStatus(partial) == PGRES_FATAL_ERROR;
  if (told) (void)db_fail_result(db, name, partial, err);
  PQclear(partial);
  if (told) return db->stale = true, false;
  return done == 0 ? late(db, name, err) : db_fail_lost(db, name, err);
}
