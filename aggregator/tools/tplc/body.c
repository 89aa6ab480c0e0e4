#include "tplc/body.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

void write_string(FILE *out, const char *text, size_t length) {
  (void)fputc('"', out);
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '\n') (void)fputs("\\n", out);
    else if (c == '"' || c == '\\') (void)fprintf(out, "\\%c", c);
    else if (c < 0x20 || c == 0x7F || c == '?') (void)fprintf(out, "\\%03o", c);
    else (void)fputc(c, out);
  }
  (void)fputc('"', out);
}

void flush_literal(struct body *b) {
  (void)fclose(b->literal);
  if (b->literal_length > 0) {
    (void)fprintf(b->out, "  html_literal(h, ");
    write_string(b->out, b->literal_text, b->literal_length);
    (void)fprintf(b->out, ", %zu);\n", b->literal_length);
  }
  free(b->literal_text);
  b->literal = open_memstream(&b->literal_text, &b->literal_length);
  (void)fprintf(b->out, "#line %d \"%s\"\n", b->line, b->template->path);
}

/* ---- blocks ---- */

static void condition(const struct body *b, const struct value *v, const char *literal, size_t length, char out[900]) {
  if (literal != NULL) {
    if (v->list || (v->type != T_TEXT && v->type != T_INT)) refuse(b, "only a text or an int is compared");
    if (v->type == T_INT) (void)snprintf(out, 900, "%s == %ld", v->expr, strtol(literal, NULL, 10));
    else (void)snprintf(out, 900, "html_is(%s, \"%.*s\")", v->expr, (int)length, literal);
    return;
  }
  static const char *const given[] = {"html_given(%s)", "%s != 0",        "%s != 0",      "%s",
                                      "%s != VG_NEVER", "html_given(%s)", "%s != NULL"};
  const char *format = given[v->type];
  if (v->list) format = "%s_count > 0";
  else if (v->optional && v->type == T_INT) format = "%s != HTML_NO_INT";
  else if (v->optional && v->type == T_REAL) format = "!isnan(%s)";
  else if (v->type == T_STRUCT && !v->optional) refuse(b, "\"%s\" is always there", v->name);
  const char *mark = strstr(format, "%s");
  (void)snprintf(out, 900, "%.*s%s%s", (int)(mark - format), format, v->expr, mark + 2);
}

static struct block *push(struct body *b, char kind, const char *path, size_t length) {
  if (b->depth == MAX_DEPTH) refuse(b, "blocks are nested too deep");
  if (context_is_url(&b->html)) refuse(b, "a block inside a URL is refused: build it in C, or use {{link /…}}");
  context_settle(&b->html);
  if (b->html.place != IN_TEXT && b->html.place != IN_TAG && b->html.place != IN_QUOTED)
    refuse(b, "a block cannot begin here: only between elements, between attributes, or in a quoted value");
  struct block *k = &b->blocks[b->depth++];
  *k = (struct block){.kind = kind, .path = tool_copy(path, length), .line = b->line, .id = b->ids++, .in_scope = true};
  k->start = b->html;
  k->floor = b->html.floor;
  b->html.floor = b->html.depth;
  return k;
}

static void begin_test(struct body *b, char kind, const char *tag, size_t length) {
  const char *equal = memchr(tag, '=', length);
  size_t n = equal == NULL ? length : (size_t)(equal - tag);
  struct value v;
  char text[900];
  find_value(b, tag, n, &v);
  condition(b, &v, equal == NULL ? NULL : equal + 1, equal == NULL ? 0 : length - n - 1, text);
  flush_literal(b);
  (void)push(b, kind, tag, n);
  (void)fprintf(b->out, kind == '?' ? "  if (%s) {\n" : "  if (!(%s)) {\n", text);
}

static const char *c_type(enum type type) {
  static const char *const names[] = {"const char *", "int64_t ", "double ", "bool ", "vg_time ", "const char *", ""};
  return names[type];
}

static void begin_list(struct body *b, struct block *k, const struct value *v, const struct field *scalar) {
  int id = k->id;
  k->is_loop = true;
  (void)fprintf(b->out, "  for (size_t n%d = 0, c%d = %s_count; n%d < c%d; n%d++) {\n", id, id, v->expr, id, id, id);
  if (v->view != NULL) {
    k->view = v->view;
    (void)fprintf(b->out, "  const struct view_%s *i%d = &%s[n%d];\n", v->view->name, id, v->expr, id);
  } else {
    k->scalar = scalar;
    (void)fprintf(b->out, "  %si%d = %s[n%d];\n", c_type(v->type), id, v->expr, id);
  }
  (void)fprintf(b->out, "  (void)i%d;\n  (void)c%d;\n", id, id);
}

static void begin_scope(struct body *b, const char *tag, size_t length) {
  struct value v;
  find_value(b, tag, length, &v);
  if (!v.list && v.type != T_STRUCT) refuse(b, "\"%s\" is neither a list nor a struct: use {{?…}}", v.name);
  flush_literal(b);
  struct block *k = push(b, '#', tag, length);
  char text[900] = "true";
  if (v.list || v.optional) condition(b, &v, NULL, 0, text);
  k->condition = tool_copy(text, strlen(text));
  if (v.list) {
    struct field *scalar = tool_alloc(sizeof *scalar);
    scalar->type = v.type;
    begin_list(b, k, &v, scalar);
    return;
  }
  k->view = v.view;
  (void)fprintf(b->out, "  if (%s) {\n  const struct view_%s *i%d = %s%s;\n  (void)i%d;\n", text, v.view->name, k->id,
                v.optional ? "" : "&", v.expr, k->id);
}

/* At {{else}} and at the end: the block is back where it began. */
static void check_context(struct body *b, struct block *k) {
  context_settle(&b->html);
  if (b->html.depth != k->start.depth)
    refuse(b, "the block {{%c%s}} of line %d leaves <%s> open", k->kind, k->path, k->line, b->html.open[b->html.depth - 1].name);
  if (!context_same(&k->start, &b->html))
    refuse(b, "the block {{%c%s}} of line %d changes the HTML context: close in it what it opens", k->kind, k->path, k->line);
}

static void write_else(struct body *b) {
  if (b->depth == 0) refuse(b, "{{else}} outside a block");
  struct block *k = &b->blocks[b->depth - 1];
  if (k->has_else) refuse(b, "a second {{else}} in the block of line %d", k->line);
  check_context(b, k);
  flush_literal(b);
  k->has_else = true;
  if (k->kind != '#') {
    (void)fprintf(b->out, "  } else {\n");
    return;
  }
  k->in_scope = false;
  (void)fprintf(b->out, "  }\n  if (!(%s)) {\n", k->condition);
}

static void end_block(struct body *b, const char *path, size_t length) {
  if (b->depth == 0) refuse(b, "{{/%.*s}} closes nothing", (int)length, path);
  struct block *k = &b->blocks[b->depth - 1];
  if (strlen(k->path) != length || strncmp(k->path, path, length) != 0)
    refuse(b, "{{/%.*s}} where {{/%s}} of line %d was expected", (int)length, path, k->path, k->line);
  check_context(b, k);
  flush_literal(b);
  b->html.floor = k->floor;
  b->depth--;
  (void)fprintf(b->out, "  }\n");
}

/* ---- partials, components, layout ---- */

static const struct template *template_named(const struct body *b, const char *name, size_t length) {
  for (size_t i = 0; i < b->compiler->template_count; i++) {
    const struct template *t = &b->compiler->templates[i];
    if (strlen(t->name) == length && strncmp(t->name, name, length) == 0 && t->view != NULL) return t;
  }
  refuse(b, "there is no template \"%.*s\" with a {{view}}", (int)length, name);
}

static size_t word(const char *text, size_t length) {
  size_t n = 0;
  while (n < length && !isspace((unsigned char)text[n])) n++;
  return n;
}

static size_t skip(const char *text, size_t length) {
  size_t n = 0;
  while (n < length && isspace((unsigned char)text[n])) n++;
  return n;
}

static void need_text(const struct body *b, const char *what) {
  if (b->html.place != IN_TEXT) refuse(b, "%s writes elements: it stands between elements only", what);
}

/* "NAME PATH": the template, and the C expression of a pointer to its view. */
static const struct template *template_and_view(struct body *b, const char *tag, size_t length, struct value *v) {
  size_t n = word(tag, length), gap = skip(tag + n, length - n);
  const struct template *t = template_named(b, tag, n);
  find_value(b, tag + n + gap, length - n - gap, v);
  if (v->list || v->type != T_STRUCT || v->view != t->view) refuse(b, "\"%s\" is no %s", v->name, t->name);
  if (v->optional) refuse(b, "\"%s\" may be missing: open it with {{#%s}}", v->name, v->name);
  return t;
}

static void write_partial(struct body *b, const char *tag, size_t length) {
  need_text(b, "a partial");
  struct value v;
  const struct template *t;
  size_t n = word(tag, length), gap = skip(tag + n, length - n);
  const struct block *loop = b->depth > 0 ? &b->blocks[b->depth - 1] : NULL;
  if (length - n - gap == 1 && tag[n + gap] == '.' && loop != NULL && loop->view != NULL) {
    t = template_named(b, tag, n);
    if (loop->view != t->view) refuse(b, "the scope is no %s", t->name);
    (void)snprintf(v.expr, sizeof v.expr, "*i%d", loop->id);
  } else {
    t = template_and_view(b, tag, length, &v);
  }
  if (t->is_layout) refuse(b, "\"%s\" is a layout: use {{layout %s …}}", t->name, t->name);
  flush_literal(b);
  (void)fprintf(b->out, "  (void)template_%s_html(h, &%s);\n", t->name, v.expr);
}

static void write_argument(struct body *b, const char *text, size_t length) {
  if (text[0] == '"' || isdigit((unsigned char)text[0])) {
    (void)fprintf(b->out, ", %.*s", (int)length, text);
    return;
  }
  const struct block *k = b->depth > 0 ? &b->blocks[b->depth - 1] : NULL;
  if (length == 1 && text[0] == '.' && k != NULL && k->view != NULL) {
    (void)fprintf(b->out, ", i%d", k->id);
    return;
  }
  struct value v;
  find_value(b, text, length, &v);
  bool pointer = v.type == T_STRUCT && !v.list && !v.optional;
  (void)fprintf(b->out, ", %s%s", pointer ? "&" : "", v.expr);
  if (v.list) (void)fprintf(b->out, ", %s_count", v.expr);
}

static void write_component(struct body *b, const char *tag, size_t length) {
  need_text(b, "a component");
  size_t n = word(tag, length);
  for (size_t i = 0; i < n; i++)
    if (!islower((unsigned char)tag[i]) && !isdigit((unsigned char)tag[i]) && tag[i] != '_')
      refuse(b, "\"%.*s\" is no name of a component", (int)n, tag);
  if (n == 4 && strncmp(tag, "csrf", 4) == 0)
    for (size_t i = 0; i < b->html.depth; i++) b->html.open[i].csrf = true;
  flush_literal(b);
  (void)fprintf(b->out, "  component_%.*s(h", (int)n, tag);
  for (size_t at = n; (at += skip(tag + at, length - at)) < length;) {
    const char *quote = tag[at] == '"' ? memchr(tag + at + 1, '"', length - at - 1) : NULL;
    size_t size = quote == NULL ? word(tag + at, length - at) : (size_t)(quote - tag) - at + 1;
    write_argument(b, tag + at, size);
    at += size;
  }
  (void)fprintf(b->out, ");\n");
}

static void write_layout(struct body *b, const char *tag, size_t length) {
  struct value v;
  const struct template *t = template_and_view(b, tag, length, &v);
  if (!t->is_layout) refuse(b, "\"%s\" has no {{slot}}: it is no layout", t->name);
  if (b->layout_end != NULL || b->depth > 0) refuse(b, "{{layout}} stands once, before everything else");
  char end[600];
  (void)snprintf(end, sizeof end, "  template_%s_after(h, &%s);\n", t->name, v.expr);
  b->layout_end = tool_copy(end, strlen(end));
  flush_literal(b);
  (void)fprintf(b->out, "  template_%s_before(h, &%s);\n", t->name, v.expr);
}

static void write_slot(struct body *b) {
  const char *name = b->template->name;
  if (b->depth > 0 || b->html.place != IN_TEXT) refuse(b, "{{slot}} stands between elements, outside blocks");
  flush_literal(b);
  (void)fprintf(b->out, "}\n\nvoid template_%s_after(struct html *h, const struct view_%s *v) {\n  (void)v;\n", name, name);
}

/* ---- the whole ---- */

static void compile_tag(struct body *b, const struct piece *p) {
  const char *rest = p->text + 1;
  size_t n = p->length - (p->length > 0);
  if (p->length == 0) refuse(b, "an empty tag");
  if (p->text[0] == '!' || piece_is(p, "view") || piece_is(p, "struct")) return;
  if (piece_is(p, "slot")) write_slot(b);
  else if (piece_is(p, "else")) write_else(b);
  else if (piece_is(p, "layout")) write_layout(b, p->text + 6 + skip(p->text + 6, p->length - 6), p->length - 6 - skip(p->text + 6, p->length - 6));
  else if (piece_is(p, "link")) write_link(b, p->text + 4, p->length - 4);
  else if (piece_is(p, "lists")) write_lists(b, p->text + 5, p->length - 5);
  else if (piece_is(p, "_n")) write_plural(b, p->text + 3, p->length - 3);
  else if (piece_is(p, "_")) write_message(b, rest, n);
  else if (p->text[0] == '?' || p->text[0] == '^') begin_test(b, p->text[0], rest, n);
  else if (p->text[0] == '#') begin_scope(b, rest, n);
  else if (p->text[0] == '/') end_block(b, rest, n);
  else if (p->text[0] == '>') write_partial(b, rest, n);
  else if (p->text[0] == '@') write_component(b, rest, n);
  else write_value(b, p->text, p->length);
}

static void compile_text(struct body *b, const struct piece *p, int *line) {
  const char *why = context_feed(&b->html, p->text, p->length, b->literal, line);
  b->line = *line;
  if (why != NULL) refuse(b, "%s", why);
}

static void check_end(struct body *b) {
  if (b->depth > 0) {
    const struct block *k = &b->blocks[b->depth - 1];
    b->line = k->line;
    refuse(b, "the block {{%c%s}} is not closed", k->kind, k->path);
  }
  if (b->html.place != IN_TEXT) refuse(b, "the template ends inside an element's tag or a comment");
  if (b->html.depth > 0) refuse(b, "<%s> is not closed", b->html.open[b->html.depth - 1].name);
}

/* The white space between the declarations and the first element. */
static void skip_start(struct piece *p, int *line) {
  size_t gap = skip(p->text, p->length);
  *line += lines_in(p->text, gap);
  p->text += gap;
  p->length -= gap;
}

void compile_body(struct compiler *c, struct template *t) {
  struct body *b = tool_alloc(sizeof *b);
  char *code = NULL;
  size_t size = 0;
  *b = (struct body){.compiler = c, .template = t, .out = open_memstream(&code, &size), .line = 1};
  b->literal = open_memstream(&b->literal_text, &b->literal_length);
  const char *at = t->source;
  int line = 1;
  bool begun = false;
  struct piece p;
  while (next_piece(t->path, &at, &line, &p)) {
    b->line = p.line;
    if (!begun && !p.is_tag) skip_start(&p, &line);
    if (p.is_tag) compile_tag(b, &p);
    else compile_text(b, &p, &line);
    begun = begun || (!p.is_tag && p.length > 0);
  }
  check_end(b);
  flush_literal(b);
  if (b->layout_end != NULL) (void)fputs(b->layout_end, b->out);
  (void)fclose(b->out);
  t->code = code;
}
