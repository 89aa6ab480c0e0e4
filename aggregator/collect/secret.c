#include "collect/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "source/options.h"

enum { PATH_MAX_TEXT = 4096 };

void collector_key_wipe(struct collector_key *key) { sodium_memzero(key, sizeof *key); }

static bool read_key(int fd, const char *path, struct collector_key *out, struct vg_error *err) {
  struct stat st;
  if (fstat(fd, &st) != 0) return vg_fail(err, VG_E_STORAGE, "%s: %s", path, vg_errno(errno));
  if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0) {
    vg_fail(err, VG_E_CONFIG, "%s: expected a file that its owner alone may read, got mode %04o", path, st.st_mode & 07777U);
    return vg_hint(err, "chmod 600 %s", path);
  }
  ssize_t n = read(fd, out->secret_key, sizeof out->secret_key);
  if (n != (ssize_t)sizeof out->secret_key || st.st_size != n) {
    vg_fail(err, VG_E_CONFIG, "%s: expected a key of %zu bytes, got %lld", path, sizeof out->secret_key, (long long)st.st_size);
    return vg_hint(err, "restore it from a backup; without it, secrets must be typed again");
  }
  return crypto_scalarmult_base(out->public_key, out->secret_key) == 0 ||
         vg_fail(err, VG_E_CONFIG, "%s: not a key", path);
}

static bool write_all(int fd, const unsigned char *data, size_t length) {
  return write(fd, data, length) == (ssize_t)length && fsync(fd) == 0;
}

/* Written beside, then linked: of two collectors that start at once, one makes the key and both use it. */
static bool make_key(const char *path, struct vg_error *err) {
  char beside[PATH_MAX_TEXT + 16];
  unsigned char public_key[32], secret_key[32];
  (void)snprintf(beside, sizeof beside, "%s.%ld", path, (long)getpid());
  int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return vg_fail(err, VG_E_STORAGE, "%s: %s", beside, vg_errno(errno));
  bool ok = crypto_box_keypair(public_key, secret_key) == 0 && write_all(fd, secret_key, sizeof secret_key);
  int why = errno;
  sodium_memzero(secret_key, sizeof secret_key);
  (void)close(fd);
  if (ok && link(beside, path) != 0 && errno != EEXIST) ok = false, why = errno;
  (void)unlink(beside);
  return ok || vg_fail(err, VG_E_STORAGE, "%s: %s", path, vg_errno(why));
}

bool collector_key_load(const char *data_dir, struct collector_key *out, struct vg_error *err) {
  char folder[PATH_MAX_TEXT - 32], path[PATH_MAX_TEXT];
  (void)snprintf(folder, sizeof folder, "%s/keys", data_dir);
  (void)snprintf(path, sizeof path, "%s/collector.key", folder);
  if (sodium_init() < 0) return vg_fail(err, VG_E_INTERNAL, "libsodium does not start");
  if (mkdir(folder, 0700) != 0 && errno != EEXIST) return vg_fail(err, VG_E_STORAGE, "%s: %s", folder, vg_errno(errno));
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 && errno == ENOENT) {
    if (!make_key(path, err)) return false;
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  }
  if (fd < 0) return vg_fail(err, errno == EACCES ? VG_E_CONFIG : VG_E_STORAGE, "%s: %s", path, vg_errno(errno));
  bool ok = read_key(fd, path, out, err);
  (void)close(fd);
  if (!ok) collector_key_wipe(out);
  return ok;
}

bool collector_key_publish(struct db *db, const struct collector_key *key, vg_time now, struct vg_error *err) {
  struct seal_key public_key;
  bool changed = false;
  memcpy(public_key.bytes, key->public_key, sizeof public_key.bytes);
  if (!seal_key_publish(db, &public_key, now, &changed, err)) return false;
  if (changed) log_event(LOG_WARNING, "collector.key_changed", LOG_TEXT("hint", "secrets sealed before must be typed again"));
  return true;
}

bool secrets_load(struct db *db, const struct collector_key *key, const struct secrets_from *from, struct vg_arena *arena,
                  struct option_value *options, size_t room, size_t *count, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SOURCE_SECRET_READ, DB_MANY, err, P_INT(from->source_id))) return false;
  for (size_t i = 0; i < row_count(r); i++) {
    const char *name = vg_strdup(arena, row_text(r, i, "option")), *value;
    struct seal_place place = {.source_id = from->source_id, .option = name, .destination = from->destination};
    struct vg_error closed = {0};
    unsigned char *box;
    size_t n = row_bytes(r, i, "sealed", arena, &box);
    if (name == NULL || box == NULL) return vg_fail(err, VG_E_LIMIT, "secrets: out of memory");
    if (!seal_open(key->public_key, key->secret_key, &place, box, n, arena, &value, &closed)) {
      if (from->draft && closed.code == VG_E_CONFIG) continue;
      *err = closed;
      return false;
    }
    if (!option_put(options, room, count, name, value)) return vg_fail(err, VG_E_LIMIT, "too many options");
  }
  return row_ok(r, err);
}
