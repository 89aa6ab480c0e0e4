#include <criterion/criterion.h>
#include <string.h>

#include "web/http/route.h"

static bool nothing(struct request_ctx *ctx, struct vg_error *err) { return ctx != NULL && err != NULL; }

static const struct route some[] = {{M_GET, "/", CAP_BOARD, nothing},
                                    {M_GET, "/users/{id:int}", CAP_USERS, nothing},
                                    {M_POST, "/users/{id:int}", CAP_USERS, nothing, .form = "role"},
                                    {M_GET, "/record/{kind:name}/{id:int}", CAP_RECORD, nothing},
                                    {M_GET, "/rule/{rule:rule}", CAP_BOARD, nothing},
                                    {0}};
static const struct route *const tables[] = {some, NULL};

static const struct route *find(const char *path, struct vg_arena *a, struct params *values) {
  return route_find(tables, M_GET, path, a, values).route;
}

Test(route, matches_whole_paths_only) {
  VG_ARENA(a, 1 << 16);
  struct params v;
  cr_assert_eq(find("/", a, &v), &some[0]);
  cr_assert_eq(find("/users/12", a, &v), &some[1]);
  cr_assert_str_eq(param(&v, "id"), "12");
  cr_assert_eq(find("/record/backup/9223372036854775807", a, &v), &some[3]);
  cr_assert_str_eq(param(&v, "kind"), "backup");
  cr_assert_eq(find("/rule/12.3", a, &v), &some[4]);
  static const char *const none[] = {"/users", "/users/", "/users/0", "/users/012", "/users/1x", "/users/-1", "/users/1/2", "/Users/1", "/users/99999999999999999999",
                                     "/record/Backup/1", "/record/backup", "/rule/12", "/rule/1.2.3", "/rule/.3", "/rule/12.", "", "/usersx/1", "/users/9223372036854775808"};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) cr_assert_null(find(none[i], a, &v), "%s", none[i]);
}

Test(route, tells_another_method_from_no_page) {
  VG_ARENA(a, 1 << 16);
  struct params v;
  struct route_match m = route_find(tables, M_POST, "/rule/12.3", a, &v);
  cr_assert(m.route == NULL && m.other_method);
  m = route_find(tables, M_POST, "/nothing", a, &v);
  cr_assert(m.route == NULL && !m.other_method);
}

Test(route, tables_that_forget_something_are_refused) {
  static const struct route bad[][2] = {{{M_GET, "/x", CAP_INVALID, nothing}, {0}},
                                        {{M_GET, "/x", CAP_BOARD, NULL}, {0}},
                                        {{M_GET, "x", CAP_BOARD, nothing}, {0}},
                                        {{M_GET, "/{x}", CAP_BOARD, nothing}, {0}},
                                        {{M_GET, "/{x:what}", CAP_BOARD, nothing}, {0}},
                                        {{M_GET, "/x", CAP_BOARD, nothing, .form = "a"}, {0}},
                                        {{M_POST, "/x", CAP_BOARD, nothing, .flags = ROUTE_CACHED}, {0}},
                                        {{M_GET, "/x", CAP_BOARD, nothing, .flags = ROUTE_NO_DB}, {0}},
                                        {{M_POST, "/x", CAP_PUBLIC, nothing, .flags = ROUTE_NO_DB}, {0}}};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    const struct route *const one[] = {bad[i], NULL};
    struct vg_error err = {0};
    cr_assert_not(routes_check(one, &err), "%zu", i);
  }
  const struct route *const twins[] = {some, some, NULL};
  struct vg_error err = {0};
  cr_assert_not(routes_check(twins, &err));
}

Test(route, the_product_s_own_tables_are_well_formed) {
  struct vg_error err = {0};
  cr_assert(routes_check(route_tables, &err), "%s", err.message);
}

Test(url, keeps_dates_and_perimeter) {
  VG_ARENA(a, 1 << 16);
  struct http_request r = {.path = "/steering"};
  struct request_ctx ctx = {.arena = a, .request = &r};
  struct vg_error err = {0};
  static const char query[] = "au=2026-09-30&perimeter=lyon&state=x+y";
  cr_assert(params_parse(&ctx.query, a, query, strlen(query), &err));
  cr_assert_str_eq(url_for(&ctx, "/rule/12.3", "state", "a&b", "none", NULL, NULL), "/rule/12.3?state=a%26b&au=2026-09-30&perimeter=lyon");
  cr_assert_str_eq(url_for(&ctx, "/x", "perimeter", "all", NULL), "/x?perimeter=all&au=2026-09-30");
  cr_assert_str_eq(url_here(&ctx, "au", NULL), "/steering?perimeter=lyon&state=x%20y");
  cr_assert_str_eq(url_here(&ctx, "vs", "2026-06-30"), "/steering?au=2026-09-30&perimeter=lyon&state=x%20y&vs=2026-06-30");
}
