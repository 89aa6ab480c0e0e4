/* tools/tplc/body.h — the state of the body being compiled: scopes, open blocks, HTML context, pending literal text. */
#ifndef VG_TOOLS_TPLC_BODY_H
#define VG_TOOLS_TPLC_BODY_H

#include "tplc/context.h"
#include "tplc/tplc.h"

struct block {
  char kind;                  /* '#' list or struct, '?' given, '^' not given */
  const char *path;           /* as written, without comparison: the closing tag repeats it */
  const char *condition;      /* C, for the {{else}} of a list */
  int line, id;               /* id: names the C variables, "i3" and "n3" */
  bool has_else, is_loop, in_scope;
  const struct view *view;    /* '#' over structs: the scope; NULL over scalars */
  const struct field *scalar; /* '#' over scalars: the list */
  struct context start;
  size_t floor;
};

struct body {
  const struct compiler *compiler;
  const struct template *template;
  FILE *out;     /* C */
  FILE *literal; /* HTML not written yet */
  char *literal_text;
  size_t literal_length;
  int line; /* of the tag being compiled */
  struct context html;
  struct block blocks[MAX_DEPTH];
  size_t depth;
  int ids;
  const char *layout_end; /* C to write at the end, NULL without layout */
};

/* What a path stands for. */
struct value {
  enum type type;
  const struct view *view; /* T_STRUCT */
  bool list, optional;
  char expr[400];  /* C; a list's count is EXPR_count */
  char name[64];   /* its last name, for placeholders */
};

/* Ends the program with the line of the present tag. */
_Noreturn void refuse(const struct body *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* value.c */
void find_value(const struct body *, const char *path, size_t length, struct value *out);
void write_value(struct body *, const char *tag, size_t length);    /* {{x}}, {{x|percent}} */
void write_message(struct body *, const char *tag, size_t length);  /* {{_ Text with {n}}} */
void write_plural(struct body *, const char *tag, size_t length);   /* {{_n count: one | many}} */
void write_link(struct body *, const char *tag, size_t length);     /* {{link /rule/{number}}} */

void write_lists(struct body *, const char *tag, size_t length);    /* {{lists number}} */

/* body.c */
void flush_literal(struct body *);
void write_string(FILE *, const char *text, size_t length);

#endif
