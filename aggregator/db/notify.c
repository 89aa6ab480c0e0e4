#include "db/notify.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "db/internal.h"

static bool name_ok(const char *channel) {
  size_t n = strspn(channel, "abcdefghijklmnopqrstuvwxyz_");
  return n > 0 && n < DB_CHANNEL_NAME && channel[n] == '\0';
}

bool db_listen(struct db *db, const char *channel, struct vg_error *err) {
  char sql[DB_CHANNEL_NAME + 16];
  if (!name_ok(channel)) return vg_fail(err, VG_E_INTERNAL, "LISTEN: not a channel of ours");
  if (db->channel_count == DB_CHANNELS_MAX) return vg_fail(err, VG_E_INTERNAL, "LISTEN: too many channels");
  (void)snprintf(sql, sizeof sql, "LISTEN %s", channel);
  if (!db_ready(db, "LISTEN", err) || !db_simple(db, "LISTEN", sql, err)) return false;
  (void)snprintf(db->channels[db->channel_count++], DB_CHANNEL_NAME, "%s", channel);
  return true;
}

bool db_notify(struct db *db, const char *channel, struct vg_error *err) {
  char sql[DB_CHANNEL_NAME + 16];
  if (!name_ok(channel)) return vg_fail(err, VG_E_INTERNAL, "NOTIFY: not a channel of ours");
  (void)snprintf(sql, sizeof sql, "NOTIFY %s", channel);
  return db_ready(db, "NOTIFY", err) && db_simple(db, "NOTIFY", sql, err);
}

int db_socket(const struct db *db) {
  if (db->conn == NULL || db->stale || PQstatus(db->conn) != CONNECTION_OK) return -1;
  return PQsocket(db->conn);
}

bool db_notified(struct db *db, char channel[64]) {
  if (db_socket(db) < 0) return false;
  if (PQconsumeInput(db->conn) == 0) db->stale = true;
  PGnotify *n = PQnotifies(db->conn);
  if (n == NULL) return false;
  (void)snprintf(channel, DB_CHANNEL_NAME, "%s", n->relname);
  PQfreemem(n);
  return true;
}

static bool back_again(struct db *db, char channel[64], bool *got, struct vg_error *err) {
  channel[0] = '\0';
  if (!db_ready(db, "LISTEN", err)) return false;
  return *got = true;
}

bool db_wait_notify(struct db *db, int timeout_ms, int wake_fd, char channel[64], bool *got, struct vg_error *err) {
  *got = false;
  channel[0] = '\0';
  if (db_notified(db, channel)) return *got = true;
  if (db_socket(db) < 0) return back_again(db, channel, got, err);
  struct pollfd p[2] = {{.fd = db_socket(db), .events = POLLIN}, {.fd = wake_fd, .events = POLLIN}};
  if (poll(p, 2, timeout_ms) <= 0 || p[0].revents == 0) return true;
  *got = db_notified(db, channel);
  return *got || db_socket(db) >= 0 || back_again(db, channel, got, err);
}
