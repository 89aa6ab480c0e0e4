/* core/error.h — the one way a function says that it failed, and why.
 *
 * A fallible function returns bool and takes a `struct vg_error *` last; false means *err is filled. The first
 * failure wins: a later vg_fail() on the same error keeps the first message. Errors are values on the caller's
 * stack: no allocation, no global state, thread-safe. They are logged once, where they are handled.          */
#ifndef VG_CORE_ERROR_H
#define VG_CORE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* One code per *reaction* of the caller (HTTP status, exit code, retry or not), never per place of failure.
 * The table vg_error_info() is the only place that maps a code to its reactions.                           */
enum vg_code {
  VG_OK = 0,
  VG_E_USAGE,       /* the command line is wrong                        exit 2   HTTP 400 */
  VG_E_CONFIG,      /* a setting is wrong: name it                      exit 3   HTTP 500 */
  VG_E_INPUT,       /* data refused: place, expected, found             exit 4   HTTP 422 */
  VG_E_NOTFOUND,    /*                                                  exit 5   HTTP 404 */
  VG_E_CONFLICT,    /* changed meanwhile, or exists already             exit 6   HTTP 409 */
  VG_E_DENIED,      /* not allowed                                      exit 7   HTTP 403 */
  VG_E_UNAVAILABLE, /* a source, the database … does not answer: retry  exit 8   HTTP 503 */
  VG_E_TIMEOUT,     /* it answered too late: retry                      exit 9   HTTP 504 */
  VG_E_LIMIT,       /* too many bytes, items, depth, requests           exit 10  HTTP 413 */
  VG_E_SUSPECT,     /* implausible data, held for a person              exit 11  HTTP 409 */
  VG_E_STORAGE,     /* disk full, read-only, corrupted                  exit 12  HTTP 507 */
  VG_E_INTERNAL,    /* a bug of ours                                    exit 70  HTTP 500 */
  VG_CODE_COUNT
};

/* Marks an English text that people read in their language: web/po has its French. */
#define N_(text) text

/* Before each text of an error's words. */
#define VG_WORD '\x1F'

/* The message is English, for logs and the command line. A page says it in its reader's language (web/view/mistake.h) from its
 * words: the formats it was made of, which are then msgids, each followed by its arguments as they were written, and VG_WORD
 * before each of these texts: they can be stored, and read again by another build. Which formats web/po/update.sh finds:
 * those of vg_refuse(), those marked N_, and all of what a pull may say (aggregator/core … connectors).                 */
struct vg_error {
  enum vg_code code;
  char message[512];    /* for people: what was being done, expected, found; no secret ever      */
  char hint[256];       /* for the operator: what to do now; may be empty                         */
  char words[1024];     /* of the message; "": not kept                                           */
  char hint_words[512]; /* of the hint */
};

struct vg_error_info {
  const char *name; /* "config" */
  int exit_code;
  int http_status;
  bool retry;        /* the same call may succeed later without anybody changing anything */
  const char *title; /* msgid: one short sentence for a page or the manual */
};

/* Never NULL; codes out of range give VG_E_INTERNAL's row. */
const struct vg_error_info *vg_error_info(enum vg_code code);

/* Fills *err unless it holds a failure already. Always returns false, so that `return vg_fail(…)` reads well. */
bool vg_fail(struct vg_error *err, enum vg_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* VG_E_INPUT on a field of a form, an option …: "until: " + the message. */
bool vg_refuse(struct vg_error *err, const char *field, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool vg_vrefuse(struct vg_error *err, const char *field, const char *format, va_list) __attribute__((format(printf, 3, 0)));

/* As vg_fail(). */
bool vg_vfail(struct vg_error *err, enum vg_code code, const char *format, va_list) __attribute__((format(printf, 3, 0)));

/* Puts a text after the message: what a list goes on with. Always returns false. Does nothing on VG_OK. */
bool vg_more(struct vg_error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What the system says of an errno, for messages: static, English, the usual ones with their French. */
const char *vg_errno(int code);

/* Sets the hint of a failure that has none. Always returns false. */
bool vg_hint(struct vg_error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts `prefix` before the message ("source 12: " + …). Always returns false. Does nothing on VG_OK. */
bool vg_context(struct vg_error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
