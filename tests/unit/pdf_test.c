/* Documents as PDF: pages, the same bytes for the same input, text that can be read back. */
#include <criterion/criterion.h>
#include <pthread.h>
#include <string.h>

#include "support/output.h"
#include "web/export/pdf.h"
#include "web/export/pdf_draw.h"

static const struct pdf_title title = {
    .lang = "fr", .name = "Fiche", .parts = {{"Document", "PSSI"}, {"Situation arrêtée au", "30 septembre 2026"}, {"Périmètre", "Ensemble"}},
    .parts_count = 3, .page_word = "page", .of_word = "sur", .footer = "Vigie", .made_at = 1790000000LL * 1000000};

static void make(struct buf *out, int rows) {
  struct vg_error err = {0};
  struct pdf *p;
  const char *cells[400];
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

Test(pdf, is_read_back) {
  BUF(out, 4 << 20);
  make(&out, 3);
  cr_assert_eq(memcmp(out.data, "%PDF-", 5), 0);
  const char *text = pdf_says(out.data, out.length);
  cr_assert_not_null(strstr(text, "Élodie a vu l’écart → la cause est connue."), "%s", text);
  cr_assert_not_null(strstr(text, "page 1 sur 1"), "%s", text);
  cr_assert_not_null(strstr(text, "96,3 %"), "%s", text);
  cr_assert_null(strstr(text, "Vide"), "a fact without value is left out");
}

Test(pdf, a_long_table_goes_on_under_its_heading) {
  BUF(out, 4 << 20);
  make(&out, 150);
  const char *text = pdf_says(out.data, out.length);
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

static void *make_some(void *user) {
  struct buf *out = user;
  for (int i = 0; i < 5; i++) {
    buf_clear(out);
    make(out, 40);
  }
  return NULL;
}

Test(pdf, threads_that_draw_at_the_same_time_give_the_same_bytes) {
  enum { THREADS = 4 };
  pthread_t threads[THREADS];
  struct buf out[THREADS];
  BUF(alone, 4 << 20);
  make(&alone, 40);
  for (int i = 0; i < THREADS; i++) {
    buf_init(&out[i], 4 << 20);
    cr_assert_eq(pthread_create(&threads[i], NULL, make_some, &out[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    (void)pthread_join(threads[i], NULL);
    cr_expect(out[i].length == alone.length && memcmp(out[i].data, alone.data, alone.length) == 0, "thread %d", i);
    buf_free(&out[i]);
  }
}

/* ---- blocks ---- */

struct place {
  double y;
  bool drawn;
};
struct box {
  const char *name;
  double height;
  struct place *at; /* where it was drawn */
};

static double draw_box(struct pdf_pen *pen, const void *what, double x, double y, double width) {
  const struct box *b = what;
  (void)pdf_text(pen, &pdf_body, x, y, width, PDF_LEFT, b->name, "P");
  if (pen->draws) *b->at = (struct place){y, true};
  return b->height;
}

static const char *lay_out(struct box *boxes, struct place *at, struct pdf_block *blocks, size_t count, size_t across, bool columns,
                           struct buf *out) {
  struct vg_error err = {0};
  struct pdf *p;
  cr_assert(pdf_open(&p, &title, &err), "%s", err.message);
  for (size_t i = 0; i < count; i++) boxes[i].at = &at[i], blocks[i].draw = draw_box, blocks[i].what = &boxes[i];
  if (columns) pdf_columns(p, blocks, count, across);
  else pdf_blocks(p, blocks, count, across);
  cr_assert(pdf_close(p, out, &err), "%s", err.message);
  return pdf_says(out->data, out->length);
}

Test(pdf, blocks_stand_side_by_side_below_the_tallest) {
  BUF(out, 4 << 20);
  struct box boxes[] = {{"un", 40}, {"deux", 90}, {"trois", 30}};
  struct pdf_block blocks[3] = {0};
  struct place at[3] = {0};
  (void)lay_out(boxes, at, blocks, 3, 2, false, &out);
  cr_expect_eq(at[0].y, at[1].y);
  cr_expect_geq(at[2].y, at[1].y + 90);
}

Test(pdf, columns_are_of_about_the_same_height_and_keep_a_heading_with_what_follows) {
  BUF(out, 4 << 20);
  struct box boxes[] = {{"a", 30}, {"b", 30}, {"titre", 20}, {"c", 30}, {"d", 30}};
  struct pdf_block blocks[5] = {[2] = {.with_next = true}};
  struct place at[5] = {0};
  const char *text = lay_out(boxes, at, blocks, 5, 2, true, &out);
  cr_expect_eq(at[1].y, at[0].y + 30);
  cr_expect_eq(at[2].y, at[0].y, "the heading begins the second column");
  cr_expect_eq(at[4].y, at[0].y + 50);
  cr_expect_not_null(strstr(text, "a b titre c d"), "%s", text);
}

Test(pdf, columns_go_on_with_the_next_page_and_lose_nothing) {
  enum { BOXES = 90 };
  BUF(out, 4 << 20);
  static struct box boxes[BOXES];
  static struct pdf_block blocks[BOXES];
  static struct place at[BOXES];
  for (int i = 0; i < BOXES; i++) boxes[i] = (struct box){.name = "x", .height = i == 40 ? 5000 : 25};
  const char *text = lay_out(boxes, at, blocks, BOXES, 2, true, &out);
  for (int i = 0; i < BOXES; i++) cr_expect(at[i].drawn && at[i].y < 842 - 44, "%d at %f", i, at[i].y);
  cr_expect_not_null(strstr(text, "page 3 sur 3"), "%s", text);
  cr_expect_eq(count_of(text, " x"), (size_t)BOXES);
}

Test(pdf, a_heading_is_never_the_last_line_of_a_page) {
  BUF(out, 4 << 20);
  static const struct pdf_column columns[] = {{"Mois", 1, false}};
  static const char *const cells[] = {"septembre"};
  for (int lines = 40; lines < 52; lines++) {
    struct vg_error err = {0};
    struct pdf *p;
    cr_assert(pdf_open(&p, &title, &err), "%s", err.message);
    for (int i = 0; i < lines; i++) pdf_paragraph(p, "rien");
    pdf_heading(p, 2, "Trimestres");
    pdf_table(p, columns, 1, cells, 1);
    cr_assert(pdf_close(p, &out, &err), "%s", err.message);
    const char *text = pdf_says(out.data, out.length);
    cr_expect_not_null(strstr(text, "Trimestres Mois septembre"), "%d lines: %s", lines, text);
    buf_clear(&out);
  }
}
