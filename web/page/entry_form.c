/* An entry of a register: the form made of its kind, filled, checked, shown again as typed when something does not fit. */
#include <string.h>

#include "config/config.h"
#include "core/text.h"
#include "source/entry.h"
#include "template.h"
#include "web/view/kind_form.h"
#include "web/view/mistake.h"
#include "web/view/people.h"
#include "web/view/record_text.h"

struct entry_page {
  struct form_page f;
  struct source source;
  const struct kind *kind;
  struct entry entry;       /* id 0: a new one */
  struct entry_draft shown; /* what is stored, as people type it */
  struct entry_checked checked;
  const char *wrong[KIND_FIELDS_MAX];
  int version; /* of what this person saw, or was told of */
};

static bool comma(const struct entry_page *p) { return p->f.h->lang == LANG_FR; }

static bool start(struct request_ctx *ctx, struct entry_page *p, struct vg_error *err) {
  *p = (struct entry_page){.f = {.ctx = ctx, .h = page_html(ctx)}};
  if (!source_load(ctx->db, ctx->arena, path_int(ctx, "id"), &p->source, err)) return false;
  p->kind = entry_kind(&p->source);
  if (p->kind == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("source \"%s\": nothing is entered there by hand"), p->source.code);
  return p->source.enabled || vg_fail(err, VG_E_CONFLICT, N_("source \"%s\" is switched off: nothing can be entered there"), p->source.code);
}

/* *found false: there is none, or no more. */
static bool take_stored(struct entry_page *p, bool *found, struct vg_error *err) {
  struct request_ctx *ctx = p->f.ctx;
  if (!entry_load(ctx->db, ctx->arena, p->source.id, path_int(ctx, "entry"), &p->entry, found, err)) return false;
  return !*found || entry_typed(ctx->arena, p->kind, ctx->config->zone, comma(p), p->entry.fields, &p->shown, err);
}

/* ---- the form ---- */

static bool add_perimeters(struct entry_page *p, struct vg_error *err) {
  DB_RESULT(r);
  struct form_page *f = &p->f;
  if (!db_run(f->ctx->db, &r, SQL_PERIMETER_BELOW, DB_MANY, err, P_INT(p->source.perimeter_id))) return false;
  if (row_count(r) < 2) return true;
  struct view_form_choice *choices = vg_alloc(f->ctx->arena, (row_count(r) + 1) * sizeof *choices);
  if (choices == NULL) return vg_fail(err, VG_E_LIMIT, "form: out of memory");
  struct view_form_field *field = form_field(f, "choice", "perimeter_code", tr(f->h->lang, N_("Perimeter")), p->entry.perimeter != NULL ? p->entry.perimeter : "");
  choices[field->choices_count++] = (struct view_form_choice){"", tr(f->h->lang, N_("that of the source")), NULL, false};
  for (size_t i = 0; i < row_count(r); i++) {
    const char *code = vg_strdup(f->ctx->arena, row_text(r, i, "code"));
    choices[field->choices_count++] = (struct view_form_choice){code, vg_strdup(f->ctx->arena, row_text(r, i, "name")), NULL, text_equal(code, field->value)};
  }
  field->choices = choices;
  return row_ok(r, err);
}

static void add_fields(struct entry_page *p) {
  struct form_page *f = &p->f;
  form_field(f, "hidden", "version", "", "")->value = vg_printf(f->ctx->arena, "%d", p->version);
  for (size_t i = 0; p->kind->fields[i].name != NULL; i++)
    kind_form_field(f, &p->kind->fields[i], p->shown.fields[i] != NULL ? p->shown.fields[i] : "", p->wrong[i]);
  struct view_form_field *key = form_field(f, "text", "key", tr(f->h->lang, N_("Key")), p->entry.own_key ? p->entry.key : "");
  key->help = tr(f->h->lang, N_("A number of your own, when the register has one. Otherwise the fields that tell entries from each other make it."));
}

static bool show(struct entry_page *p, struct vg_error *err) {
  struct form_page *f = &p->f;
  struct vg_arena *a = f->ctx->arena;
  const char *path = vg_printf(a, "/source/%lld", (long long)p->source.id);
  f->view.heading = p->entry.id != 0 ? text_say(f->h, a, "{kind}: change an entry", {"kind", HTML_TEXT, .text = kind_label(f->h, p->kind)})
                                     : text_say(f->h, a, "{kind}: a new entry", {"kind", HTML_TEXT, .text = kind_label(f->h, p->kind)});
  f->view.intro = tr(f->h->lang, p->kind->help);
  f->view.crumb = p->source.name;
  f->view.crumb_to = f->view.cancel = url_for(f->ctx, vg_printf(a, "%s/entries", path), NULL);
  f->view.action = url_for(f->ctx, p->entry.id != 0 ? vg_printf(a, "%s/entry/%lld", path, (long long)p->entry.id) : vg_printf(a, "%s/entry/new", path), NULL);
  f->view.button = tr(f->h->lang, N_("Save"));
  f->view.does = "save";
  add_fields(p);
  return add_perimeters(p, err) && form_show(f, "sources", err);
}

static bool add_form(struct request_ctx *ctx, struct vg_error *err) {
  struct entry_page p;
  return start(ctx, &p, err) && show(&p, err);
}

/* ---- what was sent ---- */

static const char *typed(const struct entry_page *p, size_t i) { return param(&p->f.ctx->form, kind_form_name(p->f.ctx->arena, &p->kind->fields[i])); }

static bool check(struct entry_page *p, struct vg_error *err) {
  struct request_ctx *ctx = p->f.ctx;
  struct entry_draft draft = {.kind = p->kind, .perimeter = param(&ctx->form, "perimeter_code"), .stored = p->entry.fields, .comma = comma(p)};
  draft.key = param_text(&ctx->form, "key", 0, KIND_KEY_MAX);
  p->version = (int)param_int_or(&ctx->form, "version", 0, 1000000000, 0);
  if (!params_ok(&ctx->form, &p->f.problem)) return true;
  for (size_t i = 0; p->kind->fields[i].name != NULL; i++) draft.fields[i] = typed(p, i);
  return entry_check(ctx->arena, &draft, ctx->config->zone, ctx->now, &p->checked, err) || err->code == VG_OK;
}

/* How many fields do not fit; what is wrong with each goes below it. */
static size_t tell_fields(struct entry_page *p) {
  const struct form_page *f = &p->f;
  size_t n = 0;
  for (size_t i = 0; p->kind->fields[i].name != NULL; i++) {
    const struct vg_error *why = &p->checked.problems[i];
    if (why->code == VG_OK) continue;
    p->wrong[i] = said_text(f->h, f->ctx->arena, p->kind, why->words[0] != '\0' ? why->words : why->message);
    n++;
  }
  return n;
}

static void tell_wrong(struct entry_page *p) {
  struct form_page *f = &p->f;
  size_t n = tell_fields(p);
  if (n == 0) f->problem = p->checked.problem;
  else if (n == 1) (void)vg_fail(&f->problem, VG_E_INPUT, N_("one field does not fit: what is wrong is said below it"));
  else (void)vg_fail(&f->problem, VG_E_INPUT, N_("%zu fields do not fit: what is wrong is said below each"), n);
}

/* A field may be of another type than when the entry was stored: it is told before anything is sent. */
static bool change_form(struct request_ctx *ctx, struct vg_error *err) {
  struct entry_page p;
  bool found;
  if (!start(ctx, &p, err) || !take_stored(&p, &found, err)) return false;
  if (!found) return vg_fail(err, VG_E_NOTFOUND, N_("this entry is there no more"));
  p.version = p.entry.version;
  struct entry_draft stored;
  if (!entry_fit(ctx->arena, p.kind, p.entry.fields, ctx->now, &stored, &p.checked, err)) return false;
  (void)tell_fields(&p);
  return show(&p, err);
}

/* Somebody else was faster: says what is there now, beside what this person typed, and lets them decide. */
static bool tell_meanwhile(struct entry_page *p, bool found, struct vg_error *err) {
  struct form_page *f = &p->f;
  f->problem = (struct vg_error){0};
  if (!found) {
    p->entry = (struct entry){0}, p->version = 0;
    (void)vg_fail(&f->problem, VG_E_CONFLICT, N_("this entry was removed meanwhile: saving adds it again"));
    return show(p, err);
  }
  for (size_t i = 0; p->kind->fields[i].name != NULL; i++) {
    const char *now = p->shown.fields[i] != NULL ? p->shown.fields[i] : "", *mine = typed(p, i);
    if (strcmp(now, mine != NULL ? mine : "") != 0)
      p->wrong[i] = *now == '\0' ? tr(f->h->lang, N_("Saved meanwhile: nothing"))
                                 : text_say(f->h, f->ctx->arena, "Saved meanwhile: {value}", {"value", HTML_TEXT, .text = kind_form_word(f->h, &p->kind->fields[i], now)});
  }
  p->version = p->entry.version;
  (void)vg_fail(&f->problem, VG_E_CONFLICT, N_("\"%s\" changed this entry meanwhile: what differs is said below each field, and saving again replaces it"),
                people_name(f->ctx, p->entry.changed_by));
  return show(p, err);
}

static bool save(struct entry_page *p, struct vg_error *err) {
  struct request_ctx *ctx = p->f.ctx;
  const struct entry_author author = {ctx->login, ctx->now};
  int64_t request;
  bool found = true;
  if (entry_save(ctx->db, ctx->arena, &p->source, p->entry.id, p->version, &p->checked, &author, &request, &p->f.problem))
    return page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/source/%lld/entries", (long long)p->source.id), "asked",
                                      vg_printf(ctx->arena, "%lld", (long long)request), NULL));
  if (p->f.problem.code != VG_E_CONFLICT || p->entry.id == 0) return show(p, err);
  if (!take_stored(p, &found, err)) return false;
  return found && p->entry.version == p->version ? show(p, err) : tell_meanwhile(p, found, err);
}

static bool send(struct entry_page *p, struct vg_error *err) {
  if (!check(p, err)) return false;
  if (p->f.problem.code != VG_OK) return show(p, err);
  if (p->checked.wrong == 0) return save(p, err);
  tell_wrong(p);
  return show(p, err);
}

static bool add(struct request_ctx *ctx, struct vg_error *err) {
  struct entry_page p;
  return start(ctx, &p, err) && send(&p, err);
}

static bool change(struct request_ctx *ctx, struct vg_error *err) {
  struct entry_page p;
  bool found;
  if (!start(ctx, &p, err) || !take_stored(&p, &found, err)) return false;
  p.version = (int)param_int_or(&ctx->form, "version", 0, 1000000000, 0);
  return found && p.version == p.entry.version ? send(&p, err) : tell_meanwhile(&p, found, err);
}

const struct route routes_entry_form[] = {
    {M_GET, "/source/{id:int}/entry/new", CAP_ENTER, add_form, .view = "form", .flags = ROUTE_PRESENT},
    {M_POST, "/source/{id:int}/entry/new", CAP_ENTER, add, .form = "*", .body_max = 56 << 10, .flags = ROUTE_PRESENT},
    {M_GET, "/source/{id:int}/entry/{entry:int}", CAP_ENTER, change_form, .view = "form", .flags = ROUTE_PRESENT},
    {M_POST, "/source/{id:int}/entry/{entry:int}", CAP_ENTER, change, .form = "*", .body_max = 56 << 10, .flags = ROUTE_PRESENT},
    {0}};
