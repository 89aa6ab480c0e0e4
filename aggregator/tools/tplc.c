/* tplc LIST GEN [PREFIX]: compiles the templates that LIST names, one path a line, into GEN/template.h and GEN/template.c.
 * PREFIX is cut from the paths that errors and #line show.                                                          */
#include "tplc/tplc.h"

#include <string.h>

#include "tool.h"

static const char *shown(const char *path, const char *prefix) {
  size_t n = prefix == NULL ? 0 : strlen(prefix);
  if (n == 0 || strncmp(path, prefix, n) != 0) return path;
  return path + n + (path[n] == '/');
}

static void read_templates(struct compiler *c, const char *list, const char *prefix) {
  size_t count;
  char **paths = tool_lines(list, &count);
  if (count > MAX_TEMPLATES) tool_fail(list, 0, "more than %d templates", MAX_TEMPLATES);
  for (size_t i = 0; i < count; i++) {
    size_t length;
    struct template *t = &c->templates[c->template_count++];
    *t = (struct template){.path = shown(paths[i], prefix), .name = tool_stem(paths[i])};
    t->source = tool_read(paths[i], &length);
    if (!tool_name_ok(t->name)) tool_fail(t->path, 0, "\"%s\" is no name: expected [a-z][a-z0-9_]*", t->name);
    if (strlen(t->source) != length) tool_fail(t->path, 0, "the file holds a NUL byte");
  }
}

int main(int argc, char **argv) {
  if (argc < 3 || argc > 4) tool_fail("tplc", 0, "usage: tplc LIST GEN [PREFIX]");
  struct compiler *c = tool_alloc(sizeof *c);
  read_templates(c, argv[1], argc > 3 ? argv[3] : NULL);
  for (size_t i = 0; i < c->template_count; i++) declare_file(c, &c->templates[i]);
  resolve_views(c);
  for (size_t i = 0; i < c->template_count; i++)
    if (c->templates[i].view != NULL || strstr(c->templates[i].source, "{{") == NULL) compile_body(c, &c->templates[i]);
  struct tool_out *header = tool_open(argv[2], "template.h");
  emit_header(c, header->file);
  tool_close(header);
  struct tool_out *source = tool_open(argv[2], "template.c");
  emit_source(c, source->file);
  tool_close(source);
  return 0;
}
