#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sample/sources.h"

enum { ANSWER_MAX = 16 << 20, PATH_LIMIT = 4096 };

/* Makes the folders of a file's path, from its `root` bytes on. */
static bool make_folders(char *path, size_t root, struct vg_error *err) {
  for (char *p = path + root; *p != '\0'; p++) {
    if (*p != '/' || p == path) continue;
    *p = '\0';
    int failed = mkdir(path, 0700) != 0 && errno != EEXIST;
    if (failed) return vg_fail(err, VG_E_STORAGE, "sample: cannot make the folder %s: %s", path, strerror(errno));
    *p = '/';
  }
  return true;
}

static bool write_whole(const char *path, const struct buf *content, struct vg_error *err) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return vg_fail(err, VG_E_STORAGE, "sample: cannot write %s: %s", path, strerror(errno));
  size_t done = 0;
  while (done < content->length) {
    ssize_t n = write(fd, content->data + done, content->length - done);
    if (n < 0 && errno != EINTR) break;
    done += n > 0 ? (size_t)n : 0;
  }
  bool written = done == content->length;
  if (close(fd) != 0 || !written)
    return vg_fail(err, VG_E_STORAGE, "sample: cannot write %s: %s", path, strerror(errno));
  return true;
}

static bool put(const char *directory, const char *name, const struct buf *content, struct vg_error *err) {
  char path[PATH_LIMIT], part[PATH_LIMIT + 8];
  int n = snprintf(path, sizeof path, "%s/%s", directory, name);
  if (n < 0 || (size_t)n >= sizeof path) return vg_fail(err, VG_E_LIMIT, "sample: path too long: %s", directory);
  if (!make_folders(path, 1, err)) return false;
  (void)snprintf(part, sizeof part, "%s.part", path);
  if (!write_whole(part, content, err)) return false;
  if (rename(part, path) != 0) return vg_fail(err, VG_E_STORAGE, "sample: cannot rename %s: %s", part, strerror(errno));
  return true;
}

static bool drop(const char *directory, const char *name, struct vg_error *err) {
  char path[PATH_LIMIT];
  (void)snprintf(path, sizeof path, "%s/%s", directory, name);
  return unlink(path) == 0 || errno == ENOENT
             ? true
             : vg_fail(err, VG_E_STORAGE, "sample: cannot remove %s: %s", path, strerror(errno));
}

/* Where the failure of a call is recorded: "http/alerts.json" → "http/alerts.error". */
static void failure_name(const char *path, char *out, size_t size) {
  (void)snprintf(out, size, "%.*s.error", (int)(strrchr(path, '.') - path), path);
}

/* The answers of a source that says nothing: calls that fail; files that are not there. */
static bool write_silence(const struct sample_source *s, const char *directory, struct vg_error *err) {
  BUF(text, 256);
  buf_printf(&text, "unavailable\n%s\n", N_("no answer after 10 s"));
  for (const struct sample_file *f = s->files; f->path != NULL; f++) {
    char name[PATH_LIMIT];
    bool file = strncmp(f->path, "file/", 5) == 0;
    failure_name(f->path, name, sizeof name);
    if (file ? !drop(directory, f->path, err) : !put(directory, name, &text, err)) return false;
  }
  return true;
}

bool sample_write(const struct world *w, const struct sample_source *s, vg_time at, const char *directory,
                  struct vg_error *err) {
  if (sample_silent(s, world_day(w, at))) return write_silence(s, directory, err);
  BUF(content, ANSWER_MAX);
  for (const struct sample_file *f = s->files; f->path != NULL; f++) {
    char name[PATH_LIMIT];
    failure_name(f->path, name, sizeof name);
    buf_clear(&content);
    f->write(w, at, &content);
    if (!buf_check(&content, f->path, err) || !put(directory, f->path, &content, err) || !drop(directory, name, err))
      return false;
  }
  return true;
}
