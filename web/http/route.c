#include "web/http/route.h"

#include <string.h>

#include "core/text.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGIT "0123456789"

static const struct {
  const char *name, *characters;
  size_t min, max;
} types[] = {{"int", DIGIT, 1, 19},
             {"name", LOWER DIGIT "_", 1, 63},
             {"code", LOWER DIGIT "_-", 1, 63},
             {"rule", DIGIT ".", 3, 9},
             {"file", LOWER DIGIT "._-", 1, 120},
             {"token", LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGIT "_-", 16, 128}};

static int type_find(const char *name, size_t length) {
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (strlen(types[i].name) == length && memcmp(types[i].name, name, length) == 0) return (int)i;
  return -1;
}

static bool type_fits(int type, const char *value, size_t length) {
  char text[24];
  int64_t number;
  if (length < types[type].min || length > types[type].max) return false;
  if (strspn(value, types[type].characters) < length) return false;
  if (strcmp(types[type].name, "rule") == 0) {
    const char *dot = memchr(value, '.', length);
    return dot != NULL && dot > value && dot + 1 < value + length && memchr(dot + 1, '.', (size_t)(value + length - dot - 1)) == NULL;
  }
  if (strcmp(types[type].name, "int") != 0) return true;
  (void)memcpy(text, value, length);
  text[length] = '\0';
  return value[0] != '0' && text_int(text, 1, INT64_MAX, &number);
}

struct slot {
  const char *name, *value;
  size_t name_length, value_length;
};

/* How many slots were filled; -1 when the path is another one. */
static int match(const char *pattern, const char *path, struct slot slots[ROUTE_VALUES]) {
  int n = 0;
  while (*pattern != '\0') {
    if (*pattern != '{') {
      if (*pattern++ != *path++) return -1;
      continue;
    }
    const char *colon = strchr(pattern, ':'), *end = strchr(pattern, '}');
    size_t length = strcspn(path, "/");
    if (colon == NULL || end == NULL || n == ROUTE_VALUES) return -1;
    int type = type_find(colon + 1, (size_t)(end - colon - 1));
    if (type < 0 || !type_fits(type, path, length)) return -1;
    slots[n++] = (struct slot){pattern + 1, path, (size_t)(colon - pattern - 1), length};
    path += length;
    pattern = end + 1;
  }
  return *path == '\0' ? n : -1;
}

static void keep(struct vg_arena *arena, const struct slot *slots, int n, struct params *values) {
  *values = (struct params){0};
  if (n == 0) return;
  values->items = vg_alloc(arena, (size_t)n * sizeof *values->items);
  if (values->items == NULL) return;
  for (int i = 0; i < n; i++)
    values->items[values->count++] =
        (struct param){vg_strndup(arena, slots[i].name, slots[i].name_length), vg_strndup(arena, slots[i].value, slots[i].value_length)};
}

struct route_match route_find(const struct route *const *tables, enum http_method method, const char *path,
                              struct vg_arena *arena, struct params *values) {
  struct route_match found = {0};
  struct slot slots[ROUTE_VALUES];
  for (; *tables != NULL; tables++)
    for (const struct route *r = *tables; r->pattern != NULL; r++) {
      int n = match(r->pattern, path, slots);
      if (n < 0) continue;
      if (r->method != method) {
        found.other_method = true;
        continue;
      }
      keep(arena, slots, n, values);
      return (struct route_match){.route = r};
    }
  return found;
}

static bool pattern_good(const char *pattern) {
  if (*pattern != '/') return false;
  for (const char *open = strchr(pattern, '{'); open != NULL; open = strchr(open + 1, '{')) {
    const char *colon = strchr(open, ':'), *end = strchr(open, '}');
    if (colon == NULL || end == NULL || colon > end || colon == open + 1) return false;
    if (type_find(colon + 1, (size_t)(end - colon - 1)) < 0 || (end[1] != '\0' && end[1] != '/')) return false;
  }
  return true;
}

static bool twin(const struct route *const *tables, const struct route *r) {
  size_t n = 0;
  for (; *tables != NULL; tables++)
    for (const struct route *o = *tables; o->pattern != NULL; o++)
      n += o->method == r->method && strcmp(o->pattern, r->pattern) == 0;
  return n > 1;
}

static const char *fault(const struct route *const *tables, const struct route *r) {
  if (r->method != M_GET && r->method != M_POST) return "expected M_GET or M_POST";
  if (!pattern_good(r->pattern)) return "its pattern cannot be matched";
  if (r->needs <= CAP_INVALID || r->needs >= CAP_COUNT) return "it says no capability";
  if (r->handler == NULL) return "it has no handler";
  if (r->method == M_GET && (r->form != NULL || r->body_max != 0)) return "a GET takes no form";
  if (r->method == M_POST && (r->flags & ROUTE_CACHED) != 0) return "a POST is not cached";
  if ((r->flags & ROUTE_NO_DB) != 0 && (r->needs != CAP_PUBLIC || r->method != M_GET))
    return "without the database nobody is known: only a public GET may be ROUTE_NO_DB";
  if (twin(tables, r)) return "it is declared twice";
  return NULL;
}

bool routes_check(const struct route *const *tables, struct vg_error *err) {
  for (const struct route *const *t = tables; *t != NULL; t++)
    for (const struct route *r = *t; r->pattern != NULL; r++) {
      const char *why = fault(tables, r);
      if (why != NULL) return vg_fail(err, VG_E_INTERNAL, "route %s: %s", r->pattern, why);
    }
  return true;
}
