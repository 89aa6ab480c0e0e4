#include "tplc/tplc.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tool.h"

int lines_in(const char *text, size_t length) {
  int n = 0;
  for (size_t i = 0; i < length; i++) n += text[i] == '\n';
  return n;
}

bool next_piece(const char *path, const char **at, int *line, struct piece *out) {
  const char *p = *at;
  if (*p == '\0') return false;
  const char *tag = strstr(p, "{{");
  if (tag != p) {
    size_t n = tag == NULL ? strlen(p) : (size_t)(tag - p);
    *out = (struct piece){.text = p, .length = n, .line = *line};
    *at = p + n;
    return true;
  }
  const char *end = strstr(p, "}}");
  if (end == NULL) tool_fail(path, *line, "{{ is not closed by }}");
  while (end[2] == '}') end++; /* {{_ {n} of {total}}} */
  const char *from = p + 2, *to = end;
  while (from < to && isspace((unsigned char)*from)) from++;
  while (to > from && isspace((unsigned char)to[-1])) to--;
  *out = (struct piece){.is_tag = true, .text = from, .length = (size_t)(to - from), .line = *line};
  *line += lines_in(p, (size_t)(end - p));
  *at = end + 2;
  return true;
}

bool piece_is(const struct piece *p, const char *word) {
  size_t n = strlen(word);
  return p->is_tag && p->length >= n && strncmp(p->text, word, n) == 0 &&
         (p->length == n || isspace((unsigned char)p->text[n]));
}

const struct view *find_view(const struct compiler *c, const char *name) {
  for (size_t i = 0; i < c->view_count; i++)
    if (strcmp(c->views[i].name, name) == 0) return &c->views[i];
  return NULL;
}

const struct field *find_field(const struct view *v, const char *name, size_t length) {
  for (size_t i = 0; i < v->count; i++)
    if (strlen(v->fields[i].name) == length && strncmp(v->fields[i].name, name, length) == 0) return &v->fields[i];
  return NULL;
}

static bool is_name(const char *text, size_t length) {
  if (length == 0 || length > 48 || !islower((unsigned char)text[0])) return false;
  for (size_t i = 0; i < length; i++)
    if (!islower((unsigned char)text[i]) && !isdigit((unsigned char)text[i]) && text[i] != '_') return false;
  return true;
}

static enum type type_named(const char *name) {
  static const char *const names[] = {"text", "int", "real", "bool", "time", "url"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i], name) == 0) return (enum type)i;
  return T_STRUCT;
}

/* "int[]", "rule_chip?", "text": the type without its suffix, whose meaning goes into the field. */
static bool parse_type(struct field *f, const char *word) {
  char *name = tool_copy(word, strlen(word));
  size_t n = strlen(name);
  if (n > 2 && strcmp(name + n - 2, "[]") == 0) {
    f->list = true;
    name[n - 2] = '\0';
  } else if (n > 1 && name[n - 1] == '?') {
    f->optional = true;
    name[n - 1] = '\0';
  }
  f->type = type_named(name);
  f->struct_name = name;
  return is_name(name, strlen(name));
}

/* What stands between # and the end of the line. */
static const char *comment_text(const char *comment) {
  if (comment == NULL) return "";
  comment += strspn(comment, "# \t");
  size_t n = strlen(comment);
  while (n > 0 && isspace((unsigned char)comment[n - 1])) n--;
  return tool_copy(comment, n);
}

/* One line of a declaration: "name: type" or "name: type hidden". Blank lines and # comments are allowed. */
static void parse_field(struct view *v, const char *text, size_t length, int line) {
  char copy[256], name[64], type[64], more[16], rest[2];
  if (length >= sizeof copy) tool_fail(v->file, line, "a declaration longer than %zu bytes", sizeof copy - 1);
  (void)snprintf(copy, sizeof copy, "%.*s", (int)length, text);
  char *comment = strchr(copy, '#');
  const char *says = comment_text(comment);
  if (comment != NULL) *comment = '\0';
  if (copy[strspn(copy, " \t\r")] == '\0') return;
  int n = sscanf(copy, " %63[a-z0-9_] : %63s %15s %1s", name, type, more, rest);
  if (n < 2 || n > 3 || (n == 3 && strcmp(more, "hidden") != 0))
    tool_fail(v->file, line, "expected \"name: type\" or \"name: type hidden\", found \"%s\"", copy);
  if (v->count == MAX_FIELDS) tool_fail(v->file, line, "more than %d fields", MAX_FIELDS);
  struct field *f = &v->fields[v->count];
  *f = (struct field){.name = tool_copy(name, strlen(name)), .hidden = n == 3, .says = says, .line = line};
  f->as_written = tool_copy(type, strlen(type));
  if (!parse_type(f, type)) tool_fail(v->file, line, "\"%s\" is no type", type);
  if (!is_name(name, strlen(name))) tool_fail(v->file, line, "\"%s\" is no name", name);
  if (f->type == T_BOOL && (f->optional || f->list)) tool_fail(v->file, line, "a bool is neither optional nor a list");
  if (find_field(v, name, strlen(name)) != NULL) tool_fail(v->file, line, "\"%s\" is declared twice", name);
  v->count++;
}

static struct view *new_view(struct compiler *c, struct template *t, int line, const char *name, bool own) {
  if (!is_name(name, strlen(name)) || type_named(name) != T_STRUCT)
    tool_fail(t->path, line, "\"%s\" is no name for a view", name);
  if (own && strcmp(name, t->name) != 0)
    tool_fail(t->path, line, "the view is called \"%s\" and its file \"%s\": give both one name", name, t->name);
  const struct view *other = find_view(c, name);
  if (other != NULL) tool_fail(t->path, line, "\"%s\" is declared at %s:%d already", name, other->file, other->line);
  if (c->view_count == MAX_VIEWS) tool_fail(t->path, line, "more than %d views", MAX_VIEWS);
  struct view *v = &c->views[c->view_count++];
  *v = (struct view){.name = name, .file = t->path, .line = line};
  if (own) t->view = v;
  return v;
}

static void parse_view(struct compiler *c, struct template *t, const struct piece *p, bool own) {
  const char *text = p->text, *end = p->text + p->length;
  while (text < end && !isspace((unsigned char)*text)) text++;
  while (text < end && isspace((unsigned char)*text)) text++;
  size_t n = 0;
  while (text + n < end && !isspace((unsigned char)text[n])) n++;
  struct view *v = new_view(c, t, p->line, tool_copy(text, n), own);
  int line = p->line + lines_in(p->text, (size_t)(text - p->text));
  for (const char *at = text + n; at < end; line++) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    size_t length = stop == NULL ? (size_t)(end - at) : (size_t)(stop - at);
    parse_field(v, at, length, line);
    at += length + 1;
  }
}

void declare_file(struct compiler *c, struct template *t) {
  const char *at = t->source;
  int line = 1;
  struct piece p;
  while (next_piece(t->path, &at, &line, &p)) {
    if (!p.is_tag) line += lines_in(p.text, p.length);
    if (piece_is(&p, "slot")) t->is_layout = true;
    if (piece_is(&p, "view") && t->view != NULL) tool_fail(t->path, p.line, "a second {{view}}");
    if (piece_is(&p, "view")) parse_view(c, t, &p, true);
    if (piece_is(&p, "struct")) parse_view(c, t, &p, false);
  }
}

static void visit(struct compiler *c, struct view *v) {
  if (v->mark == 2) return;
  if (v->mark == 1) tool_fail(v->file, v->line, "\"%s\" contains itself: use a list or an optional", v->name);
  v->mark = 1;
  for (size_t i = 0; i < v->count; i++) {
    struct field *f = &v->fields[i];
    if (f->type != T_STRUCT) continue;
    f->view = find_view(c, f->struct_name);
    if (f->view == NULL)
      tool_fail(v->file, f->line, "type \"%s\" of \"%s\" is not declared", f->struct_name, f->name);
    if (!f->list && !f->optional) visit(c, &c->views[f->view - c->views]);
  }
  v->mark = 2;
  c->order[c->order_count++] = v;
}

void resolve_views(struct compiler *c) {
  for (size_t i = 0; i < c->view_count; i++) visit(c, &c->views[i]);
}
