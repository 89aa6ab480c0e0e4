#include "cmd/command.h"
#include "core/log.h"
#include "db/conninfo.h"
#include "web/http/serve.h"

static bool run(struct command_call *call, struct vg_error *err) {
  log_set_process("serve");
  const char *conninfo = conninfo_of(call->arena, call->config);
  if (conninfo == NULL) return vg_fail(err, VG_E_INTERNAL, "no memory for the connection string");
  return web_serve(call->config, conninfo, err);
}

const struct command command_serve = {
    .name = "serve",
    .summary = "Serve the pages (started by vigie run).",
    .help = "Listens where the setting listen says until SIGTERM or SIGINT. Opens no connection but to the database, as the "
            "role vigie_web. Without the database it answers that it is away, and comes back with it.",
    .run = run,
};
