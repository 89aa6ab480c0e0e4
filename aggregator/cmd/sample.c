#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/command.h"
#include "db/settings.h"
#include "sample/sample.h"

enum { STATEMENT_MS = 0 };

/* A line that is written over itself on a terminal; one line each ten percent elsewhere. */
static void show_progress(void *user, int percent, vg_time day) {
  int *shown = user;
  char at[TIME_TEXT];
  (void)time_format(day, at);
  if (isatty(STDERR_FILENO)) {
    (void)fprintf(stderr, "\rLoading the sample organisation: %3d %%, %.10s ", percent, at);
    if (percent >= 100) (void)fprintf(stderr, "\n");
  } else if (percent / 10 != *shown) {
    (void)fprintf(stderr, "Loading the sample organisation: %d %%, %.10s\n", percent, at);
  }
  *shown = percent / 10;
}

static struct sample_conf conf_of(const struct command_call *call, int *shown) {
  return (struct sample_conf){.data_dir = call->config->data_dir,
                              .seed = (uint64_t)command_int(call, "seed"),
                              .months = (int)command_int(call, "months"),
                              .now = clock_now(),
                              .progress = show_progress,
                              .user = shown};
}

static bool run_load(struct command_call *call, struct vg_error *err) {
  struct db *db = NULL;
  struct sample_loaded loaded;
  int shown = -1;
  struct sample_conf conf = conf_of(call, &shown);
  conf.keep = command_text(call, "dir");
  if (!db_open_as(&db, call->config, "vigie_owner", "vigie sample", STATEMENT_MS, err)) return false;
  bool ok = sample_load(db, &conf, &loaded, err);
  db_close(db);
  if (!ok && command_flag(call, "if-missing") && err->code == VG_E_CONFLICT) {
    *err = (struct vg_error){0};
    return true;
  }
  if (ok)
    command_print("The sample organisation is loaded: %" PRId64 " pulls, %" PRId64 " records, %" PRId64 " refused.\n",
                  loaded.pulls, loaded.records, loaded.rejected);
  return ok;
}

static bool confirmed(const struct command_call *call, struct vg_error *err) {
  char answer[16] = "";
  if (command_flag(call, "yes")) return true;
  if (!isatty(STDIN_FILENO)) return vg_fail(err, VG_E_USAGE, "expected --yes: nobody can be asked");
  (void)fprintf(stderr, "Remove the sample organisation, its sources, records and figures? [y/N] ");
  if (fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'o')) return true;
  return vg_fail(err, VG_E_USAGE, "nothing was removed");
}

static bool run_remove(struct command_call *call, struct vg_error *err) {
  DB(db);
  if (!confirmed(call, err) || !db_open_as(&db, call->config, "vigie_owner", "vigie sample", STATEMENT_MS, err) ||
      !sample_remove(db, call->config->data_dir, "command line", clock_now(), err))
    return false;
  command_print("The sample organisation is removed.\n");
  return true;
}

static bool run_write(struct command_call *call, struct vg_error *err) {
  int64_t readings;
  int shown = -1;
  const char *directory = command_argument(call, 0);
  struct sample_conf conf = conf_of(call, &shown);
  if (!command_situation(call, "at", conf.now, &conf.now, err)) return false;
  if (mkdir(directory, 0700) != 0 && access(directory, W_OK) != 0)
    return vg_fail(err, VG_E_STORAGE, "cannot write in %s", directory);
  if (!sample_write_all(&conf, directory, &readings, err)) return false;
  command_print("%" PRId64 " readings are written in %s.\n", readings, directory);
  return true;
}

#define SEED                                                                                                           \
  { "seed", COMMAND_INT, .argument = "N", .dflt = "20240115", .min = 0, .max = INT64_MAX, .help = "another world" }
#define MONTHS                                                                                                         \
  { "months", COMMAND_INT, .argument = "N", .dflt = "24", .min = 1, .max = 24, .help = "how much history" }

static const struct command_option load_options[] = {
    SEED,
    MONTHS,
    {"dir", COMMAND_TEXT, .argument = "DIR", .help = "keep every answer there (about 100 MB)"},
    {"if-missing", COMMAND_FLAG, .help = "do nothing when it is there already"},
    {NULL}};
static const struct command_option remove_options[] = {{"yes", COMMAND_FLAG, .help = "do not ask"}, {NULL}};
static const struct command_option write_options[] = {
    SEED, MONTHS, {"at", COMMAND_TIME, .argument = "TIME", .help = "the instant, or the day, at whose end the history ends; now by default"}, {NULL}};
static const struct command_argument write_arguments[] = {{"DIR", .help = "where to write"}, {NULL}};

static const struct command load = {
    .name = "load",
    .summary = "Load the sample organisation and its history.",
    .help = "A web agency of sixty people, three client platforms and forty-five systems, invented from end to end. "
            "Its sources' "
            "own files are read by the real connectors, in time order, as if Vigie had been there for two years.",
    .options = load_options,
    .run = run_load,
};
static const struct command remove_it = {
    .name = "remove",
    .summary = "Remove every trace of the sample organisation.",
    .options = remove_options,
    .run = run_remove,
};
static const struct command write_it = {
    .name = "write",
    .summary = "Write the files of the sample's sources, without loading anything.",
    .options = write_options,
    .arguments = write_arguments,
    .run = run_write,
};
static const struct command *const subcommands[] = {&load, &remove_it, &write_it, NULL};

const struct command command_sample = {
    .name = "sample",
    .summary = "The sample organisation: load, remove, write its files.",
    .subcommands = subcommands,
};
