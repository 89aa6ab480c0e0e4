#include "support/output.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
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

/* How long the space at `p` is; 0: none. U+00A0 and U+202F are spaces too. */
static size_t space_at(const char *p) {
  if (strchr(" \t\n\f", *p) != NULL) return *p != '\0';
  return strncmp(p, "\xC2\xA0", 2) == 0 ? 2 : strncmp(p, "\xE2\x80\xAF", 3) == 0 ? 3 : 0;
}

static void flatten(char *out, size_t size, const char *text) {
  size_t n = 0;
  while (*text != '\0' && n + 1 < size) {
    size_t space = space_at(text);
    if (n > 0 && out[n - 1] == ' ' && strncmp(text, "\xE2\x80\x99", 3) == 0) n--; /* pdftotext cuts before U+2019 when it stands close */
    if (space == 0) out[n++] = *text;
    else if (n > 0 && out[n - 1] != ' ') out[n++] = ' ';
    text += space > 0 ? space : 1;
  }
  out[n] = '\0';
}

const char *plain_spaces(const char *text) {
  static char texts[2][128 << 10];
  static int turn;
  char *out = texts[turn ^= 1];
  flatten(out, sizeof texts[0], text);
  return out;
}

const char *pdf_says(const char *data, size_t length) {
  static char raw[128 << 10], text[128 << 10];
  char path[] = "/tmp/vigie-pdf-XXXXXX", line[80];
  int fd = mkstemp(path);
  cr_assert(fd >= 0 && write(fd, data, length) == (ssize_t)length && close(fd) == 0);
  (void)snprintf(line, sizeof line, "pdftotext -raw %s -", path);
  cr_assert_eq(output_of(line, raw, sizeof raw), 0, "pdftotext");
  (void)unlink(path);
  flatten(text, sizeof text, raw);
  return text;
}

size_t count_of(const char *text, const char *part) {
  size_t n = 0;
  for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part)) n++;
  return n;
}
