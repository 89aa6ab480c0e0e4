#include "support/connectors_run.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static vg_time instant(const char *text) {
  vg_time at = VG_NEVER;
  struct vg_error err = {0};
  cr_assert(text == NULL || time_parse(text, &at, &err));
  return at;
}

static void lines_of(struct tried *t) {
  buf_init(&t->lines, 64 << 20);
  for (size_t i = 0; i < t->sink.rows_kept; i++) {
    memory_row_text(&t->sink.rows[i], &t->lines);
    buf_char(&t->lines, '\n');
  }
  for (size_t i = 0; i < t->sink.rejects_kept; i++)
    buf_printf(&t->lines, "reject %s: %s\n", t->sink.rejects[i].place, t->sink.rejects[i].reason);
}

void try_transport(struct tried *t, const char *name, const struct option_value *options, struct transport *transport,
                   const char *now, const char *since) {
  const struct connector *connector = connector_find(name);
  struct record record;
  const char **values;
  size_t count = 0;
  while (options[count].name != NULL) count++;
  *t = (struct tried){.arena = vg_arena_new(256 << 20)};
  cr_assert_not_null(connector);
  cr_assert(record_init(&record, &t->err));
  cr_assert(connector_options(connector, t->arena, options, count, &values, &t->err), "%s", t->err.message);
  struct connector_ctx ctx = {.arena = t->arena,
                              .connector = connector,
                              .values = values,
                              .now = instant(now),
                              .since = instant(since),
                              .covered_since = VG_NEVER,
                              .record = &record,
                              .transport = transport};
  sink_memory_init(&t->sink, t->arena, 100000, ctx.now);
  t->ok = connector->collect(&ctx, &t->sink.sink, &t->err);
  t->covered_since = ctx.covered_since;
  record_free(&record);
  cr_assert(t->ok == (t->err.code == VG_OK), "a failure must say why, a success must not: %s", t->err.message);
  lines_of(t);
}

static const char *below_tests(const char *name, char out[4096]) {
  const char *tests = getenv("VIGIE_TESTS");
  if (name[0] == '/') return name;
  (void)snprintf(out, 4096, "%s/connectors/%s", tests != NULL ? tests : "tests", name);
  return out;
}

void try_recorded(struct tried *t, const char *name, const struct option_value *options, const char *directory,
                  const char *now, const char *since) {
  struct transport_recorded recorded;
  char place[4096];
  transport_recorded_init(&recorded, below_tests(directory, place));
  try_transport(t, name, options, &recorded.base, now, since);
}

void tried_free(struct tried *t) {
  buf_free(&t->lines);
  vg_arena_free(t->arena);
}

/* ---- one text for every question ---- */

static bool answer(struct transport_text *t, struct buf *out, struct vg_error *err) {
  if (t->err.code != VG_OK) {
    *err = t->err;
    return false;
  }
  buf_put(out, t->text, t->length);
  return buf_check(out, "answer", err);
}

static bool text_http(struct transport *base, struct connector_ctx *ctx, const struct http_call *call, struct buf *body,
                      struct vg_error *err) {
  (void)ctx;
  (void)call;
  return answer((struct transport_text *)base, body, err);
}

static bool text_command(struct transport *base, struct connector_ctx *ctx, const struct program_call *call,
                         struct buf *output, int *exit_status, char *errors, struct vg_error *err) {
  struct transport_text *t = (struct transport_text *)base;
  (void)ctx;
  (void)call;
  *exit_status = t->exit_status;
  (void)snprintf(errors, 4097, "%s", t->errors != NULL ? t->errors : "");
  return answer(t, output, err);
}

static bool text_file(struct transport *base, struct connector_ctx *ctx, const char *path, size_t limit,
                      struct buf *content, struct vg_error *err) {
  (void)ctx;
  (void)path;
  (void)limit;
  return answer((struct transport_text *)base, content, err);
}

static bool text_info(struct transport *base, struct connector_ctx *ctx, const char *path, struct file_info *info,
                      struct vg_error *err) {
  (void)path;
  (void)err;
  *info = (struct file_info){.size = (int64_t)((struct transport_text *)base)->length, .modified = ctx->now};
  return true;
}

static bool text_list(struct transport *base, struct connector_ctx *ctx, const char *path, const char *const **names,
                      size_t *count, struct vg_error *err) {
  static const char *const some[] = {"1"};
  (void)base;
  (void)ctx;
  (void)path;
  (void)err;
  *names = some;
  *count = 1;
  return true;
}

static const char *text_link(struct transport *base, struct connector_ctx *ctx, const char *path) {
  (void)base;
  (void)ctx;
  (void)path;
  return NULL;
}

void transport_text_init(struct transport_text *t, const char *text, size_t length) {
  static const struct transport_ops ops = {.http_get = text_http,
                                           .command = text_command,
                                           .file = text_file,
                                           .info = text_info,
                                           .list = text_list,
                                           .link = text_link};
  *t = (struct transport_text){.base = {.ops = &ops}, .text = text, .length = length};
}

/* ---- files ---- */

void fixture(const char *name, struct buf *out) {
  char place[4096];
  struct vg_error err = {0};
  buf_init(out, 64 << 20);
  cr_assert(real_file(below_tests(name, place), name, out->limit, out, &err), "%s", err.message);
}

static char scratch_place[64];

static int drop(const char *path, const struct stat *st, int type, struct FTW *ftw) {
  (void)st;
  (void)type;
  (void)ftw;
  return remove(path);
}

static void remove_scratch(void) { (void)nftw(scratch_place, drop, 16, FTW_DEPTH | FTW_PHYS); }

const char *scratch(void) {
  if (scratch_place[0] != '\0') return scratch_place;
  (void)snprintf(scratch_place, sizeof scratch_place, "/tmp/vigie-connectors-XXXXXX");
  cr_assert_not_null(mkdtemp(scratch_place));
  cr_assert_eq(atexit(remove_scratch), 0);
  return scratch_place;
}

void put_file(const char *directory, const char *name, const void *bytes, size_t length) {
  char place[4200];
  (void)snprintf(place, sizeof place, "%s/%s", directory, name);
  for (char *p = strchr(place + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
    *p = '\0';
    (void)mkdir(place, 0700);
    *p = '/';
  }
  FILE *f = fopen(place, "we");
  cr_assert_not_null(f, "%s", place);
  cr_assert_eq(fwrite(bytes, 1, length, f), length);
  cr_assert_eq(fclose(f), 0);
}
