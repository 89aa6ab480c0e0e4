#include "web/export/csv.h"

#include <math.h>
#include <string.h>

static void between(struct csv *c) {
  if (c->cell) buf_char(c->out, c->lang == LANG_FR ? ';' : ',');
  c->cell = true;
}

void csv_begin(struct csv *c, struct buf *out, enum lang lang) {
  *c = (struct csv){.out = out, .lang = lang};
  if (lang == LANG_FR) buf_text(out, "\xEF\xBB\xBF");
}

static bool like_a_formula(const char *text) {
  static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"}; /* ＝ ＋ － ＠ */
  if (strchr("=+-@\t\r\n", *text) != NULL && *text != '\0') return true;
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
    if (strncmp(text, wide[i], strlen(wide[i])) == 0) return true;
  }
  return false;
}

void csv_text(struct csv *c, const char *text) {
  between(c);
  if (text == NULL || *text == '\0') return;
  buf_char(c->out, '"');
  if (like_a_formula(text)) buf_char(c->out, '\'');
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"') buf_char(c->out, '"');
    buf_char(c->out, *p);
  }
  buf_char(c->out, '"');
}

void csv_integer(struct csv *c, int64_t value) {
  between(c);
  buf_int(c->out, value);
}

void csv_real(struct csv *c, double value) {
  between(c);
  if (!isfinite(value)) return;
  size_t start = c->out->length;
  buf_printf(c->out, "%.6g", value);
  char *point = c->lang == LANG_FR && buf_ok(c->out) ? strchr(c->out->data + start, '.') : NULL;
  if (point != NULL) *point = ',';
}

void csv_instant(struct csv *c, vg_time at) {
  between(c);
  char text[TIME_TEXT];
  buf_text(c->out, time_format(at, text));
}

void csv_end_row(struct csv *c) {
  buf_text(c->out, "\r\n");
  c->cell = false;
}
