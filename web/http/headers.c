#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "web/http/web.h"

/* no-referrer would make browsers send "Origin: null" with our own forms. */
static const char headers[] =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Cross-Origin-Embedder-Policy: require-corp\r\n"
    "Permissions-Policy: accelerometer=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), "
    "microphone=(), midi=(), payment=(), usb=()\r\n";

static void add_name(struct web *web, const char *name) {
  size_t n = 0;
  while (n < WEB_HOSTS && web->hosts[n] != NULL) {
    if (strcmp(web->hosts[n], name) == 0) return;
    n++;
  }
  if (n == WEB_HOSTS) return;
  (void)snprintf(web->names[n], sizeof web->names[n], "%s", name);
  web->hosts[n] = web->names[n];
}

void web_identify(struct web *web, int port) {
  char name[300];
  const char *url = web->config->public_url;
  web->secure = url != NULL && text_starts(url, "https://");
  const char *host = url != NULL ? strstr(url, "://") : NULL;
  if (host != NULL) {
    (void)snprintf(name, sizeof name, "%.*s", (int)strcspn(host + 3, "/"), host + 3);
    add_name(web, name);
  }
  (void)snprintf(name, sizeof name, "127.0.0.1:%d", port);
  add_name(web, name);
  (void)snprintf(name, sizeof name, "localhost:%d", port);
  add_name(web, name);
  (void)snprintf(web->fixed_headers, sizeof web->fixed_headers, "%s%s", headers,
                 web->secure ? "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n" : "");
}
