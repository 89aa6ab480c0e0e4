#include "web/html/html.h"

#include <string.h>

#include "core/text.h"

bool html_ok(const struct html *h) { return buf_ok(h->out); }
void html_literal(struct html *h, const char *text, size_t length) { buf_put(h->out, text, length); }
bool html_given(const char *text) { return text != NULL && *text != '\0'; }
bool html_is(const char *text, const char *other) { return text != NULL && strcmp(text, other) == 0; }

#define REPLACEMENT "\xEF\xBF\xBD"

/* Length of the UTF-8 sequence at `s`, 0 when there is none. */
static size_t sequence(const char *s) {
  unsigned char c = (unsigned char)s[0];
  size_t n = c < 0x80 ? 1 : c >= 0xC2 && c <= 0xDF ? 2 : (c & 0xF0) == 0xE0 ? 3 : c >= 0xF0 && c <= 0xF4 ? 4 : 0;
  return n > 1 && (strnlen(s, n) < n || !text_utf8(s, n)) ? 0 : n;
}

static const char *reference(char c) {
  switch (c) {
  case '&': return "&amp;";
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '"': return "&quot;";
  case '\'': return "&#39;";
  default: return NULL;
  }
}

/* C0 but tab and line feed, DEL, and C1. */
static bool control(const char *s, size_t n) {
  unsigned char c = (unsigned char)s[0];
  return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F || (n == 2 && c == 0xC2 && (unsigned char)s[1] < 0xA0);
}

/* How many bytes need nothing done to them: printable ASCII without the five. */
static size_t plain_bytes(const char *text) {
  static const bool special[256] = {['"'] = true, ['&'] = true, ['\''] = true, ['<'] = true, ['>'] = true};
  const unsigned char *p = (const unsigned char *)text;
  while (*p >= 0x20 && *p < 0x7F && !special[*p]) p++;
  return (size_t)(p - (const unsigned char *)text);
}

static void escape(struct html *h, const char *text, bool line_ends) {
  if (text == NULL) return;
  if (h->plain) {
    buf_text(h->out, text);
    return;
  }
  const char *kept = text;
  for (text += plain_bytes(text); *text != '\0'; text += plain_bytes(text)) {
    size_t n = sequence(text);
    const char *instead = reference(*text);
    if (n == 0 || control(text, n)) instead = REPLACEMENT;
    else if (line_ends && *text == '\n') instead = "&#10;";
    if (instead != NULL) {
      buf_put(h->out, kept, (size_t)(text - kept));
      buf_text(h->out, instead);
      kept = text + (n == 0 ? 1 : n);
    }
    text += n == 0 ? 1 : n;
  }
  buf_put(h->out, kept, (size_t)(text - kept));
}

void html_text(struct html *h, const char *text) { escape(h, text, false); }
void html_attr(struct html *h, const char *text) { escape(h, text, true); }

static bool scheme_ok(const char *url, size_t length) {
  static const char *const allowed[] = {"http", "https", "mailto"};
  for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
    if (strlen(allowed[i]) == length && strncasecmp(url, allowed[i], length) == 0) return true;
  return false;
}

bool html_url_ok(const char *url) {
  for (const char *p = url; *p != '\0'; p++)
    if ((unsigned char)*p <= 0x20 || *p == 0x7F || *p == '\\') return false;
  if (url[0] == '/' && url[1] == '/') return false;
  size_t n = strcspn(url, ":/?#");
  return url[n] != ':' || scheme_ok(url, n);
}

void html_url(struct html *h, const char *url) {
  if (url == NULL) return;
  html_attr(h, html_url_ok(url) ? url : "#");
}
