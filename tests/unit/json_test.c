#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/json.h"

static bool parses(const char *text, size_t length, struct json_caps caps, struct vg_error *err) {
  struct json_doc doc;
  bool ok = json_parse(&doc, text, length, "answer", caps, err);
  json_close(&doc);
  return ok;
}

Test(json, refuses_hostile_texts) {
  static const struct {
    const char *text;
    size_t length;
    const char *says;
  } cases[] = {
      {"", 0, "got nothing"},
      {"{\"a\":1,\"a\":2}", 13, "duplicate"},
      {"{\"a\":\"x\\u0000y\"}", 16, "\\u0000"},
      {"{\"a\":\"x\0y\"}", 11, "column"},
      {"\0", 1, "column"},
      {"1e400", 5, "overflow"},
      {"-1e400", 6, "overflow"},
      {"9223372036854775808", 19, "too big integer"},
      {"NaN", 3, "invalid token"},
      {"[1,]", 4, "column"},
      {"{} {}", 5, "end of file"},
      {"\"\xff\"", 3, "unable to decode"},
      {"\"\xed\xa0\x80\"", 5, "unable to decode"},
      {"[1", 2, "line 1"},
      {"\"a\nb\"", 5, "unexpected newline"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct vg_error err = {0};
    cr_assert_not(parses(cases[i].text, cases[i].length, JSON_DEFAULTS, &err), "case %zu", i);
    cr_assert_eq(err.code, VG_E_INPUT, "case %zu", i);
    cr_assert_not_null(strstr(err.message, cases[i].says), "case %zu: %s", i, err.message);
  }
}

Test(json, refuses_depth_and_size_before_parsing) {
  enum { DEEP = 200000 };
  char *deep = malloc(DEEP);
  memset(deep, '[', DEEP);
  struct vg_error err = {0};
  cr_assert_not(parses(deep, DEEP, JSON_DEFAULTS, &err));
  cr_assert_eq(err.code, VG_E_LIMIT);
  cr_assert_str_eq(err.message, "answer: expected JSON nested at most 32 deep, got 200000");
  err = (struct vg_error){0};
  cr_assert_not(parses("[1,2,3]", 7, (struct json_caps){.bytes = 6, .depth = 9}, &err));
  cr_assert_eq(err.code, VG_E_LIMIT);
  err = (struct vg_error){0};
  cr_assert(parses("\"[[[[\\\"[[[[\"", 12, (struct json_caps){.bytes = 99, .depth = 1}, &err), "%s", err.message);
  free(deep);
}

Test(json, walks_and_names_the_place_of_the_first_failure) {
  const char *text = "{\"data\":{\"items\":[{\"level\":3,\"at\":\"2026-01-02T00:00:00Z\"},{\"level\":\"x\"}]},\"n\":null}";
  struct json_doc doc;
  struct vg_error err = {0};
  cr_assert(json_parse(&doc, text, strlen(text), "answer of /x", JSON_DEFAULTS, &err), "%s", err.message);
  struct jv items = jv_array(jv_object(jv_root(&doc), "data"), "items");
  cr_assert_eq(jv_count(items), 2);
  cr_assert_eq(jv_int(jv_at(items, 0), "level", 0, 15), 3);
  cr_assert_eq(jv_time(jv_at(items, 0), "at"), date_to_days(2026, 1, 2) * VG_DAY);
  cr_assert_str_eq(jv_text_or(jv_root(&doc), "n", "none"), "none");
  cr_assert_eq(jv_int_or(jv_root(&doc), "absent", 0, 9, 7), 7);
  cr_assert(jv_ok(&doc, &err));
  cr_assert_eq(jv_int(jv_at(items, 1), "level", 0, 15), 0);
  cr_assert_str_eq(jv_text(jv_root(&doc), "absent"), "");
  cr_assert_not(jv_ok(&doc, &err));
  cr_assert_str_eq(err.message, "answer of /x: $.data.items[1].level: expected an integer in 0..15, got string");
  json_close(&doc);
}

Test(json, every_accessor_refuses_the_wrong_type) {
  const char *text = "{\"i\":5,\"s\":\"x\",\"o\":{},\"a\":[],\"t\":\"noon\",\"r\":1.5,\"b\":true}";
  static const char *const says[] = {
      "$.i: expected an object, got integer", "$.o: expected an array, got object", "$.i: expected a string, got integer",
      "$.i: expected an integer in 6..9, got 5", "$.r: expected an integer, got real number",
      "$.s: expected a number, got string", "$.s: expected true or false, got string",
      "$.t: expected an instant such as 2026-11-23T18:10:02Z, got \"noon\"", "$.a[0]: expected an element, got nothing",
      "$.absent: expected true or false, got nothing", "$.i: expected an object, got integer"};
  struct json_doc doc;
  struct vg_error err = {0};
  cr_assert(json_parse(&doc, text, strlen(text), "x", JSON_DEFAULTS, &err));
  struct jv root = jv_root(&doc);
  for (int i = 0; i < (int)(sizeof says / sizeof *says); i++) {
    switch (i) {
    case 0: (void)jv_object(root, "i"); break;
    case 1: (void)jv_array(root, "o"); break;
    case 2: (void)jv_text(root, "i"); break;
    case 3: (void)jv_int(root, "i", 6, 9); break;
    case 4: (void)jv_int_or(root, "r", INT64_MIN, INT64_MAX, 0); break;
    case 5: (void)jv_real(root, "s"); break;
    case 6: (void)jv_bool_or(root, "s", true); break;
    case 7: (void)jv_time_or(root, "t", 0); break;
    case 8: (void)jv_text_at(jv_array(root, "a"), 0); break;
    case 9: (void)jv_bool(root, "absent"); break;
    default: (void)jv_text(jv_get(root, "i"), "x"); break;
    }
    struct vg_error taken;
    cr_assert(jv_forgive(&doc, &taken), "case %d", i);
    cr_assert_str_eq(taken.message, says[i]);
    cr_assert_not(jv_forgive(&doc, &taken));
  }
  json_close(&doc);
}

Test(json, long_paths_are_cut_not_overrun) {
  BUF(text, 1 << 16);
  for (int i = 0; i < 30; i++) buf_text(&text, "{\"a_rather_long_name\":");
  buf_text(&text, "1");
  for (int i = 0; i < 30; i++) buf_char(&text, '}');
  struct json_doc doc;
  struct vg_error err = {0};
  cr_assert(json_parse(&doc, text.data, text.length, "x", JSON_DEFAULTS, &err), "%s", err.message);
  struct jv at = jv_root(&doc);
  for (int i = 0; i < 31; i++) at = jv_object(at, "a_rather_long_name");
  cr_assert_not(jv_ok(&doc, &err));
  json_close(&doc);
}

Test(json, writer_keeps_commas_and_escapes) {
  BUF(out, 4096);
  struct json_writer w;
  jw_init(&w, &out);
  jw_begin_object(&w);
  jw_key(&w, "a\"");
  jw_begin_array(&w);
  jw_int(&w, INT64_MIN);
  jw_real(&w, 0.1);
  jw_real(&w, NAN);
  jw_begin_object(&w);
  jw_end_object(&w);
  jw_bool(&w, true);
  jw_end_array(&w);
  jw_key(&w, "t");
  jw_time(&w, 0);
  jw_key(&w, "n");
  jw_time(&w, VG_NEVER);
  jw_key(&w, "s");
  jw_text(&w, "</script>\x01\xff");
  jw_end_object(&w);
  cr_assert_str_eq(out.data, "{\"a\\\"\":[-9223372036854775808,0.1,null,{},true],\"t\":\"1970-01-01T00:00:00Z\",\"n\":null,"
                             "\"s\":\"</script>\\u0001\\ufffd\"}");
}
