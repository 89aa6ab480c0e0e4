/* Recorded answers: layout in transport.h. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "connectors/transport.h"
#include "core/text.h"

static void label_of_url(const char *url, char *out, size_t size) {
  const char *path = strstr(url, "://");
  path = path == NULL ? url : path + 3;
  path += strcspn(path, "/?");
  while (*path == '/') path++;
  size_t n = strcspn(path, "?");
  (void)snprintf(out, size, "%.*s", (int)(n < 100 ? n : 100), path);
  for (char *p = out; *p != '\0'; p++)
    if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *p) == NULL) *p = '-';
}

static int count_call(struct transport_recorded *t, const char *label) {
  for (size_t i = 0; i < t->seen_count; i++)
    if (strcmp(t->seen[i].label, label) == 0) return ++t->seen[i].calls;
  if (t->seen_count == sizeof t->seen / sizeof *t->seen) return 1;
  (void)snprintf(t->seen[t->seen_count].label, sizeof t->seen->label, "%s", label);
  return t->seen[t->seen_count++].calls = 1;
}

static bool name_of(struct transport_recorded *t, const char *folder, const char *label, char *out, size_t size,
                    struct vg_error *err) {
  char counted[140];
  (void)snprintf(counted, sizeof counted, "%s/%.110s", folder, label);
  int calls = count_call(t, counted), n;
  if (calls == 1) n = snprintf(out, size, "%s/%s", t->directory, counted);
  else n = snprintf(out, size, "%s/%s.%d", t->directory, counted, calls);
  return n > 0 && (size_t)n < size ? true : vg_fail(err, VG_E_LIMIT, "recorded answers: path too long");
}

bool recorded_http_name(struct transport_recorded *t, const struct http_call *call, char *out, size_t size,
                        struct vg_error *err) {
  char label[128];
  if (call->label != NULL) (void)snprintf(label, sizeof label, "%s", call->label);
  else label_of_url(call->url, label, sizeof label);
  return name_of(t, "http", label, out, size, err);
}

bool recorded_command_name(struct transport_recorded *t, const struct program_call *call, char *out, size_t size,
                           struct vg_error *err) {
  const char *base = strrchr(call->argv[0], '/');
  base = base == NULL ? call->argv[0] : base + 1;
  return name_of(t, "command", call->label != NULL ? call->label : base, out, size, err);
}

static bool exists(const char *name, const char *suffix) {
  char path[4200];
  (void)snprintf(path, sizeof path, "%s%s", name, suffix);
  return access(path, F_OK) == 0;
}

/* The nth answer when it was recorded, else the first. */
static void settle(char *name, const char *suffix) {
  char *dot = strrchr(name, '.');
  if (exists(name, suffix) || exists(name, ".error") || dot == NULL) return;
  if (dot[1] != '\0' && strspn(dot + 1, "0123456789") == strlen(dot + 1)) *dot = '\0';
}

static bool read_answer(const char *name, const char *suffix, size_t limit, struct buf *out, struct vg_error *err) {
  char path[4200];
  struct vg_error failure = {0};
  (void)snprintf(path, sizeof path, "%s%s", name, suffix);
  if (real_file(path, path, limit, out, &failure)) return true;
  if (failure.code == VG_E_NOTFOUND) failure.code = VG_E_UNAVAILABLE;
  *err = failure;
  return vg_context(err, "recorded answers: ");
}

static enum vg_code code_named(const char *name) {
  for (int c = 1; c < VG_CODE_COUNT; c++)
    if (strcmp(vg_error_info((enum vg_code)c)->name, name) == 0) return (enum vg_code)c;
  return VG_E_UNAVAILABLE;
}

/* True when the call was recorded as a failure, which is then in *err. */
static bool recorded_failure(const char *name, struct vg_error *err) {
  if (!exists(name, ".error")) return false;
  BUF(text, 4096);
  if (!read_answer(name, ".error", 4096, &text, err)) return true;
  char *line = strchr(text.data, '\n');
  if (line != NULL) *line++ = '\0';
  size_t n = line != NULL ? strcspn(line, "\n") : 0;
  (void)vg_fail(err, code_named(text.data), "%.*s", (int)n, line != NULL ? line : "");
  return true;
}

static bool recorded_http(struct transport *base, struct connector_ctx *ctx, const struct http_call *call,
                          struct buf *body, struct vg_error *err) {
  char name[4100];
  (void)ctx;
  if (!recorded_http_name((struct transport_recorded *)base, call, name, sizeof name, err)) return false;
  settle(name, ".json");
  if (recorded_failure(name, err)) return false;
  return read_answer(name, ".json", call->limit, body, err);
}

static bool recorded_exit(const char *name, int *exit_status, char *errors, struct vg_error *err) {
  int64_t status = 0;
  BUF(text, 64);
  BUF(said, 4096);
  if (exists(name, ".exit")) {
    if (!read_answer(name, ".exit", 64, &text, err)) return false;
    text.data[strcspn(text.data, "\r\n")] = '\0';
    if (!text_int(text.data, 0, 255, &status))
      return vg_fail(err, VG_E_INPUT, "recorded answers: %s.exit: expected an integer between 0 and 255", name);
  }
  if (exists(name, ".err") && !read_answer(name, ".err", 4096, &said, err)) return false;
  *exit_status = (int)status;
  memcpy(errors, said.data, said.length + 1);
  for (char *p = errors; *p != '\0'; p++)
    if (*p == '\n') *p = ' ';
  return true;
}

static bool recorded_command(struct transport *base, struct connector_ctx *ctx, const struct program_call *call,
                             struct buf *output, int *exit_status, char *errors, struct vg_error *err) {
  char name[4100];
  (void)ctx;
  if (!recorded_command_name((struct transport_recorded *)base, call, name, sizeof name, err)) return false;
  settle(name, ".out");
  if (recorded_failure(name, err)) return false;
  return read_answer(name, ".out", call->limit, output, err) && recorded_exit(name, exit_status, errors, err);
}

static bool place_of(struct transport *base, const char *path, char out[4200], struct vg_error *err) {
  int n = snprintf(out, 4200, "%s/file%s", ((struct transport_recorded *)base)->directory, path);
  return n > 0 && n < 4200 ? true : vg_fail(err, VG_E_LIMIT, "recorded answers: path too long");
}

static bool recorded_file(struct transport *base, struct connector_ctx *ctx, const char *path, size_t limit,
                          struct buf *content, struct vg_error *err) {
  char place[4200];
  (void)ctx;
  return place_of(base, path, place, err) && real_file(place, path, limit, content, err);
}

static bool recorded_info(struct transport *base, struct connector_ctx *ctx, const char *path, struct file_info *info,
                          struct vg_error *err) {
  char place[4200];
  if (!place_of(base, path, place, err) || !real_info(place, path, info, err)) return false;
  if (info->modified > ctx->now) info->modified = ctx->now;
  return true;
}

static bool recorded_list(struct transport *base, struct connector_ctx *ctx, const char *path,
                          const char *const **names, size_t *count, struct vg_error *err) {
  char place[4200];
  return place_of(base, path, place, err) && real_list(ctx->arena, place, path, names, count, err);
}

static const char *recorded_link(struct transport *base, struct connector_ctx *ctx, const char *path) {
  char place[4200];
  struct vg_error ignored = {0};
  return place_of(base, path, place, &ignored) ? real_link(ctx->arena, place) : NULL;
}

void transport_recorded_init(struct transport_recorded *t, const char *directory) {
  static const struct transport_ops ops = {.http_get = recorded_http,
                                           .command = recorded_command,
                                           .file = recorded_file,
                                           .info = recorded_info,
                                           .list = recorded_list,
                                           .link = recorded_link};
  *t = (struct transport_recorded){.base = {.ops = &ops}, .directory = directory};
}
