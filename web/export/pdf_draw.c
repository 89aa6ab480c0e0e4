#include "web/export/pdf_draw.h"

#include <pango/pangocairo.h>
#include <string.h>

static const char family[] = "DejaVu Sans, Liberation Sans, sans";

const struct pdf_style pdf_heading1 = {15, true, PDF_INK}, pdf_heading2 = {11, true, PDF_INK}, pdf_heading3 = {9.5, true, PDF_INK},
                       pdf_body = {9, false, PDF_INK}, pdf_strong = {9, true, PDF_INK}, pdf_label = {8, false, PDF_GREY},
                       pdf_small = {7.5, false, PDF_GREY};

static void ink_with(struct pdf_pen *pen, unsigned ink) {
  cairo_set_source_rgb(pen->cr, (ink >> 16 & 255) / 255.0, (ink >> 8 & 255) / 255.0, (ink & 255) / 255.0);
}

/* ---- text ---- */

static void set(struct pdf_pen *pen, const struct pdf_style *s, int width, enum pdf_align align, const char *text) {
  static const PangoAlignment alignments[] = {[PDF_LEFT] = PANGO_ALIGN_LEFT, [PDF_RIGHT] = PANGO_ALIGN_RIGHT, [PDF_CENTRE] = PANGO_ALIGN_CENTER};
  PangoFontDescription *font = pango_font_description_from_string(family);
  pango_font_description_set_absolute_size(font, s->size * PANGO_SCALE);
  pango_font_description_set_weight(font, s->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(pen->layout, font);
  pango_font_description_free(font);
  pango_layout_set_width(pen->layout, width);
  pango_layout_set_wrap(pen->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(pen->layout, alignments[align]);
  pango_layout_set_text(pen->layout, text, -1);
}

static void show(struct pdf_pen *pen, const struct pdf_style *s, double x, double y, const char *tag) {
  if (!pen->draws) return;
  if (tag != NULL) pdf_tag(pen, tag);
  ink_with(pen, s->ink);
  cairo_move_to(pen->cr, x, y);
  pango_cairo_show_layout(pen->cr, pen->layout);
  if (tag != NULL) pdf_tag_end(pen, tag);
}

double pdf_text(struct pdf_pen *pen, const struct pdf_style *s, double x, double y, double width, enum pdf_align align, const char *text,
                const char *tag) {
  int height;
  set(pen, s, (int)(width * PANGO_SCALE), align, text);
  pango_layout_get_size(pen->layout, NULL, &height);
  show(pen, s, x, y, tag);
  return (double)height / PANGO_SCALE;
}

double pdf_run(struct pdf_pen *pen, const struct pdf_style *s, double x, double base, const char *text) {
  int width;
  set(pen, s, -1, PDF_LEFT, text);
  pango_layout_get_size(pen->layout, &width, NULL);
  show(pen, s, x, base - (double)pango_layout_get_baseline(pen->layout) / PANGO_SCALE, NULL);
  return (double)width / PANGO_SCALE;
}

double pdf_run_width(struct pdf_pen *pen, const struct pdf_style *s, const char *text) {
  struct pdf_pen measure = {pen->cr, pen->layout, false};
  return pdf_run(&measure, s, 0, 0, text);
}

void pdf_tag(struct pdf_pen *pen, const char *tag) {
  if (pen->draws) cairo_tag_begin(pen->cr, tag, NULL);
}

void pdf_tag_end(struct pdf_pen *pen, const char *tag) {
  if (pen->draws) cairo_tag_end(pen->cr, tag);
}

/* ---- lines and grounds ---- */

void pdf_line(struct pdf_pen *pen, unsigned ink, double x1, double y1, double x2, double y2, double width) {
  if (!pen->draws) return;
  ink_with(pen, ink);
  cairo_set_line_width(pen->cr, width);
  cairo_move_to(pen->cr, x1, y1);
  cairo_line_to(pen->cr, x2, y2);
  cairo_stroke(pen->cr);
}

void pdf_dash(struct pdf_pen *pen, unsigned ink, double x1, double x2, double y, double width) {
  if (!pen->draws) return;
  cairo_set_dash(pen->cr, (const double[]){3, 2}, 2, 0);
  pdf_line(pen, ink, x1, y, x2, y, width);
  cairo_set_dash(pen->cr, NULL, 0, 0);
}

void pdf_ground(struct pdf_pen *pen, unsigned ink, double x, double y, double width, double height) {
  if (!pen->draws) return;
  ink_with(pen, ink);
  cairo_rectangle(pen->cr, x, y, width, height);
  cairo_fill(pen->cr);
}

void pdf_hatch(struct pdf_pen *pen, double x, double y, double width, double height) {
  if (!pen->draws) return;
  cairo_save(pen->cr);
  cairo_rectangle(pen->cr, x, y, width, height);
  cairo_clip(pen->cr);
  for (double at = x - height; at < x + width; at += 4) pdf_line(pen, PDF_GREY, at, y + height, at + height, y, 1);
  cairo_restore(pen->cr);
}

void pdf_ring(struct pdf_pen *pen, unsigned ink, double x, double y, double radius) {
  if (!pen->draws) return;
  cairo_new_sub_path(pen->cr);
  cairo_arc(pen->cr, x, y, radius, 0, 2 * G_PI);
  ink_with(pen, PDF_SHEET);
  cairo_fill_preserve(pen->cr);
  ink_with(pen, ink);
  cairo_set_line_width(pen->cr, 1.2);
  cairo_stroke(pen->cr);
}

/* ---- signs: the sprite of web/template/frame.html, in its square of sixteen ---- */

enum shape { CIRCLE, DASHED_CIRCLE, TRIANGLE, SQUARE, DIAMOND };

enum { STROKES = 7 };
static const struct state {
  const char *name;
  unsigned ink, ground;
  enum shape shape;
  double stroke;                /* width of the mark within the shape */
  double mark[STROKES][4];      /* its lines: from x, y to x, y; the rest zeros */
} states[] = {
    {"applied", 0x006d54, 0x9ccfbf, CIRCLE, 1.8, {{4.8, 8.3, 7, 10.6}, {7, 10.6, 11.3, 5.7}}},
    {"watch", 0x855200, 0x855200, TRIANGLE, 1.7, {{8, 5.6, 8, 10.2}, {8, 11.5, 8, 13.1}}},
    {"not_applied", 0xad2410, 0xad2410, SQUARE, 2, {{4.6, 4.6, 11.4, 11.4}, {11.4, 4.6, 4.6, 11.4}}},
    {"waived", 0x54419f, 0x54419f, DIAMOND, 1.6, {{8, 4.6, 8, 8}, {8, 8, 10.4, 9.8}}},
    {"unknown", 0x56626d, PDF_SHEET, DASHED_CIRCLE, 1.5,
     {{6, 6.3, 6.6, 4.9}, {6.6, 4.9, 8.6, 4.6}, {8.6, 4.6, 9.9, 5.6}, {9.9, 5.6, 9.6, 7.2}, {9.6, 7.2, 8, 8.4}, {8, 8.4, 8, 9.5}, {8, 11, 8, 12.4}}},
    {"not_applicable", 0x414e5b, 0xdae0e5, CIRCLE, 1.5, {{5, 8, 11, 8}}},
};

static const struct state *state_of(const char *name) {
  for (size_t i = 0; i < sizeof states / sizeof *states; i++)
    if (strcmp(states[i].name, name) == 0) return &states[i];
  return &states[4];
}

unsigned pdf_state_ink(const char *state) { return state_of(state)->ink; }

unsigned pdf_state_ground(const char *state) { return state_of(state)->ground; }

static void shape(cairo_t *cr, enum shape s) {
  switch (s) {
  case TRIANGLE: cairo_move_to(cr, 8, 1.2), cairo_line_to(cr, 15.4, 14.6), cairo_line_to(cr, 0.6, 14.6), cairo_fill(cr); return;
  case SQUARE: cairo_rectangle(cr, 1, 1, 14, 14), cairo_fill(cr); return;
  case DIAMOND:
    cairo_move_to(cr, 8, 0.6), cairo_line_to(cr, 15.4, 8), cairo_line_to(cr, 8, 15.4), cairo_line_to(cr, 0.6, 8), cairo_fill(cr);
    return;
  default:
    cairo_set_line_width(cr, 1.5);
    if (s == DASHED_CIRCLE) cairo_set_dash(cr, (const double[]){2.6, 1.6}, 2, 0);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 8, 8, 6.6, 0, 2 * G_PI);
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
  }
}

static void mark(struct pdf_pen *pen, const struct state *s) {
  bool filled = s->shape != CIRCLE && s->shape != DASHED_CIRCLE;
  for (int i = 0; i < STROKES && s->mark[i][0] > 0; i++)
    pdf_line(pen, filled ? PDF_SHEET : s->ink, s->mark[i][0], s->mark[i][1], s->mark[i][2], s->mark[i][3], s->stroke);
}

void pdf_sign(struct pdf_pen *pen, const char *state, double x, double y, double size) {
  const struct state *s = state_of(state);
  if (!pen->draws) return;
  cairo_save(pen->cr);
  cairo_translate(pen->cr, x, y);
  cairo_scale(pen->cr, size / 16, size / 16);
  ink_with(pen, s->ink);
  shape(pen->cr, s->shape);
  mark(pen, s);
  cairo_restore(pen->cr);
}
