#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/log.h"
#include "supervise/supervisor.h"

Test(budget, five_restarts_in_five_minutes_then_no_more) {
  struct budget b = {0};
  static const int delays[] = {0, 100, 200, 400, 800};
  int delay;
  for (int i = 0; i < BUDGET_RESTARTS; i++) {
    cr_assert(budget_take(&b, 1000 + i, &delay));
    cr_assert_eq(delay, delays[i]);
  }
  cr_assert_not(budget_take(&b, 2000, &delay));
  cr_assert_not(budget_take(&b, 999 + BUDGET_WINDOW_MS, &delay));
  cr_assert(budget_take(&b, 1000 + BUDGET_WINDOW_MS, &delay));
  cr_assert_not(budget_take(&b, 1000 + BUDGET_WINDOW_MS, &delay));
  cr_assert(budget_take(&b, 1000 + 3 * BUDGET_WINDOW_MS, &delay) && delay == 0);
}

static struct service_spec shell(const char *name, const char *const *argv) {
  return (struct service_spec){.name = name, .program = "/bin/sh", .program_fd = -1, .argv = argv, .death_signal = SIGKILL,
                               .stop_signal = SIGTERM, .stop_ms = 5000};
}

Test(supervisor, a_service_that_ends_at_once_uses_up_its_budget) {
  struct supervisor s;
  struct vg_error err = {0};
  const struct service_spec spec = shell("short", (const char *const[]){"sh", "-c", "exit 3", NULL});
  cr_assert(supervisor_open(&s, &err), "%s", err.message);
  log_set_level(LOG_ERROR);
  cr_assert_not_null(supervisor_add(&s, &spec, &err));
  cr_assert_not(supervisor_wait(&s, NULL, 60000));
  cr_assert(s.stopping);
  cr_assert_eq(s.failure.code, VG_E_UNAVAILABLE);
  cr_assert(strstr(s.failure.message, "short ended with status 3"), "%s", s.failure.message);
  supervisor_stop(&s);
  supervisor_close(&s);
}

Test(supervisor, runs_a_program_and_hears_its_answer) {
  struct supervisor s;
  struct vg_error err = {0};
  int status;
  char answer[256];
  struct service_spec spec = shell("once", (const char *const[]){"sh", "-c", "echo hello; exit 4", NULL});
  spec.answers = true;
  cr_assert(supervisor_open(&s, &err));
  cr_assert(supervisor_run(&s, &spec, &status, answer, &err), "%s", err.message);
  cr_assert_eq(WEXITSTATUS(status), 4);
  cr_assert_str_eq(answer, "hello");
  spec.program = "/no/such/program";
  cr_assert_not(supervisor_run(&s, &spec, &status, NULL, &err));
  cr_assert_eq(err.code, VG_E_NOTFOUND, "%s", err.message);
  supervisor_close(&s);
}

Test(supervisor, waits_for_readiness_restarts_what_is_killed_and_stops_all) {
  struct supervisor s;
  struct vg_error err = {0};
  struct service_spec spec = shell("ready", (const char *const[]){"sh", "-c", "echo http://here >&$VIGIE_READY_FD; exec 3>&-; "
                                                                               "sleep 1000 & wait", NULL});
  spec.tells_ready = true;
  cr_assert(supervisor_open(&s, &err));
  log_set_level(LOG_ERROR);
  struct service *one = supervisor_add(&s, &spec, &err);
  cr_assert_not_null(one);
  cr_assert(supervisor_wait(&s, one, 30000));
  cr_assert_str_eq(one->ready, "http://here");
  pid_t before = one->pid;
  cr_assert_eq(kill(before, SIGKILL), 0);
  while (one->pid == before || one->ready[0] == '\0') (void)supervisor_wait(&s, NULL, 20);
  cr_assert_neq(one->pid, before);
  supervisor_stop(&s);
  cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1, "no child is left");
  supervisor_close(&s);
}
