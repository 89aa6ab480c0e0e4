/* The JSON reader: never harmed; what it took can be walked and written, and what was written reads the same. */
#include "core/json.h"
#include "fuzz/fuzz.h"

static void walk(struct jv v, struct json_writer *w) {
  if (json_is_object(v.value)) {
    jw_begin_object(w);
    for (void *it = json_object_iter(v.value); it != NULL; it = json_object_iter_next(v.value, it)) {
      jw_key(w, json_object_iter_key(it));
      struct jv member = v;
      member.value = json_object_iter_value(it);
      walk(member, w);
    }
    jw_end_object(w);
  } else if (json_is_array(v.value)) {
    jw_begin_array(w);
    for (size_t i = 0; i < jv_count(v); i++) walk(jv_at(v, i), w);
    jw_end_array(w);
  } else if (json_is_string(v.value)) {
    jw_text(w, json_string_value(v.value));
  } else if (json_is_integer(v.value)) {
    jw_int(w, json_integer_value(v.value));
  } else if (json_is_real(v.value)) {
    jw_real(w, json_real_value(v.value));
  } else if (json_is_boolean(v.value)) {
    jw_bool(w, json_is_true(v.value));
  } else {
    jw_null(w);
  }
}

static void poke(struct json_doc *doc) {
  struct jv root = jv_root(doc);
  struct vg_error taken;
  (void)jv_text(root, "a");
  (void)jv_int_or(root, "a", -5, 5, 0);
  (void)jv_time_or(root, "at", VG_NEVER);
  (void)jv_real(jv_at(jv_array(jv_object(root, "data"), "items"), 0), "x");
  (void)jv_forgive(doc, &taken);
}

static void write_out(struct json_doc *doc, struct buf *out) {
  struct json_writer w;
  jw_init(&w, out);
  walk(jv_root(doc), &w);
  fuzz_assert(buf_ok(out));
}

static void check_written(const struct buf *out) {
  struct json_doc again;
  struct vg_error err = {0};
  BUF(twice, 16 << 20);
  fuzz_assert(json_parse(&again, out->data, out->length, "again", JSON_DEFAULTS, &err));
  write_out(&again, &twice);
  fuzz_assert(strcmp(out->data, twice.data) == 0);
  json_close(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct json_doc doc;
  struct vg_error err = {0};
  char *text = fuzz_text(data, size);
  bool ok = json_parse(&doc, text, size, "input", (struct json_caps){.bytes = 1 << 20, .depth = 20}, &err);
  fuzz_assert(ok || err.code != VG_OK);
  if (ok) {
    BUF(out, 16 << 20);
    write_out(&doc, &out);
    check_written(&out);
    poke(&doc);
  }
  json_close(&doc);
  free(text);
  return 0;
}
