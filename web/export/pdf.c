#include "web/export/pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"

/* Points. */
static const double page_width = 595.28, page_height = 841.89, margin = 48, block_height = 46, foot = 40, gap = 6;
static const char family[] = "DejaVu Sans, Liberation Sans, sans";

struct op {
  enum { OP_HEADING1, OP_HEADING2, OP_PARAGRAPH, OP_FACT, OP_ROW, OP_HEAD } type;
  const char *name, *text;
  const struct pdf_column *columns;
  const char *const *cells;
  size_t count;
};

struct pdf {
  struct pdf_title title;
  cairo_surface_t *surface;
  cairo_t *cr;
  PangoLayout *layout;
  struct buf *out;
  struct vg_arena *arena;
  struct op *ops;
  size_t ops_count, ops_room;
  int page, pages; /* pages 0: only counting */
  double y;
};

/* Fontconfig keeps its tables until the process ends: the leak checker is told. */
#if defined(__SANITIZE_ADDRESS__)
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libfontconfig\nleak:libpango\n"; }
#endif

/* ---- building ---- */

static cairo_status_t put(void *user, const unsigned char *data, unsigned length) {
  struct pdf *p = user;
  if (p->out != NULL) buf_put(p->out, (const char *)data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void add(struct pdf *p, struct op op) {
  if (p->ops_count == p->ops_room) {
    size_t room = p->ops_room == 0 ? 64 : 2 * p->ops_room;
    struct op *more = vg_alloc(p->arena, room * sizeof *more);
    if (more == NULL) return;
    if (p->ops_count > 0) memcpy(more, p->ops, p->ops_count * sizeof *more);
    p->ops = more;
    p->ops_room = room;
  }
  p->ops[p->ops_count++] = op;
}

static const char *keep(struct pdf *p, const char *text) {
  const char *kept = vg_strdup(p->arena, text != NULL ? text : "");
  return kept != NULL ? kept : "";
}

void pdf_heading(struct pdf *p, int level, const char *text) {
  add(p, (struct op){.type = level == 1 ? OP_HEADING1 : OP_HEADING2, .text = keep(p, text)});
}

void pdf_paragraph(struct pdf *p, const char *text) { add(p, (struct op){.type = OP_PARAGRAPH, .text = keep(p, text)}); }

void pdf_fact(struct pdf *p, const char *name, const char *value) {
  if (value == NULL || *value == '\0') return;
  add(p, (struct op){.type = OP_FACT, .name = keep(p, name), .text = keep(p, value)});
}

void pdf_table(struct pdf *p, const struct pdf_column *columns, size_t count, const char *const *cells, size_t rows) {
  struct pdf_column *kept = vg_alloc(p->arena, count * sizeof *kept);
  if (kept == NULL || rows == 0) return;
  for (size_t c = 0; c < count; c++) kept[c] = (struct pdf_column){keep(p, columns[c].title), columns[c].share, columns[c].right};
  add(p, (struct op){.type = OP_HEAD, .columns = kept, .count = count});
  for (size_t r = 0; r < rows; r++) {
    const char **row = vg_alloc(p->arena, count * sizeof *row);
    if (row == NULL) return;
    for (size_t c = 0; c < count; c++) row[c] = keep(p, cells[r * count + c]);
    add(p, (struct op){.type = OP_ROW, .columns = kept, .cells = row, .count = count});
  }
}

/* ---- drawing text ---- */

struct style {
  double size;
  bool bold;
  double grey;
};
static const struct style heading1 = {15, true, 0.08}, heading2 = {11, true, 0.08}, body = {9, false, 0.1}, label = {8, false, 0.35},
                          strong = {9, true, 0.1}, small = {7.5, false, 0.35};

/* Height of a text in a width; draws it at (x, y) unless pages are only being counted. */
static double text(struct pdf *p, const struct style *s, double x, double y, double width, bool right, const char *string, const char *tag) {
  PangoFontDescription *font = pango_font_description_from_string(family);
  pango_font_description_set_absolute_size(font, s->size * PANGO_SCALE);
  pango_font_description_set_weight(font, s->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(p->layout, font);
  pango_font_description_free(font);
  pango_layout_set_width(p->layout, (int)(width * PANGO_SCALE));
  pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(p->layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_text(p->layout, string, -1);
  int height;
  pango_layout_get_size(p->layout, NULL, &height);
  if (p->pages > 0) {
    if (tag != NULL) cairo_tag_begin(p->cr, tag, NULL);
    cairo_set_source_rgb(p->cr, s->grey, s->grey, s->grey);
    cairo_move_to(p->cr, x, y);
    pango_cairo_show_layout(p->cr, p->layout);
    if (tag != NULL) cairo_tag_end(p->cr, tag);
  }
  return (double)height / PANGO_SCALE;
}

static void line(struct pdf *p, double x1, double y, double x2, double width) {
  if (p->pages == 0) return;
  cairo_set_line_width(p->cr, width);
  cairo_set_source_rgb(p->cr, 0.08, 0.08, 0.08);
  cairo_move_to(p->cr, x1, y);
  cairo_line_to(p->cr, x2, y);
  cairo_stroke(p->cr);
}

/* ---- pages ---- */

static void title_block(struct pdf *p) {
  const struct pdf_title *t = &p->title;
  const char *const parts[] = {t->document, t->page, t->moment, t->perimeter};
  double width = (page_width - 2 * margin) / 4;
  for (int i = 0; i < 4; i++) (void)text(p, i == 0 ? &strong : &body, margin + i * width, margin, width - 8, false, parts[i], NULL);
  line(p, margin, margin + 32, page_width - margin, 1.5);
}

static void page_foot(struct pdf *p) {
  char number[64];
  (void)snprintf(number, sizeof number, "%s %d %s %d", p->title.page_word, p->page, p->title.of_word, p->pages);
  double y = page_height - foot;
  line(p, margin, y - 5, page_width - margin, 0.4);
  (void)text(p, &small, margin, y, 330, false, p->title.footer, NULL);
  (void)text(p, &small, page_width - margin - 150, y, 150, true, number, NULL);
}

static void begin_page(struct pdf *p) {
  if (p->page > 0 && p->pages > 0) cairo_show_page(p->cr);
  p->page++;
  p->y = margin + block_height;
  title_block(p);
  page_foot(p);
}

static void need(struct pdf *p, double height) {
  if (p->y + height > page_height - foot - 12) begin_page(p);
}

/* ---- ops ---- */

static double row_height(struct pdf *p, const struct op *op, bool head) {
  int pages = p->pages;
  double width = page_width - 2 * margin, most = 0;
  p->pages = 0;
  for (size_t c = 0; c < op->count; c++) {
    double h = text(p, head ? &label : &body, 0, 0, op->columns[c].share * width - 8, op->columns[c].right,
                    head ? op->columns[c].title : op->cells[c], NULL);
    most = h > most ? h : most;
  }
  p->pages = pages;
  return most + gap;
}

static void row(struct pdf *p, const struct op *op, bool head) {
  double width = page_width - 2 * margin, x = margin, height = row_height(p, op, head);
  if (p->pages > 0) cairo_tag_begin(p->cr, "TR", NULL);
  for (size_t c = 0; c < op->count; c++) {
    (void)text(p, head ? &label : &body, x, p->y, op->columns[c].share * width - 8, op->columns[c].right,
               head ? op->columns[c].title : op->cells[c], head ? "TH" : "TD");
    x += op->columns[c].share * width;
  }
  if (p->pages > 0) cairo_tag_end(p->cr, "TR");
  p->y += height;
  line(p, margin, p->y - gap / 2, page_width - margin, head ? 0.8 : 0.25);
}

static void table_row(struct pdf *p, const struct op *op) {
  if (p->y + row_height(p, op, false) > page_height - foot - 12) {
    begin_page(p);
    row(p, op, true);
  }
  row(p, op, false);
}

static double measured(struct pdf *p, const struct style *s, double width, const char *string) {
  int pages = p->pages;
  p->pages = 0;
  double height = text(p, s, 0, 0, width, false, string, NULL);
  p->pages = pages;
  return height;
}

static void outline(struct pdf *p, const struct op *op) {
  char where[64];
  if (p->pages == 0 || op->type != OP_HEADING2) return;
  (void)snprintf(where, sizeof where, "page=%d pos=[%.1f %.1f]", p->page, margin, p->y);
  (void)cairo_pdf_surface_add_outline(p->surface, CAIRO_PDF_OUTLINE_ROOT, op->text, where, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static void block(struct pdf *p, const struct op *op, const struct style *s, double before, double after, const char *tag) {
  double width = page_width - 2 * margin, height = measured(p, s, width, op->text);
  need(p, before + height + (op->type == OP_PARAGRAPH ? 0 : after + 30));
  p->y += before;
  outline(p, op);
  (void)text(p, s, margin, p->y, width, false, op->text, tag);
  p->y += height + after;
}

static void fact(struct pdf *p, const struct op *op) {
  double names = 120, width = page_width - 2 * margin - names;
  double height = measured(p, &body, width, op->text), other = measured(p, &label, names - 10, op->name);
  if (other > height) height = other;
  need(p, height + 4);
  (void)text(p, &label, margin, p->y + 0.8, names - 10, false, op->name, "P");
  (void)text(p, &body, margin + names, p->y, width, false, op->text, "P");
  p->y += height + 4;
}

static void draw(struct pdf *p, const struct op *op) {
  switch (op->type) {
  case OP_HEADING1: block(p, op, &heading1, 4, 10, "H1"); break;
  case OP_HEADING2: block(p, op, &heading2, 12, 6, "H2"); break;
  case OP_PARAGRAPH: block(p, op, &body, 0, 6, "P"); break;
  case OP_FACT: fact(p, op); break;
  case OP_HEAD:
    need(p, row_height(p, op, true) + 30);
    row(p, op, true);
    break;
  case OP_ROW: table_row(p, op); break;
  }
}

static int run(struct pdf *p, int pages) {
  p->page = 0;
  p->pages = pages;
  begin_page(p);
  if (pages > 0) cairo_tag_begin(p->cr, "Document", NULL);
  for (size_t i = 0; i < p->ops_count; i++) draw(p, &p->ops[i]);
  if (pages > 0) cairo_tag_end(p->cr, "Document");
  return p->page;
}

/* ---- the document ---- */

static bool sound(const struct pdf *p, struct vg_error *err) {
  cairo_status_t status = cairo_status(p->cr);
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(p->surface);
  return status == CAIRO_STATUS_SUCCESS || vg_fail(err, VG_E_INTERNAL, "PDF: %s", cairo_status_to_string(status));
}

static void pdf_free(struct pdf *p) {
  if (p->layout != NULL) g_object_unref(p->layout);
  if (p->cr != NULL) cairo_destroy(p->cr);
  if (p->surface != NULL) cairo_surface_destroy(p->surface);
  struct vg_arena *arena = p->arena;
  vg_arena_free(arena);
}

bool pdf_open(struct pdf **out, const struct pdf_title *title, struct vg_error *err) {
  enum { PDF_ARENA = 16 << 20 };
  struct vg_arena *arena = vg_arena_new(PDF_ARENA);
  struct pdf *p = arena != NULL ? vg_alloc(arena, sizeof *p) : NULL;
  *out = NULL;
  if (p == NULL) {
    vg_arena_free(arena);
    return vg_fail(err, VG_E_LIMIT, "PDF: out of memory");
  }
  *p = (struct pdf){.title = *title, .arena = arena};
  p->surface = cairo_pdf_surface_create_for_stream(put, p, page_width, page_height);
  p->cr = cairo_create(p->surface);
  p->layout = pango_cairo_create_layout(p->cr);
  if (!sound(p, err)) {
    pdf_free(p);
    return false;
  }
  char made[TIME_TEXT];
  cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title->page);
  cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "Vigie");
  cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, time_format(title->made_at, made));
  *out = p;
  return true;
}

bool pdf_close(struct pdf *p, struct buf *out, struct vg_error *err) {
  bool ok = !vg_arena_exhausted(p->arena) || vg_fail(err, VG_E_LIMIT, "PDF: the document is too long");
  p->out = out;
  if (ok) (void)run(p, run(p, 0));
  cairo_surface_finish(p->surface);
  ok = ok && sound(p, err) && buf_check(out, "PDF", err);
  pdf_free(p);
  return ok;
}
