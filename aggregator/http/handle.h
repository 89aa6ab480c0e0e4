/* http/handle.h — what every use of libcurl begins with; for the files of http/ only. */
#ifndef VG_HTTP_HANDLE_H
#define VG_HTTP_HANDLE_H

#include <curl/curl.h>

/* Yours: curl_easy_cleanup(). It speaks `protocols` alone ("http,https"), verifies TLS, 1.2 or later, and looks at no proxy, netrc or signal.
 * NULL when libcurl does not start. Thread-safe. */
CURL *http_handle(const char *protocols);
/* How long it may take to connect, and in all; 0 or less: the value that follows. */
void http_handle_time(CURL *, int connect_ms, int connect_default, int total_ms, int total_default);

#endif
