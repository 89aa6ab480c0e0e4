#include "collect/transport_live.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/process.h"
#include "http/http.h"

static bool live_http(struct transport *base, struct connector_ctx *ctx, const struct http_call *call, struct buf *body,
                      struct vg_error *err) {
  const struct transport_live *t = (const struct transport_live *)base;
  (void)ctx;
  const struct http_request request = {.url = call->url,
                                       .user = call->user,
                                       .secret = call->secret,
                                       .accept = call->accept,
                                       .ca_file = call->ca_file,
                                       .connect_ms = t->connect_ms,
                                       .total_ms = t->total_ms,
                                       .silence_ms = t->silence_ms};
  return http_get(&request, body, err);
}

static bool live_command(struct transport *base, struct connector_ctx *ctx, const struct program_call *call,
                         struct buf *output, int *exit_status, char *errors, struct vg_error *err) {
  (void)base;
  (void)ctx;
  const struct process_spec spec = {.argv = call->argv,
                                    .environment = call->environment,
                                    .timeout_ms = call->timeout_ms,
                                    .output_limit = call->limit};
  struct process_result result = {0};
  bool ok = process_run(&spec, &result, err);
  if (ok) {
    buf_put(output, result.output.data, result.output.length);
    *exit_status = result.exit_status;
    memcpy(errors, result.errors, sizeof result.errors);
    ok = buf_check(output, call->argv[0], err);
  }
  process_result_free(&result);
  return ok;
}

static bool below(const char *path, const char *root) {
  size_t n = strlen(root);
  while (n > 1 && root[n - 1] == '/') n--;
  return strncmp(path, root, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

static bool refused(const struct transport_live *t, const char *path) {
  static const char *const always[] = {"/etc", "/proc", "/sys", "/dev", "/run", "/boot", NULL};
  for (size_t i = 0; always[i] != NULL; i++)
    if (below(path, always[i])) return true;
  for (size_t i = 0; t->denied != NULL && t->denied[i] != NULL; i++)
    if (below(path, t->denied[i])) return true;
  return strstr(path, "/.") != NULL;
}

/* Yours: free(). NULL and *err: not there, or not to be read. */
static char *resolved(struct transport *base, const struct connector_ctx *ctx, const char *path, struct vg_error *err) {
  char *real = realpath(path, NULL);
  if (real == NULL) {
    enum vg_code code = errno == EACCES ? VG_E_DENIED : errno == ENOENT || errno == ENOTDIR ? VG_E_NOTFOUND : VG_E_INPUT;
    (void)vg_fail(err, code, "file \"%s\": %s", path, vg_errno(errno));
    return NULL;
  }
  if (ctx->connector->local || !refused((const struct transport_live *)base, real)) return real;
  free(real);
  (void)vg_fail(err, VG_E_DENIED, "file \"%s\": sources may not read there", path);
  (void)vg_hint(err, "put the file in a directory of its own, such as /srv/vigie");
  return NULL;
}

static bool live_file(struct transport *base, struct connector_ctx *ctx, const char *path, size_t limit,
                      struct buf *content, struct vg_error *err) {
  char *real = resolved(base, ctx, path, err);
  bool ok = real != NULL && real_file(real, path, limit, content, err);
  free(real);
  return ok;
}

static bool live_info(struct transport *base, struct connector_ctx *ctx, const char *path, struct file_info *info,
                      struct vg_error *err) {
  char *real = resolved(base, ctx, path, err);
  bool ok = real != NULL && real_info(real, path, info, err);
  free(real);
  return ok;
}

static bool live_list(struct transport *base, struct connector_ctx *ctx, const char *path, const char *const **names,
                      size_t *count, struct vg_error *err) {
  char *real = resolved(base, ctx, path, err);
  bool ok = real != NULL && real_list(ctx->arena, real, path, names, count, err);
  free(real);
  return ok;
}

static const char *live_link(struct transport *base, struct connector_ctx *ctx, const char *path) {
  (void)base;
  return ctx->connector->local ? real_link(ctx->arena, path) : NULL;
}

void transport_live_init(struct transport_live *t, const char *const *denied) {
  static const struct transport_ops ops = {.http_get = live_http,
                                           .command = live_command,
                                           .file = live_file,
                                           .info = live_info,
                                           .list = live_list,
                                           .link = live_link};
  *t = (struct transport_live){.base = {.ops = &ops}, .denied = denied};
}
