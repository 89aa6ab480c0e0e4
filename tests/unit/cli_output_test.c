/* What a command writes: nothing that a terminal obeys; a full disk is an error, a reader that left (`| head`) is none. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"

enum { LINES = 20000 }; /* more than standard output keeps back */

static bool talk(struct command_call *call, struct vg_error *err) {
  (void)err;
  for (int i = 0; i < (command_flag(call, "long") ? LINES : 1); i++) command_print("line %d\n", i);
  return true;
}

static bool talk_and_fail(struct command_call *call, struct vg_error *err) {
  return talk(call, err) && vg_fail(err, VG_E_CONFLICT, "another figure");
}

#define HOSTILE "\x1b]0;title\x07\t\xC2\x9B" "2J\r\xE2\x80\xAE\xFF" "é"
#define HARMLESS "\xEF\xBF\xBD]0;title\xEF\xBF\xBD\t\xEF\xBF\xBD" "2J\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" "é"

/* Names and reasons are what sources say. */
static bool tell_hostile(struct command_call *call, struct vg_error *err) {
  (void)call;
  command_print("a %s\n", HOSTILE);
  return vg_fail(err, VG_E_INPUT, "b %s", HOSTILE) || vg_hint(err, "c %s", HOSTILE);
}

/* As vigie run, which prints for hours and looks at nothing. */
static bool tell_by_itself(struct command_call *call, struct vg_error *err) {
  (void)call;
  (void)err;
  (void)printf("ready\n");
  (void)fflush(stdout);
  return true;
}

static const struct command_option options[] = {{"long", COMMAND_FLAG, .help = "x"}, {NULL}};
static const struct command good = {.name = "good", .summary = "x", .options = options, .bare = true, .run = talk};
static const struct command bad = {.name = "bad", .summary = "x", .options = options, .bare = true, .run = talk_and_fail};
static const struct command hostile = {.name = "hostile", .summary = "x", .bare = true, .run = tell_hostile};
static const struct command alone = {.name = "alone", .summary = "x", .bare = true, .run = tell_by_itself};
static const struct command *const list[] = {&good, &bad, &hostile, &alone, NULL};

static int closed_pipe(void) {
  int ends[2];
  cr_assert_eq(pipe(ends), 0);
  (void)close(ends[0]);
  return ends[1];
}

/* Runs `vigie NAME [OPTION]` in a process of its own; its status as waitpid() gives it, what it says on standard error in `said`. */
static int run(int out, const char *name, const char *option, char *said, size_t size) {
  int ends[2], status = 0;
  char *argv[] = {(char *)(uintptr_t)"vigie", (char *)(uintptr_t)name, (char *)(uintptr_t)option, NULL};
  cr_assert_eq(pipe(ends), 0);
  pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) {
    (void)dup2(out, STDOUT_FILENO), (void)dup2(ends[1], STDERR_FILENO);
    (void)close(ends[0]), (void)close(ends[1]);
    _exit(command_main(option == NULL ? 2 : 3, argv, list));
  }
  (void)close(ends[1]), (void)close(out);
  size_t n = 0;
  for (ssize_t got; n + 1 < size && (got = read(ends[0], said + n, size - 1 - n)) > 0;) n += (size_t)got;
  said[n] = '\0';
  (void)close(ends[0]);
  cr_assert_eq(waitpid(child, &status, 0), child);
  return status;
}

Test(cli_output, a_reader_that_left_is_no_error) {
  static const char *const cases[][2] = {{"good", NULL}, {"good", "--long"}, {"--help", NULL}, {"alone", NULL}};
  char said[1000];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int status = run(closed_pipe(), cases[i][0], cases[i][1], said, sizeof said);
    cr_expect_str_empty(said, "%s: %s", cases[i][0], said);
    cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE, "%s: status %x", cases[i][0], (unsigned)status);
  }
}

Test(cli_output, what_fails_says_so_to_nobody_too) {
  static const char *const longer[] = {NULL, "--long"};
  char said[1000];
  for (int i = 0; i < 2; i++) {
    int status = run(closed_pipe(), "bad", longer[i], said, sizeof said);
    cr_expect_str_eq(said, "vigie bad: another figure\n");
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == vg_error_info(VG_E_CONFLICT)->exit_code, "status %x", (unsigned)status);
  }
}

Test(cli_output, a_full_disk_is_an_error) {
  static const char *const longer[] = {NULL, "--long"};
  char said[1000];
  for (int i = 0; i < 2; i++) {
    int status = run(open("/dev/full", O_WRONLY | O_CLOEXEC), "good", longer[i], said, sizeof said);
    cr_expect_str_eq(said, "vigie good: standard output cannot be written: No space left on device\n");
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == vg_error_info(VG_E_STORAGE)->exit_code, "status %x", (unsigned)status);
  }
  (void)run(open("/dev/full", O_WRONLY | O_CLOEXEC), "alone", NULL, said, sizeof said);
  cr_expect_str_eq(said, "vigie alone: standard output cannot be written\n");
}

Test(cli_output, a_terminal_gets_text_only) {
  char said[1000], printed[1000];
  int ends[2];
  cr_assert_eq(pipe(ends), 0);
  (void)run(ends[1], "hostile", NULL, said, sizeof said);
  ssize_t n = read(ends[0], printed, sizeof printed - 1);
  cr_assert_gt(n, 0);
  printed[n] = '\0';
  (void)close(ends[0]);
  cr_expect_str_eq(printed, "a " HARMLESS "\n");
  cr_expect_str_eq(said, "vigie hostile: b " HARMLESS "\nc " HARMLESS "\n");
}
