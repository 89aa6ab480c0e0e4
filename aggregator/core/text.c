#include "core/text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool text_int(const char *text, int64_t min, int64_t max, int64_t *out) {
  const char *p = text + (*text == '-');
  if (*p < '0' || *p > '9') return false;
  char *end;
  errno = 0;
  long long value = strtoll(text, &end, 10);
  if (errno != 0 || *end != '\0' || value < min || value > max) return false;
  *out = value;
  return true;
}

bool text_real(const char *text, double *out) {
  if (*text == '\0' || strspn(text, "+-0123456789.eE") != strlen(text)) return false;
  char *end;
  double value = strtod(text, &end);
  if (end == text || *end != '\0' || !isfinite(value)) return false;
  *out = value;
  return true;
}

/* Length of the well-formed sequence at `s`, 0 when it is none (Unicode 15, table 3-7). */
static size_t sequence(const unsigned char *s, size_t left) {
  if (s[0] < 0x80) return s[0] != 0;
  size_t n = s[0] >= 0xC2 && s[0] <= 0xDF ? 2 : (s[0] & 0xF0) == 0xE0 ? 3 : s[0] >= 0xF0 && s[0] <= 0xF4 ? 4 : 0;
  if (n == 0 || n > left) return 0;
  for (size_t i = 1; i < n; i++)
    if ((s[i] & 0xC0) != 0x80) return 0;
  bool bad = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) || (s[0] == 0xF0 && s[1] < 0x90) ||
             (s[0] == 0xF4 && s[1] > 0x8F);
  return bad ? 0 : n;
}

bool text_utf8(const char *text, size_t length) {
  for (size_t i = 0; i < length;) {
    size_t n = sequence((const unsigned char *)text + i, length - i);
    if (n == 0) return false;
    i += n;
  }
  return true;
}

static void put_utf8(struct buf *b, unsigned c) {
  if (c < 0x80) {
    buf_char(b, (char)c);
  } else if (c < 0x800) {
    buf_char(b, (char)(0xC0 | c >> 6));
    buf_char(b, (char)(0x80 | (c & 0x3F)));
  } else {
    buf_char(b, (char)(0xE0 | c >> 12));
    buf_char(b, (char)(0x80 | (c >> 6 & 0x3F)));
    buf_char(b, (char)(0x80 | (c & 0x3F)));
  }
}

bool text_from_cp1252(struct vg_arena *a, const char *text, size_t length, char **out, size_t *bad) {
  static const unsigned short high[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                          0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                          0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                          0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
  BUF(b, length * 3 + 1);
  for (size_t i = 0; i < length; i++) {
    unsigned c = (unsigned char)text[i];
    unsigned u = c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c;
    if (u == 0) return *bad = i, false;
    put_utf8(&b, u);
  }
  *out = vg_strndup(a, b.data, b.length);
  return *out != NULL;
}

static bool bidi(const unsigned char *s, size_t n) {
  if (n != 3) return false;
  unsigned c = (s[0] & 0x0FU) << 12 | (s[1] & 0x3FU) << 6 | (s[2] & 0x3FU);
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

size_t text_cut(const char *text, size_t most) {
  size_t n = strnlen(text, most + 1);
  if (n <= most) return n;
  size_t at = most;
  while (at > 0 && most - at < 3 && ((unsigned char)text[at] & 0xC0) == 0x80) at--;
  return ((unsigned char)text[at] & 0xC0) == 0x80 ? most : at;
}

/* What a terminal obeys, or what forges a line: U+0000 to U+001F, U+007F to U+009F. */
static bool control(const unsigned char *s, size_t n) {
  return (n == 1 && (s[0] < 0x20 || s[0] == 0x7F)) || (n == 2 && s[0] == 0xC2 && s[1] < 0xA0);
}

#define REPLACEMENT "\xEF\xBF\xBD"

static bool fits(const unsigned char *s, size_t n) { return *s == '\n' || *s == '\t' || (n > 0 && !bidi(s, n) && !control(s, n)); }

bool text_plain(const char *text, size_t length) {
  for (size_t i = 0, n; i < length; i += n) {
    n = sequence((const unsigned char *)text + i, length - i);
    if (!fits((const unsigned char *)text + i, n)) return false;
  }
  return true;
}

void text_fit(struct buf *out, const char *text, size_t length) {
  for (size_t i = 0; i < length;) {
    const unsigned char *s = (const unsigned char *)text + i;
    size_t n = sequence(s, length - i);
    if (fits(s, n)) buf_put(out, s, n);
    else buf_text(out, REPLACEMENT);
    i += n == 0 ? 1 : n;
  }
}

char *text_show(const char *text, char *out, size_t size) {
  static const char replacement[] = REPLACEMENT, ellipsis[] = "\xE2\x80\xA6";
  size_t used = 0, length = strlen(text), mark = 0;
  for (size_t i = 0; i < length;) {
    const unsigned char *s = (const unsigned char *)text + i;
    size_t n = sequence(s, length - i);
    bool bad = n == 0 || bidi(s, n) || control(s, n);
    size_t more = bad ? sizeof replacement - 1 : n;
    if (used <= size - sizeof ellipsis) mark = used;
    if (used + more > size - 1) {
      memcpy(out + mark, ellipsis, sizeof ellipsis);
      return out;
    }
    memcpy(out + used, bad ? replacement : (const char *)s, more);
    used += more;
    i += n == 0 ? 1 : n;
  }
  out[used] = '\0';
  return out;
}

static void escape_sequence(struct buf *b, const unsigned char *s, size_t n) {
  if (n == 0) {
    buf_text(b, "\\ufffd");
  } else if (n == 1 && (s[0] == '"' || s[0] == '\\')) {
    buf_char(b, '\\');
    buf_char(b, (char)s[0]);
  } else if (control(s, n)) {
    buf_printf(b, "\\u%04x", s[n - 1]);
  } else if (bidi(s, n)) {
    buf_printf(b, "\\u%04x", (s[0] & 0x0FU) << 12 | (s[1] & 0x3FU) << 6 | (s[2] & 0x3FU));
  } else {
    buf_put(b, s, n);
  }
}

void text_json(struct buf *b, const char *text, size_t length) {
  buf_char(b, '"');
  for (size_t i = 0; i < length;) {
    const unsigned char *s = (const unsigned char *)text + i;
    size_t n = sequence(s, length - i);
    escape_sequence(b, s, n);
    i += n == 0 ? 1 : n;
  }
  buf_char(b, '"');
}

static bool blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

char *text_lower_trim(struct vg_arena *a, const char *text) {
  while (blank(*text)) text++;
  size_t n = strlen(text);
  while (n > 0 && blank(text[n - 1])) n--;
  char *copy = vg_strndup(a, text, n);
  for (char *p = copy; p != NULL && *p != '\0'; p++) *p = lower(*p);
  return copy;
}

bool text_starts(const char *text, const char *prefix) { return strncmp(text, prefix, strlen(prefix)) == 0; }

bool text_equal(const char *a, const char *b) { return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0; }

static bool is_address(const char *name) {
  unsigned char out[sizeof(struct in6_addr)];
  return inet_pton(AF_INET, name, out) == 1 || inet_pton(AF_INET6, name, out) == 1;
}

char *text_host(struct vg_arena *a, const char *name) {
  char *host = text_lower_trim(a, name);
  if (host == NULL || is_address(host)) return host;
  char *close = strchr(host, ']');
  if (host[0] == '[' && close != NULL) return *close = '\0', host + 1;
  char *colon = strchr(host, ':');
  if (colon != NULL) *colon = '\0';
  if (is_address(host)) return host;
  char *dot = strchr(host, '.');
  if (dot != NULL && dot != host) *dot = '\0';
  return host;
}

enum { NEAR_MAX = 40 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Letters to insert, remove or replace; '-' and '_' are the same. */
static size_t distance(const char *a, const char *b) {
  size_t row[NEAR_MAX + 1], n = strlen(b);
  for (size_t j = 0; j <= n; j++) row[j] = j;
  for (size_t i = 0; a[i] != '\0'; i++) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < n; j++) {
      char x = a[i] == '-' ? '_' : lower(a[i]), y = b[j] == '-' ? '_' : lower(b[j]);
      size_t cost = least(diagonal + (x != y), least(row[j], row[j + 1]) + 1);
      diagonal = row[j + 1];
      row[j + 1] = cost;
    }
  }
  return row[n];
}

const char *text_nearest(const char *name, const char *const *candidates, size_t count) {
  const char *best = NULL;
  size_t length = strlen(name), nearest = length < 5 ? 2 : 2 + length / 4; /* one letter of a short name, more of a long one */
  if (length > NEAR_MAX) return NULL;
  for (size_t i = 0; i < count; i++) {
    if (strlen(candidates[i]) > NEAR_MAX) continue;
    size_t d = distance(name, candidates[i]);
    if (d < nearest) {
      nearest = d;
      best = candidates[i];
    }
  }
  return best;
}

bool text_blank(const char *text) {
  return text[strspn(text, " \t\r\n")] == '\0';
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
bool text_mail_address(const char *text) {
  size_t name = strspn(text, LETTERS ".!#$%&'*+/=?^_`{|}~-");
  size_t host = text[name] == '@' ? strspn(text + name + 1, LETTERS ".-") : 0, length = name + 1 + host;
  if (name == 0 || name > 64 || host == 0 || length > 254 || text[length] != '\0' || strstr(text, "..") != NULL) return false;
  return text[0] != '.' && text[name - 1] != '.' && strchr(".-", text[name + 1]) == NULL && strchr(".-", text[length - 1]) == NULL;
}
