/* core/json.h — reads JSON strictly and names the place of what is wrong.
 *
 * A reader over jansson: parse once with caps, then walk with typed accessors. The accessors are sticky: after the
 * first failure they return zero values and the document's error stands. Check it once, with jv_ok().
 *   json_parse(&doc, text, length, "answer of /api/v1/rules", JSON_DEFAULTS, err)
 *   struct jv data = jv_object(jv_root(&doc), "data"), items = jv_array(data, "items");
 *   for (size_t i = 0; i < jv_count(items); i++) { struct jv it = jv_at(items, i); level = jv_int(it, "level", 0, 15); }
 *   if (!jv_ok(&doc, err)) …      →  $.data.items[1].level: expected an integer in 0..15, got string
 * Duplicate keys, invalid UTF-8, NUL, NaN, and depth or size above the caps are refused at parse time.          */
#ifndef VG_CORE_JSON_H
#define VG_CORE_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"

struct json_caps {
  size_t bytes; /* most bytes of text */
  int depth;    /* most nesting */
};
#define JSON_DEFAULTS ((struct json_caps){.bytes = 64u << 20, .depth = 32})

struct json_doc {
  json_t *root;
  struct vg_error error; /* first failure of an accessor */
  char what[96];         /* named in errors */
};

/* Yours: json_close(). On failure *doc is closed already. VG_E_INPUT (with line and column) or VG_E_LIMIT. */
bool json_parse(struct json_doc *doc, const char *text, size_t length, const char *what, struct json_caps,
                struct vg_error *err);
void json_close(struct json_doc *doc); /* safe on a zeroed struct */

/* A value and the way to it. Small: pass by value. Borrowed from the document. */
struct jv {
  struct json_doc *doc;
  json_t *value;          /* NULL after a failure, or for an absent optional */
  char path[160];         /* "$.data.items[1]" */
};

struct jv jv_root(struct json_doc *doc);
struct jv jv_object(struct jv, const char *key); /* required, an object */
struct jv jv_array(struct jv, const char *key);  /* required, an array */
struct jv jv_as_object(struct jv);               /* this very value must be an object */
struct jv jv_as_array(struct jv);
struct jv jv_get(struct jv, const char *key);  /* optional, of any type: .value NULL when absent or null */
size_t jv_count(struct jv array);              /* 0 after a failure */
struct jv jv_at(struct jv array, size_t index);

const char *jv_text(struct jv, const char *key);                      /* required string; "" after a failure */
const char *jv_text_or(struct jv, const char *key, const char *dflt); /* absent or null gives dflt */
/* Required, or absent and null giving `dflt`; an integer within min..max, both included; 1.0 is no integer. */
int64_t jv_int(struct jv, const char *key, int64_t min, int64_t max);
int64_t jv_int_or(struct jv, const char *key, int64_t min, int64_t max, int64_t dflt);
double jv_real(struct jv, const char *key);
bool jv_bool(struct jv, const char *key);
bool jv_bool_or(struct jv, const char *key, bool dflt);
vg_time jv_time(struct jv, const char *key);                        /* RFC 3339 string */
vg_time jv_time_or(struct jv, const char *key, vg_time dflt);
const char *jv_text_at(struct jv array, size_t index);              /* element must be a string */

/* Records a failure at this place: "$.a.b: MESSAGE". For checks that the accessors do not know. */
void jv_fail(struct jv, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* False, and *err filled with "WHAT: $.path: …", when an accessor failed since the parse or the last jv_forgive(). */
bool jv_ok(const struct json_doc *doc, struct vg_error *err);
/* Takes the pending failure (false when there is none) and clears it: for reject lists that go on with the next item. */
bool jv_forgive(struct json_doc *doc, struct vg_error *taken);

/* ---- writing: the one writer ----
 * json_writer keeps commas right; misuse (a value without key in an object) is an assertion failure.               */
struct json_writer {
  struct buf *out;
  int depth;
  bool first[32], in_object[32], after_key;
};
void jw_init(struct json_writer *, struct buf *out);
void jw_begin_object(struct json_writer *);
void jw_end_object(struct json_writer *);
void jw_begin_array(struct json_writer *);
void jw_end_array(struct json_writer *);
void jw_key(struct json_writer *, const char *key);
void jw_text(struct json_writer *, const char *text); /* NULL writes null */
void jw_int(struct json_writer *, int64_t);
void jw_real(struct json_writer *, double); /* NaN and infinities write null */
void jw_bool(struct json_writer *, bool);
void jw_null(struct json_writer *);
void jw_time(struct json_writer *, vg_time); /* RFC 3339, VG_NEVER writes null */

#endif
