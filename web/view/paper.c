#include "web/view/paper.h"

#include "config/config.h"
#include "web/html/html.h"

static void add(struct pdf_title *t, const char *label, const char *text) {
  if (html_given(text) && t->parts_count < PDF_PARTS_MAX) t->parts[t->parts_count++] = (struct pdf_part){label, text};
}

static const char *date(struct request_ctx *ctx, vg_time at) {
  return text_value(page_html(ctx), ctx->arena, (struct html_value){.as = HTML_DATE, .time = at});
}

static const char *freshness(struct request_ctx *ctx, const struct view_frame_moment *m) {
  return text_say_n(page_html(ctx), ctx->arena, "{fresh} of {sources} source", "{fresh} of {sources} sources", m->sources,
                    {"fresh", HTML_COUNT, .integer = m->sources_fresh}, {"sources", HTML_COUNT, .integer = m->sources});
}

/* As web/template/frame.html says it; pages without a moment have no more than their name. */
static void parts(struct request_ctx *ctx, const struct view_frame *f, const char *page, struct pdf_title *t) {
  const struct view_frame_moment *m = f->moment;
  if (m != NULL) add(t, tr(ctx->lang, N_("Document")), m->policy);
  add(t, tr(ctx->lang, N_("Page")), page);
  if (m == NULL) return;
  add(t, tr(ctx->lang, N_("Situation as of")), date(ctx, m->day));
  add(t, tr(ctx->lang, N_("compared with")), date(ctx, m->versus));
  add(t, tr(ctx->lang, N_("Perimeter")), m->perimeter_name);
  add(t, tr(ctx->lang, N_("Freshness of the data")), freshness(ctx, m));
}

static const char *footer(struct request_ctx *ctx, const struct view_frame *f) {
  const struct html *h = page_html(ctx);
  BUF(line, 1000);
  if (html_given(f->organisation)) buf_printf(&line, "%s – ", f->organisation);
  buf_text(&line, f->evaluated_at == VG_NEVER
                      ? tr(ctx->lang, N_("Nothing has been calculated yet"))
                      : text_say(h, ctx->arena, "Situation calculated on {evaluated_at}", {"evaluated_at", HTML_DATETIME, .time = f->evaluated_at}));
  if (f->evaluation != HTML_NO_INT)
    buf_printf(&line, " – %s", text_say(h, ctx->arena, "Evaluation no. {evaluation}", {"evaluation", HTML_COUNT, .integer = f->evaluation}));
  buf_printf(&line, " – %s", text_say(h, ctx->arena, "Times of {zone}", {"zone", HTML_TEXT, .text = f->zone}));
  return vg_strdup(ctx->arena, line.data);
}

bool paper_open(struct request_ctx *ctx, const struct view_frame *f, const char *page, struct pdf **out, struct vg_error *err) {
  struct pdf_title title = {.lang = f->lang,
                            .name = page,
                            .page_word = tr(ctx->lang, N_("page")),
                            .of_word = tr(ctx->lang, N_("of")),
                            .footer = footer(ctx, f),
                            .made_at = ctx->at};
  parts(ctx, f, page, &title);
  if (vg_arena_exhausted(ctx->arena)) return vg_fail(err, VG_E_LIMIT, "PDF: no memory left for its title");
  return pdf_open(out, &title, err);
}

void paper_notices(struct request_ctx *ctx, const struct view_frame *f, struct pdf *pdf) {
  if (html_given(f->stale_sources))
    pdf_notice(pdf, tr(ctx->lang, N_("Stale data")),
               text_say(page_html(ctx), ctx->arena, "Nothing fresh from: {stale_sources}. What depends on it turns unknown, never applied.",
                        {"stale_sources", HTML_TEXT, .text = f->stale_sources}));
  if (f->revised > 0) pdf_notice(pdf, tr(ctx->lang, N_("Corrected since.")), f->corrected);
  if (f->moment != NULL && f->moment->few)
    pdf_notice(pdf, tr(ctx->lang, N_("Hardly anything is read yet.")),
               tr(ctx->lang, N_("What is not read is unknown, never applied. Declare a first source: backups alone make several rules measurable.")));
  if (f->loading)
    pdf_notice(pdf, tr(ctx->lang, N_("The sample organisation is being loaded.")),
               tr(ctx->lang, N_("Two years of history take a minute or so: its figures come all at once, at the end.")));
  if (f->sample) pdf_notice(pdf, tr(ctx->lang, N_("Sample data.")), tr(ctx->lang, N_("These figures are those of an invented organisation.")));
}

bool paper_close(struct request_ctx *ctx, struct pdf *pdf, const char *name, struct vg_error *err) {
  if (!pdf_close(pdf, ctx->body, err)) return false;
  if (vg_arena_exhausted(ctx->arena)) return vg_fail(err, VG_E_LIMIT, "PDF: no memory left for what it says");
  return page_file(ctx, "application/pdf", vg_printf(ctx->arena, "%s.pdf", name));
}
