#include "core/ready.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"

void ready_tell(const char *text) {
  const char *variable = getenv("VIGIE_READY_FD");
  int64_t fd;
  if (variable == NULL || !text_int(variable, 3, 1000, &fd)) return;
  (void)unsetenv("VIGIE_READY_FD");
  (void)!write((int)fd, text, strlen(text));
  (void)!write((int)fd, "\n", 1);
  (void)close((int)fd);
}
