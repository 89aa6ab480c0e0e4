#include <criterion/criterion.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"

Test(error, first_failure_wins_and_context_is_put_before) {
  struct vg_error err = {0};
  cr_assert_not(vg_fail(&err, VG_E_INPUT, "expected %d, got %d", 1, 2));
  (void)vg_fail(&err, VG_E_INTERNAL, "later");
  (void)vg_context(&err, "line %d: ", 7);
  cr_assert_eq(err.code, VG_E_INPUT);
  cr_assert_str_eq(err.message, "line 7: expected 1, got 2");
}

Test(arena, refuses_past_its_limit_and_recovers_on_reset) {
  VG_ARENA(a, 64 * 1024);
  cr_assert_not_null(vg_alloc(a, 60 * 1024));
  cr_assert_null(vg_alloc(a, 60 * 1024));
  cr_assert(vg_arena_exhausted(a));
  vg_arena_reset(a);
  cr_assert_not(vg_arena_exhausted(a));
  cr_assert_str_eq(vg_printf(a, "%s-%d", "x", 3), "x-3");
}

Test(buf, is_sticky_past_its_limit) {
  BUF(b, 8);
  buf_text(&b, "12345678");
  cr_assert(buf_ok(&b));
  buf_char(&b, '9');
  buf_text(&b, "");
  struct vg_error err = {0};
  cr_assert_not(buf_check(&b, "answer", &err));
  cr_assert_eq(err.code, VG_E_LIMIT);
  cr_assert_str_eq(b.data, "12345678");
}

Test(clock, parses_and_formats_instants) {
  static const struct {
    const char *in, *out;
  } cases[] = {
      {"2026-11-23T18:10:02Z", "2026-11-23T18:10:02Z"},
      {"2026-11-23 19:10:02.5+01:00", "2026-11-23T18:10:02.500000Z"},
      {"2026-11-23T16:45:26.655304887Z", "2026-11-23T16:45:26.655304Z"},
      {"2024-02-29", "2024-02-29T00:00:00Z"},
      {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
      {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct vg_error err = {0};
    vg_time at;
    char text[TIME_TEXT];
    cr_assert(time_parse(cases[i].in, &at, &err), "%s: %s", cases[i].in, err.message);
    cr_assert_str_eq(time_format(at, text), cases[i].out);
  }
}

Test(clock, refuses_what_is_no_instant) {
  static const char *const bad[] = {"",           "2026",       "2026-02-29", "2026-13-01", "23/11/2026", "2026-11-23T25:00:00Z",
                                    "2026-11-23T10:00:00", "2026-11-23T10:00:00Zx", "0000-01-01", "2026-11-23T10:00:00.Z"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct vg_error err = {0};
    vg_time at;
    cr_assert_not(time_parse(bad[i], &at, &err), "%s", bad[i]);
    cr_assert_eq(err.code, VG_E_INPUT);
  }
}

Test(clock, can_be_stopped) {
  clock_set_fake(42 * VG_SECOND);
  cr_assert_eq(clock_now(), 42 * VG_SECOND);
}

Test(text, hosts_have_one_name) {
  static const struct {
    const char *in, *out;
  } cases[] = {{"SRV-Web-01.corp.example:9100", "srv-web-01"}, {" app ", "app"},         {"10.0.0.7:9100", "10.0.0.7"},
               {"[::1]:9090", "::1"},                          {"fe80::1", "fe80::1"},  {"", ""},
               {"srv-db-01.", "srv-db-01"}};
  VG_ARENA(a, 1 << 16);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) cr_assert_str_eq(text_host(a, cases[i].in), cases[i].out);
}

Test(text, utf8_is_strict) {
  cr_assert(text_utf8("é€😀", strlen("é€😀")));
  cr_assert_not(text_utf8("\xC0\x80", 2));
  cr_assert_not(text_utf8("\xED\xA0\x80", 3));
  cr_assert_not(text_utf8("a\0b", 3));
  cr_assert_not(text_utf8("\xE2\x82", 2));
}

Test(text, cp1252_becomes_utf8_or_names_the_place) {
  VG_ARENA(a, 1 << 16);
  char *out;
  size_t bad;
  cr_assert(text_from_cp1252(a, "\xE9\x80\x92", 3, &out, &bad));
  cr_assert_str_eq(out, "é€’");
  cr_assert_not(text_from_cp1252(a, "ab\x81", 3, &out, &bad));
  cr_assert_eq(bad, 2);
}

Test(text, json_escapes_what_could_forge_a_line) {
  BUF(b, 1000);
  text_json(&b, "a\"\\\n\x1b\xE2\x80\xAE\xFF\xC2\x9B\xC2\xA0z", 14);
  cr_assert_str_eq(b.data, "\"a\\\"\\\\\\u000a\\u001b\\u202e\\ufffd\\u009b\xC2\xA0z\"");
}

Test(text, numbers_are_whole_and_finite) {
  int64_t i;
  double r;
  cr_assert(text_int("-12", -20, 20, &i) && i == -12);
  cr_assert_not(text_int("+3", 0, 10, &i));
  cr_assert_not(text_int("3x", 0, 10, &i));
  cr_assert_not(text_int("99999999999999999999", 0, INT64_MAX, &i));
  cr_assert(text_real("1e-3", &r));
  cr_assert_not(text_real("nan", &r));
  cr_assert_not(text_real("1e999", &r));
}

Test(text, addresses_of_mail_hold_nothing_that_ends_a_header) {
  static const char *const right[] = {"a@b", "claire@example.org", "claire.d+vigie@mail.example-2.org", "x_y=z!#$%&'*/?^`{|}~@10.0.0.1", NULL};
  static const char *const wrong[] = {"", "@", "a", "a@", "@b", "a@b@c", "a b@c", "a@b c", "a@b\r\nBcc: c@d", "a@b\n", "\ta@b", "a@b\x01", "a\x7F@b", "<a@b>", "a@b>", "a,b@c", "a;b@c",
                                      "\"a\"@b", "a(b)@c", "a\\@b", "\u00e9@b", "a@\u00e9", "a@b\u202E", "a..b@c", ".a@b", "a.@b", "a@.b", "a@b.", "a@-b", "a@b-", "a@[b]", "a@b:25", NULL};
  for (const char *const *p = right; *p != NULL; p++) cr_expect(text_mail_address(*p), "%s", *p);
  for (const char *const *p = wrong; *p != NULL; p++) cr_expect_not(text_mail_address(*p), "%s", *p);
  char longest[300];
  memset(longest, 'a', sizeof longest);
  longest[64] = '@';
  longest[254] = '\0';
  cr_expect(text_mail_address(longest));
  longest[254] = 'a', longest[255] = '\0';
  cr_expect_not(text_mail_address(longest), "255 bytes");
  longest[64] = 'a', longest[65] = '@', longest[100] = '\0';
  cr_expect_not(text_mail_address(longest), "a name of 65");
}

Test(text, shown_text_is_cut_on_a_character_and_harmless) {
  static const struct {
    const char *in, *out;
  } cases[] = {
      {"abc", "abc"},
      {"0123456789abcdef", "0123456789ab\xE2\x80\xA6"},
      {"0123456789abcde", "0123456789abcde"},
      {"0123456789\xC3\xA9t\xC3\xA9", "0123456789\xC3\xA9t\xC3\xA9"},
      {"0123456789a\xC3\xA9t\xC3\xA9", "0123456789a\xE2\x80\xA6"},
      {"a\xC2\x9B\x33\xC2\xA0", "a\xEF\xBF\xBD\x33\xC2\xA0"},
      {"a\x1b[0m\xff\xE2\x80\xAE", "a\xEF\xBF\xBD[0m\xEF\xBF\xBD\xEF\xBF\xBD"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char out[16];
    cr_assert_str_eq(text_show(cases[i].in, out, sizeof out), cases[i].out, "case %zu", i);
  }
  cr_assert_eq(text_cut("a\xC3\xA9", 2), 1);
  cr_assert_eq(text_cut("a\xC3\xA9", 3), 3);
  cr_assert_eq(text_cut("\x80\x80\x80\x80\x80\x80", 5), 5);
}

Test(error, cut_messages_end_on_a_character) {
  char text[600];
  memset(text, 'x', sizeof text);
  for (int shift = 0; shift < 4; shift++) {
    memcpy(text + 508 + shift - 1, "\xF0\x9F\x98\x80", 5);
    struct vg_error err = {0};
    (void)vg_fail(&err, VG_E_INPUT, "%s", text);
    cr_assert(text_utf8(err.message, strlen(err.message)), "shift %d", shift);
    (void)vg_context(&err, "%s", "context: ");
    cr_assert(text_utf8(err.message, strlen(err.message)), "shift %d", shift);
    memset(text, 'x', sizeof text);
  }
}
