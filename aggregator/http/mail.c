#include "http/mail.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "http/handle.h"

enum { MESSAGE_MAX = 256 << 10 };

struct sending {
  const struct mail_server *server;
  const struct buf *message;
  size_t given;            /* bytes that libcurl took */
  char answer[MAIL_ANSWER]; /* the last line by which the server refused something; else its last line */
  bool refused;
  char detail[CURL_ERROR_SIZE];
};

/* ---- libcurl asks and tells ---- */

static size_t on_read(char *to, size_t size, size_t count, void *user) {
  struct sending *s = user;
  size_t left = s->message->length - s->given, n = size * count < left ? size * count : left;
  memcpy(to, s->message->data + s->given, n);
  s->given += n;
  return n;
}

/* A line of the server. What is said after a refusal, on leaving, is of no interest. */
static size_t on_line(char *data, size_t size, size_t count, void *user) {
  struct sending *s = user;
  char line[1000];
  size_t n = size * count, kept = n < sizeof line - 1 ? n : sizeof line - 1;
  bool refused = n > 0 && (data[0] == '4' || data[0] == '5');
  if (s->refused && !refused) return n;
  memcpy(line, data, kept);
  while (kept > 0 && (line[kept - 1] == '\r' || line[kept - 1] == '\n')) kept--;
  line[kept] = '\0';
  s->refused = refused;
  if (s->server->password != NULL && strstr(line, s->server->password) != NULL) (void)snprintf(line, sizeof line, "%.3s ***", data);
  (void)text_show(line, s->answer, sizeof s->answer);
  return n;
}

static void set_limits(CURL *curl, const struct mail_server *s) {
  (void)curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(mail_server_is_here(s->url) ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  http_handle_time(curl, s->connect_ms, 10000, s->total_ms, 40000);
  if (s->ca_file == NULL) return;
  (void)curl_easy_setopt(curl, CURLOPT_CAINFO, s->ca_file);
  (void)curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
}

static void set_message(CURL *curl, struct sending *s, struct curl_slist *to) {
  (void)curl_easy_setopt(curl, CURLOPT_URL, s->server->url);
  (void)curl_easy_setopt(curl, CURLOPT_MAIL_FROM, s->server->from);
  (void)curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
  (void)curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  (void)curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
  (void)curl_easy_setopt(curl, CURLOPT_READDATA, s);
  (void)curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_line);
  (void)curl_easy_setopt(curl, CURLOPT_HEADERDATA, s);
  (void)curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, s->detail);
  if (s->server->user == NULL) return;
  (void)curl_easy_setopt(curl, CURLOPT_USERNAME, s->server->user);
  (void)curl_easy_setopt(curl, CURLOPT_PASSWORD, s->server->password != NULL ? s->server->password : "");
}

/* ---- what went wrong ---- */

static bool fail(const struct sending *s, CURLcode code, struct vg_error *err) {
  const char *url = s->server->url, *why = s->detail[0] != '\0' ? s->detail : curl_easy_strerror(code);
  switch (code) {
  case CURLE_OPERATION_TIMEDOUT: return vg_fail(err, VG_E_TIMEOUT, N_("%s: it does not answer in time (%s)"), url, why);
  case CURLE_USE_SSL_FAILED: return vg_fail(err, VG_E_CONFIG, N_("%s: it offers no TLS (STARTTLS), and nothing is sent without"), url);
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CONNECT_ERROR:
    (void)vg_fail(err, VG_E_CONFIG, N_("%s: TLS: %s"), url, why);
    return vg_hint(err, "give the authority that signed its certificate as the setting smtp_ca_file");
  case CURLE_LOGIN_DENIED:
    (void)vg_fail(err, VG_E_DENIED, N_("%s: it refuses the user or the password: %s"), url, s->answer);
    return vg_hint(err, "check the settings smtp_user and smtp_password_file");
  default: break;
  }
  if (s->refused) return vg_fail(err, s->answer[0] == '5' ? VG_E_INPUT : VG_E_UNAVAILABLE, N_("%s: it answered: %s"), url, s->answer);
  return vg_fail(err, VG_E_UNAVAILABLE, "%s: %s", url, why);
}

/* ---- */

bool mail_server_is_here(const char *url) {
  char host[100];
  unsigned char number[sizeof(struct in6_addr)];
  const char *at = strstr(url, "://");
  if (at == NULL) return false;
  at += 3;
  bool bracketed = *at == '[';
  size_t n = bracketed ? strcspn(++at, "]") : strcspn(at, ":/");
  if (n == 0 || n >= sizeof host) return false;
  memcpy(host, at, n);
  host[n] = '\0';
  if (bracketed) return inet_pton(AF_INET6, host, number) == 1 && memcmp(number, &in6addr_loopback, sizeof number) == 0;
  return strcasecmp(host, "localhost") == 0 || (inet_pton(AF_INET, host, number) == 1 && number[0] == 127);
}

bool mail_send(const struct mail_server *server, const struct mail_message *message, char *answer, struct vg_error *err) {
  BUF(whole, MESSAGE_MAX);
  if (!mail_write(server, message, &whole, err)) return false;
  struct sending s = {.server = server, .message = &whole};
  CURL *curl = http_handle("smtp,smtps");
  struct curl_slist *to = curl_slist_append(NULL, message->to);
  bool ok = curl != NULL && to != NULL;
  if (ok) {
    set_limits(curl, server);
    set_message(curl, &s, to);
    CURLcode code = curl_easy_perform(curl);
    ok = code == CURLE_OK || fail(&s, code, err);
    if (answer != NULL) memcpy(answer, s.answer, sizeof s.answer);
  } else {
    (void)vg_fail(err, VG_E_INTERNAL, "%s: libcurl does not start", server->url);
  }
  curl_slist_free_all(to);
  curl_easy_cleanup(curl);
  return ok;
}
