/* http/global.h — for the files of http/ only. */
#ifndef VG_HTTP_GLOBAL_H
#define VG_HTTP_GLOBAL_H

/* Starts libcurl, once a process; from any thread. */
void http_global(void);

#endif
