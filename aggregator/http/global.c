#include "http/global.h"

#include <curl/curl.h>
#include <pthread.h>

static void start(void) { (void)curl_global_init(CURL_GLOBAL_DEFAULT); }

void http_global(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  (void)pthread_once(&once, start);
}
