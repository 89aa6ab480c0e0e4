#include "web/view/kind_form.h"

#include <string.h>

#include "core/text.h"
#include "web/view/record_text.h"

const char *kind_form_name(struct vg_arena *arena, const struct kind_field *field) { return vg_printf(arena, "f_%s", field->name); }

/* ---- what is expected, in sentences ---- */

static void sentence(struct buf *out, const char *text) {
  if (text != NULL) buf_printf(out, "%s%s", out->length > 0 ? " " : "", text);
}

static const char *range(const struct form_page *f, const struct kind_field *k) {
  if (k->type != FIELD_INT && k->type != FIELD_REAL) return NULL;
  if (k->max == INT64_MAX) return tr(f->h->lang, N_("0 or more."));
  if (k->max == 0 || strcmp(k->unit != NULL ? k->unit : "", "s") == 0) return NULL;
  return text_say(f->h, f->ctx->arena, "From {min} to {max}.", {"min", HTML_COUNT, .integer = k->min}, {"max", HTML_COUNT, .integer = k->max});
}

static const char *unit(const struct form_page *f, const struct kind_field *k) {
  static const struct {
    const char *unit, *sentence;
  } units[] = {{"s", N_("A duration such as 90 min or 4 h, or a number of seconds.")}, {"bytes", N_("In bytes.")}, {"%", N_("In percent.")},
               {"ratio", N_("A share, 1 being all of it.")}};
  for (size_t i = 0; k->unit != NULL && i < sizeof units / sizeof *units; i++)
    if (strcmp(units[i].unit, k->unit) == 0) return tr(f->h->lang, units[i].sentence);
  return NULL;
}

static const char *shape(const struct form_page *f, const struct kind_field *k) {
  switch (k->type) {
  case FIELD_TIME: return text_say(f->h, f->ctx->arena, "A day, or a day and an hour ({zone}).", {"zone", HTML_TEXT, .text = zone_name(f->h->zone)});
  case FIELD_DATE: return tr(f->h->lang, N_("A day."));
  case FIELD_LIST: return tr(f->h->lang, N_("One a line."));
  case FIELD_EMAIL: return tr(f->h->lang, N_("A mail address."));
  default: return NULL;
  }
}

/* The help of a kind begins without a capital and ends without a stop. */
static const char *own_help(const struct form_page *f, const struct kind_field *k) {
  const char *text = k->help != NULL ? tr(f->h->lang, k->help) : NULL;
  if (text == NULL || (unsigned char)*text >= 0x80 || *text < 'a' || *text > 'z') return text != NULL ? vg_printf(f->ctx->arena, "%s.", text) : NULL;
  return vg_printf(f->ctx->arena, "%c%s.", *text - 'a' + 'A', text + 1);
}

static const char *help(const struct form_page *f, const struct kind_field *k) {
  BUF(out, 2000);
  sentence(&out, own_help(f, k));
  sentence(&out, shape(f, k));
  sentence(&out, unit(f, k));
  sentence(&out, range(f, k));
  return out.length > 0 ? vg_strndup(f->ctx->arena, out.data, out.length) : NULL;
}

/* ---- the field ---- */

static const char *type_of(const struct kind_field *k) {
  switch (k->type) {
  case FIELD_BOOL:
  case FIELD_ENUM: return "choice";
  case FIELD_LIST: return "area";
  case FIELD_DATE: return "day";
  default: return k->type == FIELD_TEXT && k->max > 1000 ? "area" : "text";
  }
}

static const char *keyboard(const struct kind_field *k) {
  if (k->type == FIELD_EMAIL) return "email";
  bool number = k->type == FIELD_REAL || (k->type == FIELD_INT && (k->unit == NULL || strcmp(k->unit, "s") != 0));
  return number ? "decimal" : NULL;
}

/* Nothing is chosen beforehand: what nobody chose is not entered. */
static void fill_choices(struct form_page *f, const struct kind_field *k, struct view_form_field *field) {
  static const char *const truths[] = {"true", "false", NULL};
  const char *const *codes = k->type == FIELD_BOOL ? truths : k->choices;
  size_t n = 0;
  while (codes[n] != NULL) n++;
  struct view_form_choice *choices = vg_alloc(f->ctx->arena, (n + 1) * sizeof *choices);
  if (choices == NULL) return;
  choices[field->choices_count++] = (struct view_form_choice){"", "–", NULL, field->value == NULL || *field->value == '\0'};
  for (size_t i = 0; i < n; i++) {
    const char *label = k->type != FIELD_BOOL ? choice_label(f->h, codes[i]) : tr(f->h->lang, i == 0 ? N_("yes") : N_("no"));
    choices[field->choices_count++] = (struct view_form_choice){codes[i], label, NULL, text_equal(codes[i], field->value)};
  }
  field->choices = choices;
}

static const char *example(const struct form_page *f, const struct kind_field *k) {
  if (k->example == NULL || *k->example == '\0') return NULL;
  char *copy = vg_strdup(f->ctx->arena, k->example);
  for (char *p = copy; p != NULL && *p != '\0'; p++) *p = k->type == FIELD_LIST && *p == '|' ? '\n' : *p;
  return copy;
}

void kind_form_field(struct form_page *f, const struct kind_field *k, const char *value, const char *wrong) {
  const char *label = field_label(f->h, k);
  if (k->required) label = text_say(f->h, f->ctx->arena, "{field} (required)", {"field", HTML_TEXT, .text = label});
  struct view_form_field *field = form_field(f, type_of(k), kind_form_name(f->ctx->arena, k), label, value);
  field->required = k->required;
  field->help = help(f, k);
  field->wrong = wrong;
  field->example = example(f, k);
  field->input = keyboard(k);
  if (k->type == FIELD_BOOL || k->type == FIELD_ENUM) fill_choices(f, k, field);
}

const char *kind_form_word(const struct html *h, const struct kind_field *k, const char *value) {
  if (k->type == FIELD_BOOL) return tr(h->lang, strcmp(value, "true") == 0 ? N_("yes") : N_("no"));
  return k->type == FIELD_ENUM ? choice_label(h, value) : value;
}

const char *kind_form_facts(const struct html *h, struct vg_arena *arena, const struct entry_draft *typed) {
  enum { FACTS = 5 };
  BUF(out, 16 << 10);
  int shown = 0;
  for (size_t i = 0; typed->kind->fields[i].name != NULL && shown < FACTS; i++) {
    if (typed->fields[i] == NULL) continue;
    const struct kind_field *k = &typed->kind->fields[i];
    buf_printf(&out, "%s%s%s%s", shown++ > 0 ? " · " : "", field_label(h, k), tr(h->lang, N_(": ")), kind_form_word(h, k, typed->fields[i]));
  }
  return vg_strndup(arena, out.data, out.length);
}
