#include "cmd/command.h"
#include "collect/limits.h"
#include "collect/request.h"
#include "collect/schedule.h"
#include "core/log.h"
#include "db/conninfo.h"
#include "sample/sample.h"

enum { TIMEOUT_MS = 60000 };

static void tell(int64_t source, const struct pull_result *r) {
  if (r->status == PULL_OK) {
    log_event(LOG_INFO, "pull.ok", LOG_INT("source", source), LOG_INT("pull", r->pull_id), LOG_INT("read", r->read),
              LOG_INT("opened", r->opened), LOG_INT("changed", r->changed), LOG_INT("vanished", r->vanished),
              LOG_INT("rejected", r->rejected));
    return;
  }
  /* A source that stays away is told at its 1st, 2nd, 4th, 8th … failure. */
  enum log_level level = r->status == PULL_SUSPECT || schedule_complains(r->failures) ? LOG_WARNING : LOG_DEBUG;
  log_event(level, r->status == PULL_SUSPECT ? "pull.suspect" : "pull.failed", LOG_INT("source", source), LOG_INT("pull", r->pull_id),
            LOG_TEXT("code", vg_error_info(r->error.code)->name), LOG_TEXT("message", r->error.message), LOG_TEXT("hint", r->error.hint));
}

static bool work(struct command_call *call, struct db *db, struct vg_error *err) {
  int64_t source = command_int(call, "source"), request = command_int(call, "request");
  struct request_conf conf = {.pull = {.data_dir = call->config->data_dir,
                                       .trigger = "schedule",
                                       .owner = command_text(call, "owner"),
                                       .sample = sample_answer},
                              .sample_remove = sample_remove};
  struct pull_result result;
  if (request != 0) return request_run(db, request, &conf, err);
  if (!pull_run(db, source, &conf.pull, clock_now(), &result, err)) return false;
  tell(source, &result);
  return true;
}

static bool run(struct command_call *call, struct vg_error *err) {
  DB(db);
  log_set_process("collect-one");
  if (command_given(call, "source") == command_given(call, "request")) {
    return vg_fail(err, VG_E_USAGE, "expected --source or --request");
  }
  struct db_conf conf = {.conninfo = conninfo_of(call->arena, call->config), .role = "vigie_collect",
                         .application = "vigie collect-one", .timeout_ms = TIMEOUT_MS};
  return limits_apply(err) && db_open(&db, &conf, err) && work(call, db, err);
}

static const struct command_option options[] = {
    {"source", COMMAND_INT, .argument = "ID", .min = 1, .max = INT64_MAX, .help = "pull this source"},
    {"request", COMMAND_INT, .argument = "ID", .min = 1, .max = INT64_MAX, .help = "do what this row of vg.request asks"},
    {"owner", COMMAND_TEXT, .argument = "NAME", .help = "the name under which the lease was taken"},
    {NULL}};

const struct command command_collect_one = {
    .name = "collect-one",
    .summary = "Pull one source, or answer one request, within limits (started by vigie collect).",
    .options = options,
    .internal = true,
    .run = run,
};
