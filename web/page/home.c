#include "web/http/router.h"

/* Each role begins at the board made for it. */
static bool show(struct request_ctx *ctx, struct vg_error *err) {
  (void)err;
  static const char *const boards[ROLE_COUNT] = {
      [ROLE_NONE] = "/strategic",   [ROLE_READER] = "/strategic", [ROLE_LEADERSHIP] = "/strategic",
      [ROLE_OPERATOR] = "/operational", [ROLE_CISO] = "/steering",  [ROLE_ADMINISTRATOR] = "/strategic"};
  return page_redirect(ctx, url_for(ctx, boards[ctx->role], NULL));
}

const struct route routes_home[] = {{M_GET, "/", CAP_BOARD, show}, {0}};
