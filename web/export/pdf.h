/* web/export/pdf.h — documents as PDF: A4, with a title block on each page, headings, paragraphs, facts and tables.
 *
 * Text is laid out by Pango, written by Cairo: fonts are embedded, the structure is tagged for screen readers, the outline
 * follows the headings. What does not fit a page goes on with the next one; a row of a table is never cut, and its heading
 * comes again. The same input gives the same bytes. One document belongs to one thread.                             */
#ifndef VG_WEB_EXPORT_PDF_H
#define VG_WEB_EXPORT_PDF_H

#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"

struct pdf;

/* What stands on every page. Texts are borrowed until pdf_close(). */
struct pdf_title {
  const char *lang;         /* "fr" */
  const char *document;     /* "PSSI, janvier 2024" */
  const char *page;         /* "Fiche d’indicateur" */
  const char *moment;       /* "Situation au 30 septembre 2026" */
  const char *perimeter;
  const char *page_word, *of_word; /* "page", "sur" */
  const char *footer;       /* left of the page's number */
  vg_time made_at;          /* the date of the file */
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
/* A name and its value; NULL or "" values are left out. */
void pdf_fact(struct pdf *, const char *name, const char *value);
/* `cells`: rows × columns texts, NULL for an empty cell. No row: nothing is drawn. */
void pdf_table(struct pdf *, const struct pdf_column *, size_t columns, const char *const *cells, size_t rows);

#endif
