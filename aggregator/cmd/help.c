#include <string.h>

#include "cli/parse.h"
#include "cmd/command.h"
#include "connectors/shared/reference.h"
#include "core/text.h"
#include "web/http/route.h"

static const struct command *find(const struct command *const *list, const char *name) {
  for (; list != NULL && *list != NULL; list++) {
    if (strcmp((*list)->name, name) == 0) return *list;
  }
  return NULL;
}

static const char *const topics[] = {"settings", "commands", "connectors", "kinds", "pages", "json", "exit-codes", NULL};

/* `list`: the commands after `path`; NULL: it has none. */
static bool no_topic(const struct command *const *list, const char *path, const char *name, struct vg_error *err) {
  bool first = list == commands;
  const char *near = list == NULL ? NULL : command_nearest(list, name);
  (void)vg_fail(err, VG_E_USAGE, "no command is named \"%.60s\"", name);
  if (first && near == NULL) near = text_nearest(name, topics, sizeof topics / sizeof *topics - 1);
  if (near != NULL) return vg_hint(err, "Did you mean vigie help%s %s?", path + strlen("vigie"), near);
  if (!first) return vg_hint(err, "See vigie help%s", path + strlen("vigie"));
  return vg_hint(err, "Topics are also: settings, commands, connectors, kinds, pages, json, exit-codes");
}

static bool help_command(const struct command_call *call, struct buf *out, struct vg_error *err) {
  const struct command *const *list = commands;
  const struct command *found = NULL;
  const char *path = "vigie";
  for (size_t i = 0; command_argument(call, i) != NULL; i++) {
    const char *name = command_argument(call, i);
    found = find(list, name);
    if (found == NULL) return no_topic(list, path, name, err);
    list = found->subcommands;
    path = vg_printf(call->arena, "%s %s", path, name);
  }
  command_help_one(out, found, path);
  return true;
}

static bool run(struct command_call *call, struct vg_error *err) {
  BUF(out, 1 << 20);
  const char *topic = command_argument(call, 0);
  bool ok = true;
  if (topic == NULL) {
    command_help_all(&out, commands);
  } else if (strcmp(topic, "exit-codes") == 0) {
    command_help_exit_codes(&out);
  } else if (strcmp(topic, "settings") == 0) {
    if (command_flag(call, "markdown")) {
      config_reference(&out);
    } else {
      config_example(&out);
    }
  } else if (strcmp(topic, "commands") == 0) {
    command_reference(&out, commands);
  } else if (strcmp(topic, "connectors") == 0) {
    connectors_reference(&out);
  } else if (strcmp(topic, "kinds") == 0) {
    kinds_reference(&out);
  } else if (strcmp(topic, "pages") == 0) {
    routes_reference(&out);
  } else if (strcmp(topic, "json") == 0) {
    json_reference(&out);
  } else {
    ok = help_command(call, &out, err);
  }
  command_write(&out);
  return ok;
}

static const struct command_option options[] = {
    {"markdown", COMMAND_FLAG, .help = "as a page of the documentation (settings, commands)"}, {NULL}};

static const struct command_argument arguments[] = {
    {"TOPIC", .optional = true, .many = true, .choices = topics,
     .help = "a command, settings (an example vigie.conf), commands, connectors, kinds, pages, json, or exit-codes"},
    {NULL}};

const struct command command_help = {
    .name = "help",
    .summary = "Explain a command, the settings or the exit statuses.",
    .options = options,
    .arguments = arguments,
    .bare = true,
    .run = run,
};
