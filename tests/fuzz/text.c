/* Text helpers: whatever the bytes, what comes out is valid UTF-8, valid JSON, and within its size. */
#include "core/json.h"
#include "core/text.h"
#include "core/typography.h"
#include "fuzz/fuzz.h"
#include "kind/record.h"

static void as_json(const char *text, size_t size) {
  BUF(out, 1 << 20);
  text_json(&out, text, size);
  struct json_doc doc;
  struct vg_error err = {0};
  fuzz_assert(json_parse(&doc, out.data, out.length, "text", JSON_DEFAULTS, &err) || strlen(text) != size);
  json_close(&doc);
}

static void as_record(const char *text) {
  struct record r;
  struct vg_error err = {0};
  unsigned char hash[32];
  fuzz_assert(record_init(&r, &err));
  record_begin(&r, KIND_ASSET, text);
  record_text(&r, "name", text);
  record_text(&r, "title", text);
  record_text(&r, "owner", text);
  record_text(&r, "type", text);
  record_list(&r, "aliases", &text, 1);
  if (!record_finish(&r, 0, &err)) fuzz_assert(text_utf8(err.message, strlen(err.message)));
  record_hash(&r, hash);
  record_free(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 20000) return 0;
  char *text = fuzz_text(data, size), shown[40], *converted;
  size_t bad;
  VG_ARENA(a, 1 << 20);
  (void)text_show(text, shown, sizeof shown);
  fuzz_assert(strlen(shown) < sizeof shown && text_utf8(shown, strlen(shown)));
  as_json(text, size);
  as_record(text);
  if (text_from_cp1252(a, text, size, &converted, &bad)) fuzz_assert(text_utf8(converted, strlen(converted)));
  const char *host = text_host(a, text);
  fuzz_assert(host == NULL || strlen(host) <= size);
  fuzz_assert(!text_utf8(text, strlen(text)) || text_utf8(text, text_cut(text, size / 2)));
  const char *typed = typography_fr(a, text);
  fuzz_assert(typed == NULL || !text_utf8(text, strlen(text)) || text_utf8(typed, strlen(typed)));
  free(text);
  return 0;
}
