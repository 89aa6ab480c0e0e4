#include "http/http.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/text.h"
#include "http/handle.h"

enum { HEADERS_MAX = 64 << 10, SHOWN_BODY = 200 };

struct call {
  const struct http_request *request;
  struct buf *body;
  size_t headers;
  bool body_over, headers_over, denied;
  char shown[300]; /* the URL without its query */
  char denied_address[INET6_ADDRSTRLEN];
  char detail[CURL_ERROR_SIZE];
};

static size_t on_body(char *data, size_t size, size_t count, void *user) {
  struct call *call = user;
  size_t n = size * count;
  buf_put(call->body, data, n);
  if (buf_ok(call->body)) return n;
  call->body_over = true;
  return 0;
}

static size_t on_header(char *data, size_t size, size_t count, void *user) {
  struct call *call = user;
  (void)data;
  call->headers += size * count;
  if (call->headers <= HEADERS_MAX) return size * count;
  call->headers_over = true;
  return 0;
}

static void address_text(const struct sockaddr *address, char out[INET6_ADDRSTRLEN]) {
  struct sockaddr_in in;
  struct sockaddr_in6 in6;
  out[0] = '\0';
  if (address->sa_family == AF_INET) {
    memcpy(&in, address, sizeof in);
    (void)inet_ntop(AF_INET, &in.sin_addr, out, INET6_ADDRSTRLEN);
  } else if (address->sa_family == AF_INET6) {
    memcpy(&in6, address, sizeof in6);
    (void)inet_ntop(AF_INET6, &in6.sin6_addr, out, INET6_ADDRSTRLEN);
  }
}

static curl_socket_t on_open(void *user, curlsocktype purpose, struct curl_sockaddr *address) {
  struct call *call = user;
  (void)purpose;
  if (!http_address_denied(&address->addr))
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  call->denied = true;
  address_text(&address->addr, call->denied_address);
  return CURL_SOCKET_BAD;
}

static void plain(const char *text, size_t length, const char *secret, char *out, size_t size) {
  size_t used = 0, hidden = secret != NULL ? strlen(secret) : 0;
  for (size_t i = 0; i < length && used + 4 < size;) {
    if (hidden > 0 && i + hidden <= length && memcmp(text + i, secret, hidden) == 0) {
      memcpy(out + used, "***", 3);
      used += 3;
      i += hidden;
      continue;
    }
    unsigned char c = (unsigned char)text[i++];
    out[used++] = c < 0x20 || c == 0x7f ? ' ' : (char)c;
  }
  for (int cut = 0; cut < 4 && used > 0 && !text_utf8(out, used); cut++) used--;
  if (!text_utf8(out, used)) {
    for (size_t i = 0; i < used; i++)
      if ((unsigned char)out[i] >= 0x80) out[i] = '?';
  }
  out[used] = '\0';
}

static void without_query(const char *url, char *out, size_t size) {
  size_t n = strcspn(url, "?#");
  const char *authority = strstr(url, "://"), *at = NULL;
  if (authority != NULL) {
    authority += 3;
    at = memchr(authority, '@', strcspn(authority, "/?#"));
  }
  if (at != NULL) plain(at + 1, n > (size_t)(at + 1 - url) ? n - (size_t)(at + 1 - url) : 0, NULL, out, size);
  else plain(url, n, NULL, out, size);
}

static int or_default(int value, int dflt) { return value > 0 ? value : dflt; }

static void set_limits(CURL *curl, struct call *call) {
  const struct http_request *r = call->request;
  (void)curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  http_handle_time(curl, r->connect_ms, 5000, r->total_ms, 60000);
  (void)curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  (void)curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)(or_default(r->silence_ms, 30000) + 999) / 1000);
  (void)curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)call->body->limit);
}

static struct curl_slist *set_request(CURL *curl, struct call *call) {
  const struct http_request *r = call->request;
  char accept[200];
  struct curl_slist *headers = NULL;
  (void)curl_easy_setopt(curl, CURLOPT_URL, r->url);
  (void)curl_easy_setopt(curl, CURLOPT_USERAGENT, "vigie");
  (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, call);
  (void)curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
  (void)curl_easy_setopt(curl, CURLOPT_HEADERDATA, call);
  (void)curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, on_open);
  (void)curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, call);
  (void)curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, call->detail);
  if (r->ca_file != NULL) {
    (void)curl_easy_setopt(curl, CURLOPT_CAINFO, r->ca_file);
    (void)curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
  }
  if (r->user != NULL) {
    (void)curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    (void)curl_easy_setopt(curl, CURLOPT_USERNAME, r->user);
    (void)curl_easy_setopt(curl, CURLOPT_PASSWORD, r->secret != NULL ? r->secret : "");
  } else if (r->secret != NULL) {
    (void)curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
    (void)curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, r->secret);
  }
  (void)snprintf(accept, sizeof accept, "Accept: %s", r->accept != NULL ? r->accept : "*/*");
  headers = curl_slist_append(headers, accept);
  (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  return headers;
}

/* Out of time: all of it, or too long without a byte. */
static bool fail_late(CURL *curl, const struct call *call, struct vg_error *err) {
  const struct http_request *r = call->request;
  curl_off_t took_us = 0;
  int total = or_default(r->total_ms, 60000), silence = or_default(r->silence_ms, 30000);
  (void)curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &took_us);
  if (took_us / 1000 < total - 500 && took_us / 1000 >= silence)
    return vg_fail(err, VG_E_TIMEOUT, "GET %s: no byte came for %d s (%zu had come)", call->shown, (silence + 999) / 1000, call->body->length);
  return vg_fail(err, VG_E_TIMEOUT, "GET %s: no complete answer within %d ms (%zu bytes came)", call->shown, total, call->body->length);
}

static bool fail_transfer(CURL *curl, const struct call *call, CURLcode code, struct vg_error *err) {
  const char *why = call->detail[0] != '\0' ? call->detail : curl_easy_strerror(code);
  if (call->denied) {
    (void)vg_fail(err, VG_E_DENIED, "GET %s: the address %s is never called", call->shown, call->denied_address);
    return vg_hint(err, "link-local, multicast and unspecified addresses are refused");
  }
  if (call->body_over || code == CURLE_FILESIZE_EXCEEDED)
    return vg_fail(err, VG_E_LIMIT, "GET %s: the answer has more than %zu bytes", call->shown, call->body->limit);
  if (call->headers_over) return vg_fail(err, VG_E_LIMIT, "GET %s: more than %d bytes of headers", call->shown, HEADERS_MAX);
  switch (code) {
  case CURLE_OPERATION_TIMEDOUT: return fail_late(curl, call, err);
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CONNECT_ERROR:
    (void)vg_fail(err, VG_E_CONFIG, "GET %s: TLS: %s", call->shown, why);
    return vg_hint(err, "give the authority that signed its certificate in option ca_file");
  case CURLE_URL_MALFORMAT:
  case CURLE_UNSUPPORTED_PROTOCOL: return vg_fail(err, VG_E_INPUT, "GET %s: expected an http or https address", call->shown);
  case CURLE_PARTIAL_FILE:
    return vg_fail(err, VG_E_UNAVAILABLE, "GET %s: the answer was cut after %zu bytes", call->shown, call->body->length);
  case CURLE_COULDNT_RESOLVE_HOST: return vg_fail(err, VG_E_UNAVAILABLE, "GET %s: the name of the server has no address (%s)", call->shown, why);
  case CURLE_COULDNT_CONNECT: return vg_fail(err, VG_E_UNAVAILABLE, "GET %s: the server cannot be reached (%s)", call->shown, why);
  default: return vg_fail(err, VG_E_UNAVAILABLE, "GET %s: %s", call->shown, why);
  }
}

static bool fail_redirect(CURL *curl, const struct call *call, long status, struct vg_error *err) {
  char *target = NULL, shown[200] = N_("another place");
  (void)curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &target);
  if (target != NULL) without_query(target, shown, sizeof shown);
  (void)vg_fail(err, VG_E_INPUT, "GET %s: HTTP %ld, a redirect to %s, is not followed", call->shown, status, shown);
  return vg_hint(err, "give the final address in the source's options");
}

static bool check_status(CURL *curl, const struct call *call, struct vg_error *err) {
  long status = 0;
  char start[SHOWN_BODY + 8];
  (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (status == 200) return true;
  if (status >= 300 && status < 400) return fail_redirect(curl, call, status, err);
  size_t n = call->body->length < SHOWN_BODY ? call->body->length : SHOWN_BODY;
  plain(call->body->data, n, call->request->secret, start, sizeof start);
  enum vg_code code = status >= 500 || status == 429         ? VG_E_UNAVAILABLE
                      : status == 401 || status == 403 ? VG_E_DENIED
                      : status == 404                  ? VG_E_NOTFOUND
                                                       : VG_E_INPUT;
  (void)vg_fail(err, code, "GET %s: HTTP %ld", call->shown, status);
  if (start[0] != '\0') (void)vg_more(err, ": %s", start);
  if (code == VG_E_DENIED) return vg_hint(err, "check the user and the password or token of the source");
  return false;
}

bool http_get(const struct http_request *request, struct buf *body, struct vg_error *err) {
  struct call call = {.request = request, .body = body};
  without_query(request->url, call.shown, sizeof call.shown);
  if (!text_starts(request->url, "http://") && !text_starts(request->url, "https://"))
    return vg_fail(err, VG_E_INPUT, "GET %s: expected an http or https address", call.shown);
  CURL *curl = http_handle("http,https");
  if (curl == NULL) return vg_fail(err, VG_E_INTERNAL, "GET %s: libcurl does not start", call.shown);
  set_limits(curl, &call);
  struct curl_slist *headers = set_request(curl, &call);
  CURLcode code = curl_easy_perform(curl);
  bool ok = code == CURLE_OK ? check_status(curl, &call, err) : fail_transfer(curl, &call, code, err);
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  return ok;
}
