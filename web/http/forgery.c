#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/text.h"
#include "web/http/web.h"

/* Is `url` of the origin that this request was sent to? Its path, if any, is not looked at. */
static bool ours(const struct turn *t, const char *url) {
  char origin[320];
  const char *host = http_header(&t->x->request, "Host", NULL);
  (void)snprintf(origin, sizeof origin, "%s://%s", t->web->secure ? "https" : "http", host != NULL ? host : "");
  size_t n = strlen(origin);
  return strncasecmp(url, origin, n) == 0 && (url[n] == '\0' || url[n] == '/');
}

bool turn_same_origin(const struct turn *t) {
  const struct http_request *r = &t->x->request;
  const char *site = http_header(r, "Sec-Fetch-Site", NULL), *origin = http_header(r, "Origin", NULL);
  const char *referer = http_header(r, "Referer", NULL);
  if (site != NULL && strcmp(site, "same-origin") != 0) return false;
  if (origin != NULL) return ours(t, origin);
  if (site != NULL) return true;
  return referer != NULL && ours(t, referer);
}

bool turn_token_right(const struct turn *t) {
  const char *given = param(&t->ctx.form, "csrf");
  if (given == NULL) given = http_header(&t->x->request, "X-CSRF-Token", NULL);
  return token_same(given, t->csrf);
}
