#include "support/output.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

int output_of(const char *line, char *out, size_t size) {
  char rest[4096];
  FILE *f = popen(line, "r");
  cr_assert_not_null(f, "%s", line);
  out[fread(out, 1, size - 1, f)] = '\0';
  while (fread(rest, 1, sizeof rest, f) > 0) /* a pipe closed too early would be the command's failure */
    continue;
  int status = pclose(f);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

size_t count_of(const char *text, const char *part) {
  size_t n = 0;
  for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part)) n++;
  return n;
}
