/* What a connector's calls go through: option values, and the transport with its defaults filled in. */
#include <assert.h>
#include <string.h>

#include "connectors/transport.h"
#include "core/text.h"

enum { DEFAULT_LIMIT = 64 << 20, DEFAULT_COMMAND_MS = 120000 };

static const struct option_spec *spec_of(const struct connector_ctx *ctx, const char *option, const char **value) {
  for (size_t i = 0; ctx->connector->options[i].type != OPTION_NONE; i++) {
    if (strcmp(ctx->connector->options[i].name, option) != 0) continue;
    *value = ctx->values[i];
    return &ctx->connector->options[i];
  }
  assert(option == NULL); /* a connector asks for an option that it does not declare */
  *value = NULL;
  return NULL;
}

const char *ctx_text(const struct connector_ctx *ctx, const char *option) {
  const char *value;
  const struct option_spec *spec = spec_of(ctx, option, &value);
  assert(spec == NULL || spec->type != OPTION_SECRET);
  return spec != NULL && spec->type != OPTION_SECRET ? value : NULL;
}

int64_t ctx_int(const struct connector_ctx *ctx, const char *option) {
  const char *value;
  const struct option_spec *spec = spec_of(ctx, option, &value);
  int64_t number = 0;
  if (spec == NULL || value == NULL) return 0;
  if (spec->type == OPTION_DURATION) return duration_parse(value, &number) ? number : 0;
  return text_int(value, INT64_MIN, INT64_MAX, &number) ? number : 0;
}

bool ctx_bool(const struct connector_ctx *ctx, const char *option) {
  const char *value;
  (void)spec_of(ctx, option, &value);
  return value != NULL && strcmp(value, "true") == 0;
}

const char *ctx_secret(const struct connector_ctx *ctx, const char *option) {
  const char *value;
  const struct option_spec *spec = spec_of(ctx, option, &value);
  return spec != NULL && spec->type == OPTION_SECRET ? value : NULL;
}

bool ctx_http_get(struct connector_ctx *ctx, const struct http_call *call, struct buf *body, struct vg_error *err) {
  struct http_call full = *call;
  if (full.accept == NULL) full.accept = "application/json";
  if (full.limit == 0) full.limit = DEFAULT_LIMIT;
  buf_init(body, full.limit);
  if (ctx->transport->ops->http_get(ctx->transport, ctx, &full, body, err)) return true;
  buf_free(body);
  return false;
}

bool ctx_command(struct connector_ctx *ctx, const struct program_call *call, struct buf *output, int *exit_status,
                 char *errors, struct vg_error *err) {
  struct program_call full = *call;
  static const char *const nothing[] = {NULL};
  if (full.environment == NULL) full.environment = nothing;
  if (full.limit == 0) full.limit = DEFAULT_LIMIT;
  if (full.timeout_ms == 0) full.timeout_ms = DEFAULT_COMMAND_MS;
  buf_init(output, full.limit);
  errors[0] = '\0';
  *exit_status = -1;
  if (ctx->transport->ops->command(ctx->transport, ctx, &full, output, exit_status, errors, err)) return true;
  buf_free(output);
  return false;
}

static bool absolute(const char *path, struct vg_error *err) {
  return path[0] == '/' ? true : vg_fail(err, VG_E_INPUT, "file \"%s\": expected an absolute path", path);
}

bool ctx_file(struct connector_ctx *ctx, const char *path, size_t limit, struct buf *content, struct vg_error *err) {
  buf_init(content, limit == 0 ? DEFAULT_LIMIT : limit);
  if (absolute(path, err) && ctx->transport->ops->file(ctx->transport, ctx, path, content->limit, content, err))
    return true;
  buf_free(content);
  return false;
}

bool ctx_file_info(struct connector_ctx *ctx, const char *path, struct file_info *info, struct vg_error *err) {
  return absolute(path, err) && ctx->transport->ops->info(ctx->transport, ctx, path, info, err);
}

bool ctx_list(struct connector_ctx *ctx, const char *path, const char *const **names, size_t *count,
              struct vg_error *err) {
  *names = NULL;
  *count = 0;
  return absolute(path, err) && ctx->transport->ops->list(ctx->transport, ctx, path, names, count, err);
}

const char *ctx_link(struct connector_ctx *ctx, const char *path) {
  return path[0] == '/' ? ctx->transport->ops->link(ctx->transport, ctx, path) : NULL;
}
