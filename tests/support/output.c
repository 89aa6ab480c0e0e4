#include "support/output.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The shell under way on `line`; what it writes is read from *out. */
static pid_t begin(const char *line, FILE **out) {
  int ends[2];
  cr_assert_eq(pipe(ends), 0, "%s", line);
  pid_t child = fork();
  cr_assert_geq(child, 0, "%s", line);
  if (child == 0) {
    (void)dup2(ends[1], STDOUT_FILENO);
    (void)close(ends[0]), (void)close(ends[1]);
    (void)execl("/bin/sh", "sh", "-c", line, (char *)NULL);
    _exit(127);
  }
  (void)close(ends[1]);
  *out = fdopen(ends[0], "r");
  cr_assert_not_null(*out, "%s", line);
  return child;
}

int output_of(const char *line, char *out, size_t size) {
  char rest[4096];
  FILE *f;
  int status = -1;
  pid_t child = begin(line, &f);
  out[fread(out, 1, size - 1, f)] = '\0';
  while (fread(rest, 1, sizeof rest, f) > 0) /* a pipe closed too early would be the command's failure */
    continue;
  (void)fclose(f);
  cr_assert_eq(waitpid(child, &status, 0), child, "%s", line);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

size_t count_of(const char *text, const char *part) {
  size_t n = 0;
  for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part)) n++;
  return n;
}
