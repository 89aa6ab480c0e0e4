/* Forms with files: what browsers send, and what nobody should. */
#include <criterion/criterion.h>
#include <string.h>

#include "web/http/multipart.h"

#define B "--XX\r\n"
#define TEXT(name, value) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_(name, file, value)                                                                                       \
  "Content-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\nContent-Type: application/pdf\r\n\r\n" value "\r\n"
#define END "--XX--\r\n"

struct parsed {
  struct params params;
  struct uploads uploads;
  struct vg_error err;
  bool ok;
};

static struct parsed parse(struct vg_arena *a, const char *body, size_t length) {
  struct parsed p = {0};
  p.ok = multipart_parse(&p.params, &p.uploads, a, "XX", body, length, &p.err);
  return p;
}

Test(multipart, texts_and_files_are_told_apart) {
  VG_ARENA(a, 1 << 20);
  static const char body[] = B TEXT("result", "passed") B TEXT("statement", "Vu à 11 h,\r\n--XY tout va bien") B FILE_("evidence", "C:\\\\dossier\\\\PV n° 3.pdf", "%PDF-1.7\0\xff\r\n--X")
      B FILE_("evidence", "", "") END;
  struct parsed p = parse(a, body, sizeof body - 1);
  cr_assert(p.ok, "%s", p.err.message);
  cr_assert_eq(p.params.count, 2);
  cr_assert_str_eq(param(&p.params, "statement"), "Vu à 11 h,\r\n--XY tout va bien");
  cr_assert_eq(p.uploads.count, 1, "a field left empty is no file");
  cr_assert_str_eq(p.uploads.items[0].filename, "PV n° 3.pdf");
  cr_assert_eq(p.uploads.items[0].length, 15);
  cr_assert_eq(memcmp(p.uploads.items[0].data, "%PDF-1.7\0\xff\r\n--X", 15), 0);
}

Test(multipart, a_quote_in_a_file_name_is_a_quote) {
  VG_ARENA(a, 1 << 20);
  static const char body[] = B TEXT("result", "passed") B FILE_("evidence", "relevé %22é%22 100%25.pdf", "%PDF-1.7") END;
  struct parsed p = parse(a, body, sizeof body - 1);
  cr_assert(p.ok, "%s", p.err.message);
  cr_assert_str_eq(p.uploads.items[0].filename, "relevé \"é\" 100%25.pdf", "browsers write only what would break the header otherwise");
}

Test(multipart, an_empty_file_is_a_file) {
  VG_ARENA(a, 1 << 20);
  static const char body[] = B TEXT("result", "passed") B FILE_("evidence", "a.pdf", "") END;
  struct parsed p = parse(a, body, sizeof body - 1);
  cr_assert(p.ok, "%s", p.err.message);
  cr_assert(p.uploads.count == 1 && p.uploads.items[0].length == 0);
  cr_assert_str_eq(p.uploads.items[0].filename, "a.pdf");
}

Test(multipart, what_may_be_kept_is_an_urlencoded_form) {
  VG_ARENA(a, 1 << 20);
  static const char body[] = B TEXT("a", "é&=") B FILE_("f", "x.pdf", "%PDF-") END;
  struct parsed p = parse(a, body, sizeof body - 1);
  struct params again;
  size_t length;
  cr_assert(p.ok, "%s", p.err.message);
  const char *kept = multipart_texts(a, &p.params, &length);
  cr_assert(params_parse(&again, a, kept, length, &p.err), "%s", p.err.message);
  cr_assert_eq(again.count, 1);
  cr_assert_str_eq(param(&again, "a"), "é&=");
}

Test(multipart, refuses_what_no_browser_sends) {
  static const struct {
    const char *body, *message;
  } rows[] = {
      {"", "part 1 of the form: expected the boundary that its type announces"},
      {"x" B TEXT("a", "b") END, "part 1 of the form: expected the boundary that its type announces"},
      {B TEXT("a", "b"), "part 1 of the form: expected its end"},
      {B TEXT("a", "b") "--XX", "part 2 of the form: expected a line after the boundary"},
      {B TEXT("a", "b") END "x", "part 2 of the form: expected nothing after its end"},
      {B "\r\nbody\r\n" END, "part 1 of the form: expected headers of at most 1000 bytes and an empty line"},
      {B "Content-Type: text/plain\r\n\r\nx\r\n" END, "part 1 of the form: expected a Content-Disposition"},
      {B "Content-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n" END, "part 1 of the form: expected Content-Disposition: form-data; name=\"…\", once"},
      {B "Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n" END, "part 1 of the form: expected Content-Disposition and Content-Type alone"},
      {B TEXT("a", "b") B TEXT("a", "c") END, "parameter a: given twice"},
      {B TEXT("a b", "c") END, "parameter 1: its name is not one"},
      {B TEXT("a", "\x01") END, "parameter a: its value is not UTF-8 text"},
      {B TEXT("a", "\xff") END, "parameter a: its value is not UTF-8 text"},
      {B FILE_("f", "a\x01.pdf", "x") END, "part 1 of the form: expected a file name of at most 200 characters that can be shown"},
      {B FILE_("f", "", "x") END, "part 1 of the form: expected a file with a name"},
      {B FILE_("<f>", "a.pdf", "x") END, "part 1 of the form: expected a name of a field"},
      {B FILE_("f", "1", "x") B FILE_("f", "2", "x") B FILE_("f", "3", "x") B FILE_("f", "4", "x") B FILE_("f", "5", "x") B FILE_("f", "6", "x") END,
       "f: more files than the 5 that are taken at once"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    VG_ARENA(a, 1 << 20);
    struct parsed p = parse(a, rows[i].body, strlen(rows[i].body));
    cr_expect_not(p.ok, "%zu", i);
    cr_expect_str_eq(p.err.message, rows[i].message);
  }
}

Test(multipart, boundaries) {
  char out[BOUNDARY_MAX + 1];
  cr_assert(multipart_boundary("multipart/form-data; boundary=----WebKitFormBoundaryx7", out));
  cr_assert_str_eq(out, "----WebKitFormBoundaryx7");
  cr_assert(multipart_boundary("Multipart/Form-Data; Boundary=\"ab:c\"", out));
  cr_assert_str_eq(out, "ab:c");
  static const char *const bad[] = {"multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=a", "multipart/form-data; boundary=a;b",
                                    "multipart/form-data; boundary=a b", "application/x-www-form-urlencoded", "multipart/form-data; boundary=\"\"",
                                    "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) cr_expect_not(multipart_boundary(bad[i], out), "%s", bad[i]);
  cr_assert_not(multipart_boundary(NULL, out));
}
