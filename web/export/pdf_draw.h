/* web/export/pdf_draw.h — what the blocks of a PDF are drawn with: text, lines, grounds, the signs of states.
 *
 * Lengths are in points from the upper left corner of the page. A pen that does not draw only measures: each function gives
 * the same lengths either way. Colours are 0xRRGGBB. `tag` is the structure type that screen readers are told ("P", "H3");
 * NULL: within that of pdf_tag(), or none.                                                                             */
#ifndef VG_WEB_EXPORT_PDF_DRAW_H
#define VG_WEB_EXPORT_PDF_DRAW_H

#include <stdbool.h>

struct pdf_pen {
  struct _cairo *cr;
  struct _PangoLayout *layout;
  bool draws; /* false: only measures */
};

struct pdf_style {
  double size;
  bool bold;
  unsigned ink;
};
extern const struct pdf_style pdf_heading1, pdf_heading2, pdf_heading3, pdf_body, pdf_strong, pdf_label, pdf_small;

enum pdf_align { PDF_LEFT, PDF_RIGHT, PDF_CENTRE };
enum { PDF_INK = 0x131c26, PDF_GREY = 0x56626d, PDF_RULE = 0xcfd6dc, PDF_SHEET = 0xffffff };

/* A text in a width, its upper left corner at (x, y): its height. */
double pdf_text(struct pdf_pen *, const struct pdf_style *, double x, double y, double width, enum pdf_align, const char *text, const char *tag);
/* A text on one line, from x on, standing on `base`: its width. */
double pdf_run(struct pdf_pen *, const struct pdf_style *, double x, double base, const char *text);
double pdf_run_width(struct pdf_pen *, const struct pdf_style *, const char *text); /* the same, without drawing */
/* What is drawn until pdf_tag_end() is one element; both need the same tag. */
void pdf_tag(struct pdf_pen *, const char *tag);
void pdf_tag_end(struct pdf_pen *, const char *tag);

/* Lines, whole and dashed; a filled rectangle. */
void pdf_line(struct pdf_pen *, unsigned ink, double x1, double y1, double x2, double y2, double width);
void pdf_dash(struct pdf_pen *, unsigned ink, double x1, double x2, double y, double width);
void pdf_ground(struct pdf_pen *, unsigned ink, double x, double y, double width, double height);
/* No data: hatched. */
void pdf_hatch(struct pdf_pen *, double x, double y, double width, double height);
/* A ring, white within. */
void pdf_ring(struct pdf_pen *, unsigned ink, double x, double y, double radius);

/* The sign of a state ("applied", "watch" …) in a square of `size`, as on screen: a shape that tells it without its colour. */
void pdf_sign(struct pdf_pen *, const char *state, double x, double y, double size);
/* The colour of a state's words, and the paler one of its ground in charts. */
unsigned pdf_state_ink(const char *state);
unsigned pdf_state_ground(const char *state);

#endif
