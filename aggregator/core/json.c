#include "core/json.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"

/* Nesting outside strings: jansson recurses, so depth is known before it starts. */
static int deepest(const char *text, size_t length) {
  int depth = 0, most = 0;
  bool quoted = false;
  for (size_t i = 0; i < length; i++) {
    char c = text[i];
    if (quoted) {
      if (c == '\\') i++;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > most) most = depth;
    } else if (c == ']' || c == '}') {
      depth--;
    }
  }
  return most;
}

static bool refuse_syntax(const json_error_t *e, const char *what, struct vg_error *err) {
  char shown[200];
  text_show(e->text, shown, sizeof shown);
  return vg_fail(err, VG_E_INPUT, "%s: line %d, column %d: expected JSON, got: %s", what, e->line, e->column, shown);
}

bool json_parse(struct json_doc *doc, const char *text, size_t length, const char *what, struct json_caps caps,
                struct vg_error *err) {
  *doc = (struct json_doc){0};
  (void)snprintf(doc->what, sizeof doc->what, "%.*s", (int)text_cut(what, sizeof doc->what - 1), what);
  if (length > caps.bytes) {
    return vg_fail(err, VG_E_LIMIT, "%s: expected at most %zu bytes of JSON, got %zu", doc->what, caps.bytes, length);
  }
  int depth = deepest(text, length);
  if (depth > caps.depth) {
    return vg_fail(err, VG_E_LIMIT, "%s: expected JSON nested at most %d deep, got %d", doc->what, caps.depth, depth);
  }
  if (length == 0) return vg_fail(err, VG_E_INPUT, "%s: expected JSON, got nothing", doc->what);
  json_error_t e;
  doc->root = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
  return doc->root != NULL || refuse_syntax(&e, doc->what, err);
}

void json_close(struct json_doc *doc) {
  json_decref(doc->root);
  doc->root = NULL;
}

static const char *got(const json_t *value) {
  if (value == NULL) return N_("nothing");
  switch (json_typeof(value)) {
  case JSON_OBJECT: return N_("object");
  case JSON_ARRAY: return N_("array");
  case JSON_STRING: return N_("string");
  case JSON_INTEGER: return N_("integer");
  case JSON_REAL: return N_("real number");
  case JSON_TRUE: return "true";
  case JSON_FALSE: return "false";
  case JSON_NULL: break;
  }
  return "null";
}

void jv_fail(struct jv v, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  (void)vg_vrefuse(&v.doc->error, v.path, format, ap);
  va_end(ap);
}

static struct jv failed(struct jv v) {
  v.value = NULL;
  return v;
}

static struct jv expect(struct jv v, bool ok, const char *expected) {
  if (ok) return v;
  jv_fail(v, "expected %s, got %s", expected, got(v.value));
  return failed(v);
}

static struct jv child(struct jv parent, json_t *value, const char *format, ...) __attribute__((format(printf, 3, 4)));

static struct jv child(struct jv parent, json_t *value, const char *format, ...) {
  size_t used = strlen(parent.path);
  va_list ap;
  va_start(ap, format);
  (void)vsnprintf(parent.path + used, sizeof parent.path - used, format, ap);
  va_end(ap);
  parent.value = value;
  return parent;
}

static struct jv member(struct jv parent, const char *key) {
  json_t *value = json_is_object(parent.value) ? json_object_get(parent.value, key) : NULL;
  if (parent.value != NULL && !json_is_object(parent.value)) (void)expect(parent, false, N_("an object"));
  return child(parent, value, ".%s", key);
}

struct jv jv_root(struct json_doc *doc) { return (struct jv){.doc = doc, .value = doc->root, .path = "$"}; }

struct jv jv_as_object(struct jv v) { return expect(v, json_is_object(v.value), N_("an object")); }

struct jv jv_as_array(struct jv v) { return expect(v, json_is_array(v.value), N_("an array")); }

struct jv jv_object(struct jv v, const char *key) { return jv_as_object(member(v, key)); }

struct jv jv_array(struct jv v, const char *key) { return jv_as_array(member(v, key)); }

struct jv jv_get(struct jv v, const char *key) {
  struct jv m = member(v, key);
  return json_is_null(m.value) ? failed(m) : m;
}

size_t jv_count(struct jv array) { return json_array_size(array.value); }

struct jv jv_at(struct jv array, size_t index) {
  struct jv item = child(array, json_array_get(array.value, index), "[%zu]", index);
  return item.value != NULL ? item : expect(item, false, N_("an element"));
}

static const char *text_of(struct jv v) {
  v = expect(v, json_is_string(v.value), N_("a string"));
  return v.value == NULL ? "" : json_string_value(v.value);
}

static int64_t int_of(struct jv v, int64_t min, int64_t max) {
  if (json_is_integer(v.value) && json_integer_value(v.value) >= min && json_integer_value(v.value) <= max) {
    return json_integer_value(v.value);
  }
  char number[32];
  (void)snprintf(number, sizeof number, "%lld", (long long)json_integer_value(v.value));
  const char *found = json_is_integer(v.value) ? number : got(v.value);
  if (min == INT64_MIN && max == INT64_MAX) jv_fail(v, "expected %s, got %s", N_("an integer"), found);
  else jv_fail(v, "expected an integer in %lld..%lld, got %s", (long long)min, (long long)max, found);
  return 0;
}

static bool bool_of(struct jv v) { return json_is_true(expect(v, json_is_boolean(v.value), N_("true or false")).value); }

static vg_time time_of(struct jv v) {
  struct vg_error err = {0};
  vg_time at;
  v = expect(v, json_is_string(v.value), N_("an instant"));
  if (v.value == NULL) return VG_NEVER;
  if (time_parse(json_string_value(v.value), &at, &err)) return at;
  if (v.doc->error.code != VG_OK) return VG_NEVER;
  v.doc->error = err;
  (void)vg_context(&v.doc->error, "%s: ", v.path);
  return VG_NEVER;
}

const char *jv_text(struct jv v, const char *key) { return text_of(member(v, key)); }

const char *jv_text_or(struct jv v, const char *key, const char *dflt) {
  struct jv m = jv_get(v, key);
  return m.value == NULL ? dflt : text_of(m);
}

int64_t jv_int(struct jv v, const char *key, int64_t min, int64_t max) { return int_of(member(v, key), min, max); }

int64_t jv_int_or(struct jv v, const char *key, int64_t min, int64_t max, int64_t dflt) {
  struct jv m = jv_get(v, key);
  return m.value == NULL ? dflt : int_of(m, min, max);
}

double jv_real(struct jv v, const char *key) {
  struct jv m = member(v, key);
  return json_number_value(expect(m, json_is_number(m.value), N_("a number")).value);
}

bool jv_bool(struct jv v, const char *key) { return bool_of(member(v, key)); }

bool jv_bool_or(struct jv v, const char *key, bool dflt) {
  struct jv m = jv_get(v, key);
  return m.value == NULL ? dflt : bool_of(m);
}

vg_time jv_time(struct jv v, const char *key) { return time_of(member(v, key)); }

vg_time jv_time_or(struct jv v, const char *key, vg_time dflt) {
  struct jv m = jv_get(v, key);
  return m.value == NULL ? dflt : time_of(m);
}

const char *jv_text_at(struct jv array, size_t index) { return text_of(jv_at(array, index)); }

bool jv_ok(const struct json_doc *doc, struct vg_error *err) {
  if (doc->error.code == VG_OK) return true;
  if (err->code != VG_OK) return false;
  *err = doc->error;
  return vg_context(err, "%s: ", doc->what);
}

bool jv_forgive(struct json_doc *doc, struct vg_error *taken) {
  if (doc->error.code == VG_OK) return false;
  *taken = doc->error;
  doc->error = (struct vg_error){0};
  return true;
}
