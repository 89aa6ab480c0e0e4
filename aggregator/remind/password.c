#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "remind/remind.h"

enum { PASSWORD = 256 };

static bool read_line(int fd, const char *path, char out[PASSWORD], struct vg_error *err) {
  struct stat st;
  if (fstat(fd, &st) != 0) return vg_fail(err, VG_E_CONFIG, N_("smtp_password_file: %s: %s"), path, strerrordesc_np(errno));
  if (!S_ISREG(st.st_mode) || (st.st_mode & 077) != 0) {
    (void)vg_fail(err, VG_E_CONFIG, N_("smtp_password_file: %s: expected a file that its owner alone may read, got mode %04o"), path, st.st_mode & 07777U);
    return vg_hint(err, "chmod 600 %s", path);
  }
  ssize_t n = read(fd, out, PASSWORD - 1);
  size_t length = n > 0 ? (size_t)n : 0;
  while (length > 0 && (out[length - 1] == '\n' || out[length - 1] == '\r')) length--;
  out[length] = '\0';
  bool one_line = length > 0 && st.st_size < PASSWORD && strlen(out) == length;
  for (size_t i = 0; i < length; i++) one_line = one_line && (unsigned char)out[i] >= 0x20;
  return one_line || vg_fail(err, VG_E_CONFIG, N_("smtp_password_file: %s: expected one line of 1 to %d bytes"), path, PASSWORD - 2);
}

bool remind_password(const char *path, char out[PASSWORD], struct vg_error *err) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return vg_fail(err, VG_E_CONFIG, N_("smtp_password_file: %s: %s"), path, strerrordesc_np(errno));
  bool ok = read_line(fd, path, out, err);
  (void)close(fd);
  if (!ok) explicit_bzero(out, PASSWORD);
  return ok;
}
