/* Runs one connector as a pull does and prints what it gives: the tests against real services read that.
 *   try_connector NAME [--recorded DIR] [--record DIR] [--now T] [--since T] [--total-ms N] [--quiet] option=value …
 * One line a record, "reject PLACE: REASON", "covered-since T", then "ok RECORDS REJECTS", or "error CODE: MESSAGE" and
 * "hint: …" with the exit status of the error.                                                                    */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/transport_live.h"
#include "connectors/shared/sink_memory.h"
#include "core/text.h"

enum { OPTIONS_MAX = 40 };

struct arguments {
  const char *name, *recorded, *record;
  vg_time now, since;
  int64_t total_ms;
  bool quiet;
  struct option_value given[OPTIONS_MAX];
  size_t count;
};

static int fail(const struct vg_error *err) {
  (void)printf("error %s: %s\n", vg_error_info(err->code)->name, err->message);
  if (err->hint[0] != '\0') (void)printf("hint: %s\n", err->hint);
  return vg_error_info(err->code)->exit_code;
}

static bool flag(struct arguments *a, const char *name, const char *value, struct vg_error *err) {
  if (value == NULL) return vg_fail(err, VG_E_USAGE, "%s: expected a value", name);
  if (strcmp(name, "--recorded") == 0) return a->recorded = value, true;
  if (strcmp(name, "--record") == 0) return a->record = value, true;
  if (strcmp(name, "--now") == 0) return time_parse(value, &a->now, err);
  if (strcmp(name, "--since") == 0) return time_parse(value, &a->since, err);
  if (strcmp(name, "--total-ms") == 0 && text_int(value, 1, 600000, &a->total_ms)) return true;
  return vg_fail(err, VG_E_USAGE, "%s: unknown or wrong", name);
}

static bool parse(int argc, char **argv, struct arguments *a, struct vg_error *err) {
  *a = (struct arguments){.name = argc > 1 ? argv[1] : "", .now = clock_now(), .since = VG_NEVER};
  for (int i = 2; i < argc; i++) {
    char *equal = strchr(argv[i], '=');
    if (strcmp(argv[i], "--quiet") == 0) {
      a->quiet = true;
    } else if (strncmp(argv[i], "--", 2) == 0) {
      if (!flag(a, argv[i], i + 1 < argc ? argv[i + 1] : NULL, err)) return false;
      i++;
    } else if (equal == NULL || a->count == OPTIONS_MAX) {
      return vg_fail(err, VG_E_USAGE, "%s: expected option=value", argv[i]);
    } else {
      *equal = '\0';
      a->given[a->count++] = (struct option_value){argv[i], equal + 1};
    }
  }
  return true;
}

static void print(const struct sink_memory *m, const struct connector_ctx *ctx) {
  char at[TIME_TEXT];
  for (size_t i = 0; i < m->rows_kept; i++) {
    BUF(line, 1 << 20);
    memory_row_text(&m->rows[i], &line);
    (void)printf("%s\n", line.data);
  }
  for (size_t i = 0; i < m->rejects_kept; i++)
    (void)printf("reject %s: %s\n", m->rejects[i].place, m->rejects[i].reason);
  if (ctx->covered_since != VG_NEVER) (void)printf("covered-since %s\n", time_format(ctx->covered_since, at));
}

static int run(const struct connector *connector, const struct arguments *a, struct vg_arena *arena) {
  struct vg_error err = {0};
  struct transport_live live;
  struct transport_recorded recorded;
  struct transport_recorder recorder;
  struct record record;
  struct sink_memory sink;
  struct connector_ctx ctx = {.arena = arena, .connector = connector, .now = a->now, .since = a->since};
  const char **values;
  if (!connector_options(connector, arena, a->given, a->count, &values, &err) || !record_init(&record, &err))
    return fail(&err);
  ctx.values = values;
  ctx.record = &record;
  ctx.covered_since = VG_NEVER;
  transport_live_init(&live, NULL);
  live.total_ms = (int)a->total_ms;
  transport_recorded_init(&recorded, a->recorded);
  ctx.transport = a->recorded != NULL ? &recorded.base : &live.base;
  transport_recorder_init(&recorder, ctx.transport, a->record);
  if (a->record != NULL) ctx.transport = &recorder.base;
  sink_memory_init(&sink, arena, a->quiet ? 0 : 100000, a->now);
  bool ok = connector->collect(&ctx, &sink.sink, &err);
  print(&sink, &ctx);
  record_free(&record);
  if (!ok) return fail(&err);
  (void)printf("ok %zu %zu\n", sink.rows_count, sink.rejects_count);
  return 0;
}

int main(int argc, char **argv) {
  struct vg_error err = {0};
  struct arguments a;
  if (!parse(argc, argv, &a, &err) || !connectors_check(&err)) return fail(&err);
  const struct connector *connector = connector_find(a.name);
  if (connector == NULL) {
    (void)printf("error usage: no connector \"%s\"\n", a.name);
    return 2;
  }
  struct vg_arena *arena = vg_arena_new(512 << 20);
  int status = run(connector, &a, arena);
  vg_arena_free(arena);
  return status;
}
