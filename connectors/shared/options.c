/* Option values: from raw text to text that is known to fit its spec. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "connectors/connector.h"
#include "core/text.h"

enum { TEXT_MAX = 2000, PATH_TEXT_MAX = 4000, SECRET_MAX = 8192 };

static const struct {
  const char *unit;
  int64_t seconds;
} units[] = {{"s", 1},      {"sec", 1},     {"min", 60},     {"m", 60},       {"h", 3600},
             {"d", 86400}, {"j", 86400}, {"day", 86400}, {"days", 86400}, {"jours", 86400}, {"w", 604800}};

bool duration_parse(const char *text, int64_t *seconds) {
  char digits[16];
  size_t n = strspn(text, "0123456789");
  if (n == 0 || n >= sizeof digits) return false;
  memcpy(digits, text, n);
  digits[n] = '\0';
  int64_t number;
  if (!text_int(digits, 0, INT64_C(100000000000), &number)) return false;
  const char *unit = text + n;
  while (*unit == ' ') unit++;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strcmp(unit, units[i].unit) == 0) return *seconds = number * units[i].seconds, true;
  return false;
}

static char *duration_text(int64_t seconds, char *out, size_t size) {
  if (seconds != 0 && seconds % 86400 == 0) (void)snprintf(out, size, "%" PRId64 " d", seconds / 86400);
  else if (seconds != 0 && seconds % 3600 == 0) (void)snprintf(out, size, "%" PRId64 " h", seconds / 3600);
  else if (seconds != 0 && seconds % 60 == 0) (void)snprintf(out, size, "%" PRId64 " min", seconds / 60);
  else (void)snprintf(out, size, "%" PRId64 " s", seconds);
  return out;
}

static const char *choices_text(const char *const *choices, char *out, size_t size) {
  size_t used = 0;
  out[0] = '\0';
  for (size_t i = 0; choices[i] != NULL && used < size; i++)
    used += (size_t)snprintf(out + used, size - used, "%s%s", i == 0 ? "" : ", ", choices[i]);
  return out;
}

static bool one_line(const char *value, size_t max) {
  size_t n = strlen(value);
  if (n > max || !text_utf8(value, n)) return false;
  for (const char *p = value; *p != '\0'; p++)
    if ((unsigned char)*p < 0x20 || *p == 0x7f) return false;
  return true;
}

static bool url_fits(const char *value) {
  const char *rest = text_starts(value, "https://") ? value + 8 : text_starts(value, "http://") ? value + 7 : NULL;
  if (rest == NULL || strlen(value) > TEXT_MAX) return false;
  size_t authority = strcspn(rest, "/");
  if (authority == 0 || memchr(rest, '@', authority) != NULL || rest[0] == ':') return false;
  for (const char *p = rest; *p != '\0'; p++)
    if ((unsigned char)*p <= 0x20 || (unsigned char)*p >= 0x7f || strchr("?#\\\"<>@", *p) != NULL) return false;
  return true;
}

static bool path_fits(const char *value) {
  if (value[0] != '/' || !one_line(value, PATH_TEXT_MAX)) return false;
  for (const char *p = value; (p = strstr(p, "/..")) != NULL; p++)
    if (p[3] == '/' || p[3] == '\0') return false;
  return true;
}

static const char *bool_word(struct vg_arena *arena, const char *value) {
  static const char *const yes[] = {"true", "yes", "oui", "vrai", "on", "1"}, *const no[] = {"false", "no",  "non",
                                                                                            "faux",  "off", "0"};
  const char *word = text_lower_trim(arena, value);
  for (size_t i = 0; word != NULL && i < sizeof yes / sizeof *yes; i++) {
    if (strcmp(word, yes[i]) == 0) return "true";
    if (strcmp(word, no[i]) == 0) return "false";
  }
  return NULL;
}

static bool in_range(const struct option_spec *spec, int64_t number) {
  return (spec->min == 0 && spec->max == 0) || (number >= spec->min && number <= spec->max);
}

static const char *choice_of(const struct option_spec *spec, const char *value) {
  for (size_t i = 0; spec->choices[i] != NULL; i++)
    if (strcmp(spec->choices[i], value) == 0) return spec->choices[i];
  return NULL;
}

/* The value as it is kept, NULL when it does not fit. */
static const char *fitted(struct vg_arena *arena, const struct option_spec *spec, const char *value) {
  int64_t number;
  switch (spec->type) {
  case OPTION_URL: return url_fits(value) ? value : NULL;
  case OPTION_SECRET: return one_line(value, SECRET_MAX) ? value : NULL;
  case OPTION_PATH: return path_fits(value) ? value : NULL;
  case OPTION_INT:
    return text_int(value, INT64_MIN, INT64_MAX, &number) && in_range(spec, number) ? value : NULL;
  case OPTION_DURATION: return duration_parse(value, &number) && in_range(spec, number) ? value : NULL;
  case OPTION_BOOL: return bool_word(arena, value);
  case OPTION_CHOICE: return choice_of(spec, value);
  default: return one_line(value, TEXT_MAX) ? value : NULL;
  }
}

static char *trimmed(struct vg_arena *arena, const char *value) {
  while (isspace((unsigned char)*value)) value++;
  size_t n = strlen(value);
  while (n > 0 && isspace((unsigned char)value[n - 1])) n--;
  return vg_strndup(arena, value, n);
}

/* What the option expects, after "expected ". */
static bool fail_expected(const struct option_spec *spec, struct vg_error *err) {
  char low[32], high[32], choices[300];
  bool ranged = spec->min != 0 || spec->max != 0;
  switch (spec->type) {
  case OPTION_URL: return vg_fail(err, VG_E_INPUT, "expected an http or https address without credentials, query or fragment");
  case OPTION_SECRET: return vg_fail(err, VG_E_INPUT, "expected at most %d bytes of UTF-8 on one line", SECRET_MAX);
  case OPTION_PATH: return vg_fail(err, VG_E_INPUT, "expected an absolute path without \"..\"");
  case OPTION_INT:
    if (!ranged) return vg_fail(err, VG_E_INPUT, "expected an integer");
    return vg_fail(err, VG_E_INPUT, "expected an integer between %lld and %lld", (long long)spec->min, (long long)spec->max);
  case OPTION_DURATION:
    if (!ranged) return vg_fail(err, VG_E_INPUT, "expected a duration such as \"10 min\", \"26h\" or \"30d\"");
    return vg_fail(err, VG_E_INPUT, "expected a duration between %s and %s, such as \"26h\"", duration_text(spec->min, low, sizeof low),
                   duration_text(spec->max, high, sizeof high));
  case OPTION_BOOL: return vg_fail(err, VG_E_INPUT, "expected yes or no");
  case OPTION_CHOICE: return vg_fail(err, VG_E_INPUT, "expected one of %s", choices_text(spec->choices, choices, sizeof choices));
  default: return vg_fail(err, VG_E_INPUT, "expected at most %d bytes of UTF-8 on one line", TEXT_MAX);
  }
}

char *option_expects(const struct option_spec *spec, char *out, size_t size) {
  struct vg_error expected = {0};
  (void)fail_expected(spec, &expected);
  (void)snprintf(out, size, "%s", expected.message + strlen("expected "));
  return out;
}

/* `value` is not shown when it may hold a secret. */
static bool refuse(const struct option_spec *spec, const char *value, struct vg_error *err) {
  if (err->code != VG_OK) return false;
  (void)fail_expected(spec, err);
  int shown = text_utf8(value, strlen(value)) ? 120 : 0;
  if (spec->type != OPTION_SECRET && strchr(value, '@') == NULL) (void)vg_more(err, ", got \"%.*s\"", shown, value);
  return vg_context(err, "option \"%s\": ", spec->name);
}

static bool refuse_missing(const struct option_spec *spec, struct vg_error *err) {
  if (err->code != VG_OK) return false;
  (void)fail_expected(spec, err);
  return vg_context(err, "option \"%s\": required, ", spec->name);
}

static bool set_option(const struct connector *connector, struct vg_arena *arena, const struct option_spec *spec,
                       const char *raw, const char **value, struct vg_error *err) {
  (void)connector;
  char *text = spec->type == OPTION_SECRET ? vg_strdup(arena, raw) : trimmed(arena, raw);
  if (text == NULL) return vg_fail(err, VG_E_LIMIT, "option \"%s\": too long", spec->name);
  if (text[0] == '\0') return true;
  *value = fitted(arena, spec, text);
  return *value != NULL ? true : refuse(spec, text, err);
}

static size_t distance(const char *a, const char *b) {
  enum { MAX = 40 };
  size_t n = strlen(a), m = strlen(b), row[MAX + 1];
  if (n > MAX || m > MAX) return MAX;
  for (size_t j = 0; j <= m; j++) row[j] = j;
  for (size_t i = 1; i <= n; i++) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= m; j++) {
      size_t above = row[j], best = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      if (above + 1 < best) best = above + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      diagonal = above;
      row[j] = best;
    }
  }
  return row[m];
}

static bool unknown(const struct connector *connector, const char *name, struct vg_error *err) {
  const char *near = NULL;
  size_t best = 4;
  for (const struct option_spec *s = connector->options; s->type != OPTION_NONE; s++) {
    size_t d = distance(name, s->name);
    if (d < best) best = d, near = s->name;
  }
  if (near != NULL) (void)vg_fail(err, VG_E_INPUT, "option \"%.60s\": unknown to connector %s; did you mean \"%s\"?", name, connector->name, near);
  else (void)vg_fail(err, VG_E_INPUT, "option \"%.60s\": unknown to connector %s", name, connector->name);
  return vg_hint(err, "see \"vigie help connectors\" for its options");
}

static bool complete(const struct connector *connector, struct vg_arena *arena, const char **values,
                     struct vg_error *err) {
  for (size_t i = 0; connector->options[i].type != OPTION_NONE; i++) {
    const struct option_spec *spec = &connector->options[i];
    if (values[i] != NULL) continue;
    if (spec->dflt != NULL && !set_option(connector, arena, spec, spec->dflt, &values[i], err)) return false;
    if (values[i] == NULL && spec->required) return refuse_missing(spec, err);
  }
  return true;
}

bool connector_options(const struct connector *connector, struct vg_arena *arena, const struct option_value *given,
                       size_t count, const char ***values, struct vg_error *err) {
  size_t n = 0;
  while (connector->options[n].type != OPTION_NONE) n++;
  const char **out = vg_alloc(arena, (n + 1) * sizeof *out);
  if (out == NULL) return vg_fail(err, VG_E_LIMIT, "options of connector %s: out of memory", connector->name);
  for (size_t g = 0; g < count; g++) {
    size_t i = 0;
    while (i < n && strcmp(connector->options[i].name, given[g].name) != 0) i++;
    if (i == n) return unknown(connector, given[g].name, err);
    if (out[i] != NULL) return vg_fail(err, VG_E_INPUT, "option \"%s\": given twice", given[g].name);
    if (given[g].value != NULL && !set_option(connector, arena, &connector->options[i], given[g].value, &out[i], err))
      return false;
  }
  if (!complete(connector, arena, out, err)) return false;
  *values = out;
  return true;
}
