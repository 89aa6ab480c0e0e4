/* Documents as PDF: pages, the same bytes for the same input, text that can be read back. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/output.h"
#include "web/export/pdf.h"

static const struct pdf_title title = {.lang = "fr", .document = "PSSI", .page = "Fiche", .moment = "au 30 septembre 2026", .perimeter = "Ensemble",
                                       .page_word = "page", .of_word = "sur", .footer = "Vigie", .made_at = 1790000000LL * 1000000};

static void make(struct buf *out, int rows) {
  struct vg_error err = {0};
  struct pdf *p;
  static const char *cells[400];
  static const struct pdf_column columns[] = {{"Mois", 0.4, false}, {"Valeur", 0.6, true}};
  cr_assert(pdf_open(&p, &title, &err), "%s", err.message);
  pdf_heading(p, 1, "Sauvegardes : 26 sur 27");
  pdf_heading(p, 2, "Construction");
  pdf_paragraph(p, "Élodie a vu l’écart → la cause est connue.");
  pdf_fact(p, "Question", "Chaque système ?");
  pdf_fact(p, "Vide", "");
  for (int i = 0; i < rows; i++) cells[2 * i] = "septembre 2026", cells[2 * i + 1] = "96,3 %";
  pdf_table(p, columns, 2, cells, (size_t)rows);
  cr_assert(pdf_close(p, out, &err), "%s", err.message);
}

/* What pdftotext reads back: Debian's poppler-utils. */
static char *read_back(const struct buf *pdf) {
  static char text[64 << 10];
  char path[] = "/tmp/vigie-pdf-XXXXXX", line[80];
  int fd = mkstemp(path);
  cr_assert(fd >= 0 && write(fd, pdf->data, pdf->length) == (ssize_t)pdf->length && close(fd) == 0);
  (void)snprintf(line, sizeof line, "pdftotext -layout %s -", path);
  cr_assert_eq(output_of(line, text, sizeof text), 0, "pdftotext");
  (void)unlink(path);
  return text;
}

Test(pdf, is_read_back) {
  BUF(out, 4 << 20);
  make(&out, 3);
  cr_assert_eq(memcmp(out.data, "%PDF-", 5), 0);
  const char *text = read_back(&out);
  cr_assert_not_null(strstr(text, "Élodie a vu l’écart → la cause est connue."), "%s", text);
  cr_assert_not_null(strstr(text, "page 1 sur 1"), "%s", text);
  cr_assert_not_null(strstr(text, "96,3 %"), "%s", text);
  cr_assert_null(strstr(text, "Vide"), "a fact without value is left out");
}

Test(pdf, a_long_table_goes_on_under_its_heading) {
  BUF(out, 4 << 20);
  make(&out, 150);
  const char *text = read_back(&out);
  cr_assert_geq(count_of(text, "Mois"), 3);
  cr_assert_not_null(strstr(text, "page 3 sur"), "%s", text);
}

Test(pdf, the_same_input_gives_the_same_bytes) {
  BUF(a, 4 << 20);
  BUF(b, 4 << 20);
  make(&a, 40);
  make(&b, 40);
  cr_assert_eq(a.length, b.length);
  cr_assert_eq(memcmp(a.data, b.data, a.length), 0);
}
