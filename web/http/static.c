#include "web/http/static.h"

#include <string.h>

#include "core/log.h"
#include "web/http/router.h"

const char *static_url(const char *name) {
  for (const struct static_file *f = static_files; f->name != NULL; f++)
    if (strcmp(f->name, name) == 0) return f->url;
  log_event(LOG_ERROR, "static.missing", LOG_TEXT("name", name));
  return "/static/missing";
}

const struct static_file *static_find(const char *address) {
  for (const struct static_file *f = static_files; f->name != NULL; f++)
    if (strcmp(f->url + strlen("/static/"), address) == 0) return f;
  return NULL;
}
