#include "source/options.h"

#include <string.h>

#include "core/json.h"

const char *option_given(const struct option_value *options, size_t count, const char *name) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(options[i].name, name) == 0) return options[i].value;
  }
  return NULL;
}

const struct option_spec *option_spec_of(const struct connector *connector, const char *name) {
  for (const struct option_spec *o = connector->options; o->type != OPTION_NONE; o++) {
    if (strcmp(o->name, name) == 0) return o;
  }
  return NULL;
}

bool option_put(struct option_value *options, size_t room, size_t *count, const char *name, const char *value) {
  size_t at = 0;
  while (at < *count && strcmp(options[at].name, name) != 0) at++;
  if (value == NULL || value[0] == '\0') {
    if (at < *count) options[at] = options[--*count];
    return true;
  }
  if (at == room) return false;
  options[at] = (struct option_value){name, value};
  if (at == *count) ++*count;
  return true;
}

bool options_read(struct vg_arena *arena, const char *json, struct option_value *out, size_t room, size_t *count,
                  struct vg_error *err) {
  struct json_doc doc;
  *count = 0;
  if (!json_parse(&doc, json, strlen(json), "options", JSON_DEFAULTS, err)) return false;
  const char *name;
  json_t *value;
  bool ok = json_is_object(doc.root) || vg_fail(err, VG_E_INPUT, "options: expected an object");
  json_object_foreach(doc.root, name, value) {
    if (!ok) break;
    if (!json_is_string(value)) ok = vg_fail(err, VG_E_INPUT, "options: %s: expected a text", name);
    else if (*count == room) ok = vg_fail(err, VG_E_LIMIT, "options: more than %zu", room);
    else out[(*count)++] = (struct option_value){vg_strdup(arena, name), vg_strdup(arena, json_string_value(value))};
  }
  json_close(&doc);
  if (ok && vg_arena_exhausted(arena)) return vg_fail(err, VG_E_LIMIT, "options: out of memory");
  return ok;
}

void options_write(const struct option_value *options, size_t count, struct buf *out) {
  struct json_writer w;
  jw_init(&w, out);
  jw_begin_object(&w);
  for (size_t i = 0; i < count; i++) {
    jw_key(&w, options[i].name);
    jw_text(&w, options[i].value);
  }
  jw_end_object(&w);
}
