#include <string.h>

#include "cli/parse.h"
#include "cmd/command.h"

static bool run(struct command_call *call, struct vg_error *err) {
  BUF(out, 1 << 20);
  const char *shell = command_argument(call, 0);
  if (strcmp(shell, "bash") != 0) return vg_fail(err, VG_E_USAGE, "SHELL: expected bash, got \"%.60s\"", shell);
  command_completion_bash(&out, commands);
  command_write(&out);
  return buf_check(&out, "completion", err);
}

static const char *const shells[] = {"bash", NULL};
static const struct command_argument arguments[] = {{"SHELL", .choices = shells, .help = "bash"}, {NULL}};

const struct command command_completion = {
    .name = "completion",
    .summary = "Print what a shell needs to complete command lines of vigie.",
    .help = "For bash, in ~/.bashrc: source <(vigie completion bash)",
    .arguments = arguments,
    .bare = true,
    .run = run,
};
