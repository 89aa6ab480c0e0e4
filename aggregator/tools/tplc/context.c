#include "tplc/context.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool in_list(const char *name, const char *const *list) {
  for (; *list != NULL; list++)
    if (strcmp(name, *list) == 0) return true;
  return false;
}

static bool is_void(const char *tag) {
  static const char *const list[] = {"area", "base", "br",    "col",  "embed",  "hr",    "img",
                                     "input", "link", "meta", "source", "track", "wbr", NULL};
  return in_list(tag, list);
}

static bool is_url_attr(const char *attr) {
  static const char *const list[] = {"href",   "src",  "action", "formaction", "cite",     "data", "poster",
                                     "xlink:href", "background", "ping",   "manifest",   "longdesc", "icon", NULL};
  return in_list(attr, list);
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static bool letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

static void append(char *name, size_t size, char c) {
  size_t n = strlen(name);
  if (n + 1 < size) {
    name[n] = lower(c);
    name[n + 1] = '\0';
  }
}

bool context_is_url(const struct context *x) {
  return (x->place == IN_QUOTED || x->place == IN_UNQUOTED || x->place == IN_ATTR_START) && is_url_attr(x->attr);
}

static bool open_element(struct context *x, const char **why) {
  static const char *const refused[] = {"style", "base", "iframe", "object", "embed", "set", "animate", NULL};
  if (in_list(x->tag, refused)) return *why = "this element is refused: the content policy of the pages forbids it", false;
  if (is_void(x->tag)) return true;
  if (x->depth == MAX_DEPTH) return *why = "elements are nested too deep", false;
  struct element *e = &x->open[x->depth++];
  *e = (struct element){.post = x->post && strcmp(x->tag, "form") == 0, .lists = x->lists};
  (void)snprintf(e->name, sizeof e->name, "%s", x->tag);
  if (strcmp(x->tag, "script") == 0) x->place = IN_RAW;
  return true;
}

static bool close_element(struct context *x, const char **why) {
  static char text[160];
  if (x->depth == x->floor) {
    (void)snprintf(text, sizeof text, "</%s> closes an element that was not opened in this block", x->tag);
    return *why = text, false;
  }
  const struct element *e = &x->open[x->depth - 1];
  if (strcmp(e->name, x->tag) != 0) {
    (void)snprintf(text, sizeof text, "</%s> where </%s> was expected", x->tag, e->name);
    return *why = text, false;
  }
  if (e->post && !e->csrf) return *why = "a form sent by POST needs {{@csrf}} inside it", false;
  x->depth--;
  return true;
}

static bool end_tag(struct context *x, const char **why) {
  x->place = IN_TEXT;
  if (x->closing) return close_element(x, why);
  if (!open_element(x, why)) return false;
  if (x->self_closed && !is_void(x->tag)) return close_element(x, why);
  return true;
}

static bool check_attr(struct context *x, const char **why) {
  if (strncmp(x->attr, "on", 2) == 0) return *why = "an on… attribute is a script: refused", false;
  if (strcmp(x->attr, "style") == 0) return *why = "style= is refused: use a class", false;
  if (strcmp(x->attr, "srcdoc") == 0 || strcmp(x->attr, "http-equiv") == 0 || strcmp(x->attr, "srcset") == 0)
    return *why = "this attribute is refused", false;
  return true;
}

static bool end_value(struct context *x, const char **why) {
  if (strcmp(x->tag, "form") == 0 && strcmp(x->attr, "method") == 0) x->post = strcasecmp(x->value, "post") == 0;
  if (is_url_attr(x->attr) && strncmp(x->value, "javascript:", 11) == 0) return *why = "a javascript: URL is refused", false;
  x->attr[0] = '\0';
  x->place = IN_TAG;
  return true;
}

static void begin_value(struct context *x, char quote) {
  x->place = quote != '\0' ? IN_QUOTED : IN_UNQUOTED;
  x->quote = quote;
  x->value_length = 0;
  x->value_is_whole = false;
  x->value[0] = '\0';
}

static bool value_char(struct context *x, char c, const char **why) {
  if (x->value_is_whole) return *why = "a value must be the whole URL: build it in C, or use {{link /…}}", false;
  append(x->value, sizeof x->value, c);
  x->value_length++;
  return true;
}

/* A < that ends a literal is followed by a tag of ours: it stands before a name all the same. */
static bool step_text(struct context *x, char c, char next, const char **why) {
  if (c != '<') return true;
  if (next == '!') {
    x->place = IN_COMMENT;
    x->comment_is_doctype = false;
    memset(x->tail, 0, sizeof x->tail);
  } else if (letter(next) || next == '/' || next == '\0') {
    x->place = IN_TAG_NAME;
    x->tag[0] = x->attr[0] = '\0';
    x->closing = x->self_closed = x->post = x->lists = false;
  } else {
    return *why = "a < that begins no element: write &lt;", false;
  }
  return true;
}

static void step_comment(struct context *x, char c) {
  if (c == 'd' || c == 'D') x->comment_is_doctype |= x->tail[2] == '!';
  bool end = c == '>' && (x->comment_is_doctype || (x->tail[1] == '-' && x->tail[2] == '-'));
  memmove(x->tail, x->tail + 1, 2);
  x->tail[2] = c;
  if (end) x->place = IN_TEXT;
}

static bool step_tag(struct context *x, char c, const char **why) {
  if (c == '>') return end_tag(x, why);
  if (c == '/') return x->self_closed = true;
  if (blank(c)) return true;
  x->place = IN_ATTR_NAME;
  x->attr[0] = '\0';
  append(x->attr, sizeof x->attr, c);
  return true;
}

static bool step_name(struct context *x, char c, const char **why) {
  if (c == '/' && x->tag[0] == '\0') return x->closing = true;
  if (c == '>') return end_tag(x, why);
  if (c == '/') {
    x->self_closed = true;
    x->place = IN_TAG;
  } else if (blank(c)) {
    x->place = IN_TAG;
  } else {
    append(x->tag, sizeof x->tag, c);
  }
  return true;
}

static bool step_attr(struct context *x, char c, const char **why) {
  if (c == '=') return x->place = IN_ATTR_START, check_attr(x, why);
  if (c != '>' && c != '/' && !blank(c)) return append(x->attr, sizeof x->attr, c), true;
  if (!check_attr(x, why)) return false;
  x->attr[0] = '\0';
  x->place = IN_TAG;
  return step_tag(x, c, why);
}

static bool step_value_start(struct context *x, char c, const char **why) {
  if (blank(c)) return true;
  if (c == '"' || c == '\'') return begin_value(x, c), true;
  begin_value(x, '\0');
  return value_char(x, c, why);
}

static bool step_value(struct context *x, char c, const char **why) {
  if (x->place == IN_QUOTED) return c == x->quote ? end_value(x, why) : value_char(x, c, why);
  if (blank(c)) return end_value(x, why);
  if (c == '>') return end_value(x, why) && end_tag(x, why);
  return value_char(x, c, why);
}

static bool step(struct context *x, const char *at, size_t left, const char **why) {
  char c = *at, next = left > 1 ? at[1] : '\0';
  switch (x->place) {
  case IN_TEXT: return step_text(x, c, next, why);
  case IN_RAW:
    if (c == '<' && left > 8 && strncasecmp(at, "</script", 8) == 0) return step_text(x, c, next, why);
    if (!blank(c)) return *why = "an inline script is refused: put it in web/static", false;
    return true;
  case IN_COMMENT: return step_comment(x, c), true;
  case IN_TAG_NAME: return step_name(x, c, why);
  case IN_TAG: return step_tag(x, c, why);
  case IN_ATTR_NAME: return step_attr(x, c, why);
  case IN_ATTR_START: return step_value_start(x, c, why);
  default: return step_value(x, c, why);
  }
}

static bool keeps_space(const struct context *x) {
  for (size_t i = 0; i < x->depth; i++)
    if (strcmp(x->open[i].name, "pre") == 0 || strcmp(x->open[i].name, "textarea") == 0) return true;
  return x->place == IN_QUOTED || x->place == IN_RAW;
}

/* Length of the run of white space at `at` that holds a line end; 0 when there is none. */
static size_t space_run(const char *at, size_t left) {
  size_t n = 0;
  while (n < left && blank(at[n])) n++;
  return memchr(at, '\n', n) != NULL ? n : 0;
}

const char *context_feed(struct context *x, const char *html, size_t length, FILE *out, int *line) {
  const char *why = NULL;
  for (size_t i = 0; i < length;) {
    size_t run = keeps_space(x) ? 0 : space_run(html + i, length - i);
    size_t n = run > 0 ? run : 1;
    (void)fputc(run == 0 ? html[i] : x->place == IN_TEXT ? '\n' : ' ', out);
    if (!step(x, run == 0 ? html + i : " ", run == 0 ? length - i : 1, &why)) return why;
    *line += lines_in(html + i, n);
    i += n;
  }
  return NULL;
}

const char *context_refuses_value(const struct context *x) {
  switch (x->place) {
  case IN_TEXT: return NULL;
  case IN_RAW: return "a value inside a script is refused: pass it in a data- attribute";
  case IN_COMMENT: return "a value inside a comment is refused";
  case IN_TAG_NAME: return "a value in the name of an element is refused";
  case IN_TAG:
  case IN_ATTR_NAME: return "a value in the name of an attribute is refused";
  case IN_ATTR_START:
  case IN_UNQUOTED: return "a value in an unquoted attribute is refused: put quotes around it";
  case IN_QUOTED: break;
  }
  if (context_is_url(x) && (x->value_length > 0 || x->value_is_whole))
    return "a value must be the whole URL: build it in C, or use {{link /…}}";
  return NULL;
}

bool context_is_mute_link(const struct context *x) {
  for (size_t i = 0; i < x->depth; i++)
    if (strcmp(x->open[i].name, "a") == 0) return !x->open[i].lists;
  return false;
}

void context_settle(struct context *x) {
  bool name = x->place == IN_TAG_NAME && x->tag[0] != '\0' && !x->closing;
  if (!name && x->place != IN_ATTR_NAME) return;
  x->place = IN_TAG;
  x->attr[0] = '\0';
}

bool context_same(const struct context *a, const struct context *b) {
  return a->place == b->place && strcmp(a->attr, b->attr) == 0 && a->depth == b->depth &&
         (a->place != IN_QUOTED || a->quote == b->quote) &&
         (a->place == IN_TEXT || (strcmp(a->tag, b->tag) == 0 && a->closing == b->closing));
}
