#include "connectors/shared/prom.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"

void prom_encode(struct buf *out, const char *text) {
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  for (; *text != '\0'; text++) {
    if (strchr(plain, *text) != NULL) buf_char(out, *text);
    else buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
  }
}

bool prom_get(struct connector_ctx *ctx, const char *path, const char *query, const char *label, struct json_doc *doc,
              struct vg_error *err) {
  const char *base = ctx_text(ctx, "url"), *user = ctx_text(ctx, "user");
  size_t n = strlen(base);
  struct buf body;
  BUF(url, 1 << 16);
  while (n > 0 && base[n - 1] == '/') n--;
  buf_put(&url, base, n);
  buf_text(&url, path);
  if (query != NULL) buf_printf(&url, "?%s", query);
  if (!buf_check(&url, N_("address of the call"), err)) return false;
  const struct http_call call = {.url = url.data,
                                 .user = user,
                                 .secret = ctx_secret(ctx, user != NULL ? "password" : "token"),
                                 .ca_file = ctx_text(ctx, "ca_file"),
                                 .label = label};
  if (!ctx_http_get(ctx, &call, &body, err)) return false;
  bool ok = json_parse(doc, body.data, body.length, path, JSON_DEFAULTS, err);
  buf_free(&body);
  return ok;
}

bool prom_api(struct connector_ctx *ctx, const char *path, const char *query, const char *label, struct json_doc *doc,
              struct jv *data, struct vg_error *err) {
  if (!prom_get(ctx, path, query, label, doc, err)) return false;
  struct jv root = jv_as_object(jv_root(doc));
  const char *status = jv_text(root, "status");
  if (jv_ok(doc, err) && strcmp(status, "success") == 0) {
    *data = jv_get(root, "data");
    if (data->value != NULL) return true;
    (void)vg_fail(err, VG_E_INPUT, "%s: $.data: required", path);
  } else if (err->code == VG_OK) {
    char type[60], said[200];
    (void)vg_fail(err, VG_E_INPUT, "%s: Prometheus refuses: %s: %s", path,
                  text_show(jv_text_or(root, "errorType", "error"), type, sizeof type),
                  text_show(jv_text_or(root, "error", N_("no reason given")), said, sizeof said));
  }
  json_close(doc);
  return false;
}

/* ---- labels ---- */

static int by_name(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *prom_series(struct vg_arena *arena, struct jv labels) {
  const char *names[200], *name;
  size_t n = 0;
  json_t *value;
  json_object_foreach(labels.value, name, value) {
    if (n == sizeof names / sizeof *names) break;
    if (strcmp(name, "__name__") != 0 && strcmp(name, "alertstate") != 0 && json_is_string(value)) names[n++] = name;
  }
  if (n > 0) qsort(names, n, sizeof *names, by_name);
  BUF(out, 1 << 18);
  for (size_t i = 0; i < n; i++)
    buf_printf(&out, "%s\xff%s\xff", names[i], json_string_value(json_object_get(labels.value, names[i])));
  return vg_strndup(arena, out.data, out.length);
}

char *prom_fingerprint(const char *series, char out[17]) {
  uint64_t h = UINT64_C(14695981039346656037);
  for (; *series != '\0'; series++) h = (h ^ (unsigned char)*series) * UINT64_C(1099511628211);
  (void)snprintf(out, 17, "%016llx", (unsigned long long)h);
  return out;
}

const char *prom_label(struct jv labels, const char *name) {
  const char *text = json_string_value(json_object_get(labels.value, name));
  return text != NULL && text[0] != '\0' ? text : NULL;
}

const char *prom_asset(struct vg_arena *arena, struct jv labels, const char *asset_label) {
  const char *asset = asset_label != NULL ? prom_label(labels, asset_label) : NULL;
  const char *instance = prom_label(labels, "instance");
  if (asset != NULL || instance == NULL) return asset;
  const char *host = strstr(instance, "://");
  host = host == NULL ? instance : host + 3;
  return vg_strndup(arena, host, strcspn(host, "/?#"));
}

const char *prom_severity(struct jv labels) {
  static const struct {
    const char *word, *severity;
  } words[] = {{"critical", "critical"}, {"page", "critical"},  {"emergency", "critical"}, {"fatal", "critical"},
               {"error", "critical"},    {"high", "critical"},  {"warning", "warning"},    {"warn", "warning"},
               {"medium", "warning"},    {"info", "info"},      {"information", "info"},   {"notice", "info"},
               {"low", "info"}};
  const char *label = prom_label(labels, "severity");
  for (size_t i = 0; label != NULL && i < sizeof words / sizeof *words; i++)
    if (strcasecmp(words[i].word, label) == 0) return words[i].severity;
  return "none";
}

static bool compile(regex_t *compiled, const char *regex) {
  BUF(anchored, 4096);
  buf_printf(&anchored, "^(%s)$", regex);
  return buf_ok(&anchored) && regcomp(compiled, anchored.data, REG_EXTENDED | REG_NOSUB) == 0;
}

bool prom_regex_ok(const char *regex) {
  regex_t compiled;
  if (!compile(&compiled, regex)) return false;
  regfree(&compiled);
  return true;
}

bool prom_matches(const char *regex, const char *text) {
  regex_t compiled;
  if (strlen(text) > 1000 || !compile(&compiled, regex)) return false;
  bool matches = regexec(&compiled, text, 0, NULL, 0) == 0;
  regfree(&compiled);
  return matches;
}

const char *prom_expand(struct vg_arena *arena, const char *text, struct jv labels) {
  BUF(out, 900);
  for (const char *at = text; at != NULL && *at != '\0';) {
    const char *open = strstr(at, "{{"), *shut = open != NULL ? strstr(open, "}}") : NULL;
    if (shut == NULL) {
      buf_text(&out, at);
      break;
    }
    buf_put(&out, at, (size_t)(open - at));
    const char *name = open + 2;
    while (name < shut && *name == ' ') name++;
    char wanted[64] = "";
    if (text_starts(name, "$labels."))
      (void)snprintf(wanted, sizeof wanted, "%.*s", (int)strcspn(name + 8, " }|"), name + 8);
    const char *value = wanted[0] != '\0' ? prom_label(labels, wanted) : NULL;
    buf_text(&out, value != NULL ? value : "…");
    at = shut + 2;
  }
  return buf_ok(&out) ? vg_strndup(arena, out.data, out.length) : NULL;
}

/* ---- does an expression watch a target? ---- */

static bool identifier_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
}

/* One matcher "name op "value"" at *at: false when it does not hold, or is not understood. */
static bool matcher_holds(const char **at, struct jv labels) {
  char name[100], value[400];
  const char *p = *at;
  size_t n = 0, used = 0;
  while (identifier_byte(p[n])) n++;
  (void)snprintf(name, sizeof name, "%.*s", (int)n, p);
  p += n;
  while (*p == ' ') p++;
  char op[3] = {p[0], p[0] != '\0' && strchr("=~!", p[1]) != NULL ? p[1] : '\0', '\0'};
  p += strlen(op);
  while (*p == ' ') p++;
  char quote = *p;
  if (n == 0 || (quote != '"' && quote != '\'' && quote != '`')) return false;
  for (p++; *p != '\0' && *p != quote && used + 1 < sizeof value; p++) {
    if (*p == '\\' && p[1] != '\0' && quote != '`') p++;
    value[used++] = *p;
  }
  value[used] = '\0';
  if (*p != quote) return false;
  *at = p + 1;
  const char *actual = prom_label(labels, name);
  if (actual == NULL) actual = "";
  if (strcmp(op, "=") == 0) return strcmp(actual, value) == 0;
  if (strcmp(op, "!=") == 0) return strcmp(actual, value) != 0;
  if (strcmp(op, "=~") == 0) return prom_matches(value, actual);
  return strcmp(op, "!~") == 0 && !prom_matches(value, actual);
}

static bool selector_holds(const char *at, struct jv labels) {
  while (*at == ' ') at++;
  if (*at != '{') return true;
  for (at++;;) {
    while (*at == ' ' || *at == ',' || *at == '\n') at++;
    if (*at == '}') return true;
    if (!matcher_holds(&at, labels)) return false;
  }
}

bool prom_watches(const char *expression, struct jv labels) {
  static const char *const metrics[] = {"up", "probe_success"};
  for (const char *p = expression; *p != '\0';) {
    size_t n = 0;
    while (identifier_byte(p[n])) n++;
    for (size_t m = 0; n > 0 && m < 2; m++)
      if (strlen(metrics[m]) == n && memcmp(p, metrics[m], n) == 0 && selector_holds(p + n, labels)) return true;
    if (*p == '"' || *p == '\'' || *p == '`') {
      const char *close = strchr(p + 1, *p);
      n = close == NULL ? strlen(p) : (size_t)(close - p) + 1;
    }
    p += n > 0 ? n : 1;
  }
  return false;
}

/* ---- routes ---- */

/* "1h30m", "4h", "300s": what Go writes. */
static int64_t go_duration(const char *text) {
  int64_t total = 0;
  for (const char *p = text; *p >= '0' && *p <= '9';) {
    char *end;
    int64_t number = strtoll(p, &end, 10);
    int64_t unit = end[0] == 'm' && end[1] == 's' ? 0 : *end == 'w' ? 604800 : *end == 'd' ? 86400 : *end == 'h' ? 3600 : *end == 'm' ? 60 : 1;
    if (number > 1000000) return 0;
    total += number * unit;
    p = end + (end[0] == 'm' && end[1] == 's' ? 2 : *end != '\0');
  }
  return total;
}

int64_t prom_repeat_interval(const char *yaml) {
  enum { DEFAULT_REPEAT = 4 * 3600 };
  bool in_route = false;
  int64_t longest = 0;
  for (const char *line = yaml; line != NULL && *line != '\0';) {
    const char *text = line + strspn(line, " ");
    if (text == line && *line != '-') in_route = text_starts(line, "route:");
    if (text_starts(text, "- ")) text += 2;
    const char *repeat = in_route && text_starts(text, "repeat_interval:") ? text + 16 : NULL;
    int64_t seconds = repeat != NULL ? go_duration(repeat + strspn(repeat, " \"'")) : 0;
    if (seconds > longest) longest = seconds;
    line = strchr(line, '\n');
    if (line != NULL) line++;
  }
  return longest > 0 ? longest : DEFAULT_REPEAT;
}
