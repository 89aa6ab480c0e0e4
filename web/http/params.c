#include "web/http/params.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

static bool textual(int c) { return (c >= 0x20 && c != 0x7f) || c == '\t' || c == '\n' || c == '\r'; }

/* Decodes [from, to) in place of `out`; false at a bad escape or a character that has no business in a form. */
static bool decode(const char *from, const char *to, char *out, size_t *length) {
  char *at = out;
  for (; from < to; from++) {
    int c = (unsigned char)*from;
    if (c == '+') {
      c = ' ';
    } else if (c == '%') {
      if (to - from < 3 || hex(from[1]) < 0 || hex(from[2]) < 0) return false;
      c = hex(from[1]) * 16 + hex(from[2]);
      from += 2;
    }
    if (!textual(c)) return false;
    *at++ = (char)c;
  }
  *at = '\0';
  *length = (size_t)(at - out);
  return text_utf8(out, *length);
}

static bool repeats(const char *name) {
  size_t n = strlen(name);
  return n > 2 && strcmp(name + n - 2, "[]") == 0;
}

static bool valid_name(const char *name, size_t length) {
  if (length == 0 || length > PARAM_NAME_MAX) return false;
  size_t plain = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
  return plain == length || (plain > 0 && plain + 2 == length && repeats(name));
}

static bool add(struct params *params, struct vg_arena *arena, const char *from, const char *to, struct vg_error *err) {
  size_t size = (size_t)(to - from), length;
  const char *equal = memchr(from, '=', size);
  if (equal == NULL) return vg_fail(err, VG_E_INPUT, "parameter %zu: expected name=value", params->count + 1);
  char *name = vg_alloc(arena, size + 2);
  if (name == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the parameters");
  if (!decode(from, equal, name, &length) || !valid_name(name, length))
    return vg_fail(err, VG_E_INPUT, "parameter %zu: its name is not one", params->count + 1);
  if (!repeats(name) && param(params, name) != NULL)
    return vg_fail(err, VG_E_INPUT, "parameter %s: given twice", name);
  char *value = name + length + 1;
  if (!decode(equal + 1, to, value, &length))
    return vg_fail(err, VG_E_INPUT, "parameter %s: its value is not percent-encoded UTF-8 text", name);
  params->items[params->count++] = (struct param){name, value};
  return true;
}

bool params_name_valid(const char *name) { return valid_name(name, strlen(name)); }

static bool textual_all(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (!textual((unsigned char)text[i])) return false;
  return text_utf8(text, length);
}

bool params_add(struct params *params, struct vg_arena *arena, const char *name, const char *value, size_t length, struct vg_error *err) {
  if (params->count == PARAMS_MAX) return vg_fail(err, VG_E_LIMIT, "more parameters than the %d that are taken", PARAMS_MAX);
  if (params->items == NULL) params->items = vg_alloc(arena, PARAMS_MAX * sizeof *params->items);
  if (!params_name_valid(name)) return vg_fail(err, VG_E_INPUT, "parameter %zu: its name is not one", params->count + 1);
  if (!repeats(name) && param(params, name) != NULL) return vg_fail(err, VG_E_INPUT, "parameter %s: given twice", name);
  if (!textual_all(value, length)) return vg_fail(err, VG_E_INPUT, "parameter %s: its value is not UTF-8 text", name);
  char *copy = vg_strndup(arena, value, length);
  if (params->items == NULL || copy == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the parameters");
  params->items[params->count++] = (struct param){name, copy};
  return true;
}

bool params_parse(struct params *params, struct vg_arena *arena, const char *text, size_t length, struct vg_error *err) {
  *params = (struct params){0};
  if (text == NULL || length == 0) return true;
  size_t count = 1;
  for (size_t i = 0; i < length; i++) count += text[i] == '&';
  if (count > PARAMS_MAX) return vg_fail(err, VG_E_LIMIT, "%zu parameters, at most %d are taken", count, PARAMS_MAX);
  params->items = vg_alloc(arena, count * sizeof *params->items);
  if (params->items == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the parameters");
  for (const char *from = text, *end = text + length; from <= end;) {
    const char *to = memchr(from, '&', (size_t)(end - from));
    if (to == NULL) to = end;
    if (!add(params, arena, from, to, err)) return false;
    from = to + 1;
  }
  return true;
}

static bool listed(const char *list, const char *name) {
  size_t n = strlen(name);
  for (const char *p = list; p != NULL && *p != '\0';) {
    size_t word = strcspn(p, " ");
    if (word == n && memcmp(p, name, n) == 0) return true;
    p += word + (p[word] == ' ');
  }
  return false;
}

bool params_allowed(const struct params *params, const char *allowed, struct vg_error *err) {
  if (allowed != NULL && strcmp(allowed, "*") == 0) return true;
  for (size_t i = 0; i < params->count; i++)
    if (!listed(allowed, params->items[i].name))
      return vg_fail(err, VG_E_INPUT, "parameter %s: this page does not know it", params->items[i].name);
  return true;
}

const char *param(const struct params *params, const char *name) { return param_at(params, name, 0); }

const char *param_at(const struct params *params, const char *name, size_t index) {
  for (size_t i = 0; i < params->count; i++)
    if (strcmp(params->items[i].name, name) == 0 && index-- == 0) return params->items[i].value;
  return NULL;
}

void param_fail(struct params *params, const char *name, const char *format, ...) {
  va_list args;
  va_start(args, format);
  (void)vg_vrefuse(&params->error, name, format, args);
  va_end(args);
}

void param_refused(struct params *params, const char *name, struct vg_error *why) {
  if (params->error.code != VG_OK) return;
  (void)vg_context(why, "%s: ", name);
  params->error = *why;
}

static size_t characters(const char *text) {
  size_t n = 0;
  for (; *text != '\0'; text++) n += ((unsigned char)*text & 0xC0) != 0x80;
  return n;
}

const char *param_secret(struct params *params, const char *name, size_t min, size_t max) {
  const char *value = param(params, name);
  if (value == NULL) value = "";
  size_t n = characters(value);
  if (n >= min && n <= max) return value;
  if (n == 0) param_fail(params, name, "expected a value, found nothing");
  else param_fail(params, name, "expected %zu to %zu characters, got %zu", min, max, n);
  return "";
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

const char *param_text(struct params *params, const char *name, size_t min, size_t max) {
  for (size_t i = 0; i < params->count; i++) {
    struct param *p = &params->items[i];
    if (strcmp(p->name, name) != 0) continue;
    while (blank(*p->value)) p->value++;
    size_t n = strlen(p->value);
    while (n > 0 && blank(p->value[n - 1])) p->value[--n] = '\0';
  }
  return param_secret(params, name, min, max);
}

int64_t param_int(struct params *params, const char *name, int64_t min, int64_t max) {
  const char *value = param(params, name);
  int64_t out = 0;
  if (value != NULL && text_int(value, min, max, &out)) return out;
  if (value == NULL) param_fail(params, name, "expected a value, found nothing");
  else param_fail(params, name, "expected an integer in %lld..%lld, got \"%.80s\"", (long long)min, (long long)max, value);
  return min;
}

int64_t param_int_or(struct params *params, const char *name, int64_t min, int64_t max, int64_t dflt) {
  const char *value = param(params, name);
  return value == NULL || *value == '\0' ? dflt : param_int(params, name, min, max);
}

int param_choice(struct params *params, const char *name, const char *const *choices, int dflt) {
  const char *value = param(params, name);
  if ((value == NULL || *value == '\0') && dflt >= 0) return dflt;
  for (int i = 0; value != NULL && choices[i] != NULL; i++)
    if (strcmp(choices[i], value) == 0) return i;
  if (value == NULL || *value == '\0') param_fail(params, name, "expected one of the choices, found none");
  else param_fail(params, name, "expected one of the choices, got \"%.80s\"", value);
  return -1;
}

bool param_bool(struct params *params, const char *name) {
  const char *value = param(params, name);
  if (value == NULL) return false;
  if (strcmp(value, "1") == 0 || strcmp(value, "on") == 0) return true;
  param_fail(params, name, "expected 1 or on, got \"%.80s\"", value);
  return false;
}

bool params_ok(const struct params *params, struct vg_error *err) {
  if (params->error.code == VG_OK) return true;
  if (err->code == VG_OK) *err = params->error;
  return false;
}
