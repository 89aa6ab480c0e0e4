#include "kind/kind.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"

static const char *const type_names[] = {
    [FIELD_TEXT] = N_("text"),       [FIELD_HOST] = N_("a host name"), [FIELD_EMAIL] = N_("a mail address"),
    [FIELD_INT] = N_("an integer"),  [FIELD_REAL] = N_("a number"),    [FIELD_BOOL] = N_("true or false"),
    [FIELD_TIME] = N_("an instant"), [FIELD_DATE] = N_("a date"),      [FIELD_ENUM] = "one of ",
    [FIELD_LIST] = N_("a list of texts")};

const struct kind *kind_find(const char *name) {
  for (int id = 0; id < KIND_COUNT; id++) {
    if (strcmp(kind_get((enum kind_id)id)->name, name) == 0) return kind_get((enum kind_id)id);
  }
  return NULL;
}

int kind_field_index(const struct kind *kind, const char *name) {
  for (int i = 0; kind->fields[i].name != NULL; i++) {
    if (strcmp(kind->fields[i].name, name) == 0) return i;
  }
  return -1;
}

int kind_field_count(const struct kind *kind) {
  int n = 0;
  while (kind->fields[n].name != NULL) n++;
  return n;
}

static void append(char *out, size_t size, const char *text) {
  size_t used = strlen(out);
  (void)snprintf(out + used, size - used, "%s", text);
}

static const char *choices_text(const struct kind_field *f, char *out, size_t size) {
  out[0] = '\0';
  for (const char *const *c = f->choices; *c != NULL; c++) {
    if (c != f->choices) append(out, size, ", ");
    append(out, size, *c);
  }
  return out;
}

bool kind_field_is_duration(const struct kind_field *f) {
  return f->type == FIELD_INT && f->unit != NULL && strcmp(f->unit, "s") == 0;
}

static const char *type_taken(const struct kind_field *f) {
  return kind_field_is_duration(f) ? N_("a duration such as 90 min or 2 h, or a number of seconds") : type_names[f->type];
}

bool kind_field_refuse(const struct kind_field *f, const char *got, struct vg_error *err) {
  const char *type = type_taken(f);
  char shown[100], choices[300];
  (void)text_show(got, shown, sizeof shown);
  if (f->type == FIELD_ENUM) return vg_fail(err, VG_E_INPUT, "expected one of %s, got \"%s\"", choices_text(f, choices, sizeof choices), shown);
  if (f->max == INT64_MAX) return vg_fail(err, VG_E_INPUT, "expected %s of 0 or more, got \"%s\"", type, shown);
  if (f->max == 0) return vg_fail(err, VG_E_INPUT, "expected %s, got \"%s\"", type, shown);
  return vg_fail(err, VG_E_INPUT, "expected %s between %lld and %lld, got \"%s\"", type, (long long)f->min, (long long)f->max, shown);
}

char *kind_field_expects(const struct kind_field *f, char *out, size_t size) {
  (void)snprintf(out, size, "%s", type_taken(f));
  if (f->type == FIELD_ENUM) {
    char choices[300];
    append(out, size, choices_text(f, choices, sizeof choices));
  } else if (f->max != 0 && f->max != INT64_MAX) {
    char range[64];
    (void)snprintf(range, sizeof range, " between %lld and %lld", (long long)f->min, (long long)f->max);
    append(out, size, range);
  } else if (f->max == INT64_MAX) {
    append(out, size, " of 0 or more");
  }
  return out;
}

const struct kind_field *kind_named(const struct kind *kind) {
  const char *name = kind->id == KIND_ASSET ? "name" : kind->id == KIND_PERSON ? "mail" : kind->subject;
  int i = name == NULL ? -1 : kind_field_index(kind, name);
  if (i < 0 || (kind->fields[i].type != FIELD_HOST && kind->fields[i].type != FIELD_EMAIL)) return NULL;
  return &kind->fields[i];
}

bool kind_is_named_state(const struct kind *kind) {
  return kind->nature == KIND_STATE && kind_named(kind) != NULL;
}

bool kind_is_observed(const struct kind *kind) {
  return kind->nature == KIND_STATE && kind->subject != NULL && strcmp(kind->subject, "asset") == 0;
}
