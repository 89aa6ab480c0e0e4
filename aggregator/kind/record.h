/* kind/record.h — one record being built: typed values checked against its kind. Knows no storage.
 *
 * Setters take the field's name; a name that the kind has not is VG_E_INTERNAL (a bug of the connector). A value
 * that does not fit makes the *record* refused: record_finish() says why, naming the field. Values are copied into
 * the record's arena, which record_begin() resets: reuse one struct record for a whole pull.                     */
#ifndef VG_KIND_RECORD_H
#define VG_KIND_RECORD_H

#include <jansson.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/error.h"
#include "kind/kind.h"

struct record_value {
  bool set;
  union {
    const char *text; /* TEXT, HOST, EMAIL, ENUM */
    int64_t integer;  /* INT; DATE as days since 1970-01-01 */
    double real;
    bool boolean;
    vg_time time;
    struct {
      const char **items;
      size_t count;
    } list;
  };
};

struct record {
  const struct kind *kind;
  const char *key;
  const char *perimeter; /* code, or NULL: the source's own */
  vg_time effective_at;  /* VG_NEVER until finish: from kind->effective, else the reading's instant */
  struct record_value values[KIND_FIELDS_MAX];
  json_t *extra;      /* the source's own fields, an object or NULL; owned by the record */
  const char *extra_text; /* after finish: `extra` as compact JSON, keys sorted; NULL when there is none */
  struct vg_arena *arena;
  struct vg_error error; /* first refusal */
};

/* Yours: record_free(). */
bool record_init(struct record *, struct vg_error *err);
void record_free(struct record *);
/* Forgets the former record. `key` is copied: 1 to KIND_KEY_MAX bytes of UTF-8. */
void record_begin(struct record *, enum kind_id, const char *key);

/* NULL and "" leave the field unset. */
void record_text(struct record *, const char *field, const char *text); /* TEXT, HOST, EMAIL, ENUM */
void record_int(struct record *, const char *field, int64_t);
void record_real(struct record *, const char *field, double);
void record_bool(struct record *, const char *field, bool);
void record_time(struct record *, const char *field, vg_time); /* VG_NEVER leaves it unset */
void record_date(struct record *, const char *field, int64_t days);
void record_list(struct record *, const char *field, const char *const *items, size_t count);
void record_perimeter(struct record *, const char *code);
/* Keeps the source's own value, shown on the record's page: never read by an indicator. Takes the reference. */
void record_extra(struct record *, const char *name, json_t *value);

/* Checks required fields and fills effective_at. `read_at`: the instant of the reading. False: the refusal, VG_E_INPUT
 * "backup \"k1\": finished_at: required" (or VG_E_INTERNAL for a bug of the connector).                           */
bool record_finish(struct record *, vg_time read_at, struct vg_error *err);

/* BLAKE2b-256 of kind, key, perimeter, the values that are set (with their names) and `extra`, in a canonical,
 * length-prefixed form: equal hashes mean an unchanged record. Not of effective_at: it is one of the values, or the
 * instant of the reading. A field added to a kind changes no hash.                                              */
void record_hash(const struct record *, unsigned char out[32]);

#endif
