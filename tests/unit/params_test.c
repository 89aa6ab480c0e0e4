#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "web/http/params.h"

static bool parse(struct params *p, struct vg_arena *a, const char *text) {
  struct vg_error err = {0};
  return params_parse(p, a, text, strlen(text), &err);
}

Test(params, are_decoded_once) {
  VG_ARENA(a, 1 << 20);
  struct params p;
  cr_assert(parse(&p, a, "name=Caf%C3%A9+noir&x=%2525&empty=&kind[]=a&kind%5B%5D=b"));
  cr_assert_str_eq(param(&p, "name"), "Café noir");
  cr_assert_str_eq(param(&p, "x"), "%25");
  cr_assert_str_eq(param(&p, "empty"), "");
  cr_assert_str_eq(param_at(&p, "kind[]", 1), "b");
  cr_assert_null(param_at(&p, "kind[]", 2));
  cr_assert_null(param(&p, "absent"));
}

Test(params, refuse_what_is_not_a_form) {
  static const char *const bad[] = {"a=b%",   "a=b%0",   "a=b%zz", "a=%00",     "a=b%00c", "a=%01",  "a=%7f",        "a=%ff",   "a=%c0%af",
                                    "a",      "=b",      "&",      "a=b&",      "&a=b",    "a=b&&c=d", "a=b&a=c",    "a%00=b",  "a b=c",
                                    "a%3Db=c", "<x>=1",  "[]=1",   "a[]b=1",    "a=%ed%a0%80", "%=1", "a=1&%61=2", "a=%e2%82", "a[b]=1"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    VG_ARENA(a, 1 << 20);
    struct params p;
    cr_assert_not(parse(&p, a, bad[i]), "%s", bad[i]);
  }
  VG_ARENA(a, 1 << 20);
  struct params p;
  struct vg_error err = {0};
  cr_assert_not(params_parse(&p, a, "a=b\0c", 5, &err));
}

Test(params, are_bounded) {
  VG_ARENA(a, 1 << 20);
  char text[4 * 300];
  size_t n = 0;
  for (int i = 0; i < 300; i++) n += (size_t)snprintf(text + n, sizeof text - n, "%s", "a=b&");
  struct params p;
  struct vg_error err = {0};
  cr_assert_not(params_parse(&p, a, text, n - 1, &err));
  cr_assert_eq(err.code, VG_E_LIMIT);
}

Test(params, only_declared_names_pass) {
  VG_ARENA(a, 1 << 20);
  struct params p;
  struct vg_error err = {0};
  cr_assert(parse(&p, a, "state=x&sort=y"));
  cr_assert(params_allowed(&p, "page sort state", &err));
  cr_assert(params_allowed(&p, "*", &err));
  cr_assert_not(params_allowed(&p, "sort", &err));
  cr_assert_str_eq(err.message, "parameter state: this page does not know it");
}

Test(params, readers_remember_the_first_failure) {
  VG_ARENA(a, 1 << 20);
  struct params p;
  struct vg_error err = {0};
  static const char *const roles[] = {"reader", "ciso", NULL};
  cr_assert(parse(&p, a, "name=++Ada+&n=12&role=ciso&box=on&bad=x"));
  cr_assert_str_eq(param_text(&p, "name", 1, 10), "Ada");
  cr_assert_eq(param_int(&p, "n", 1, 20), 12);
  cr_assert_eq(param_choice(&p, "role", roles, -1), 1);
  cr_assert(param_bool(&p, "box"));
  cr_assert_not(param_bool(&p, "no"));
  cr_assert(params_ok(&p, &err));
  (void)param_int(&p, "bad", 1, 20);
  (void)param_text(&p, "missing", 1, 10);
  cr_assert_not(params_ok(&p, &err));
  cr_assert_str_eq(err.message, "bad: expected an integer in 1..20, got \"x\"");
}
