/* tools/tplc/context.h — where in the HTML a template stands: what may be written there, and how it is escaped. */
#ifndef VG_TOOLS_TPLC_CONTEXT_H
#define VG_TOOLS_TPLC_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "tplc/tplc.h"

enum html_place {
  IN_TEXT,
  IN_RAW,        /* inside script or style */
  IN_COMMENT,    /* inside <!-- --> or <!doctype> */
  IN_TAG_NAME,   /* after <, in a name */
  IN_TAG,        /* between attributes */
  IN_ATTR_NAME,  /* in an attribute's name, or after it, before = */
  IN_ATTR_START, /* after =, before the value */
  IN_UNQUOTED,
  IN_QUOTED
};

struct element {
  char name[24];
  bool post, csrf; /* a form sent by POST, and its token was written */
  bool lists;      /* a link that says how many its page lists */
};

struct context {
  enum html_place place;
  char tag[24], attr[32]; /* lower case */
  bool closing;           /* in </tag */
  bool self_closed;       /* a slash was seen before > */
  char quote;
  size_t value_length; /* literal bytes of the attribute's value so far */
  bool value_is_whole; /* a URL was written: nothing may follow it */
  bool comment_is_doctype, post, lists;
  char value[16]; /* its first bytes, lower case */
  struct element open[MAX_DEPTH];
  size_t depth, floor; /* floor: what lies below belongs to the blocks around */
  char tail[3];        /* the last bytes seen, for --> */
};

/* Follows literal HTML. NULL, or what is refused (static). `out` receives the text, with runs of white space that hold a
 * line end made one line end (one blank inside tags), except in pre, textarea and quoted values. *line follows.      */
const char *context_feed(struct context *, const char *html, size_t length, FILE *out, int *line);

/* May a value stand here? NULL: yes. Otherwise why not. */
const char *context_refuses_value(const struct context *);
/* True inside the value of an attribute that holds a URL. */
bool context_is_url(const struct context *);
/* In a link that does not say how many its page lists? */
bool context_is_mute_link(const struct context *);
/* A block begins or ends here: the name of an element or attribute that was being read is over. */
void context_settle(struct context *);
/* A block that began in `a` ends in `b`: same place? */
bool context_same(const struct context *a, const struct context *b);

#endif
