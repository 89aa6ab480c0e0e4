#include "kind/kind.h"

#include <stdio.h>
#include <string.h>

static const char *const type_names[] = {
    [FIELD_TEXT] = "text",       [FIELD_HOST] = "a host name",           [FIELD_EMAIL] = "a mail address",
    [FIELD_INT] = "an integer",  [FIELD_REAL] = "a number",              [FIELD_BOOL] = "true or false",
    [FIELD_TIME] = "an instant", [FIELD_DATE] = "a date",                [FIELD_ENUM] = "one of ",
    [FIELD_LIST] = "a list of texts"};

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

char *kind_field_expects(const struct kind_field *f, char *out, size_t size) {
  (void)snprintf(out, size, "%s", type_names[f->type]);
  if (f->type == FIELD_ENUM) {
    for (const char *const *c = f->choices; *c != NULL; c++) {
      if (c != f->choices) append(out, size, ", ");
      append(out, size, *c);
    }
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
