/* poc LIST OUT: compiles the .po files named in LIST (fr.po: French; source texts are English) into OUT/po_NAME.c, the
 * tables of i18n/catalogue.h. A text keeps its context before it, separated by '\4', as in gettext's .mo files.
 * Fuzzy, obsolete and empty translations are left out; two different translations of one text are an error.       */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

enum { KEY_MAX = 8192 };

struct message {
  char *key, *plural, *text[2];
  int line;
};

struct reader {
  const char *path, *at;
  int line;
  struct message *list;
  size_t count, room;
  struct message now;
  char *context;
  char **into; /* the text that a following "…" line continues */
  bool fuzzy;
};

static char *joined(const char *a, const char *b, size_t n) {
  size_t used = a == NULL ? 0 : strlen(a);
  char *text = tool_alloc(used + n + 1);
  if (used > 0) memcpy(text, a, used);
  memcpy(text + used, b, n);
  return text;
}

static char escaped(const struct reader *r, char c) {
  switch (c) {
  case 'n': return '\n';
  case 't': return '\t';
  case '"':
  case '\\': return c;
  default: tool_fail(r->path, r->line, "expected \\n, \\t, \\\" or \\\\, got \\%c", c);
  }
}

/* "…" at r->at, appended to *into. */
static void quoted(struct reader *r) {
  char text[KEY_MAX];
  size_t n = 0;
  const char *p = r->at;
  if (*p != '"' || r->into == NULL) tool_fail(r->path, r->line, "expected a quoted text");
  for (p++; *p != '"'; p++) {
    if (*p == '\n' || *p == '\0') tool_fail(r->path, r->line, "expected \" at the end of the line");
    if (n + 1 >= sizeof text) tool_fail(r->path, r->line, "expected at most %d bytes", KEY_MAX);
    if (*p == '\\') {
      text[n++] = escaped(r, *++p);
    } else {
      text[n++] = *p;
    }
  }
  *r->into = joined(*r->into, text, n);
  r->at = p + 1;
}

static bool header_ok(const char *text) {
  return strstr(text, "charset=UTF-8") != NULL && strstr(text, "nplurals=2; plural=(n > 1);") != NULL;
}

static void end_message(struct reader *r) {
  struct message *m = &r->now;
  if (m->key != NULL && *m->key == '\0' && r->context == NULL) {
    if (m->text[0] == NULL || !header_ok(m->text[0])) {
      tool_fail(r->path, m->line, "expected a header with charset=UTF-8 and nplurals=2; plural=(n > 1);");
    }
  } else if (m->key != NULL && !r->fuzzy && m->text[0] != NULL && *m->text[0] != '\0') {
    if (r->context != NULL) m->key = joined(joined(r->context, "\4", 1), m->key, strlen(m->key));
    if (m->plural != NULL && (m->text[1] == NULL || *m->text[1] == '\0')) {
      tool_fail(r->path, m->line, "expected msgstr[0] and msgstr[1]");
    }
    if (r->count == r->room) {
      struct message *grown = tool_alloc((r->room = r->room * 2 + 64) * sizeof *grown);
      if (r->count > 0) memcpy(grown, r->list, r->count * sizeof *grown);
      r->list = grown;
    }
    r->list[r->count++] = *m;
  }
  r->now = (struct message){0};
  r->context = NULL;
  r->into = NULL;
  r->fuzzy = false;
}

static bool keyword(struct reader *r, const char *word) {
  size_t n = strlen(word);
  if (strncmp(r->at, word, n) != 0 || r->at[n] != ' ') return false;
  r->at += n + strspn(r->at + n, " ");
  return true;
}

static void entry(struct reader *r) {
  bool complete = r->now.text[0] != NULL;
  if (keyword(r, "msgctxt")) {
    if (complete) end_message(r);
    r->into = &r->context;
  } else if (keyword(r, "msgid_plural")) {
    r->into = &r->now.plural;
  } else if (keyword(r, "msgid")) {
    if (complete) end_message(r);
    r->now.line = r->line;
    r->into = &r->now.key;
  } else if (keyword(r, "msgstr[0]") || keyword(r, "msgstr")) {
    r->into = &r->now.text[0];
  } else if (keyword(r, "msgstr[1]")) {
    r->into = &r->now.text[1];
  } else if (*r->at != '"') {
    tool_fail(r->path, r->line, "expected msgctxt, msgid, msgid_plural, msgstr or a quoted text");
  }
  quoted(r);
}

static void read_po(struct reader *r) {
  const char *text = tool_read(r->path, NULL);
  for (r->line = 1; *text != '\0'; r->line++) {
    size_t n = strcspn(text, "\n");
    r->at = text;
    if (*text == '#') {
      if (r->now.text[0] != NULL) end_message(r);
      if (text[1] == ',' && memmem(text, n, "fuzzy", 5) != NULL) r->fuzzy = true;
    } else if (n == 0) {
      end_message(r);
    } else {
      entry(r);
    }
    text += n + (text[n] == '\n');
  }
  end_message(r);
}

/* ---- the table ---- */

static int by_key(const void *a, const void *b) {
  return strcmp(((const struct message *)a)->key, ((const struct message *)b)->key);
}

static bool same(const char *a, const char *b) { return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0; }

static void unite(struct reader *r) {
  size_t kept = 0;
  if (r->count > 0) qsort(r->list, r->count, sizeof *r->list, by_key);
  for (size_t i = 0; i < r->count; i++) {
    const struct message *m = &r->list[i], *before = kept == 0 ? NULL : &r->list[kept - 1];
    if (before == NULL || strcmp(before->key, m->key) != 0) {
      r->list[kept++] = *m;
    } else if (!same(before->text[0], m->text[0]) || !same(before->text[1], m->text[1])) {
      tool_fail(r->path, m->line, "translated otherwise on line %d", before->line);
    }
  }
  r->count = kept;
}

/* FNV-1a; i18n/i18n.c computes the same. */
static uint32_t hash(const char *key) {
  uint32_t h = 2166136261U;
  for (; *key != '\0'; key++) h = (h ^ (unsigned char)*key) * 16777619U;
  return h;
}

static void write_slots(FILE *f, const struct reader *r, const char *name) {
  size_t size = 16;
  while (size < r->count * 2) size *= 2;
  unsigned *slots = tool_alloc(size * sizeof *slots);
  for (size_t i = 0; i < r->count; i++) {
    size_t at = hash(r->list[i].key) & (size - 1);
    while (slots[at] != 0) at = (at + 1) & (size - 1);
    slots[at] = (unsigned)i + 1;
  }
  (void)fprintf(f, "\nstatic const unsigned short slots[] = {");
  for (size_t i = 0; i < size; i++) (void)fprintf(f, "%s%u,", i % 24 == 0 ? "\n  " : "", slots[i]);
  (void)fprintf(f, "};\n\nconst struct catalogue catalogue_%s = {messages, %zu, slots, %zu};\n", name, r->count, size);
}

static void text_or_null(FILE *f, const char *text) {
  if (text == NULL) {
    (void)fputs("NULL", f);
  } else {
    tool_literal(f, text, strlen(text));
  }
}

static void write_table(const struct reader *r, const char *folder, const char *name) {
  char file[200];
  (void)snprintf(file, sizeof file, "po_%s.c", name);
  struct tool_out *o = tool_open(folder, file);
  (void)fprintf(o->file, "%s#include \"i18n/catalogue.h\"\n\nstatic const struct message messages[] = {\n", tool_prologue);
  for (size_t i = 0; i < r->count; i++) {
    const struct message *m = &r->list[i];
    (void)fputs("  {", o->file);
    text_or_null(o->file, m->key);
    (void)fputs(",\n   {", o->file);
    text_or_null(o->file, m->text[0]);
    (void)fputs(",\n    ", o->file);
    text_or_null(o->file, m->plural == NULL ? NULL : m->text[1]);
    (void)fputs("}},\n", o->file);
  }
  (void)fputs("  {0}};\n", o->file);
  write_slots(o->file, r, name);
  tool_close(o);
}

int main(int argc, char **argv) {
  if (argc != 3) tool_fail("poc", 0, "usage: poc LIST OUT");
  size_t count;
  char **paths = tool_lines(argv[1], &count);
  for (size_t i = 0; i < count; i++) {
    struct reader r = {.path = paths[i]};
    read_po(&r);
    unite(&r);
    if (r.count > 60000) tool_fail(paths[i], 0, "expected at most 60000 texts");
    write_table(&r, argv[2], tool_stem(paths[i]));
  }
  return 0;
}
