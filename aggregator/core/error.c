#include "core/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct vg_error_info infos[VG_CODE_COUNT] = {
    [VG_OK] = {"ok", 0, 200, false, N_("Done")},
    [VG_E_USAGE] = {"usage", 2, 400, false, N_("The request is not well formed")},
    [VG_E_CONFIG] = {"config", 3, 500, false, N_("A setting is wrong")},
    [VG_E_INPUT] = {"input", 4, 422, false, N_("This data was refused")},
    [VG_E_NOTFOUND] = {"notfound", 5, 404, false, N_("Nothing here")},
    [VG_E_CONFLICT] = {"conflict", 6, 409, false, N_("This changed in the meantime")},
    [VG_E_DENIED] = {"denied", 7, 403, false, N_("Your role does not allow this")},
    [VG_E_UNAVAILABLE] = {"unavailable", 8, 503, true, N_("A service does not answer")},
    [VG_E_TIMEOUT] = {"timeout", 9, 504, true, N_("The answer came too late")},
    [VG_E_LIMIT] = {"limit", 10, 413, false, N_("A limit was passed")},
    [VG_E_SUSPECT] = {"suspect", 11, 409, false, N_("Held: this data is not plausible")},
    [VG_E_STORAGE] = {"storage", 12, 507, true, N_("The storage refuses to write")},
    [VG_E_INTERNAL] = {"internal", 70, 500, false, N_("An error of Vigie itself")},
};

const struct vg_error_info *vg_error_info(enum vg_code code) {
  return &infos[(unsigned)code < VG_CODE_COUNT ? code : VG_E_INTERNAL];
}

/* A message that was cut must not end within a UTF-8 sequence: it goes into the database and to pages. */
static void end_on_character(char *text) {
  size_t n = strlen(text), back = 0;
  while (back < n && back < 3 && ((unsigned char)text[n - 1 - back] & 0xC0) == 0x80) back++;
  if (back == n) return;
  unsigned char lead = (unsigned char)text[n - 1 - back];
  size_t wants = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
  if (wants > back) text[n - 1 - back] = '\0';
}

/* ---- arguments, kept as text ---- */

enum { SPEC_MAX = 24 };

/* One conversion, from its '%' to its letter; 0: longer than any of ours. */
static size_t conversion(const char *format, char spec[SPEC_MAX]) {
  size_t n = 1 + strspn(format + 1, "0123456789.*+-# ");
  n += strspn(format + n, "hlzjt");
  n += format[n] != '\0';
  if (n >= SPEC_MAX) return 0;
  memcpy(spec, format, n);
  spec[n] = '\0';
  return n;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
/* What snprintf() says of that argument; -1 for a conversion that messages do not use. */
static int print_arg(char *out, size_t room, const char *spec, va_list *ap) {
  char type = spec[strlen(spec) - 1];
  const char *star = strchr(spec, '*');
  int width = star != NULL ? va_arg(*ap, int) : 0;
#define PRINT(as) (star != NULL ? snprintf(out, room, spec, width, va_arg(*ap, as)) : snprintf(out, room, spec, va_arg(*ap, as)))
  if (star != NULL && strchr(star + 1, '*') != NULL) return -1;
  if (type == 's') return PRINT(const char *);
  if (strchr("fFgGeE", type) != NULL) return PRINT(double);
  if (strchr("cdiuxX", type) == NULL) return -1;
  if (strstr(spec, "ll") != NULL || strchr(spec, 'j') != NULL) return PRINT(long long);
  if (strpbrk(spec, "lzt") != NULL) return PRINT(long);
  return PRINT(int);
#undef PRINT
}
#pragma GCC diagnostic pop

/* ---- words ---- */

/* A text of ours or of a source: the byte that parts words parts nothing within one. */
static void clean_word(char *text) {
  for (; *text != '\0'; text++)
    if (*text == VG_WORD) *text = ' ';
}

/* The format and its arguments; false: no room, or a conversion that messages do not use. */
static bool write_words(char *words, size_t size, const char *format, va_list *ap) {
  char spec[SPEC_MAX];
  size_t used = 0, n;
  int written = snprintf(words, size, "%c%s", VG_WORD, format);
  for (const char *p = format; written >= 0 && (size_t)written < size - used; p += n) {
    used += (size_t)written;
    while ((p = strchr(p, '%')) != NULL && p[1] == '%') p += 2;
    if (p == NULL) return true;
    n = conversion(p, spec);
    if (n == 0 || size - used < 2) return false;
    words[used++] = VG_WORD;
    written = print_arg(words + used, size - used, spec, ap);
    if (written >= 0) clean_word(words + used);
  }
  return false;
}

__attribute__((format(printf, 5, 0))) static void write_text(char *text, size_t size, char *words, size_t words_size, const char *format,
                                                             va_list ap) {
  va_list again;
  va_copy(again, ap);
  (void)vsnprintf(text, size, format, ap);
  end_on_character(text);
  if (!write_words(words, words_size, format, &again)) words[0] = '\0';
  va_end(again);
}

const char *vg_errno(int code) {
  switch (code) {
  case EACCES: return N_("Permission denied");
  case ECONNREFUSED: return N_("Connection refused");
  case EDQUOT: return N_("Disk quota exceeded");
  case EIO: return N_("Input/output error");
  case EISDIR: return N_("Is a directory");
  case ELOOP: return N_("Too many levels of symbolic links");
  case EMFILE: return N_("Too many open files");
  case ENAMETOOLONG: return N_("File name too long");
  case ENOENT: return N_("No such file or directory");
  case ENOMEM: return N_("Cannot allocate memory");
  case ENOSPC: return N_("No space left on device");
  case ENOTDIR: return N_("Not a directory");
  case EPERM: return N_("Operation not permitted");
  case EROFS: return N_("Read-only file system");
  case ETIMEDOUT: return N_("Connection timed out");
  default: break;
  }
  const char *text = strerrordesc_np(code);
  return text != NULL ? text : N_("unknown error");
}

/* ---- failures ---- */

bool vg_vfail(struct vg_error *err, enum vg_code code, const char *format, va_list ap) {
  if (err->code != VG_OK) return false;
  err->code = code;
  err->hint[0] = err->hint_words[0] = '\0';
  write_text(err->message, sizeof err->message, err->words, sizeof err->words, format, ap);
  return false;
}

bool vg_fail(struct vg_error *err, enum vg_code code, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  (void)vg_vfail(err, code, format, ap);
  va_end(ap);
  return false;
}

bool vg_vrefuse(struct vg_error *err, const char *field, const char *format, va_list ap) {
  if (err->code != VG_OK) return false;
  (void)vg_vfail(err, VG_E_INPUT, format, ap);
  return vg_context(err, "%s: ", field);
}

bool vg_refuse(struct vg_error *err, const char *field, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  (void)vg_vrefuse(err, field, format, ap);
  va_end(ap);
  return false;
}

bool vg_hint(struct vg_error *err, const char *format, ...) {
  if (err->code == VG_OK || err->hint[0] != '\0') return false;
  va_list ap;
  va_start(ap, format);
  write_text(err->hint, sizeof err->hint, err->hint_words, sizeof err->hint_words, format, ap);
  va_end(ap);
  return false;
}

/* The second text after the first, in `out` (which may be either); false: cut. */
static bool join(char *out, size_t size, const char *first, const char *second) {
  char whole[2 * sizeof((struct vg_error *)0)->words];
  int n = snprintf(whole, sizeof whole, "%s%s", first, second);
  (void)snprintf(out, size, "%.*s", (int)size - 1, whole);
  end_on_character(out);
  return n >= 0 && (size_t)n < size;
}

/* A message whose words are not kept gets none. */
static void join_words(struct vg_error *err, const char *first, const char *second) {
  bool kept = *first != '\0' && *second != '\0';
  if (!join(err->words, sizeof err->words, first, second) || !kept) err->words[0] = '\0';
}

__attribute__((format(printf, 3, 0))) static void add(struct vg_error *err, bool before, const char *format, va_list ap) {
  char text[sizeof err->message], words[sizeof err->words];
  write_text(text, sizeof text, words, sizeof words, format, ap);
  (void)join(err->message, sizeof err->message, before ? text : err->message, before ? err->message : text);
  join_words(err, before ? words : err->words, before ? err->words : words);
}

bool vg_more(struct vg_error *err, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  if (err->code != VG_OK) add(err, false, format, ap);
  va_end(ap);
  return false;
}

bool vg_context(struct vg_error *err, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  if (err->code != VG_OK) add(err, true, format, ap);
  va_end(ap);
  return false;
}
