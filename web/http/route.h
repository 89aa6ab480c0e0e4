/* web/http/route.h — the tables of routes: all of them, checked, and the one that a path means. Exact: no prefix, no case
 * folding, nothing decoded. Immutable after start.                                                                */
#ifndef VG_WEB_HTTP_ROUTE_H
#define VG_WEB_HTTP_ROUTE_H

#include "web/http/router.h"

/* Generated from the file names of web/page: their tables, NULL-terminated. */
extern const struct route *const route_tables[];

enum { ROUTE_VALUES = 4 };

struct route_match {
  const struct route *route; /* NULL: no route has this path */
  bool other_method;         /* the path exists, with another method */
};

/* Fills *values (of the arena) with the pattern's. */
struct route_match route_find(const struct route *const *tables, enum http_method, const char *path, struct vg_arena *,
                              struct params *values);

/* Every route has a handler, a capability, a pattern that can be matched, and no twin. VG_E_INTERNAL names it. */
bool routes_check(const struct route *const *tables, struct vg_error *err);

/* docs/reference/pages.md. */
void routes_reference(struct buf *out);
/* docs/reference/json.md. */
void json_reference(struct buf *out);

#endif
