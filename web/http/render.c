#include "web/http/router.h"
#include "web/http/web.h"

static void init_html(struct turn *t) {
  struct request_ctx *ctx = &t->ctx;
  const char *links = url_for(ctx, "", NULL);
  t->html = (struct html){.out = ctx->body, .lang = ctx->lang, .zone = t->web->config->zone, .csrf = ctx->csrf, .titles = ctx->titles,
                          .keep = *links == '?' ? links + 1 : NULL};
}

struct html *page_html(struct request_ctx *ctx) {
  struct turn *t = turn_of(ctx);
  init_html(t);
  return &t->html;
}

struct json_writer *page_json(struct request_ctx *ctx) {
  struct turn *t = turn_of(ctx);
  ctx->response->content_type = "application/json";
  jw_init(&t->writer, ctx->body);
  return &t->writer;
}

bool page_done(struct request_ctx *ctx, bool rendered, struct vg_error *err) {
  if (!rendered) return buf_check(ctx->body, "page", err) && vg_fail(err, VG_E_INTERNAL, "the page could not be rendered");
  return true;
}
