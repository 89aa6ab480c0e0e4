/* web/http/serve.h — the web process. */
#ifndef VG_WEB_HTTP_SERVE_H
#define VG_WEB_HTTP_SERVE_H

#include "config/config.h"
#include "core/error.h"

/* Serves until SIGTERM or SIGINT, then answers what is under way and returns true. The database need not be there: pages say
 * so until it is. `conninfo` as for db_open(). Logs "serve.ready" with the port. VG_E_CONFLICT: the port is taken. */
bool web_serve(const struct config *, const char *conninfo, struct vg_error *err);

#endif
