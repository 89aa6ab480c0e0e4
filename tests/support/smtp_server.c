#include "support/smtp_server.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 20 };

void smtp_start(struct smtp_server *s, const char *const *arguments) {
  char program[400];
  const char *argv[ARGUMENTS_MAX + 4] = {program, s->folder};
  int out[2];
  *s = (struct smtp_server){.folder = "/tmp/vigie-smtp-XXXXXX"};
  cr_assert(mkdtemp(s->folder) != NULL && pipe(out) == 0);
  (void)snprintf(program, sizeof program, "%s/support/smtp_server.py", getenv("VIGIE_TESTS"));
  for (int i = 0; arguments[i] != NULL && i < ARGUMENTS_MAX; i++) argv[i + 2] = arguments[i];
  s->pid = fork();
  cr_assert(s->pid >= 0);
  if (s->pid == 0) {
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves nobody behind */
    (void)dup2(out[1], 1);
    (void)close(out[0]);
    (void)execv(program, (char *const *)(uintptr_t)argv);
    _exit(127);
  }
  (void)close(out[1]);
  FILE *f = fdopen(out[0], "r");
  char line[20] = "";
  cr_assert(f != NULL && fgets(line, sizeof line, f) != NULL, "%s does not start: is python3-aiosmtpd installed?", program);
  (void)fclose(f);
  s->port = (int)strtol(line, NULL, 10);
}

void smtp_stop(struct smtp_server *s) {
  char path[400];
  (void)kill(s->pid, SIGKILL);
  (void)waitpid(s->pid, NULL, 0);
  DIR *d = opendir(s->folder);
  for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;) {
    (void)snprintf(path, sizeof path, "%s/%s", s->folder, e->d_name);
    if (e->d_name[0] != '.') (void)unlink(path);
  }
  if (d != NULL) (void)closedir(d);
  (void)rmdir(s->folder);
}

static const char *read_file(const struct smtp_server *s, int n, const char *kind) {
  static char text[64 << 10];
  char path[80];
  (void)snprintf(path, sizeof path, "%s/%d.%s", s->folder, n, kind);
  FILE *f = fopen(path, "re");
  if (f == NULL) return NULL;
  text[fread(text, 1, sizeof text - 1, f)] = '\0';
  (void)fclose(f);
  return text;
}

int smtp_count(const struct smtp_server *s) {
  int n = 0;
  while (read_file(s, n + 1, "txt") != NULL) n++;
  return n;
}

static const char *wanted(const char *text, int n) {
  cr_assert_not_null(text, "message %d did not come", n);
  return text;
}

const char *smtp_message(const struct smtp_server *s, int n) { return wanted(read_file(s, n, "txt"), n); }
const char *smtp_raw(const struct smtp_server *s, int n) { return wanted(read_file(s, n, "eml"), n); }
