#include "http/handle.h"

#include <pthread.h>

static void start(void) { (void)curl_global_init(CURL_GLOBAL_DEFAULT); }

CURL *http_handle(const char *protocols) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  (void)pthread_once(&once, start);
  CURL *curl = curl_easy_init();
  if (curl == NULL) return NULL;
  (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
  (void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
  (void)curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  (void)curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  (void)curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  return curl;
}

void http_handle_time(CURL *curl, int connect_ms, int connect_default, int total_ms, int total_default) {
  (void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)(connect_ms > 0 ? connect_ms : connect_default));
  (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(total_ms > 0 ? total_ms : total_default));
}
