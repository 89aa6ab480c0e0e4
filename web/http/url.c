#include <stdarg.h>
#include <string.h>

#include "web/http/router.h"

static void put_encoded(struct buf *out, const char *text) {
  static const char hex[] = "0123456789ABCDEF";
  for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
    bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || strchr("-._~", *p) != NULL;
    if (plain) buf_char(out, (char)*p);
    else buf_put(out, (char[]){'%', hex[*p >> 4], hex[*p & 15]}, 3);
  }
}

static void put_pair(struct buf *out, const char *name, const char *value) {
  if (value == NULL || *value == '\0') return;
  buf_char(out, strchr(out->data, '?') == NULL ? '?' : '&');
  put_encoded(out, name);
  buf_char(out, '=');
  put_encoded(out, value);
}

static const char *finish(const struct request_ctx *ctx, struct buf *out) {
  const char *url = buf_ok(out) ? vg_strndup(ctx->arena, out->data, out->length) : NULL;
  return url != NULL ? url : "/";
}

const char *url_for(const struct request_ctx *ctx, const char *path, ...) {
  static const char *const kept[] = {"au", "vs", "perimeter"};
  BUF(out, 8192);
  buf_text(&out, path);
  va_list args;
  va_start(args, path);
  bool given[3] = {false};
  for (const char *name = va_arg(args, const char *); name != NULL; name = va_arg(args, const char *)) {
    for (size_t i = 0; i < 3; i++) given[i] |= strcmp(name, kept[i]) == 0;
    put_pair(&out, name, va_arg(args, const char *));
  }
  va_end(args);
  for (size_t i = 0; i < 3; i++)
    if (!given[i]) put_pair(&out, kept[i], param(&ctx->query, kept[i]));
  return finish(ctx, &out);
}

const char *url_here(const struct request_ctx *ctx, const char *name, const char *value) {
  BUF(out, 8192);
  buf_text(&out, ctx->request->path);
  for (size_t i = 0; i < ctx->query.count; i++)
    if (strcmp(ctx->query.items[i].name, name) != 0 && (*name == '\0' || strcmp(ctx->query.items[i].name, "page") != 0))
      put_pair(&out, ctx->query.items[i].name, ctx->query.items[i].value);
  put_pair(&out, name, value);
  return finish(ctx, &out);
}
