/* web/export/pdf.h — documents as PDF: A4, with a title block on each page, headings, paragraphs, facts, tables and drawn blocks.
 *
 * Text is laid out by Pango, written by Cairo: fonts are embedded, the structure is tagged for screen readers, the outline
 * follows the headings. What does not fit a page goes on with the next one; a row of a table or a block is never cut, and the
 * heading of a table comes again. The same input gives the same bytes. One document belongs to one thread.               */
#ifndef VG_WEB_EXPORT_PDF_H
#define VG_WEB_EXPORT_PDF_H

#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"

struct pdf;
struct pdf_pen; /* pdf_draw.h */

/* What stands on every page. Texts are borrowed until pdf_close(). */
enum { PDF_PARTS_MAX = 6 };
struct pdf_title {
  const char *lang; /* "fr" */
  const char *name; /* of the file, to who opens it: "Fiche d’indicateur" */
  struct pdf_part { /* of the title block, side by side: "Document", "PSSI, janvier 2024" */
    const char *label, *text;
  } parts[PDF_PARTS_MAX];
  size_t parts_count;
  const char *page_word, *of_word; /* "page", "sur" */
  const char *footer;              /* left of the page's number */
  vg_time made_at;                 /* the date of the file */
};

enum { PDF_COLUMNS_MAX = 8 };
struct pdf_column {
  const char *title;
  double share; /* of the width; all together: 1 */
  bool right;   /* numbers */
};

/* Yours: pdf_close(). VG_E_INTERNAL when a font or the surface fails. */
bool pdf_open(struct pdf **out, const struct pdf_title *, struct vg_error *err);
/* Appends the file to `out`, and frees the document even when that fails. */
bool pdf_close(struct pdf *, struct buf *out, struct vg_error *err);

/* Level 1 (the document's finding, once) or 2. A heading is never the last line of a page. */
void pdf_heading(struct pdf *, int level, const char *text);
void pdf_paragraph(struct pdf *, const char *text);
/* A paragraph of less importance, in small letters. */
void pdf_remark(struct pdf *, const char *text);
/* What the reader has to know first: a word in bold, and what there is to say. */
void pdf_notice(struct pdf *, const char *word, const char *text);
/* A name and its value; NULL or "" values are left out. */
void pdf_fact(struct pdf *, const char *name, const char *value);
/* `cells`: rows × columns texts, NULL for an empty cell. No row: nothing is drawn. */
void pdf_table(struct pdf *, const struct pdf_column *, size_t columns, const char *const *cells, size_t rows);
/* What follows begins a page, unless the present one has hardly begun. */
void pdf_new_page(struct pdf *);

/* A drawing whose upper left corner is at (x, y), in a width: gives its height, the same whether the pen draws or measures. */
typedef double pdf_draw(struct pdf_pen *, const void *what, double x, double y, double width);
struct pdf_block {
  pdf_draw *draw;
  const void *what; /* borrowed until pdf_close() */
  bool with_next;   /* the last of no column: a heading */
};
/* Rows of `across` blocks side by side; 1: one below the other. */
void pdf_blocks(struct pdf *, const struct pdf_block *, size_t count, size_t across);
/* Blocks that run down a column, then the next one: `across` columns of about the same height. */
void pdf_columns(struct pdf *, const struct pdf_block *, size_t count, size_t across);

#endif
