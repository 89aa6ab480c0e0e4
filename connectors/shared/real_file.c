/* Files, directories and links, with limits. Opens without following surprises: regular files only, never blocking. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "connectors/transport.h"

enum { NAMES_MAX = 100000 };

static bool fail_errno(const char *shown, const char *what, struct vg_error *err) {
  enum vg_code code = errno == ENOENT || errno == ENOTDIR  ? VG_E_NOTFOUND
                      : errno == EACCES || errno == EPERM ? VG_E_DENIED
                                                          : VG_E_UNAVAILABLE;
  (void)vg_fail(err, code, "%s \"%s\": %s", what, shown, vg_errno(errno));
  if (code == VG_E_DENIED) return vg_hint(err, "let the account that runs the collector read it");
  return false;
}

static bool read_all(int fd, const char *shown, size_t limit, struct buf *content, struct vg_error *err) {
  static _Thread_local char block[1 << 16];
  for (;;) {
    ssize_t n = read(fd, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail_errno(shown, N_("file"), err);
    if (n == 0) return true;
    buf_put(content, block, (size_t)n);
    if (!buf_ok(content)) return vg_fail(err, VG_E_LIMIT, "file \"%s\": more than %zu bytes", shown, limit);
  }
}

bool real_file(const char *path, const char *shown, size_t limit, struct buf *content, struct vg_error *err) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return fail_errno(shown, N_("file"), err);
  struct stat st;
  bool ok = fstat(fd, &st) == 0 || fail_errno(shown, N_("file"), err);
  if (ok && !S_ISREG(st.st_mode)) ok = vg_fail(err, VG_E_INPUT, "file \"%s\": expected a regular file", shown);
  if (ok && st.st_size > 0 && (uint64_t)st.st_size > limit)
    ok = vg_fail(err, VG_E_LIMIT, "file \"%s\": %lld bytes, expected at most %zu", shown, (long long)st.st_size, limit);
  ok = ok && read_all(fd, shown, limit, content, err);
  (void)close(fd);
  return ok;
}

bool real_info(const char *path, const char *shown, struct file_info *info, struct vg_error *err) {
  struct stat st;
  if (stat(path, &st) != 0) return fail_errno(shown, N_("file"), err);
  if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
    return vg_fail(err, VG_E_INPUT, "file \"%s\": expected a regular file or a directory", shown);
  *info = (struct file_info){.directory = S_ISDIR(st.st_mode),
                             .size = st.st_size,
                             .modified = st.st_mtim.tv_sec * VG_SECOND + st.st_mtim.tv_nsec / 1000};
  return true;
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool real_list(struct vg_arena *arena, const char *path, const char *shown, const char *const **names, size_t *count,
               struct vg_error *err) {
  DIR *dir = opendir(path);
  if (dir == NULL) return fail_errno(shown, N_("directory"), err);
  const char **all = NULL;
  size_t n = 0, room = 0;
  bool ok = true;
  for (struct dirent *e; ok && (e = readdir(dir)) != NULL;) {
    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
    if (n == room) {
      const char **grown = vg_alloc(arena, (room = room == 0 ? 64 : room * 2) * sizeof *grown);
      if (grown != NULL && n > 0) memcpy(grown, all, n * sizeof *grown);
      all = grown;
    }
    ok = all != NULL && n < NAMES_MAX && (all[n] = vg_strdup(arena, e->d_name)) != NULL;
    if (ok) n++;
    else (void)vg_fail(err, VG_E_LIMIT, "directory \"%s\": too many names", shown);
  }
  (void)closedir(dir);
  if (!ok) return false;
  if (n > 0) qsort(all, n, sizeof *all, by_name);
  *names = all;
  *count = n;
  return true;
}

const char *real_link(struct vg_arena *arena, const char *path) {
  char target[4096];
  ssize_t n = readlink(path, target, sizeof target);
  return n < 0 ? NULL : vg_strndup(arena, target, (size_t)n);
}
