#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "tool.h"
#include "tplc/body.h"

void refuse(const struct body *b, const char *format, ...) {
  char text[512];
  va_list ap;
  va_start(ap, format);
  (void)vsnprintf(text, sizeof text, format, ap);
  va_end(ap);
  tool_fail(b->template->path, b->line, "%s", text);
}

/* How a value of a type may be shown. The function is html_NAME(h, value), the placeholder's kind HTML_NAME. */
static const struct filter {
  const char *name;
  enum type type;
} filters[] = {
    {"text", T_TEXT},    {"name", T_TEXT},    {"text", T_URL},     {"count", T_INT},    {"plain", T_INT},    {"signed", T_INT},
    {"number", T_REAL},  {"number0", T_REAL}, {"number2", T_REAL}, {"percent", T_REAL}, {"percent0", T_REAL},
    {"points", T_REAL},   {"hours", T_REAL},   {"decimal", T_REAL}, {"date", T_TIME},    {"day", T_TIME},
    {"short", T_TIME},  {"medium", T_TIME},  {"month", T_TIME}, {"month3", T_TIME},   {"hour", T_TIME},    {"datetime", T_TIME}, {"told", T_TIME}, {"iso", T_TIME},
    {"isodate", T_TIME}, {"field", T_TIME},   {"quarter", T_TIME}, {"span", T_INT},
};

static const char *filter_for(const struct body *b, const struct value *v, bool plain, const char *name, size_t length) {
  if (v->list || v->type == T_STRUCT || v->type == T_BOOL)
    refuse(b, "\"%s\" is no single value: use {{#…}} for a list or a struct, {{?…}} for a bool", v->name);
  for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
    const struct filter *f = &filters[i];
    if (f->type != v->type) continue;
    if (length == 0 && v->type == T_INT && plain) return "plain";
    if (length == 0 || (strlen(f->name) == length && strncmp(f->name, name, length) == 0)) return f->name;
  }
  refuse(b, "\"%.*s\" is no way to show \"%s\"", (int)length, name, v->name);
}

/* Whoever follows a count to its list finds as many: the link says how many that is. */
static void check_count(const struct body *b, const char *filter) {
  if (strcmp(filter, "count") == 0 && b->html.place == IN_TEXT && context_is_mute_link(&b->html))
    refuse(b, "a count in a link: say how many its page lists, <a href=\"…\"{{lists number}}>");
}

static const struct block *loop_around(const struct body *b) {
  for (size_t i = b->depth; i-- > 0;)
    if (b->blocks[i].is_loop && b->blocks[i].in_scope) return &b->blocks[i];
  refuse(b, "names that begin with a dot are for the inside of a list");
}

static void special_value(const struct body *b, const char *path, size_t length, struct value *out) {
  const struct block *l = loop_around(b);
  *out = (struct value){.type = T_BOOL};
  (void)snprintf(out->name, sizeof out->name, "%.*s", (int)length, length > 1 ? path + 1 : "value");
  if (length == 1 && l->scalar != NULL) {
    out->type = l->scalar->type;
    (void)snprintf(out->expr, sizeof out->expr, "i%d", l->id);
  } else if (strncmp(path, ".index", length) == 0 && length == 6) {
    out->type = T_INT;
    (void)snprintf(out->expr, sizeof out->expr, "(int64_t)(n%d + 1)", l->id);
  } else if (strncmp(path, ".first", length) == 0 && length == 6) {
    (void)snprintf(out->expr, sizeof out->expr, "(n%d == 0)", l->id);
  } else if (strncmp(path, ".last", length) == 0 && length == 5) {
    (void)snprintf(out->expr, sizeof out->expr, "(n%d + 1 == c%d)", l->id, l->id);
  } else {
    refuse(b, "\"%.*s\": expected ., .index, .first or .last", (int)length, path);
  }
}

static void take_field(struct value *out, const struct field *f, const char *join) {
  size_t n = strlen(out->expr);
  (void)snprintf(out->expr + n, sizeof out->expr - n, "%s%s", join, f->name);
  out->type = f->type;
  out->view = f->view;
  out->list = f->list;
  out->optional = f->optional;
  (void)snprintf(out->name, sizeof out->name, "%s", f->name);
}

/* The first name of a path, looked up from the innermost scope outwards. */
static void first_name(const struct body *b, const char *name, size_t length, struct value *out) {
  for (size_t i = b->depth; i-- > 0;) {
    const struct block *k = &b->blocks[i];
    const struct field *f = k->view == NULL || !k->in_scope ? NULL : find_field(k->view, name, length);
    if (f == NULL) continue;
    *out = (struct value){0};
    (void)snprintf(out->expr, sizeof out->expr, "i%d", k->id);
    take_field(out, f, "->");
    return;
  }
  const struct field *f = find_field(b->template->view, name, length);
  if (f == NULL) refuse(b, "\"%.*s\" is not declared", (int)length, name);
  *out = (struct value){.expr = "v"};
  take_field(out, f, "->");
}

static void next_name(const struct body *b, const char *name, size_t length, struct value *out) {
  if (out->list && length == 5 && strncmp(name, "count", 5) == 0) {
    char list[400];
    (void)snprintf(list, sizeof list, "%s", out->expr);
    (void)snprintf(out->expr, sizeof out->expr, "(int64_t)(%.*s_count)", 360, list);
    out->list = false;
    out->type = T_INT;
    (void)snprintf(out->name, sizeof out->name, "count");
    return;
  }
  if (out->list || out->type != T_STRUCT) refuse(b, "\"%s\" holds no \"%.*s\"", out->name, (int)length, name);
  if (out->optional) refuse(b, "\"%s\" may be missing: open it with {{#%s}}", out->name, out->name);
  const struct field *f = find_field(out->view, name, length);
  if (f == NULL) refuse(b, "\"%s\" holds no \"%.*s\"", out->name, (int)length, name);
  take_field(out, f, ".");
}

void find_value(const struct body *b, const char *path, size_t length, struct value *out) {
  if (length == 0) refuse(b, "a name is missing");
  if (path[0] == '.') {
    special_value(b, path, length, out);
    return;
  }
  if (b->template->view == NULL) refuse(b, "the template has no {{view}}: no value can be shown");
  const char *end = path + length, *dot;
  for (const char *at = path; at <= end; at = dot + 1) {
    dot = memchr(at, '.', (size_t)(end - at));
    if (dot == NULL) dot = end;
    if (at == path) first_name(b, at, (size_t)(dot - at), out);
    else next_name(b, at, (size_t)(dot - at), out);
  }
}

void write_value(struct body *b, const char *tag, size_t length) {
  const char *why = context_refuses_value(&b->html);
  if (why != NULL) refuse(b, "{{%.*s}}: %s", (int)length, tag, why);
  const char *bar = memchr(tag, '|', length);
  size_t path = bar == NULL ? length : (size_t)(bar - tag);
  struct value v;
  find_value(b, tag, path, &v);
  const char *filter = filter_for(b, &v, b->html.place == IN_QUOTED, bar == NULL ? "" : bar + 1,
                                  bar == NULL ? 0 : length - path - 1);
  if (context_is_url(&b->html)) {
    if (v.type != T_URL) refuse(b, "\"%s\" stands in a URL: declare it url, or use {{link /…}}", v.name);
    b->html.value_is_whole = true;
    filter = "url";
  } else if (b->html.place == IN_QUOTED && strcmp(filter, "text") == 0) {
    filter = "attr";
  }
  check_count(b, filter);
  flush_literal(b);
  (void)fprintf(b->out, "  html_%s(h, %s);\n", filter, v.expr);
}

/* ---- texts with placeholders ---- */

struct placeholders {
  struct {
    char name[64], filter[16];
    struct value value;
  } items[MAX_ARGS];
  size_t count;
  bool plain; /* ints as bare digits: in URLs */
};

/* "{now.applied|percent}" or "{rate=now.applied|percent}": its name goes into the text, its value into the list. */
static void add_placeholder(const struct body *b, struct placeholders *p, const char *text, size_t length, FILE *message) {
  const char *equal = memchr(text, '=', length), *path = equal == NULL ? text : equal + 1;
  const char *bar = memchr(path, '|', length - (size_t)(path - text));
  size_t n = bar == NULL ? length - (size_t)(path - text) : (size_t)(bar - path);
  if (p->count == MAX_ARGS) refuse(b, "more than %d placeholders", MAX_ARGS);
  struct value v;
  find_value(b, path, n, &v);
  const char *filter = filter_for(b, &v, p->plain, bar == NULL ? "" : bar + 1,
                                  bar == NULL ? 0 : length - (size_t)(bar + 1 - text));
  if (!p->plain) check_count(b, filter);
  char name[64];
  (void)snprintf(name, sizeof name, "%.*s", equal == NULL ? 63 : (int)(equal - text), equal == NULL ? v.name : text);
  (void)fprintf(message, "{%s}", name);
  for (size_t i = 0; i < p->count; i++) {
    if (strcmp(p->items[i].name, name) != 0) continue;
    if (strcmp(p->items[i].value.expr, v.expr) == 0 && strcmp(p->items[i].filter, filter) == 0) return;
    refuse(b, "two placeholders are called {%s}: name one, {other=%.*s}", name, (int)n, path);
  }
  (void)snprintf(p->items[p->count].name, sizeof name, "%s", name);
  (void)snprintf(p->items[p->count].filter, sizeof p->items->filter, "%s", filter);
  p->items[p->count++].value = v;
}

/* The msgid: white space made single blanks, placeholders reduced to their names. */
static char *read_text(const struct body *b, const char *text, size_t length, struct placeholders *p) {
  char *out = NULL;
  size_t size = 0;
  FILE *f = open_memstream(&out, &size);
  while (length > 0 && isspace((unsigned char)*text)) text++, length--;
  while (length > 0 && isspace((unsigned char)text[length - 1])) length--;
  if (length == 0) refuse(b, "an empty text");
  for (size_t i = 0; i < length; i++) {
    if (text[i] == '{') {
      const char *end = memchr(text + i, '}', length - i);
      if (end == NULL) refuse(b, "{ is not closed by }");
      add_placeholder(b, p, text + i + 1, (size_t)(end - text) - i - 1, f);
      i = (size_t)(end - text);
    } else if (isspace((unsigned char)text[i])) {
      (void)fputc(' ', f);
      while (i + 1 < length && isspace((unsigned char)text[i + 1])) i++;
    } else {
      (void)fputc(text[i], f);
    }
  }
  (void)fclose(f);
  return out;
}

static const char *member(enum type type) {
  return type == T_INT ? "integer" : type == T_REAL ? "real" : type == T_TIME ? "time" : "text";
}

static void write_arguments(struct body *b, const struct placeholders *p) {
  if (p->count == 0) {
    (void)fprintf(b->out, "NULL, 0);\n");
    return;
  }
  (void)fprintf(b->out, "(const struct html_value[]){");
  for (size_t i = 0; i < p->count; i++) {
    (void)fprintf(b->out, "%s{\"%s\", HTML_", i == 0 ? "" : ", ", p->items[i].name);
    tool_upper(b->out, p->items[i].filter);
    (void)fprintf(b->out, ", .%s = %s}", member(p->items[i].value.type), p->items[i].value.expr);
  }
  (void)fprintf(b->out, "}, %zu);\n", p->count);
}

static void check_text_place(struct body *b) {
  const char *why = context_refuses_value(&b->html);
  if (why == NULL && context_is_url(&b->html)) why = "a translated text is no URL";
  if (why != NULL) refuse(b, "%s", why);
}

void write_message(struct body *b, const char *tag, size_t length) {
  check_text_place(b);
  struct placeholders p = {0};
  char *text = read_text(b, tag, length, &p);
  flush_literal(b);
  (void)fprintf(b->out, "  html_message(h, ");
  write_string(b->out, text, strlen(text));
  (void)fprintf(b->out, ", ");
  write_arguments(b, &p);
}

void write_plural(struct body *b, const char *tag, size_t length) {
  check_text_place(b);
  const char *colon = memchr(tag, ':', length);
  if (colon == NULL) refuse(b, "expected {{_n count: one | many}}");
  const char *one = colon + 1, *end = tag + length;
  const char *bar = NULL;
  for (const char *at = one, *inside = NULL; at < end; at++) { /* a | inside { } belongs to a placeholder */
    if (*at == '{') inside = at;
    if (*at == '}') inside = NULL;
    if (*at == '|' && inside == NULL) bar = at;
  }
  if (bar == NULL) refuse(b, "expected {{_n count: one | many}}");
  size_t n = (size_t)(colon - tag);
  while (n > 0 && isspace((unsigned char)tag[n - 1])) n--;
  struct value count;
  find_value(b, tag, n, &count);
  if (count.list || count.type != T_INT) refuse(b, "\"%s\" is no int: it cannot decide of a plural", count.name);
  struct placeholders p = {0};
  char *singular = read_text(b, one, (size_t)(bar - one), &p), *plural = read_text(b, bar + 1, (size_t)(end - bar) - 1, &p);
  flush_literal(b);
  (void)fprintf(b->out, "  html_plural(h, ");
  write_string(b->out, singular, strlen(singular));
  (void)fprintf(b->out, ", ");
  write_string(b->out, plural, strlen(plural));
  (void)fprintf(b->out, ", %s, ", count.expr);
  write_arguments(b, &p);
}

void write_lists(struct body *b, const char *tag, size_t length) {
  while (length > 0 && isspace((unsigned char)*tag)) tag++, length--;
  context_settle(&b->html);
  if (b->html.place != IN_TAG || strcmp(b->html.tag, "a") != 0 || b->html.closing)
    refuse(b, "{{lists}} stands among the attributes of a link: <a href=\"…\"{{lists number}}>");
  struct value v;
  find_value(b, tag, length, &v);
  if (v.list || v.type != T_INT) refuse(b, "\"%s\" is no int: it cannot say how many a page lists", v.name);
  b->html.lists = true;
  flush_literal(b);
  (void)fprintf(b->out, "  html_lists(h, %s);\n", v.expr);
}

void write_link(struct body *b, const char *tag, size_t length) {
  if (b->html.place != IN_QUOTED || !context_is_url(&b->html) || b->html.value_length > 0 || b->html.value_is_whole)
    refuse(b, "{{link}} is the whole of an attribute that holds a URL: href=\"{{link /…}}\"");
  while (length > 0 && isspace((unsigned char)*tag)) tag++, length--;
  if (length == 0 || tag[0] != '/' || (length > 1 && tag[1] == '/')) refuse(b, "{{link}} takes a path of Vigie: /…");
  struct placeholders p = {.plain = true};
  char *text = read_text(b, tag, length, &p);
  b->html.value_is_whole = true;
  flush_literal(b);
  (void)fprintf(b->out, "  html_link(h, ");
  write_string(b->out, text, strlen(text));
  (void)fprintf(b->out, ", ");
  write_arguments(b, &p);
}
