/* tplc — the template compiler: web/template/NAME.html → C (docs/templates.md holds the syntax).
 *
 * All templates are compiled in one run, because they share their structs. Three passes: declarations (declare.c),
 * bodies (body.c, value.c, which follow the HTML context in context.c), output (emit.c). It ends at the first error,
 * "FILE:LINE: what was found, what to do".                                                                          */
#ifndef VG_TOOLS_TPLC_H
#define VG_TOOLS_TPLC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { MAX_FIELDS = 64, MAX_VIEWS = 512, MAX_TEMPLATES = 256, MAX_DEPTH = 64, MAX_ARGS = 16 };

enum type { T_TEXT, T_INT, T_REAL, T_BOOL, T_TIME, T_URL, T_STRUCT };

struct field {
  const char *name;
  enum type type;
  const char *struct_name;  /* T_STRUCT: as written */
  const struct view *view;  /* T_STRUCT: resolved */
  bool list, optional, hidden;
  const char *as_written;   /* "int?" */
  const char *says;         /* its comment; "" */
  int line;
};

struct view {
  const char *name, *file;
  int line;
  struct field fields[MAX_FIELDS];
  size_t count;
  int mark; /* for ordering: 0 untouched, 1 being visited, 2 done */
};

struct template {
  const char *path, *name; /* "web/template/rule.html", "rule" */
  const char *source;
  const struct view *view; /* NULL: the file only declares structs */
  bool is_layout;          /* holds {{slot}} */
  const char *code;        /* the C of its functions, once compiled */
};

struct compiler {
  struct view views[MAX_VIEWS];
  size_t view_count;
  const struct view *order[MAX_VIEWS]; /* so that what is held by value comes first */
  size_t order_count;
  struct template templates[MAX_TEMPLATES];
  size_t template_count;
};

/* One piece of a template: text between tags, or the inside of {{…}}, trimmed. */
struct piece {
  bool is_tag;
  const char *text;
  size_t length;
  int line;
};
/* Reads the next piece at *at and moves *at past it, *line past a tag (the reader of a text counts its lines). False at
 * the end. Ends the program when {{ is not closed.                                                                  */
bool next_piece(const char *path, const char **at, int *line, struct piece *out);
/* A word at the start of a tag: {{view …}}, {{struct …}}, {{layout …}}, {{link …}}. */
bool piece_is(const struct piece *, const char *word);
int lines_in(const char *text, size_t length);

/* declare.c */
void declare_file(struct compiler *, struct template *); /* reads {{view}}, {{struct}} and {{slot}} of a file */
void resolve_views(struct compiler *);                   /* struct names to structs; refuses cycles by value */
const struct view *find_view(const struct compiler *, const char *name);
const struct field *find_field(const struct view *, const char *name, size_t length);

/* body.c: fills template->code */
void compile_body(struct compiler *, struct template *);

/* emit.c: "template.h" and "template.c" */
void emit_header(const struct compiler *, FILE *);
void emit_source(const struct compiler *, FILE *);

#endif
