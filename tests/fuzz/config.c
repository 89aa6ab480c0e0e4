/* Settings: any file is taken whole or refused with its place; nothing leaks. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config/config.h"
#include "core/text.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char path[64];
  int fd = memfd_create("config", MFD_CLOEXEC);
  fuzz_assert(fd >= 0);
  fuzz_assert(size == 0 || write(fd, data, size) == (ssize_t)size);
  (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  struct config c;
  struct vg_error err = {0};
  if (config_load(&c, path, NULL, 0, &err)) {
    fuzz_assert(c.data_dir != NULL && c.zone != NULL && c.listen_port >= 0 && c.public_url != NULL);
    config_free(&c);
  } else {
    fuzz_assert(err.code == VG_E_CONFIG && text_utf8(err.message, strlen(err.message)));
  }
  (void)close(fd);
  return 0;
}
