#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define N_(s) s

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

bool vg_fail(struct vg_error *err, enum vg_code code, const char *format, ...) {
  if (err->code != VG_OK) return false;
  err->code = code;
  err->hint[0] = '\0';
  va_list ap;
  va_start(ap, format);
  (void)vsnprintf(err->message, sizeof err->message, format, ap);
  va_end(ap);
  end_on_character(err->message);
  return false;
}

bool vg_hint(struct vg_error *err, const char *format, ...) {
  if (err->code == VG_OK || err->hint[0] != '\0') return false;
  va_list ap;
  va_start(ap, format);
  (void)vsnprintf(err->hint, sizeof err->hint, format, ap);
  va_end(ap);
  end_on_character(err->hint);
  return false;
}

bool vg_context(struct vg_error *err, const char *format, ...) {
  if (err->code == VG_OK) return false;
  char prefix[sizeof err->message], whole[sizeof err->message * 2];
  va_list ap;
  va_start(ap, format);
  (void)vsnprintf(prefix, sizeof prefix, format, ap);
  va_end(ap);
  (void)snprintf(whole, sizeof whole, "%s%s", prefix, err->message);
  (void)snprintf(err->message, sizeof err->message, "%.*s", (int)sizeof err->message - 1, whole);
  end_on_character(err->message);
  return false;
}
