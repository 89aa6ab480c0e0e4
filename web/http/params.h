/* web/http/params.h — strict urlencoded parsing and typed, sticky reading of parameters.
 *
 * A name is given once; a name that ends in "[]" may repeat. "a=b%", "%zz", NUL, control characters other than tab and
 * newlines, and invalid UTF-8 are refused. The readers remember the first failure: read all, then check once with
 * params_ok(), whose message names the field, what was expected and what was found.                             */
#ifndef VG_WEB_HTTP_PARAMS_H
#define VG_WEB_HTTP_PARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"

struct param {
  const char *name;
  char *value; /* decoded, valid UTF-8; param_text() trims it in place */
};
struct params {
  struct param *items;
  size_t count;
  struct vg_error error; /* first failure of a reader */
};

enum { PARAMS_MAX = 256, PARAM_NAME_MAX = 64 };

/* `text` NULL or empty gives none. VG_E_INPUT naming the place, VG_E_LIMIT above PARAMS_MAX. */
bool params_parse(struct params *, struct vg_arena *, const char *text, size_t length, struct vg_error *err);

/* Adds a parameter whose value is `length` bytes, not encoded; the same rules and errors. */
bool params_add(struct params *, struct vg_arena *, const char *name, const char *value, size_t length, struct vg_error *err);
bool params_name_valid(const char *name);

/* Every name is one of the space-separated `allowed` ("state sort page"); "*" allows all. VG_E_INPUT names the first
 * that is not.                                                                                                  */
bool params_allowed(const struct params *, const char *allowed, struct vg_error *err);

/* NULL when it is not there. Belongs to the arena. */
const char *param(const struct params *, const char *name);
/* The i-th value of a repeated name ("kind[]"); NULL past the last. */
const char *param_at(const struct params *, const char *name, size_t index);

/* Required text of min..max characters, without the white space around it; "" after a failure. */
const char *param_text(struct params *, const char *name, size_t min, size_t max);
/* The same without trimming, for passwords. */
const char *param_secret(struct params *, const char *name, size_t min, size_t max);
int64_t param_int(struct params *, const char *name, int64_t min, int64_t max);
int64_t param_int_or(struct params *, const char *name, int64_t min, int64_t max, int64_t dflt);
/* One of the NULL-terminated choices: its index. -1 after a failure. `dflt` -1: required. */
int param_choice(struct params *, const char *name, const char *const *choices, int dflt);
/* A box that was ticked: present and "1" or "on". */
bool param_bool(struct params *, const char *name);

/* Records a failure on a field, for checks that the readers do not know. */
void param_fail(struct params *, const char *name, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same, for a failure that another function filled. */
void param_refused(struct params *, const char *name, struct vg_error *why);
bool params_ok(const struct params *, struct vg_error *err);

#endif
