#include "i18n/i18n.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "i18n/catalogue.h"

static uint32_t hash_on(uint32_t h, const char *text) {
  for (; *text != '\0'; text++) h = (h ^ (unsigned char)*text) * 16777619U;
  return h;
}

/* True when key is context, '\4' and msgid, or msgid alone when there is no context. */
static bool is_key(const char *key, const char *context, const char *msgid) {
  if (context == NULL) return strcmp(key, msgid) == 0;
  size_t n = strlen(context);
  return strncmp(key, context, n) == 0 && key[n] == '\4' && strcmp(key + n + 1, msgid) == 0;
}

static const struct message *find(const char *context, const char *msgid) {
  const struct catalogue *c = &catalogue_fr;
  uint32_t h = 2166136261U;
  if (context != NULL) h = hash_on(hash_on(h, context), "\4");
  h = hash_on(h, msgid);
  for (size_t at = h & (c->size - 1); c->slots[at] != 0; at = (at + 1) & (c->size - 1)) {
    const struct message *m = &c->messages[c->slots[at] - 1];
    if (is_key(m->key, context, msgid)) return m;
  }
  return NULL;
}

const char *tr(enum lang lang, const char *msgid) {
  if (msgid == NULL || *msgid == '\0') return "";
  const struct message *m = lang == LANG_FR ? find(NULL, msgid) : NULL;
  return m == NULL ? msgid : m->text[0];
}

const char *tr_c(enum lang lang, const char *context, const char *msgid) {
  const struct message *m = lang == LANG_FR ? find(context, msgid) : NULL;
  return m == NULL ? msgid : m->text[0];
}

const char *tr_n(enum lang lang, const char *one, const char *many, int64_t n) {
  bool singular = lang == LANG_FR ? n >= -1 && n <= 1 : n == 1 || n == -1;
  const struct message *m = lang == LANG_FR ? find(NULL, one) : NULL;
  if (m == NULL || (!singular && m->text[1] == NULL)) return singular ? one : many;
  return m->text[singular ? 0 : 1];
}

static const char *const codes[LANG_COUNT] = {[LANG_FR] = "fr", [LANG_EN] = "en"};

const char *lang_code(enum lang lang) { return codes[lang]; }

bool lang_parse(const char *code, enum lang *out) {
  for (int i = 0; i < LANG_COUNT; i++) {
    if (strcasecmp(code, codes[i]) == 0) return *out = (enum lang)i, true;
  }
  return false;
}

/* Thousandths of the quality in "fr-FR;q=0.8"; 1000 without one. */
static int quality(const char *item, size_t length) {
  const char *q = memmem(item, length, "q=", 2);
  if (q == NULL) return 1000;
  int value = 0, scale = 1000;
  for (q += 2; q < item + length && scale > 0 && (*q == '.' || (*q >= '0' && *q <= '9')); q++) {
    if (*q == '.') continue;
    value += (*q - '0') * scale;
    scale /= 10;
  }
  return value;
}

static bool is_language(const char *item, size_t length, const char *code) {
  return length >= 2 && strncasecmp(item, code, 2) == 0 && (length == 2 || strchr("-; \t", item[2]) != NULL);
}

enum lang lang_accept(const char *header) {
  enum lang best = LANG_FR;
  int highest = 0;
  while (header != NULL && *header != '\0') {
    header += strspn(header, ", \t");
    size_t n = strcspn(header, ",");
    for (int i = 0; i < LANG_COUNT; i++) {
      if (!is_language(header, n, codes[i]) || quality(header, n) <= highest) continue;
      highest = quality(header, n);
      best = (enum lang)i;
    }
    header += n;
  }
  return best;
}
