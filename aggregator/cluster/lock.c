#include "cluster/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static bool held(const char *data_dir, int fd, struct vg_error *err) {
  char text[32] = "";
  ssize_t n = pread(fd, text, sizeof text - 1, 0);
  text[n > 0 ? strcspn(text, "\n") : 0] = '\0';
  (void)close(fd);
  (void)vg_fail(err, VG_E_CONFLICT, "another vigie run (process %s) uses %s", text, data_dir);
  return vg_hint(err, "stop it first, or give this one a data_dir and a listen of its own");
}

void lock_tell(int fd, const char *address) {
  char text[300];
  int n = snprintf(text, sizeof text, "%d\n%s\n", (int)getpid(), address);
  if (n > 0 && (size_t)n < sizeof text) (void)!pwrite(fd, text, (size_t)n, 0);
}

bool lock_told(const struct config *config, char *address, size_t size) {
  char path[4096], text[300] = "";
  (void)snprintf(path, sizeof path, "%s/vigie.lock", config->data_dir);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  bool running = flock(fd, LOCK_SH | LOCK_NB) != 0;
  ssize_t n = running ? pread(fd, text, sizeof text - 1, 0) : 0;
  (void)close(fd);
  char *line = n > 0 ? strchr(text, '\n') : NULL;
  if (line == NULL || line[1] == '\0') return false;
  line[1 + strcspn(line + 1, "\n")] = '\0';
  return (size_t)snprintf(address, size, "%s", line + 1) < size;
}

const char *lock_pages(const struct config *config, struct vg_arena *arena) {
  char told[256];
  const char *address = lock_told(config, told, sizeof told) ? vg_strdup(arena, told) : NULL;
  return address != NULL ? address : config->public_url;
}

bool lock_take(const struct config *config, int *fd, struct vg_error *err) {
  char path[4096], text[32];
  (void)snprintf(path, sizeof path, "%s/vigie.lock", config->data_dir);
  *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (*fd < 0) return vg_fail(err, VG_E_STORAGE, "%s: %s", path, strerrordesc_np(errno));
  if (flock(*fd, LOCK_EX | LOCK_NB) != 0) {
    int taken = *fd;
    *fd = -1;
    return held(config->data_dir, taken, err);
  }
  int n = snprintf(text, sizeof text, "%d\n", (int)getpid());
  if (ftruncate(*fd, 0) == 0 && pwrite(*fd, text, (size_t)n, 0) == n) return true;
  return vg_fail(err, VG_E_STORAGE, "%s: %s", path, strerrordesc_np(errno));
}
