#include "collect/scheduler.h"
#include "cmd/command.h"
#include "core/log.h"
#include "db/conninfo.h"
#include "indicator/backfill.h"
#include "indicator/evaluate.h"
#include "remind/remind.h"

enum { CHILD_ARGS = 48, TIMEOUT_MS = 60000 };

/* "vigie collect-one", or another command, with the settings that were given to us. */
static const char *const *child_arguments(struct command_call *call, const char *command) {
  const char **argv = vg_alloc(call->arena, CHILD_ARGS * sizeof *argv);
  size_t n = 0;
  if (argv == NULL) return NULL;
  argv[n++] = "/proc/self/exe";
  argv[n++] = command;
  for (size_t i = 0; i < call->config_flag_count && n < CHILD_ARGS - 3; i++) {
    argv[n++] = vg_printf(call->arena, "--%s", call->config_flags[i].name);
    argv[n++] = call->config_flags[i].value;
  }
  return argv;
}

static bool remind_asked(void *user, struct db *db, vg_time now, bool *wanted, struct vg_error *err) {
  const struct config *config = user;
  return remind_wanted(db, config, now, wanted, err);
}

static bool run(struct command_call *call, struct vg_error *err) {
  log_set_process("collect");
  struct scheduler_conf conf = {
      .data_dir = call->config->data_dir,
      .db = {.conninfo = conninfo_of(call->arena, call->config), .role = "vigie_collect", .application = "vigie collect", .timeout_ms = TIMEOUT_MS},
      .child = child_arguments(call, "collect-one"),
      .parallel = (int)command_int(call, "parallel"),
      .evaluate = evaluation_run,
      .evaluate_all = evaluation_run_all,
      .backfill = backfill_step,
      .remind_wanted = remind_asked,
      .remind = child_arguments(call, "remind"),
      .user = (void *)(uintptr_t)call->config,
  };
  if (conf.db.conninfo == NULL || conf.child == NULL || conf.remind == NULL) return vg_fail(err, VG_E_INTERNAL, "out of memory");
  return scheduler_run(&conf, err);
}

static const struct command_option options[] = {
    {"parallel", COMMAND_INT, .argument = "N", .dflt = "4", .min = 1, .max = 8, .help = "how many sources are read at once"}, {NULL}};

const struct command command_collect = {
    .name = "collect",
    .summary = "Pull the sources when they are due, and evaluate (started by vigie run).",
    .help = "Runs until SIGTERM or SIGINT. Each pull is a process of its own (vigie collect-one) with limits and a deadline. "
            "Several collectors may work on one database: each source is pulled by one of them at a time.",
    .options = options,
    .run = run,
};
