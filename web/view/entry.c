#include "web/view/entry.h"

#include "config/config.h"
#include "web/http/static.h"

struct view_entry entry_of(struct request_ctx *ctx, const char *title) {
  static const char *const themes[] = {[THEME_AUTO] = "auto", [THEME_LIGHT] = "light", [THEME_DARK] = "dark"};
  bool get = ctx->route != NULL && ctx->route->method == M_GET;
  return (struct view_entry){.lang = lang_code(ctx->lang),
                             .theme = themes[ctx->theme],
                             .title = tr(ctx->lang, title),
                             .css = static_url("vigie.css"),
                             .organisation = ctx->config->organisation,
                             .here = get ? url_here(ctx, "", NULL) : "/",
                             .forms = *ctx->csrf != '\0'};
}
