#include <string.h>

#include "web/http/router.h"
#include "web/http/static.h"

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  const struct static_file *file = static_find(path_text(ctx, "file"));
  if (file == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("there is no such file"));
  struct http_response *r = ctx->response;
  const char *known = http_header(ctx->request, "If-None-Match", NULL);
  r->cache_control = "public, max-age=31536000, immutable";
  r->content_type = file->type;
  http_response_header(r, "ETag", file->etag);
  if (known != NULL && strstr(known, file->etag) != NULL) {
    r->status = 304;
    return true;
  }
  r->body = (const char *)file->bytes;
  r->length = file->length;
  return true;
}

const struct route routes_static[] = {{M_GET, "/static/{file:file}", CAP_PUBLIC, show, .flags = ROUTE_NO_DB}, {0}};
