/* Adding and changing a source: the form made of its connector's options, the test before saving, the removal. */
#include <string.h>

#include "connectors/connector.h"
#include "core/text.h"
#include "indicator/board.h"
#include "source/options.h"
#include "source/source.h"
#include "template.h"
#include "web/http/router.h"
#include "web/view/frame.h"
#include "web/view/mistake.h"
#include "web/view/record_text.h"
#include "web/view/source_preview.h"
#include "web/view/source_text.h"

enum { TEST_WAIT_MS = 25000 };

struct form {
  struct request_ctx *ctx;
  struct html *h;
  const struct connector *connector;
  struct source stored; /* id 0: a new source */
  struct source_draft draft;
  struct option_value options[SOURCE_OPTIONS_MAX];
  const char *period, *staleness; /* as typed */
  struct vg_error problem;
};

static const char *type_name(enum option_type type) {
  switch (type) {
  case OPTION_SECRET: return "secret";
  case OPTION_BOOL: return "bool";
  case OPTION_CHOICE: return "choice";
  default: return "text";
  }
}

static const char *field_name(struct vg_arena *a, const char *option) { return vg_printf(a, "o_%s", option); }

/* ---- reading what was typed ---- */

static void read_options(struct form *f) {
  for (const struct option_spec *o = f->connector->options; o->type != OPTION_NONE && f->draft.options_count < SOURCE_OPTIONS_MAX; o++) {
    const char *value = param(&f->ctx->form, field_name(f->ctx->arena, o->name));
    if (o->type == OPTION_BOOL) value = value != NULL ? "yes" : "no";
    if (o->type == OPTION_SECRET && (value == NULL || *value == '\0')) continue;
    f->options[f->draft.options_count++] = (struct option_value){o->name, value != NULL ? value : ""};
  }
  f->draft.options = f->options;
}

static int64_t read_duration(struct form *f, const char *name) {
  int64_t seconds = 0;
  const char *text = param(&f->ctx->form, name);
  if (text == NULL || *text == '\0') return 0;
  if (!duration_parse(text, &seconds)) (void)vg_refuse(&f->problem, name, "expected a duration such as 15 min, 26 h or 30 d, got \"%.40s\"", text);
  return seconds;
}

static void read_form(struct form *f) {
  struct params *form = &f->ctx->form;
  f->draft.version = (int)param_int_or(form, "version", 0, 1000000000, 0);
  f->draft.name = param(form, "name");
  f->draft.code = param(form, "code");
  f->draft.perimeter = param(form, "perimeter_code");
  f->period = param(form, "period"), f->staleness = param(form, "staleness");
  f->draft.period_s = read_duration(f, "period");
  f->draft.staleness_s = read_duration(f, "staleness");
  f->draft.enabled = f->stored.id == 0 || f->stored.enabled;
  f->draft.actor = f->ctx->login;
  f->draft.now = f->ctx->now;
  read_options(f);
}

/* ---- showing it ---- */

static const char *value_shown(const struct form *f, const struct option_spec *o) {
  const char *typed = option_given(f->draft.options, f->draft.options_count, o->name);
  if (typed != NULL || f->draft.options_count > 0) return typed != NULL ? typed : "";
  const char *stored = option_given(f->stored.options, f->stored.options_count, o->name);
  if (stored != NULL) return stored;
  return f->stored.id == 0 && o->dflt != NULL ? o->dflt : "";
}

static bool secret_is_set(const struct form *f, const char *name) {
  for (size_t i = 0; i < f->stored.secrets_count; i++) {
    if (strcmp(f->stored.secrets[i], name) == 0) return true;
  }
  return false;
}

static void fill_choices(const struct form *f, const struct option_spec *o, const char *value, struct view_source_form_field *field) {
  size_t n = 0;
  while (o->choices != NULL && o->choices[n] != NULL) n++;
  struct view_source_form_choice *choices = vg_alloc(f->ctx->arena, n * sizeof *choices);
  for (size_t i = 0; choices != NULL && i < n; i++) {
    choices[i] = (struct view_source_form_choice){o->choices[i], option_word(f->h, o, o->choices[i]), strcmp(o->choices[i], value) == 0};
    field->choices_count = i + 1;
  }
  field->choices = choices;
}

static bool truthy(const char *value) { return strcmp(value, "yes") == 0 || strcmp(value, "true") == 0 || strcmp(value, "1") == 0 || strcmp(value, "on") == 0; }

static void fill_fields(const struct form *f, struct view_source_form *v) {
  struct view_source_form_field *fields = vg_alloc(f->ctx->arena, SOURCE_OPTIONS_MAX * sizeof *fields);
  v->fields = fields;
  bool fr = f->h->lang == LANG_FR;
  for (const struct option_spec *o = f->connector->options; fields != NULL && o->type != OPTION_NONE && v->fields_count < SOURCE_OPTIONS_MAX; o++) {
    const char *value = value_shown(f, o);
    struct view_source_form_field *field = &fields[v->fields_count++];
    *field = (struct view_source_form_field){.name = o->name, .label = fr ? o->label_fr : o->label_en, .help = fr ? o->help_fr : o->help_en,
                                             .example = o->example, .value = value, .type = type_name(o->type), .required = o->required,
                                             .on = o->type == OPTION_BOOL && truthy(value), .secret_set = secret_is_set(f, o->name)};
    if (o->type == OPTION_CHOICE) fill_choices(f, o, value, field);
  }
}

static bool fill_perimeters(const struct form *f, struct view_source_form *v, struct vg_error *err) {
  struct perimeters all;
  if (!board_perimeters(f->ctx->db, f->ctx->arena, &all, err)) return false;
  struct view_source_form_perimeter *out = vg_alloc(f->ctx->arena, all.count * sizeof *out);
  if (out == NULL) return vg_fail(err, VG_E_LIMIT, "form: out of memory");
  const char *chosen = f->draft.perimeter != NULL ? f->draft.perimeter : f->stored.id != 0 ? f->stored.perimeter : f->ctx->perimeter;
  for (size_t i = 0; i < all.count; i++) {
    out[i] = (struct view_source_form_perimeter){all.items[i].code, all.items[i].name, text_equal(all.items[i].code, chosen)};
  }
  v->perimeters = out, v->perimeters_count = all.count;
  return true;
}

static const char *duration_shown(const struct form *f, const char *typed, int64_t stored, int64_t dflt) {
  if (typed != NULL) return typed;
  int64_t s = stored > 0 ? stored : dflt;
  if (s % 86400 == 0) return vg_printf(f->ctx->arena, f->h->lang == LANG_FR ? "%lld j" : "%lld d", (long long)(s / 86400));
  if (s % 3600 == 0) return vg_printf(f->ctx->arena, "%lld h", (long long)(s / 3600));
  if (s % 60 == 0) return vg_printf(f->ctx->arena, "%lld min", (long long)(s / 60));
  return vg_printf(f->ctx->arena, "%lld s", (long long)s);
}

static void fill_kinds(const struct form *f, struct view_source_form *v) {
  struct view_source_kind *kinds = vg_alloc(f->ctx->arena, KIND_COUNT * sizeof *kinds);
  v->template = strcmp(f->connector->name, "csv") == 0;
  v->kinds = kinds;
  for (size_t i = 0; kinds != NULL && i < f->connector->emits_count && v->kinds_count < KIND_COUNT; i++) {
    const struct kind *k = kind_get(f->connector->emits[i].kind);
    kinds[v->kinds_count++] = (struct view_source_kind){k->name, kind_plural(f->h, k)};
  }
}

/* What is wrong, an option being called as on the form. */
static const char *problem_text(const struct form *f) {
  for (const struct option_spec *o = f->connector->options; o->type != OPTION_NONE; o++) {
    const char *place = vg_printf(f->ctx->arena, "option \"%s\": ", o->name);
    if (place == NULL || strncmp(f->problem.message, place, strlen(place)) != 0) continue;
    const char *label = f->h->lang == LANG_FR ? o->label_fr : o->label_en, *typed = option_given(f->draft.options, f->draft.options_count, o->name);
    return option_problem(f->h, f->ctx->arena, o, label, o->type == OPTION_SECRET ? NULL : typed);
  }
  return mistake_text(f->h, f->ctx->arena, &f->problem);
}

static bool render(struct form *f, struct view_source_form *v, struct vg_error *err) {
  const struct connector *c = f->connector;
  bool fr = f->h->lang == LANG_FR, is_new = f->stored.id == 0;
  const char *title = fr ? c->title_fr : c->title_en;
  v->is_new = is_new;
  v->heading = is_new ? text_say(f->h, f->ctx->arena, "Add a source: {connector}", {"connector", HTML_TEXT, .text = title})
                      : text_say(f->h, f->ctx->arena, "Change {name}", {"name", HTML_TEXT, .text = f->stored.name});
  v->summary = fr ? c->summary_fr : c->summary_en;
  v->action = url_for(f->ctx, is_new ? "/sources/new" : vg_printf(f->ctx->arena, "/source/%lld/edit", (long long)f->stored.id), NULL);
  v->connector = c->name;
  v->version = f->stored.version;
  v->problem = f->problem.code != VG_OK ? problem_text(f) : NULL;
  v->hint = f->problem.code != VG_OK && f->problem.hint[0] != '\0' ? mistake_hint(f->h, f->ctx->arena, &f->problem) : NULL;
  v->name = f->draft.name != NULL ? f->draft.name : is_new ? title : f->stored.name;
  v->code = f->draft.code != NULL ? f->draft.code : "";
  v->entered = c->entered;
  v->period = duration_shown(f, f->period, f->stored.period_s, c->period_s);
  v->staleness = duration_shown(f, f->staleness, f->stored.staleness_s, c->staleness_s);
  fill_fields(f, v);
  fill_kinds(f, v);
  if (f->problem.code != VG_OK) page_status(f->ctx, vg_error_info(f->problem.code)->http_status);
  return fill_perimeters(f, v, err) && frame_load(f->ctx, &v->frame, v->heading, "sources", err) && PAGE_VIEW(f->ctx, source_form, v, err);
}

/* ---- doing it ---- */

/* A person's mistake comes back with the form as it was typed; anything else is an error page. */
static bool try_again(struct form *f, struct vg_error *err) {
  enum vg_code code = f->problem.code;
  if (code != VG_E_INPUT && code != VG_E_CONFLICT && code != VG_E_CONFIG && code != VG_E_LIMIT) {
    *err = f->problem;
    return false;
  }
  struct view_source_form v = {0};
  return render(f, &v, err);
}

static bool test(struct form *f, struct vg_error *err) {
  int64_t request;
  struct view_source_form v = {.tested = true};
  if (!source_ask_test(f->ctx->db, &f->draft, &request, &f->problem)) return try_again(f, err);
  if (!source_preview_wait(f->ctx, request, TEST_WAIT_MS, &v.preview, err)) return false;
  v.waiting = v.preview == NULL;
  return render(f, &v, err);
}

static bool save(struct form *f, struct vg_error *err) {
  struct source_saved saved;
  if (!source_save(f->ctx->db, &f->draft, &saved, &f->problem)) return try_again(f, err);
  const char *path = vg_printf(f->ctx->arena, "/source/%lld", (long long)saved.id);
  if (!f->connector->entered) return page_redirect(f->ctx, url_for(f->ctx, path, "asked", "1", NULL));
  return page_redirect(f->ctx, url_for(f->ctx, f->stored.id == 0 ? vg_printf(f->ctx->arena, "%s/entries", path) : path, NULL));
}

static bool submit(struct form *f, struct vg_error *err) {
  static const char *const verbs[] = {"save", "test", NULL};
  int verb = param_choice(&f->ctx->form, "do", verbs, 0);
  read_form(f);
  if (!params_ok(&f->ctx->form, err)) return false;
  if (f->problem.code != VG_OK) return try_again(f, err);
  return verb == 1 ? test(f, err) : save(f, err);
}

static bool start_new(struct form *f, struct request_ctx *ctx, const char *connector, struct vg_error *err) {
  *f = (struct form){.ctx = ctx, .h = page_html(ctx), .connector = connector != NULL ? connector_find(connector) : NULL};
  if (f->connector == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("connector \"%.40s\": there is none of that name"), connector != NULL ? connector : "");
  f->draft.connector = f->connector->name;
  return true;
}

static bool start_edit(struct form *f, struct request_ctx *ctx, struct vg_error *err) {
  *f = (struct form){.ctx = ctx, .h = page_html(ctx)};
  if (!source_load_own(ctx->db, ctx->arena, path_int(ctx, "id"), &f->stored, err)) return false;
  f->connector = connector_find(f->stored.connector);
  f->draft.id = f->stored.id;
  return f->connector != NULL || vg_fail(err, VG_E_CONFIG, "this build of Vigie has no connector \"%s\" any more", f->stored.connector);
}

static bool new_form(struct request_ctx *ctx, struct vg_error *err) {
  struct form f;
  struct view_source_form v = {0};
  return start_new(&f, ctx, param(&ctx->query, "connector"), err) && render(&f, &v, err);
}
static bool new_submit(struct request_ctx *ctx, struct vg_error *err) {
  struct form f;
  return start_new(&f, ctx, param(&ctx->form, "connector"), err) && submit(&f, err);
}
static bool edit_form(struct request_ctx *ctx, struct vg_error *err) {
  struct form f;
  struct view_source_form v = {0};
  return start_edit(&f, ctx, err) && render(&f, &v, err);
}
static bool edit_submit(struct request_ctx *ctx, struct vg_error *err) {
  struct form f;
  return start_edit(&f, ctx, err) && submit(&f, err);
}

/* ---- removing ---- */

static bool remove_ask(struct request_ctx *ctx, struct vg_error *err) {
  struct html *h = page_html(ctx);
  struct source s;
  if (!source_load_own(ctx->db, ctx->arena, path_int(ctx, "id"), &s, err)) return false;
  bool entered = s.period_s == 0;
  const char *const consequences[] = {tr(h->lang, entered ? N_("All that was entered goes, with its records and their history.") : N_("All its records and their history go, with its pulls.")),
                                      tr(h->lang, N_("What depends on it turns unknown, for the past too.")),
                                      tr(h->lang, N_("To stop reading it and keep what it brought, switch it off instead."))};
  const char *path = vg_printf(ctx->arena, "/source/%lld", (long long)s.id);
  struct view_confirm v = {.heading = text_say(h, ctx->arena, "Remove {name}?", {"name", HTML_TEXT, .text = s.name}),
                           .explanation = tr(h->lang, N_("This cannot be undone.")), .consequences = consequences, .consequences_count = 3,
                           .action = url_for(ctx, vg_printf(ctx->arena, "%s/remove", path), NULL), .button = tr(h->lang, N_("Remove it for good")),
                           .cancel = url_for(ctx, path, NULL)};
  return frame_load(ctx, &v.frame, v.heading, "sources", err) && PAGE_VIEW(ctx, confirm, &v, err);
}

static bool remove_do(struct request_ctx *ctx, struct vg_error *err) {
  struct source s;
  return source_load_own(ctx->db, ctx->arena, path_int(ctx, "id"), &s, err) && source_remove(ctx->db, s.id, ctx->login, ctx->now, err) && page_redirect(ctx, url_for(ctx, "/sources", NULL));
}

static bool sample_ask(struct request_ctx *ctx, struct vg_error *err) {
  struct html *h = page_html(ctx);
  const char *const consequences[] = {tr(h->lang, N_("Its perimeters, sources, records and figures go.")),
                                      tr(h->lang, N_("Your own sources, users and settings stay."))};
  struct view_confirm v = {.heading = tr(h->lang, N_("Remove the sample data?")),
                           .explanation = tr(h->lang, N_("The command vigie sample load brings it back.")), .consequences = consequences, .consequences_count = 2,
                           .action = url_for(ctx, "/sample/remove", NULL), .button = tr(h->lang, N_("Remove the sample data")), .cancel = url_for(ctx, "/sources", NULL)};
  return frame_load(ctx, &v.frame, v.heading, "sources", err) && PAGE_VIEW(ctx, confirm, &v, err);
}

static bool sample_do(struct request_ctx *ctx, struct vg_error *err) {
  int64_t request;
  return source_ask(ctx->db, "sample_remove", 0, 0, ctx->login, ctx->now, &request, err) && page_redirect(ctx, url_for(ctx, "/sources", NULL));
}

const struct route routes_source_edit[] = {
    {M_GET, "/sources/new", CAP_CONNECT, new_form, .view = "source_form", .query = "connector", .flags = ROUTE_PRESENT},
    {M_POST, "/sources/new", CAP_CONNECT, new_submit, .form = "*", .body_max = 128 << 10, .flags = ROUTE_SECRET | ROUTE_PRESENT},
    {M_GET, "/source/{id:int}/edit", CAP_CONNECT, edit_form, .view = "source_form", .flags = ROUTE_PRESENT},
    {M_POST, "/source/{id:int}/edit", CAP_CONNECT, edit_submit, .form = "*", .body_max = 128 << 10, .flags = ROUTE_SECRET | ROUTE_PRESENT},
    {M_GET, "/source/{id:int}/remove", CAP_CONNECT, remove_ask, .view = "confirm", .flags = ROUTE_PRESENT},
    {M_POST, "/source/{id:int}/remove", CAP_CONNECT, remove_do},
    {M_GET, "/sample/remove", CAP_CONNECT, sample_ask, .view = "confirm", .flags = ROUTE_PRESENT},
    {M_POST, "/sample/remove", CAP_CONNECT, sample_do},
    {0}};
