#include "web/view/held_form.h"

#include <stdio.h>
#include <string.h>

#include "indicator/board.h"
#include "source/entry.h"
#include "web/auth/role.h"
#include "web/auth/user.h"
#include "web/view/figures.h"
#include "web/view/kind_form.h"
#include "web/view/mistake.h"
#include "web/view/record_text.h"

/* What the words of a field come from. */
struct held {
  struct request_ctx *ctx;
  const struct html *h;
  const struct kind *kind; /* of the register that an entry was meant for; NULL: none, or no more */
  struct perimeters perimeters;
};

/* The choices and the buttons of the forms that can be held, as these call them. */
static const struct {
  const char *field, *value, *word;
  bool button;
} words[] = {
    {"whom", "named", N_("the subjects ticked below"), false},
    {"whom", "all", N_("all subjects, those to come too"), false},
    {"applies", "no", N_("does not apply"), false},
    {"applies", "yes", N_("applies again: a former statement ends"), false},
    {"verb", "confirm", N_("Confirm: it holds from then on"), false},
    {"verb", "refuse", N_("Refuse: nothing changes"), false},
    {"result", "passed", N_("It conforms"), false},
    {"result", "failed", N_("It does not conform"), false},
    {"lang", "fr", "Français", false},
    {"lang", "en", "English", false},
    {"do", "approve", N_("Approve"), true},
    {"do", "refuse", N_("Refuse"), true},
    {"decision", "accepted", N_("Accept"), true},
    {"decision", "refused", N_("Refuse"), true},
    {"answer", "accept", N_("Accept this reading"), true},
    {"answer", "refuse", N_("Refuse it"), true},
    {"to", "on", N_("Switch on"), true},
    {"to", "off", N_("Switch off"), true},
};

static const struct kind *kind_of(struct request_ctx *ctx, const char *action) {
  struct vg_error gone = {0};
  struct source source;
  long long id;
  int end = 0;
  if (sscanf(action, "/source/%lld/entry/%n", &id, &end) != 1 || end == 0) return NULL;
  return source_load(ctx->db, ctx->arena, id, &source, &gone) ? entry_kind(&source) : NULL;
}

static const char *perimeter_word(const struct held *held, const char *code) {
  for (size_t i = 0; i < held->perimeters.count; i++)
    if (strcmp(held->perimeters.items[i].code, code) == 0) return held->perimeters.items[i].name;
  return code;
}

static const char *indicator_word(const struct held *held, const char *code) {
  const struct indicator *i = indicator_find(code);
  return i != NULL ? in_language(&(struct desk){held->ctx->arena, held->h, false}, i->title) : code;
}

static const char *value_word(const struct held *held, const char *name, const char *value) {
  enum lang lang = held->h->lang;
  if (strcmp(name, "role") == 0) return tr(lang, role_title(role_parse(value)));
  if (strcmp(name, "mail") == 0) return tr(lang, user_mail_title(value));
  if (strcmp(name, "indicator") == 0) return indicator_word(held, value);
  return strcmp(name, "perimeter_code") == 0 || strcmp(name, "in") == 0 ? perimeter_word(held, value) : value;
}

/* A field of an entry: its label is its kind's. */
static void say_entry_field(const struct held *held, const char *name, struct view_resume_field *field) {
  int i = held->kind != NULL ? kind_field_index(held->kind, name) : -1;
  field->label = i < 0 ? name : field_label(held->h, &held->kind->fields[i]);
  field->word = i < 0 ? field->value : kind_form_word(held->h, &held->kind->fields[i], field->value);
}

static const char *label_of(const struct held *held, const char *name) {
  const char *plain = vg_strndup(held->ctx->arena, name, strcspn(name, "["));
  return plain != NULL ? mistake_label(held->h, plain) : NULL;
}

static void say_field(const struct held *held, struct view_resume_field *field) {
  const char *name = field->name, *value = field->value;
  field->word = value;
  if (*value == '\0') return;
  if (strncmp(name, "f_", 2) == 0) {
    say_entry_field(held, name + 2, field);
    return;
  }
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (strcmp(words[i].field, name) != 0 || strcmp(words[i].value, value) != 0) continue;
    field->label = words[i].button ? tr(held->h->lang, N_("Button")) : label_of(held, name);
    field->word = tr(held->h->lang, words[i].word);
    return;
  }
  if (strcmp(name, "do") == 0 || strcmp(name, "version") == 0) return;
  field->label = label_of(held, name);
  field->word = value_word(held, name, value);
}

bool held_form_fill(struct request_ctx *ctx, const char *action, const struct params *form, struct view_resume *out, struct vg_error *err) {
  struct held held = {.ctx = ctx, .h = page_html(ctx), .kind = kind_of(ctx, action)};
  struct view_resume_field *fields = vg_alloc(ctx->arena, (form->count + 1) * sizeof *fields);
  if (fields == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the form");
  if (!board_perimeters(ctx->db, ctx->arena, &held.perimeters, err)) return false;
  for (size_t i = 0; i < form->count; i++) {
    if (strcmp(form->items[i].name, "csrf") == 0) continue;
    struct view_resume_field *field = &fields[out->fields_count++];
    *field = (struct view_resume_field){.name = form->items[i].name, .value = form->items[i].value};
    say_field(&held, field);
  }
  out->fields = fields;
  return true;
}
