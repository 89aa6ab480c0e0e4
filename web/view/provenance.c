#include "web/view/provenance.h"

#include "web/html/html.h"
#include "web/view/record_text.h"

static const char *hex(struct vg_arena *arena, const char *digits) {
  BUF(out, 200);
  for (size_t i = 0; digits[i] != '\0'; i++) {
    if (i > 0 && i % 8 == 0) buf_char(&out, ' ');
    buf_char(&out, digits[i]);
  }
  return vg_strdup(arena, out.data);
}

/* ---- sources ---- */

/* Whether a source is switched off is known of today only. */
static const char *health(const struct provenance_source *s, bool past) {
  if (!s->enabled && !past) return N_("Switched off");
  if (s->told_later) return N_("Told later");
  if (s->fresh) return N_("Up to date");
  return s->last_pull == 0 ? N_("Never read") : N_("Silent");
}

static const char *counts_text(const struct desk *d, const struct provenance_source *s) {
  const char *read = text_say_n(d->h, d->arena, "{n} record", "{n} records", s->read, {"n", HTML_COUNT, .integer = s->read});
  const char *refused = text_say_n(d->h, d->arena, "{n} refused", "{n} refused", s->rejected, {"n", HTML_COUNT, .integer = s->rejected});
  return vg_printf(d->arena, "%s, %s", read, refused);
}

static struct view_indicator_source source_of(const struct desk *d, const struct provenance_source *s, bool past) {
  bool read = s->last_pull != 0;
  return (struct view_indicator_source){.id = s->id, .name = s->name, .connector = s->connector,
                                        .state = (s->enabled || past) && s->fresh ? "applied" : "unknown", .health = tr(d->h->lang, health(s, past)),
                                        .last_read = s->last_read, .last_pull = read ? s->last_pull : HTML_NO_INT,
                                        .read = read ? s->read : HTML_NO_INT, .rejected = read ? s->rejected : HTML_NO_INT,
                                        .counts = counts_text(d, s), .staleness = s->staleness_s, .fresh_until = s->fresh_until};
}

/* ---- staleness ---- */

static bool said_before(const struct provenance *p, size_t i) {
  for (size_t k = 0; k < i; k++)
    if (p->sources[k].staleness_s == p->sources[i].staleness_s) return true;
  return false;
}

static const char *of_same_staleness(const struct desk *d, const struct provenance *p, size_t i) {
  BUF(names, 2000);
  for (size_t k = i; k < p->source_count; k++) {
    if (p->sources[k].staleness_s != p->sources[i].staleness_s) continue;
    const char *name = text_say(d->h, d->arena, "“{name}”", {"name", HTML_TEXT, .text = p->sources[k].name});
    buf_printf(&names, "%s%s", k > i ? ", " : "", name);
  }
  return vg_strdup(d->arena, names.data);
}

/* "after 2 h without a good reading of “Backups”; after 26 h without a good reading of “Inventory”, “Staff”" */
static const char *staleness_text(const struct desk *d, const struct indicator *sheet, const struct provenance *p) {
  BUF(out, 4000);
  if (sheet->kind_count + sheet->optional_count == 0) return tr(d->h->lang, N_("none: it reads Vigie's own tables"));
  if (sheet->form == FORM_ATTESTED) buf_text(&out, tr(d->h->lang, N_("for as long as each control says that an answer holds")));
  for (size_t i = 0; i < p->source_count; i++) {
    if (said_before(p, i)) continue;
    if (out.length > 0) buf_text(&out, tr(d->h->lang, N_("; ")));
    buf_text(&out, text_say(d->h, d->arena, "after {span} without a good reading of {sources}", {"span", HTML_SPAN, .integer = p->sources[i].staleness_s},
                            {"sources", HTML_TEXT, .text = of_same_staleness(d, p, i)}));
  }
  return out.length > 0 ? vg_strdup(d->arena, out.data) : tr(d->h->lang, N_("no source gives what it reads"));
}

/* ---- completeness ---- */

static void put_share(const struct desk *d, struct buf *out, const char *said) {
  if (out->length > 0) buf_text(out, tr(d->h->lang, N_("; ")));
  buf_text(out, said);
}

static const char *absent_text(const struct desk *d, const struct view_completeness *c) {
  BUF(names, 1000);
  for (size_t i = 0; i < c->absent_count; i++) buf_printf(&names, "%s%s", i > 0 ? ", " : "", c->absent[i]);
  return text_say(d->h, d->arena, "no source has given: {kinds}", {"kinds", HTML_TEXT, .text = names.data});
}

static const char *completeness_text(const struct desk *d, const struct view_completeness *c) {
  BUF(said, 2000);
  if (c->sources > 0)
    put_share(d, &said, text_say_n(d->h, d->arena, "{n} source of {of} up to date", "{n} sources of {of} up to date", c->sources_fresh,
                                   {"n", HTML_COUNT, .integer = c->sources_fresh}, {"of", HTML_COUNT, .integer = c->sources}));
  if (c->items > 0)
    put_share(d, &said, text_say_n(d->h, d->arena, "{n} item of {of} read kept", "{n} items of {of} read kept", c->kept,
                                   {"n", HTML_COUNT, .integer = c->kept}, {"of", HTML_COUNT, .integer = c->items}));
  if (c->subjects > 0)
    put_share(d, &said, text_say_n(d->h, d->arena, "{n} subject of {of} known", "{n} subjects of {of} known", c->known,
                                   {"n", HTML_COUNT, .integer = c->known}, {"of", HTML_COUNT, .integer = c->subjects}));
  if (c->absent_count > 0) put_share(d, &said, absent_text(d, c));
  return vg_strdup(d->arena, said.data);
}

static const struct view_completeness *completeness(const struct desk *d, const struct completeness *c) {
  struct view_completeness *out = vg_alloc(d->arena, sizeof *out);
  const char **absent = vg_alloc(d->arena, (c->absent_count + 1) * sizeof *absent);
  if (out == NULL || absent == NULL || c->sources + c->items + c->subjects + (int)c->absent_count == 0) return NULL;
  for (size_t i = 0; i < c->absent_count; i++) absent[i] = kind_label(d->h, kind_get(c->absent[i]));
  *out = (struct view_completeness){.sources = c->sources, .sources_fresh = c->sources_fresh, .items = c->items, .kept = c->kept,
                                    .subjects = c->subjects, .known = c->known, .absent = absent, .absent_count = c->absent_count};
  out->said = completeness_text(d, out);
  return out;
}

bool provenance_load(struct request_ctx *ctx, const struct desk *desk, const struct moment *moment, const struct indicator *sheet,
                     const struct reading *reading, struct view_indicator *v, struct vg_error *err) {
  struct provenance p = {0};
  struct completeness complete;
  if (!board_provenance(ctx->db, ctx->arena, moment, sheet, &p, err)) return false;
  if (ctx->past) provenance_as_of_then(&p);
  struct view_indicator_source *sources = vg_alloc(ctx->arena, (p.source_count + 1) * sizeof *sources);
  if (sources == NULL) return vg_fail(err, VG_E_LIMIT, "indicator: too many sources to show");
  for (size_t i = 0; i < p.source_count; i++) sources[i] = source_of(desk, &p.sources[i], ctx->past);
  board_completeness(sheet, &p, reading, &complete);
  v->sources = sources;
  v->sources_count = p.source_count;
  v->staleness = staleness_text(desk, sheet, &p);
  v->completeness = completeness(desk, &complete);
  v->sha256 = hex(ctx->arena, p.sha256);
  v->version = p.version;
  v->known_at = p.known_at;
  v->changed_at = p.changed_at;
  return true;
}
