#include "i18n/format.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS_MAX = 400, DECIMALS_MAX = 6 };

static const char *thousands(enum lang lang) { return lang == LANG_FR ? NNBSP : ","; }
static char decimal_mark(enum lang lang) { return lang == LANG_FR ? ',' : '.'; }

static void grouped(struct buf *b, enum lang lang, const char *digits, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (i > 0 && (n - i) % 3 == 0) buf_text(b, thousands(lang));
    buf_char(b, digits[i]);
  }
}

void put_integer(struct buf *b, enum lang lang, int64_t value) {
  char text[32];
  uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
  int n = snprintf(text, sizeof text, "%" PRIu64, magnitude);
  if (value < 0) buf_text(b, MINUS_SIGN);
  grouped(b, lang, text, (size_t)n);
}

/* |value| to `decimals`, half away from zero of the decimal text that people know the number by (0.285 is 0.29). */
static int digits_of(char out[DIGITS_MAX], double value, int decimals) {
  static const double scales[DECIMALS_MAX + 1] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  double magnitude = fabs(value), scale = scales[decimals];
  if (magnitude >= 1e12) return snprintf(out, DIGITS_MAX, "%.*f", decimals, magnitude);
  uint64_t scaled = (uint64_t)floor(magnitude * scale * (1 + 4e-16) + 0.5), unit = (uint64_t)scale;
  int n = snprintf(out, DIGITS_MAX, "%" PRIu64, scaled / unit);
  if (decimals == 0) return n;
  return n + snprintf(out + n, DIGITS_MAX - (size_t)n, ".%0*" PRIu64, decimals, scaled % unit);
}

static bool is_zero(const char *digits) { return strspn(digits, "0.") == strlen(digits); }

/* `least` decimals at least are kept, zeros after them are not. `sign` goes before a number that is not zero. */
static void put_digits(struct buf *b, enum lang lang, const char *text, int n, int least) {
  const char *point = strchr(text, '.');
  size_t whole = point == NULL ? (size_t)n : (size_t)(point - text);
  int decimals = point == NULL ? 0 : n - (int)whole - 1;
  while (decimals > least && text[whole + (size_t)decimals] == '0') decimals--;
  grouped(b, lang, text, whole);
  if (decimals > 0) {
    buf_char(b, decimal_mark(lang));
    buf_put(b, text + whole + 1, (size_t)decimals);
  }
}

static int clamp(int decimals) { return decimals < 0 ? 0 : decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals; }

static void put_real(struct buf *b, enum lang lang, double value, int decimals, int least) {
  char text[DIGITS_MAX];
  if (!isfinite(value)) {
    buf_text(b, EN_DASH);
    return;
  }
  int n = digits_of(text, value, decimals);
  if (value < 0 && !is_zero(text)) buf_text(b, MINUS_SIGN);
  put_digits(b, lang, text, n, least);
}

void put_decimal(struct buf *b, enum lang lang, double value, int decimals) {
  put_real(b, lang, value, clamp(decimals), clamp(decimals));
}

void put_number(struct buf *b, enum lang lang, double value, int most) { put_real(b, lang, value, clamp(most), 0); }

void put_percent(struct buf *b, enum lang lang, double ratio) {
  double percent = ratio * 100, tenths = floor(fabs(percent) * 10 * (1 + 4e-16) + 0.5);
  if (ratio < 1 && tenths == 1000) percent = 99.9;
  if (ratio > 0 && tenths == 0) percent = 0.1;
  put_real(b, lang, percent, 1, 0);
  if (isfinite(ratio)) buf_text(b, lang == LANG_FR ? NBSP "%" : "%");
}

void put_delta(struct buf *b, enum lang lang, double value, int most) {
  char text[DIGITS_MAX];
  if (!isfinite(value)) {
    buf_text(b, EN_DASH);
    return;
  }
  int n = digits_of(text, value, clamp(most));
  if (is_zero(text)) {
    buf_char(b, '0');
    return;
  }
  buf_text(b, value < 0 ? MINUS_SIGN : "+");
  if (lang == LANG_FR) buf_text(b, NBSP);
  put_digits(b, lang, text, n, 0);
}

void put_bytes(struct buf *b, enum lang lang, int64_t bytes) {
  static const char *const units[LANG_COUNT][6] = {{"o", "Ko", "Mo", "Go", "To", "Po"}, {"B", "kB", "MB", "GB", "TB", "PB"}};
  double value = (double)bytes;
  int unit = 0;
  while (fabs(value) >= 999.5 && unit < 5) value /= 1000, unit++;
  put_number(b, lang, value, unit == 0 || fabs(value) >= 99.95 ? 0 : 1);
  buf_printf(b, NBSP "%s", units[lang][unit]);
}

/* ---- durations ---- */

static void put_days(struct buf *b, enum lang lang, int64_t days) {
  put_integer(b, lang, days);
  buf_text(b, NBSP);
  if (lang == LANG_FR) {
    buf_text(b, days < 2 ? "jour" : "jours");
  } else {
    buf_text(b, days == 1 ? "day" : "days");
  }
}

static void put_hours(struct buf *b, enum lang lang, int64_t hours, int64_t minutes) {
  buf_printf(b, "%" PRId64 NBSP "h", hours);
  if (minutes == 0) return;
  buf_printf(b, lang == LANG_FR ? NBSP "%02" PRId64 : NBSP "%" PRId64 NBSP "min", minutes);
}

void put_duration(struct buf *b, enum lang lang, vg_time length) {
  if (length < 0) length = 0;
  int64_t days = length / VG_DAY, hours = length / VG_HOUR % 24, minutes = length / VG_MINUTE % 60;
  if (days >= 7) {
    put_days(b, lang, days);
  } else if (days >= 1) {
    put_days(b, lang, days);
    if (hours > 0) buf_printf(b, NBSP "%" PRId64 NBSP "h", hours);
  } else if (hours >= 1) {
    put_hours(b, lang, hours, minutes);
  } else if (minutes >= 1) {
    buf_printf(b, "%" PRId64 NBSP "min", minutes);
  } else {
    buf_printf(b, "%" PRId64 NBSP "s", length / VG_SECOND);
  }
}
