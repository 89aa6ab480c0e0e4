#include "collect/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_BLOCK = 4 << 20 };

void spool_init(struct spool *s, size_t memory_limit, uint64_t limit) {
  *s = (struct spool){.memory_limit = memory_limit, .limit = limit, .fd = -1};
  buf_init(&s->memory, memory_limit + (64u << 20));
}

void spool_free(struct spool *s) {
  buf_free(&s->memory);
  if (s->fd > 0) (void)close(s->fd);
  s->fd = -1;
}

static bool open_file(struct spool *s, struct vg_error *err) {
  const char *folder = getenv("TMPDIR");
  char path[4096];
  (void)snprintf(path, sizeof path, "%s/vigie-spool-XXXXXX", folder != NULL && folder[0] == '/' ? folder : "/tmp");
  s->fd = mkostemp(path, O_CLOEXEC);
  if (s->fd < 0) {
    vg_fail(err, VG_E_STORAGE, "%s: temporary file: %s", path, vg_errno(errno));
    return vg_hint(err, "set TMPDIR to a folder with free space");
  }
  (void)unlink(path);
  return true;
}

static bool flush_memory(struct spool *s, struct vg_error *err) {
  for (size_t done = 0; done < s->memory.length;) {
    ssize_t n = write(s->fd, s->memory.data + done, s->memory.length - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return vg_fail(err, VG_E_STORAGE, "temporary file of the pull: %s", n < 0 ? vg_errno(errno) : N_("nothing written"));
    done += (size_t)n;
  }
  buf_clear(&s->memory);
  return true;
}

bool spool_put(struct spool *s, const char *data, size_t length, struct vg_error *err) {
  if (s->length + length > s->limit) {
    return vg_fail(err, VG_E_LIMIT, "the reading has more than %llu bytes", (unsigned long long)s->limit);
  }
  buf_put(&s->memory, data, length);
  s->length += length;
  if (!buf_check(&s->memory, "spool", err)) return false;
  if (s->memory.length <= s->memory_limit) return true;
  return (s->fd >= 0 || open_file(s, err)) && flush_memory(s, err);
}

static bool read_memory(struct spool *s, spool_block *block, void *user, struct vg_error *err) {
  size_t used = 0;
  if (!block(user, s->memory.data, s->memory.length, true, &used, err)) return false;
  return used == s->memory.length || vg_fail(err, VG_E_INTERNAL, "spool: %zu bytes left over", s->memory.length - used);
}

/* Fills `piece` up to its room. False: error; *end when the file has no more. */
static bool fill(struct spool *s, char *piece, size_t *have, off_t *at, bool *end, struct vg_error *err) {
  while (*have < READ_BLOCK && !*end) {
    ssize_t n = pread(s->fd, piece + *have, READ_BLOCK - *have, *at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return vg_fail(err, VG_E_STORAGE, "temporary file of the pull: %s", vg_errno(errno));
    *end = n == 0;
    *have += (size_t)n, *at += n;
  }
  return true;
}

static bool read_file(struct spool *s, spool_block *block, void *user, char *piece, struct vg_error *err) {
  size_t have = 0;
  off_t at = 0;
  for (bool end = false;;) {
    if (!fill(s, piece, &have, &at, &end, err)) return false;
    size_t used = 0;
    if (!block(user, piece, have, end, &used, err)) return false;
    if (end && used == have) return true;
    if (used == 0) return vg_fail(err, VG_E_INTERNAL, "spool: %zu bytes left over", have);
    memmove(piece, piece + used, have - used);
    have -= used;
  }
}

bool spool_read(struct spool *s, spool_block *block, void *user, struct vg_error *err) {
  if (s->fd < 0) return read_memory(s, block, user, err);
  if (s->memory.length > 0 && !flush_memory(s, err)) return false;
  char *piece = malloc(READ_BLOCK);
  if (piece == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  bool ok = read_file(s, block, user, piece, err);
  free(piece);
  return ok;
}
