#include <string.h>

#include "web/html/html.h"

static const struct html_value *named(const struct html_value *values, size_t count, const char *name, size_t length) {
  for (size_t i = 0; i < count; i++)
    if (strlen(values[i].name) == length && strncmp(values[i].name, name, length) == 0) return &values[i];
  return NULL;
}

static void escape_part(struct html *h, const char *text, size_t length) {
  if (h->plain) {
    buf_put(h->out, text, length);
    return;
  }
  size_t kept = 0;
  for (size_t i = 0; i < length; i++) {
    char one[2] = {text[i], '\0'};
    if (text[i] != '&' && text[i] != '<' && text[i] != '>' && text[i] != '"' && text[i] != '\'' && text[i] != '\0') continue;
    buf_put(h->out, text + kept, i - kept);
    html_text(h, one);
    kept = i + 1;
  }
  buf_put(h->out, text + kept, length - kept);
}

static void fill(struct html *h, const char *text, const struct html_value *values, size_t count) {
  while (*text != '\0') {
    size_t n = strcspn(text, "{");
    escape_part(h, text, n);
    text += n;
    if (*text == '\0') return;
    size_t name = strcspn(text + 1, "}");
    const struct html_value *v = named(values, count, text + 1, name);
    bool closed = text[1 + name] == '}';
    if (v != NULL && closed) html_value(h, v);
    else escape_part(h, text, name + 1 + closed);
    text += name + 1 + closed;
  }
}

void html_message(struct html *h, const char *msgid, const struct html_value *values, size_t count) {
  fill(h, tr(h->lang, msgid), values, count);
}

void html_plural(struct html *h, const char *one, const char *many, int64_t n, const struct html_value *values,
                 size_t count) {
  fill(h, tr_n(h->lang, one, many, n), values, count);
}

static const char *taken(struct buf *b, struct vg_arena *arena) {
  const char *text = buf_ok(b) ? vg_strndup(arena, b->data, b->length) : NULL;
  return text != NULL ? text : "";
}

const char *text_message(const struct html *h, struct vg_arena *arena, const char *msgid, const struct html_value *values,
                         size_t count) {
  BUF(b, 16384);
  struct html plain = {.out = &b, .lang = h->lang, .zone = h->zone, .plain = true};
  html_message(&plain, msgid, values, count);
  return taken(&b, arena);
}

const char *text_plural(const struct html *h, struct vg_arena *arena, const char *one, const char *many, int64_t n,
                        const struct html_value *values, size_t count) {
  BUF(b, 16384);
  struct html plain = {.out = &b, .lang = h->lang, .zone = h->zone, .plain = true};
  html_plural(&plain, one, many, n, values, count);
  return taken(&b, arena);
}

const char *text_value(const struct html *h, struct vg_arena *arena, struct html_value value) {
  BUF(b, 16384);
  struct html plain = {.out = &b, .lang = h->lang, .zone = h->zone, .plain = true};
  html_value(&plain, &value);
  return taken(&b, arena);
}

/* ---- links ---- */

static bool absent(const struct html_value *v) {
  if (v->as == HTML_TEXT) return !html_given(v->text);
  return v->as == HTML_DECIMAL ? isnan(v->real) : v->integer == INT64_MIN;
}

static void percent_encode(struct buf *out, const char *text) {
  for (; *text != '\0'; text++) {
    unsigned char c = (unsigned char)*text;
    bool safe = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr("-._~", c) != NULL;
    if (safe) buf_char(out, (char)c);
    else buf_printf(out, "%%%02X", c);
  }
}

static void put_encoded(struct html *h, const struct html_value *v) {
  if (v->as == HTML_TEXT) {
    if (v->text != NULL) percent_encode(h->out, v->text);
    return;
  }
  BUF(b, 256);
  struct html plain = {.out = &b, .lang = LANG_EN, .zone = h->zone, .plain = true};
  html_value(&plain, v);
  percent_encode(h->out, b.data);
}

/* A part of the pattern: its text as it is, its values encoded. */
static void link_part(struct html *h, const char *part, size_t length, const struct html_value *values, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < length; i++) {
    const char *end = part[i] == '{' ? memchr(part + i, '}', length - i) : NULL;
    if (end == NULL) continue;
    buf_put(h->out, part + kept, i - kept);
    kept = (size_t)(end - part) + 1;
    const struct html_value *v = named(values, count, part + i + 1, (size_t)(end - part) - i - 1);
    if (v != NULL) put_encoded(h, v);
    i = (size_t)(end - part);
  }
  buf_put(h->out, part + kept, length - kept);
}

static bool pair_is_absent(const char *pair, size_t length, const struct html_value *values, size_t count) {
  const char *open = memchr(pair, '{', length), *close = open == NULL ? NULL : memchr(open, '}', length - (size_t)(open - pair));
  if (close == NULL) return false;
  const struct html_value *v = named(values, count, open + 1, (size_t)(close - open) - 1);
  return v == NULL || absent(v);
}

/* Does the query of the pattern give this name? */
static bool gives(const char *query, size_t length, const char *name, size_t name_length) {
  for (const char *at = query, *end = query + length; at < end;) {
    size_t n = strcspn(at, "&#"), key = strcspn(at, "=&#");
    if (key == name_length && strncmp(at, name, key) == 0) return true;
    at += n + 1;
  }
  return false;
}

static void put_kept(struct html *h, const char *query, size_t length, const char *join) {
  for (const char *at = h->keep != NULL ? h->keep : ""; *at != '\0';) {
    size_t n = strcspn(at, "&"), key = strcspn(at, "=&");
    if (!gives(query, length, at, key)) {
      buf_text(h->out, join);
      escape_part(h, at, n);
      join = h->plain ? "&" : "&amp;";
    }
    at += n + (at[n] == '&');
  }
}

void html_link(struct html *h, const char *pattern, const struct html_value *values, size_t count) {
  size_t path = strcspn(pattern, "?#");
  link_part(h, pattern, path, values, count);
  const char *query = pattern + path + (pattern[path] == '?');
  size_t length = pattern[path] == '?' ? strcspn(query, "#") : 0;
  const char *join = "?";
  for (const char *at = query; at < query + length;) {
    size_t n = strcspn(at, "&#");
    if (!pair_is_absent(at, n, values, count)) {
      buf_text(h->out, join);
      link_part(h, at, n, values, count);
      join = h->plain ? "&" : "&amp;";
    }
    at += n + 1;
  }
  put_kept(h, query, length, join);
  if (query[length] == '#') link_part(h, query + length, strlen(query + length), values, count);
}

const char *text_link(const struct html *like, struct vg_arena *arena, const char *pattern, const struct html_value *values,
                      size_t count) {
  BUF(b, 16384);
  struct html plain = {.out = &b, .lang = like->lang, .zone = like->zone, .keep = like->keep, .plain = true};
  html_link(&plain, pattern, values, count);
  return taken(&b, arena);
}
