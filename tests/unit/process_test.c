#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/process.h"
#include "core/text.h"

#define SHELL(script) .argv = (const char *const[]){"sh", "-c", (script), NULL}, .timeout_ms = 20000, .output_limit = 1 << 20

Test(process, gives_output_errors_and_status) {
  struct process_spec spec = {SHELL("cat; echo one >&2; printf 'two\\001\\377\\n' >&2; exit 3"), .input = "in\0put", .input_length = 6};
  struct process_result r;
  struct vg_error err = {0};
  cr_assert(process_run(&spec, &r, &err), "%s", err.message);
  cr_assert_eq(r.exit_status, 3);
  cr_assert_eq(r.signal, 0);
  cr_assert_eq(r.output.length, 6);
  cr_assert_eq(memcmp(r.output.data, "in\0put", 6), 0);
  cr_assert_str_eq(r.errors, "one / two\xEF\xBF\xBD\xEF\xBF\xBD");
  process_result_free(&r);
}

Test(process, gives_nothing_but_the_allowed_environment_and_descriptors) {
  int leaked = open("/dev/null", O_RDONLY);
  (void)setenv("VIGIE_SECRET", "x", 1);
  struct process_spec spec = {SHELL("env | cut -d= -f1 | sort | tr '\\n' ' '; pwd; ls /proc/$$/fd | tr '\\n' ' '"),
                              .environment = (const char *const[]){"A=1", "LANG=fr_FR.UTF-8", NULL}, .directory = "/usr"};
  struct process_result r;
  struct vg_error err = {0};
  cr_assert(process_run(&spec, &r, &err), "%s", err.message);
  cr_assert_null(strstr(r.output.data, "VIGIE_SECRET"));
  cr_assert_not_null(strstr(r.output.data, "A HOME LANG PATH PWD TZ"), "%s", r.output.data);
  cr_assert_not_null(strstr(r.output.data, "/usr\n0 1 2 "), "%s", r.output.data);
  process_result_free(&r);
  (void)close(leaked);
}

Test(process, says_what_is_missing) {
  struct process_spec spec = {.argv = (const char *const[]){"no-such-program", NULL}, .timeout_ms = 1000, .output_limit = 10};
  struct process_result r;
  struct vg_error err = {0};
  cr_assert_not(process_run(&spec, &r, &err));
  cr_assert_eq(err.code, VG_E_NOTFOUND);
  cr_assert_str_eq(err.message, "no-such-program: no such program");
  cr_assert_neq(err.hint[0], '\0');
  process_result_free(&r);
  spec = (struct process_spec){SHELL("true"), .directory = "/no/such/folder"};
  err = (struct vg_error){0};
  cr_assert_not(process_run(&spec, &r, &err));
  cr_assert_eq(err.code, VG_E_NOTFOUND);
  process_result_free(&r);
}

static bool gone(long pid) {
  char path[64], state = 'Z';
  (void)snprintf(path, sizeof path, "/proc/%ld/stat", pid);
  FILE *f = fopen(path, "r");
  if (f == NULL) return true;
  if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1) state = 'Z';
  (void)fclose(f);
  return state == 'Z' || state == 'X';
}

/* SIGKILL was sent: what remains is the kernel's work. */
static bool soon_gone(long pid) {
  for (int64_t end = clock_monotonic_ms() + 5000; clock_monotonic_ms() < end;) {
    if (gone(pid)) return true;
    (void)usleep(1000);
  }
  return false;
}

Test(process, kills_the_whole_group_past_the_deadline) {
  struct process_spec spec = {SHELL("trap '' TERM; (trap '' TERM; while :; do sleep 30; done) & echo $!; while :; do sleep 30; done")};
  spec.timeout_ms = 300;
  struct process_result r;
  struct vg_error err = {0};
  cr_assert_not(process_run(&spec, &r, &err));
  cr_assert_eq(err.code, VG_E_TIMEOUT);
  cr_assert_eq(r.exit_status, -1);
  cr_assert_eq(r.signal, SIGKILL);
  int64_t pid = 0;
  r.output.data[strcspn(r.output.data, "\n")] = '\0';
  cr_assert(text_int(r.output.data, 2, INT32_MAX, &pid), "%s", r.output.data);
  cr_assert(soon_gone((long)pid));
  process_result_free(&r);
}

Test(process, does_not_wait_for_what_was_left_in_the_background) {
  struct process_spec spec = {SHELL("sleep 600 & echo $!")};
  struct process_result r;
  struct vg_error err = {0};
  cr_assert(process_run(&spec, &r, &err), "%s", err.message);
  cr_assert_eq(r.exit_status, 0);
  r.output.data[strcspn(r.output.data, "\n")] = '\0';
  int64_t pid = 0;
  cr_assert(text_int(r.output.data, 2, INT32_MAX, &pid));
  cr_assert(soon_gone((long)pid));
  process_result_free(&r);
}

Test(process, stops_a_flood) {
  struct process_spec spec = {SHELL("yes")};
  spec.output_limit = 100000;
  struct process_result r;
  struct vg_error err = {0};
  cr_assert_not(process_run(&spec, &r, &err));
  cr_assert_eq(err.code, VG_E_LIMIT);
  process_result_free(&r);
  spec = (struct process_spec){SHELL("yes >&2")};
  spec.timeout_ms = 200;
  err = (struct vg_error){0};
  cr_assert_not(process_run(&spec, &r, &err));
  cr_assert_eq(err.code, VG_E_TIMEOUT);
  cr_assert_leq(strlen(r.errors), 4096);
  process_result_free(&r);
}

Test(process, carries_more_than_a_pipe_holds_both_ways) {
  enum { SIZE = 3000000 };
  char *input = malloc(SIZE);
  memset(input, 'x', SIZE);
  struct process_spec spec = {SHELL("head -c 100000 /dev/zero | tr '\\0' e >&2; cat"), .input = input, .input_length = SIZE};
  spec.output_limit = SIZE;
  struct process_result r;
  struct vg_error err = {0};
  cr_assert(process_run(&spec, &r, &err), "%s", err.message);
  cr_assert_eq(r.output.length, SIZE);
  cr_assert_eq(strlen(r.errors), 4096);
  process_result_free(&r);
  spec = (struct process_spec){SHELL("kill -9 $$"), .input = input, .input_length = SIZE};
  cr_assert(process_run(&spec, &r, &err), "%s", err.message);
  cr_assert_eq(r.signal, SIGKILL);
  process_result_free(&r);
  free(input);
}
