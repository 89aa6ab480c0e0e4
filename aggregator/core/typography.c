#include "core/typography.h"

#include <stdbool.h>
#include <string.h>

#define NO_BREAK "\xc2\xa0"
#define NARROW_NO_BREAK "\xe2\x80\xaf"
#define APOSTROPHE "\xe2\x80\x99"
#define GUILLEMET_OPEN "\xc2\xab"

static bool digit(char c) {
  return c >= '0' && c <= '9';
}
static bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}
static bool starts(const char *text, const char *with) {
  return strncmp(text, with, strlen(with)) == 0;
}

static bool after_guillemet(const char *start, const char *at) {
  return at - start >= 2 && starts(at - 2, GUILLEMET_OPEN);
}

/* What the space at `at` becomes. */
static const char *space(const char *start, const char *at) {
  const char *next = at + 1;
  if (*next == ';' || *next == '!' || *next == '?') return NARROW_NO_BREAK;
  if (*next == ':' || *next == '%' || starts(next, "\xe2\x82\xac") || starts(next, "\xc2\xbb")) return NO_BREAK;
  if (after_guillemet(start, at)) return NO_BREAK;
  if (at > start && digit(at[-1]) && letter(*next)) return NO_BREAK;
  return " ";
}

char *typography_fr(struct vg_arena *arena, const char *text) {
  if (text == NULL) return NULL;
  char *out = vg_alloc(arena, 3 * strlen(text) + 1), *o = out;
  if (out == NULL) return NULL;
  for (const char *p = text; *p != '\0'; p++) {
    char one[2] = {*p, '\0'};
    const char *put = *p == '\'' ? APOSTROPHE : *p == ' ' ? space(text, p) : one;
    size_t n = strlen(put);
    memcpy(o, put, n);
    o += n;
  }
  return out;
}
