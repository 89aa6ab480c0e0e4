#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "web/auth/password.h"
#include "web/auth/role.h"
#include "web/auth/throttle.h"
#include "web/auth/token.h"
#include "web/http/page_cache.h"

Test(role, denies_by_default) {
  for (enum capability c = CAP_INVALID; c < CAP_COUNT; c++) {
    cr_assert_eq(role_may(ROLE_NONE, c), c == CAP_PUBLIC);
    cr_assert_eq(role_may((enum role)99, c), c == CAP_PUBLIC);
  }
  cr_assert_not(role_may(ROLE_ADMINISTRATOR, CAP_INVALID));
  cr_assert_not(role_may(ROLE_ADMINISTRATOR, CAP_GOVERN));
  cr_assert(role_may(ROLE_ADMINISTRATOR, CAP_USERS));
  cr_assert_not(role_may(ROLE_CISO, CAP_USERS));
  cr_assert_not(role_may(ROLE_LEADERSHIP, CAP_RECORD));
  cr_assert_not(role_may(ROLE_READER, CAP_EXPORT));
  cr_assert_eq(role_parse("ciso"), ROLE_CISO);
  cr_assert_eq(role_parse("none"), ROLE_NONE);
  cr_assert_eq(role_parse("CISO"), ROLE_NONE);
}

Test(token, is_unique_and_strict) {
  unsigned char a[TOKEN_BYTES], b[TOKEN_BYTES];
  char text[TOKEN_TEXT];
  token_new(a);
  cr_assert(token_parse(token_text(a, text), b));
  cr_assert_eq(memcmp(a, b, TOKEN_BYTES), 0);
  cr_assert_not(token_parse("short", b));
  cr_assert_not(token_parse(NULL, b));
  text[3] = '+';
  cr_assert_not(token_parse(text, b));
  cr_assert_not(token_same(NULL, "x"));
  cr_assert_not(token_same("", ""));
  cr_assert(token_same("abc", "abc"));
}

Test(token, what_is_sealed_is_opened_by_its_key_alone_and_in_time) {
  VG_ARENA(arena, 1 << 20);
  struct web_key key = {{1}}, other = {{2}};
  char *sealed = key_seal(&key, arena, "a\0b", 3, VG_HOUR), *out;
  size_t length;
  cr_assert(key_open(&key, arena, sealed, 2 * VG_HOUR, VG_HOUR, &out, &length));
  cr_assert(length == 3 && memcmp(out, "a\0b", 4) == 0);
  cr_assert_not(key_open(&key, arena, sealed, 2 * VG_HOUR + 1, VG_HOUR, &out, &length));
  cr_assert_not(key_open(&other, arena, sealed, VG_HOUR, VG_HOUR, &out, &length));
  cr_assert_not(key_open(&key, arena, "AAAA", VG_HOUR, VG_HOUR, &out, &length));
  cr_assert_not(key_open(&key, arena, "", VG_HOUR, VG_HOUR, &out, &length));
  sealed[20] = sealed[20] == 'A' ? 'B' : 'A';
  cr_assert_not(key_open(&key, arena, sealed, VG_HOUR, VG_HOUR, &out, &length));
}

Test(password, refuses_what_is_guessed_first) {
  static const char *const words[] = {"camille", "Camille Dupont", "Atelier Numérique"};
  static const char *const bad[] = {"", "short", "elevenchars", "password1234", "motdepasse2026", "Vigie2026!!!!", "azertyuiop123", "aaaaaaaaaaaaaaaa", "abababababababab",
                                    "123456789012", "camille123456", "CamilleCamille", "correcthorsebatterystaple", "Admin1234Admin", "qwertyuiop1234"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct vg_error err = {0};
    cr_assert_not(password_acceptable(bad[i], words, 3, &err), "%s", bad[i]);
    cr_assert_eq(err.code, VG_E_INPUT);
  }
  static const char *const good[] = {"tortue parapluie granit", "éléphantœuvrehibou", "vigie-sous-la-pluie-de-mai", "9QmzT4!kPw2x", "👁👁 un œil sur tout 👁👁"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    struct vg_error err = {0};
    cr_assert(password_acceptable(good[i], words, 3, &err), "%s: %s", good[i], err.message);
  }
  char longest[130];
  for (size_t i = 0; i < 129; i++) longest[i] = (char)('a' + i * 7 % 26);
  longest[129] = '\0';
  struct vg_error err = {0};
  cr_assert_not(password_acceptable(longest, words, 3, &err));
}

Test(password, is_kept_as_argon2id_and_compared) {
  char hash[PASSWORD_HASH];
  cr_assert_eq(password_hash("tortue parapluie granit", hash), PASSWORD_RIGHT);
  cr_assert_eq(strncmp(hash, "$argon2id$v=19$m=65536,t=3,p=1$", 31), 0);
  cr_assert_eq(password_verify(hash, "tortue parapluie granit"), PASSWORD_RIGHT);
  cr_assert_eq(password_verify(hash, "tortue parapluie granit "), PASSWORD_WRONG);
  cr_assert_eq(password_verify(NULL, "tortue parapluie granit"), PASSWORD_WRONG);
}

Test(throttle, counts_networks) {
  VG_ARENA(a, 1 << 16);
  cr_assert_str_eq(address_network(a, "192.0.2.77"), "192.0.2.0/24");
  cr_assert_str_eq(address_network(a, "2001:db8:1:2ff:3::4"), "2001:db8:1:200::/56");
  cr_assert_str_eq(address_network(a, "odd"), "odd");
}

static const char *render(struct page_cache *c, struct vg_arena *a) {
  return vg_printf(a, "<p>%s</p><i>%s</i>%s", page_cache_slot(c, SLOT_NAME), page_cache_slot(c, SLOT_CSRF), page_cache_slot(c, SLOT_CSRF));
}

Test(page_cache, fills_in_what_is_personal) {
  VG_ARENA(a, 1 << 20);
  struct page_cache *c;
  struct vg_error err = {0};
  cr_assert(page_cache_new(&c, 100000, &err));
  const char *page = render(c, a), *type;
  const char *ada[] = {"T1", "ada", "Ada &amp; co"}, *bob[] = {"T2", "bob", "Bob"};
  BUF(out, 1000);
  cr_assert_not(page_cache_get(c, "k", ada, &out, &type));
  page_cache_put(c, page_cache_generation(c), "k", "text/html", page, strlen(page));
  cr_assert(page_cache_get(c, "k", ada, &out, &type));
  cr_assert_str_eq(out.data, "<p>Ada &amp; co</p><i>T1</i>T1");
  buf_clear(&out);
  page_cache_fill(c, page, strlen(page), bob, &out);
  cr_assert_str_eq(out.data, "<p>Bob</p><i>T2</i>T2");
  unsigned long old = page_cache_generation(c);
  page_cache_clear(c);
  cr_assert_not(page_cache_get(c, "k", ada, &out, &type));
  page_cache_put(c, old, "k", "text/html", page, strlen(page));
  cr_assert_not(page_cache_get(c, "k", ada, &out, &type), "a page rendered before a change must not be kept after it");
  page_cache_free(c);
}

Test(page_cache, remembers_what_was_asked_until_something_changed) {
  struct page_cache *c;
  struct vg_error err = {0};
  char key[40];
  cr_assert(page_cache_new(&c, 100000, &err));
  cr_expect_not(page_cache_asked(c, "/steering?au=2026-01-01"));
  cr_expect(page_cache_asked(c, "/steering?au=2026-01-01"));
  cr_expect_not(page_cache_asked(c, "/steering?au=2026-01-02"));
  page_cache_clear(c);
  cr_expect_not(page_cache_asked(c, "/steering?au=2026-01-01"));
  int taken = 0;
  for (int i = 0; i < 100000; i++) {
    (void)snprintf(key, sizeof key, "/strategic?au=%d", i);
    taken += page_cache_asked(c, key);
  }
  cr_expect_lt(taken, 10000, "%d of 100,000 keys were taken for another one", taken);
  page_cache_free(c);
}

Test(page_cache, is_bounded_and_drops_the_least_used) {
  struct page_cache *c;
  struct vg_error err = {0};
  cr_assert(page_cache_new(&c, 40000, &err));
  static char page[3000];
  (void)memset(page, 'x', sizeof page);
  const char *values[] = {"", "", ""}, *type;
  BUF(out, 1 << 20);
  for (int i = 0; i < 100; i++) {
    char key[20];
    (void)snprintf(key, sizeof key, "k%d", i);
    page_cache_put(c, 0, key, "text/html", page, sizeof page);
    (void)page_cache_get(c, "k0", values, &out, &type);
    buf_clear(&out);
  }
  cr_assert(page_cache_get(c, "k0", values, &out, &type));
  cr_assert(page_cache_get(c, "k99", values, &out, &type));
  cr_assert_not(page_cache_get(c, "k50", values, &out, &type));
  page_cache_free(c);
}
