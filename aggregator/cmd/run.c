#include "cmd/command.h"
#include "core/log.h"
#include "supervise/launch.h"

static bool run(struct command_call *call, struct vg_error *err) {
  log_set_process("run");
  struct launch launch = {.config = call->config,
                          .flags = call->config_flags,
                          .flag_count = call->config_flag_count,
                          .empty = command_flag(call, "empty"),
                          .log_stderr = command_flag(call, "log-stderr")};
  return launch_run(&launch, call->arena, err);
}

static const struct command_option options[] = {
    {"empty", COMMAND_FLAG, .help = "on the first start, do not load the sample organisation"},
    {"log-stderr", COMMAND_FLAG, .help = "log to standard error, for a journal, rather than to files in DATA/log"},
    {NULL}};

const struct command command_run = {
    .name = "run",
    .summary = "Run everything: database, web pages, collector.",
    .help = "Starts a PostgreSQL of its own in DATA, unless the setting database names one, brings it to this program's schema, "
            "then keeps the web server and the collector running until Ctrl-C. What ends is started again, up to five times in "
            "five minutes. Started by root, it becomes the user vigie, postgres or nobody, whichever exists.",
    .options = options,
    .run = run,
};
