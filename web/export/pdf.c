#include "web/export/pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "web/export/pdf_draw.h"

/* Points. */
static const double page_width = 595.28, page_height = 841.89, margin = 44, foot = 44, gap = 6, gutter = 16;
static const double text_width = 595.28 - 2 * 44, bottom = 841.89 - 44 - 12;

enum op_type { OP_HEADING1, OP_HEADING2, OP_PARAGRAPH, OP_REMARK, OP_NOTICE, OP_FACT, OP_ROW, OP_HEAD, OP_PAGE, OP_BLOCKS, OP_COLUMNS };

struct op {
  enum op_type type;
  const char *name, *text;
  const struct pdf_column *columns;
  const char *const *cells;
  const struct pdf_block *blocks;
  const double *heights; /* of the blocks */
  size_t count, across;
  bool last; /* row of its table */
};

struct pdf {
  struct pdf_title title;
  cairo_surface_t *surface;
  PangoFontMap *fonts;
  struct pdf_pen pen;
  struct buf *out;
  struct vg_arena *arena;
  struct op *ops;
  size_t ops_count, ops_room;
  int page, pages; /* pages: 0 while they are being counted */
  double y, top;   /* top: of what stands below the title block */
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

void pdf_remark(struct pdf *p, const char *text) { add(p, (struct op){.type = OP_REMARK, .text = keep(p, text)}); }

void pdf_notice(struct pdf *p, const char *word, const char *text) {
  add(p, (struct op){.type = OP_NOTICE, .name = keep(p, word), .text = keep(p, text)});
}

void pdf_new_page(struct pdf *p) { add(p, (struct op){.type = OP_PAGE}); }

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
    add(p, (struct op){.type = OP_ROW, .columns = kept, .cells = row, .count = count, .last = r + 1 == rows});
  }
}

static double measured(struct pdf *p, const struct pdf_block *b, double width) {
  struct pdf_pen pen = {p->pen.cr, p->pen.layout, false};
  return b->draw(&pen, b->what, 0, 0, width);
}

static double width_of(size_t across) { return (text_width - gutter * (double)(across - 1)) / (double)across; }

static void add_blocks(struct pdf *p, enum op_type type, const struct pdf_block *blocks, size_t count, size_t across) {
  struct pdf_block *kept = vg_alloc(p->arena, (count + 1) * sizeof *kept);
  double *heights = vg_alloc(p->arena, (count + 1) * sizeof *heights);
  if (kept == NULL || heights == NULL || count == 0) return;
  memcpy(kept, blocks, count * sizeof *kept);
  for (size_t i = 0; i < count; i++) heights[i] = measured(p, &kept[i], width_of(across));
  add(p, (struct op){.type = type, .blocks = kept, .heights = heights, .count = count, .across = across});
}

void pdf_blocks(struct pdf *p, const struct pdf_block *blocks, size_t count, size_t across) { add_blocks(p, OP_BLOCKS, blocks, count, across); }

void pdf_columns(struct pdf *p, const struct pdf_block *blocks, size_t count, size_t across) { add_blocks(p, OP_COLUMNS, blocks, count, across); }

/* ---- pages ---- */

/* Measured too by who only counts pages: what follows stands below the longest of its parts. */
static void title_block(struct pdf *p) {
  static const struct pdf_style name = {7, false, PDF_GREY}, value = {8, true, PDF_INK};
  const struct pdf_title *t = &p->title;
  double width = text_width / (double)(t->parts_count > 0 ? t->parts_count : 1), most = margin;
  pdf_line(&p->pen, PDF_INK, margin, margin, page_width - margin, margin, 0.6);
  for (size_t i = 0; i < t->parts_count; i++) {
    double x = margin + (double)i * width, y = margin + 5;
    y += pdf_text(&p->pen, &name, x, y, width - 4, PDF_LEFT, t->parts[i].label, NULL) + 1;
    y += pdf_text(&p->pen, &value, x, y, width - 8, PDF_LEFT, t->parts[i].text, NULL);
    if (y > most) most = y;
  }
  p->top = most + 20;
  pdf_line(&p->pen, PDF_INK, margin, most + 6, page_width - margin, most + 6, 2);
}

static void page_foot(struct pdf *p) {
  char number[64];
  (void)snprintf(number, sizeof number, "%s %d %s %d", p->title.page_word, p->page, p->title.of_word, p->pages);
  double y = page_height - foot;
  pdf_line(&p->pen, PDF_INK, margin, y - 5, page_width - margin, y - 5, 0.4);
  (void)pdf_text(&p->pen, &pdf_small, margin, y, text_width - 70, PDF_LEFT, p->title.footer, NULL);
  (void)pdf_text(&p->pen, &pdf_small, page_width - margin - 70, y, 70, PDF_RIGHT, number, NULL);
}

static void begin_page(struct pdf *p) {
  if (p->page > 0 && p->pen.draws) cairo_show_page(p->pen.cr);
  p->page++;
  title_block(p);
  page_foot(p);
  p->y = p->top;
}

static void need(struct pdf *p, double height) {
  if (p->y + height > bottom && p->y > p->top) begin_page(p);
}

/* ---- ops ---- */

static double text_height(struct pdf *p, const struct pdf_style *s, double width, const char *text) {
  struct pdf_pen pen = {p->pen.cr, p->pen.layout, false};
  return pdf_text(&pen, s, 0, 0, width, PDF_LEFT, text, NULL);
}

static double row_height(struct pdf *p, const struct op *op, bool head) {
  double most = 0;
  for (size_t c = 0; c < op->count; c++) {
    const char *text = head ? op->columns[c].title : op->cells[c];
    double h = text_height(p, head ? &pdf_label : &pdf_body, op->columns[c].share * text_width - 8, text);
    most = h > most ? h : most;
  }
  return most + gap;
}

static void row(struct pdf *p, const struct op *op, bool head) {
  double x = margin, height = row_height(p, op, head);
  pdf_tag(&p->pen, "TR");
  for (size_t c = 0; c < op->count; c++) {
    (void)pdf_text(&p->pen, head ? &pdf_label : &pdf_body, x, p->y, op->columns[c].share * text_width - 8,
                   op->columns[c].right ? PDF_RIGHT : PDF_LEFT, head ? op->columns[c].title : op->cells[c], head ? "TH" : "TD");
    x += op->columns[c].share * text_width;
  }
  pdf_tag_end(&p->pen, "TR");
  p->y += height;
  pdf_line(&p->pen, head ? PDF_INK : PDF_RULE, margin, p->y - gap / 2, page_width - margin, p->y - gap / 2, head ? 0.8 : 0.6);
}

static void table_head(struct pdf *p, const struct op *op) {
  need(p, row_height(p, op, true) + 30);
  pdf_tag(&p->pen, "Table");
  row(p, op, true);
}

static void table_row(struct pdf *p, const struct op *op) {
  if (p->y + row_height(p, op, false) > bottom) {
    begin_page(p);
    row(p, op, true);
  }
  row(p, op, false);
  if (op->last) pdf_tag_end(&p->pen, "Table");
}

static void outline(struct pdf *p, const struct op *op) {
  char where[64];
  if (!p->pen.draws || op->type != OP_HEADING2) return;
  (void)snprintf(where, sizeof where, "page=%d pos=[%.1f %.1f]", p->page, margin, p->y);
  (void)cairo_pdf_surface_add_outline(p->surface, CAIRO_PDF_OUTLINE_ROOT, op->text, where, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static void words(struct pdf *p, const struct op *op, const struct pdf_style *s, double before, double after, const char *tag) {
  enum { BELOW_HEADING = 60 }; /* the head of a table and a row, at least */
  double height = text_height(p, s, text_width, op->text);
  need(p, before + height + (tag[0] == 'P' ? 0 : after + BELOW_HEADING));
  p->y += before;
  outline(p, op);
  (void)pdf_text(&p->pen, s, margin, p->y, text_width, PDF_LEFT, op->text, tag);
  p->y += height + after;
}

static void notice(struct pdf *p, const struct op *op) {
  enum { WORD = 112, INSET = 10 };
  double width = text_width - WORD - INSET;
  double height = text_height(p, &pdf_body, width, op->text), other = text_height(p, &pdf_strong, WORD - 8, op->name);
  if (other > height) height = other;
  need(p, height + 8);
  pdf_line(&p->pen, PDF_INK, margin + 1.5, p->y, margin + 1.5, p->y + height, 3);
  (void)pdf_text(&p->pen, &pdf_strong, margin + INSET, p->y, WORD - 8, PDF_LEFT, op->name, "P");
  (void)pdf_text(&p->pen, &pdf_body, margin + INSET + WORD, p->y, width, PDF_LEFT, op->text, "P");
  p->y += height + 8;
}

static void fact(struct pdf *p, const struct op *op) {
  double names = 120, width = text_width - names;
  double height = text_height(p, &pdf_body, width, op->text), other = text_height(p, &pdf_label, names - 10, op->name);
  if (other > height) height = other;
  need(p, height + 4);
  (void)pdf_text(&p->pen, &pdf_label, margin, p->y + 0.8, names - 10, PDF_LEFT, op->name, "P");
  (void)pdf_text(&p->pen, &pdf_body, margin + names, p->y, width, PDF_LEFT, op->text, "P");
  p->y += height + 4;
}

/* ---- blocks ---- */

static void put_block(struct pdf *p, const struct op *op, size_t i, size_t column, double y) {
  double width = width_of(op->across), x = margin + (width + gutter) * (double)column;
  (void)op->blocks[i].draw(&p->pen, op->blocks[i].what, x, y, width);
}

static void blocks(struct pdf *p, const struct op *op) {
  for (size_t first = 0; first < op->count; first += op->across) {
    double most = 0;
    size_t end = first + op->across < op->count ? first + op->across : op->count;
    for (size_t i = first; i < end; i++) most = op->heights[i] > most ? op->heights[i] : most;
    need(p, most);
    for (size_t i = first; i < end; i++) put_block(p, op, i, i - first, p->y);
    p->y += most + gap;
  }
}

/* Where a column of that height that begins with block `at` ends: the first block that it has no room for. At least one is in it. */
static size_t column_end(const struct op *op, size_t at, double height) {
  double used = 0;
  size_t i = at;
  while (i < op->count && used + op->heights[i] <= height) used += op->heights[i++];
  if (i == op->count || i == at) return i == at ? at + 1 : i;
  size_t end = i;
  while (end > at && op->blocks[end - 1].with_next) end--;
  return end > at ? end : i;
}

static size_t columns_end(const struct op *op, size_t at, double height) {
  for (size_t c = 0; c < op->across && at < op->count; c++) at = column_end(op, at, height);
  return at;
}

/* Columns as low as they may be to hold all that is left; the rest of the page when it does not. */
static double columns_height(const struct op *op, size_t at, double room) {
  double all = 0;
  for (size_t i = at; i < op->count; i++) all += op->heights[i];
  double height = all / (double)op->across;
  while (height < room && columns_end(op, at, height) < op->count) height += 2;
  return height < room ? height : room;
}

static void columns(struct pdf *p, const struct op *op) {
  for (size_t at = 0; at < op->count;) {
    need(p, 60);
    double height = columns_height(op, at, bottom - p->y), lowest = p->y;
    for (size_t c = 0; c < op->across && at < op->count; c++) {
      size_t end = column_end(op, at, height);
      double y = p->y;
      for (; at < end; at++) {
        put_block(p, op, at, c, y);
        y += op->heights[at];
      }
      if (y > lowest) lowest = y;
    }
    p->y = lowest;
    if (at < op->count) begin_page(p);
  }
}

static void draw(struct pdf *p, const struct op *op) {
  enum { HARDLY_BEGUN = 120 };
  switch (op->type) {
  case OP_HEADING1: words(p, op, &pdf_heading1, 4, 10, "H1"); break;
  case OP_HEADING2: words(p, op, &pdf_heading2, 12, 6, "H2"); break;
  case OP_PARAGRAPH: words(p, op, &pdf_body, 0, 6, "P"); break;
  case OP_REMARK: words(p, op, &pdf_small, 0, 6, "P"); break;
  case OP_NOTICE: notice(p, op); break;
  case OP_FACT: fact(p, op); break;
  case OP_HEAD: table_head(p, op); break;
  case OP_ROW: table_row(p, op); break;
  case OP_PAGE: need(p, bottom - p->top - HARDLY_BEGUN); break;
  case OP_BLOCKS: blocks(p, op); break;
  case OP_COLUMNS: columns(p, op); break;
  }
}

static int run(struct pdf *p, int pages) {
  p->page = 0;
  p->pages = pages;
  p->pen.draws = pages > 0;
  begin_page(p);
  pdf_tag(&p->pen, "Document");
  for (size_t i = 0; i < p->ops_count; i++) draw(p, &p->ops[i]);
  pdf_tag_end(&p->pen, "Document");
  return p->page;
}

/* ---- the document ---- */

static bool sound(const struct pdf *p, struct vg_error *err) {
  cairo_status_t status = cairo_status(p->pen.cr);
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(p->surface);
  return status == CAIRO_STATUS_SUCCESS || vg_fail(err, VG_E_INTERNAL, "PDF: %s", cairo_status_to_string(status));
}

/* Pango would keep the fonts that a thread has read as long as the thread: two megabytes for each that ever answered. They are kept here
 * instead, for one document at a time; those drawn at the same time read theirs anew. */
static pthread_mutex_t fonts_mutex = PTHREAD_MUTEX_INITIALIZER;
static PangoFontMap *fonts_idle;

static PangoFontMap *fonts_take(void) {
  (void)pthread_mutex_lock(&fonts_mutex);
  PangoFontMap *fonts = fonts_idle;
  fonts_idle = NULL;
  (void)pthread_mutex_unlock(&fonts_mutex);
  return fonts != NULL ? fonts : pango_cairo_font_map_new();
}

static void fonts_give_back(PangoFontMap *fonts) {
  (void)pthread_mutex_lock(&fonts_mutex);
  PangoFontMap *spare = fonts_idle;
  fonts_idle = fonts;
  (void)pthread_mutex_unlock(&fonts_mutex);
  if (spare != NULL) g_object_unref(spare);
}

static void pdf_free(struct pdf *p) {
  if (p->pen.layout != NULL) g_object_unref(p->pen.layout);
  if (p->fonts != NULL) fonts_give_back(p->fonts);
  if (p->pen.cr != NULL) cairo_destroy(p->pen.cr);
  if (p->surface != NULL) cairo_surface_destroy(p->surface);
  struct vg_arena *arena = p->arena;
  vg_arena_free(arena);
}

/* Letters as far apart as the font says: a printer has no pixels to fit them to. */
static PangoLayout *layout_of(cairo_t *cr, PangoFontMap *fonts, const char *lang) {
  PangoContext *context = pango_font_map_create_context(fonts);
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_update_context(cr, context);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_context_set_language(context, pango_language_from_string(lang));
  PangoLayout *layout = pango_layout_new(context);
  g_object_unref(context);
  return layout;
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
  p->pen.cr = cairo_create(p->surface);
  p->fonts = fonts_take();
  p->pen.layout = layout_of(p->pen.cr, p->fonts, title->lang);
  if (!sound(p, err)) {
    pdf_free(p);
    return false;
  }
  char made[TIME_TEXT];
  cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title->name);
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
