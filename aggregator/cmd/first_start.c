#include <string.h>
#include <unistd.h>

#include "cmd/command.h"
#include "db/settings.h"
#include "sample/sample.h"
#include "source/source.h"

enum { STATEMENT_MS = 30000, ARENA = 1 << 20 };

static bool add_host(struct db *db, struct vg_error *err) {
  if (connector_find("host") == NULL) return true;
  struct source_saved saved;
  struct source_draft draft = {.code = "this-machine",
                               .name = "Cette machine",
                               .connector = "host",
                               .perimeter = "this-machine",
                               .enabled = true,
                               .actor = "vigie",
                               .now = clock_now()};
  return source_save(db, &draft, &saved, err);
}

/* Whether this database has ever been started on. */
static bool begin(struct db *db, bool *first, struct vg_error *err) {
  char name[256] = "";
  DB_RESULT(r);
  DB_TX(tx);
  (void)gethostname(name, sizeof name - 1);
  if (!db_begin(db, &tx, err) || !db_run(db, &r, SQL_FIRST_START_MARK, DB_ZERO_OR_ONE, err, P_TIME(clock_now())))
    return false;
  *first = row_count(r) > 0;
  if (!*first) return true;
  return db_run(db, NULL, SQL_SAMPLE_ROOT, DB_NONE, err, P_TEXT("Ensemble du SI")) &&
         db_run(db, NULL, SQL_FIRST_START_MACHINE, DB_NONE, err, P_TEXT(*name == '\0' ? "Cette machine" : name)) &&
         db_commit(&tx, err);
}

static bool run(struct command_call *call, struct vg_error *err) {
  DB(db);
  bool first = false;
  char sample[16] = "";
  if (!db_open_as(&db, call->config, "vigie_owner", "vigie first-start", STATEMENT_MS, err) || !begin(db, &first, err) ||
      (first && !add_host(db, err)) || !sample_state(db, sample, err))
    return false;
  if (first) command_print("first\n");
  else if (strcmp(sample, "loading") == 0) command_print("interrupted\n");
  return true;
}

const struct command command_first_start = {
    .name = "first-start",
    .summary = "Declare this machine and its source in a new database.",
    .help = "Prints \"first\" when the database was new, \"interrupted\" when the sample was being loaded. vigie run does it by itself.",
    .internal = true,
    .run = run,
};
