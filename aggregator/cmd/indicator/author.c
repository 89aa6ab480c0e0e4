#include "cmd/indicator/author.h"

#include <stdio.h>
#include <string.h>

#include "db/settings.h"
#include "indicator/evaluate.h"
#include "indicator/own.h"

enum { TIMEOUT_MS = 60000, WINDOW_AHEAD_DAYS = 3660, WINDOW_BACK_DAYS = 731 };

#define ACTOR "command line"

/* ---- check ---- */

struct candidate {
  const char *path, *text;
  struct indicator indicator;
};

static bool print_summary(struct db *db, const struct candidate *c, const struct own_rows *rows, vg_time now, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_OWN_GIVEN_SUMMARY, DB_MANY, err, P_TIME(now))) return false;
  command_print("%s: sheet, columns and %zu row%s are as they should be\n", c->path, own_rows_count(rows), COMMAND_S(own_rows_count(rows)));
  for (size_t i = 0; i < row_count(r); i++) {
    long long total = row_int(r, i, "total"), present = row_int(r, i, "present"), conforming = row_int(r, i, "conforming");
    command_print("  %-16s %lld row%s, %lld at this instant", row_text(r, i, "perimeter"), total, COMMAND_S(total), present);
    if (c->indicator.form != FORM_STATISTIC)
      command_print(": %lld conforming, %lld pending, %lld neither", conforming, (long long)row_int(r, i, "pending"),
                    present - conforming - row_int(r, i, "pending"));
    else if (present > 0)
      command_print(": values from %s to %s", row_text(r, i, "least"), row_text(r, i, "most"));
    command_print("\n");
  }
  if (row_count(r) == 0) command_print("  it says nothing of any subject: its state would be what the sheet says of emptiness\n");
  return row_ok(r, err);
}

/* Runs it once on what is there; nothing is kept. */
static bool try_out(struct db *db, const struct candidate *c, vg_time now, struct vg_error *err) {
  struct own_rows *rows = NULL;
  struct own_window window = {now, now - WINDOW_BACK_DAYS * VG_DAY, now + WINDOW_AHEAD_DAYS * VG_DAY};
  if (!own_check(db, &c->indicator, c->path, err) || !own_collect(db, &c->indicator, c->path, window, &rows, err)) return false;
  DB_TX(tx);
  bool ok = db_begin(db, &tx, err) && own_put(db, &c->indicator, c->path, rows, err) && print_summary(db, c, rows, now, err);
  own_rows_free(rows);
  return ok;
}

static bool examine(struct command_call *call, struct candidate *c, vg_time at, struct vg_error *err) {
  DB(db);
  *c = (struct candidate){.path = command_argument(call, 0)};
  return command_file(call, c->path, OWN_FILE_MAX, &c->text, err) && own_parse(call->arena, c->path, c->text, &c->indicator, err) &&
         db_open_as(&db, call->config, "vigie_collect", "vigie indicator", TIMEOUT_MS, err) && own_load(db, NULL, NULL, err) &&
         try_out(db, c, at, err);
}

static bool check(struct command_call *call, struct vg_error *err) {
  struct candidate c;
  vg_time at;
  return command_situation(call, "at", clock_now(), &at, err) && examine(call, &c, at, err);
}

/* ---- add, remove ---- */

static bool add(struct command_call *call, struct vg_error *err) {
  DB(db);
  struct candidate c;
  if (!examine(call, &c, clock_now(), err) || !db_open_as(&db, call->config, "vigie_owner", "vigie indicator", TIMEOUT_MS, err)) return false;
  DB_TX(tx);
  if (!db_begin(db, &tx, err) || !own_add(db, &c.indicator, c.text, ACTOR, clock_now(), err) || !db_commit(&tx, err)) return false;
  command_print("%s, version %d, is added: the collector evaluates it at its next turn\n", c.indicator.code, c.indicator.version);
  return true;
}

static bool remove_one(struct command_call *call, struct vg_error *err) {
  DB(db);
  const char *code = command_argument(call, 0);
  if (!db_open_as(&db, call->config, "vigie_owner", "vigie indicator", TIMEOUT_MS, err)) return false;
  DB_TX(tx);
  if (!own_load(db, NULL, NULL, err) || !db_begin(db, &tx, err) || !own_remove(db, code, ACTOR, clock_now(), err) || !db_commit(&tx, err)) return false;
  command_print("%s is removed with its figures; what was published of it stays\n", code);
  return true;
}

/* ---- tables ---- */

static const struct command_argument file[] = {{"FILE", .help = "CODE.sql: its sheet as comments, then one query"}, {NULL}};
static const struct command_argument code[] = {{"INDICATOR", .help = "its code"}, {NULL}};

static const struct command_option check_options[] = {
    {"at", COMMAND_TIME, .argument = "INSTANT", .help = "run it with what was known at this instant, or at the end of this day (default: now)",
     .synonym = "as-of"},
    {NULL}};

const struct command command_indicator_check = {
    .name = "check",
    .summary = "Check an indicator of your own: its sheet, its columns, and a run on the records that are there; nothing is stored.",
    .options = check_options,
    .arguments = file,
    .run = check};
const struct command command_indicator_add = {
    .name = "add",
    .summary = "Check an indicator of your own, then add it, or take its file in place of the former one.",
    .help = "Its query runs under a role that may read records and nothing else, for at most 10 seconds, 200,000 rows, 64 MB of values "
            "and, in the embedded database, 512 MB of memory. "
            "When it fails later, its subjects are unknown from that instant on; the others are not affected.",
    .arguments = file,
    .run = add};
const struct command command_indicator_remove = {
    .name = "remove", .summary = "Remove an indicator of your own, with its figures.", .arguments = code, .run = remove_one};
