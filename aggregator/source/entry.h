/* source/entry.h — records that people enter in Vigie: the register of a source whose connector is `entered`.
 *
 * A register is no record: it holds what was typed, field by field, checked by the code that reads a CSV file; records are made of it
 * by an ordinary pull, asked for by whoever writes. What is entered is as fresh as the last time somebody entered, changed, removed
 * or confirmed something (vg.register), never fresher because it was read again.                                                */
#ifndef VG_SOURCE_ENTRY_H
#define VG_SOURCE_ENTRY_H

#include "core/zone.h"
#include "source/source.h"

enum { ENTRY_TEXT_MAX = 32 << 10 };

/* The kind of a source whose records people enter; NULL: it is read from elsewhere. */
const struct kind *entry_kind(const struct source *);

/* ---- what is typed ---- */

/* Borrowed texts; NULL and "" alike: not given. */
struct entry_draft {
  const struct kind *kind;
  const char *key;       /* NULL: made of the fields, as for a line of a CSV file */
  const char *perimeter; /* code; NULL: the source's own */
  const char *fields[KIND_FIELDS_MAX]; /* in the kind's order, lists with '|' or a line each */
  const char *stored;    /* what the form was filled with (struct entry), NULL: nothing; what was not touched is kept as it is there */
  bool comma;            /* it showed decimals with a comma */
};
struct entry_checked {
  const char *key, *perimeter, *fields; /* the key it takes; its perimeter or ""; its fields as a JSON object */
  bool own_key;
  struct vg_error problems[KIND_FIELDS_MAX]; /* VG_OK where nothing is wrong */
  struct vg_error problem;                   /* of the key, or of the whole */
  size_t wrong;                              /* how many of both */
};
/* Checks each field by itself: what it says of one, "tested_at: expected …, got \"…\"", does not hide the others. `zone`: of the hours
 * typed; `now`: facts cannot be later. In the arena. False: it does not fit (out->wrong), or *err (VG_E_LIMIT).              */
bool entry_check(struct vg_arena *, const struct entry_draft *, const struct zone *zone, vg_time now, struct entry_checked *out,
                 struct vg_error *err);
/* The fields of what is stored: as a CSV file has them, and as people type them: "23/11/2026 02:14", "90 min", lists with a line each,
 * decimals with a comma. In the arena.                                                                                        */
bool entry_stored(struct vg_arena *, const struct kind *, const char *fields, struct entry_draft *out, struct vg_error *err);
bool entry_typed(struct vg_arena *, const struct kind *, const struct zone *, bool comma, const char *fields, struct entry_draft *out,
                 struct vg_error *err);

/* What was stored, maybe before its kind's fields were what they are: *stored, as a CSV file has it; out->fields, those that still fit;
 * out->problems, why the others do not. In the arena.                                                                          */
bool entry_fit(struct vg_arena *, const struct kind *, const char *fields, vg_time now, struct entry_draft *stored, struct entry_checked *out,
               struct vg_error *err);

/* ---- what is kept ---- */

struct entry {
  int64_t id;
  int version;
  bool own_key;
  const char *key, *perimeter, *fields;
  vg_time entered_at, changed_at;
  const char *entered_by, *changed_by;
};
/* *found false: there is none, or no more. In the arena. */
bool entry_load(struct db *, struct vg_arena *, int64_t source_id, int64_t id, struct entry *out, bool *found, struct vg_error *err);

struct entry_author {
  const char *login;
  vg_time now;
};
/* These write in one transaction: the entry, when the register was last spoken of, the journal, and the request of a pull (*request:
 * vg.request). VG_E_CONFLICT: the source is switched off; `id` (0: a new one) was changed since `version`, or removed; another entry has
 * the key. VG_E_INPUT: the source cannot speak of that perimeter.                                                            */
bool entry_save(struct db *, struct vg_arena *, const struct source *, int64_t id, int version, const struct entry_checked *, const struct entry_author *,
                int64_t *request, struct vg_error *err);
bool entry_remove(struct db *, struct vg_arena *, const struct source *, int64_t id, int version, const struct entry_author *, int64_t *request,
                  struct vg_error *err);
/* Somebody has looked: it is all there is, and up to date. */
bool register_confirm(struct db *, struct vg_arena *, const struct source *, const struct entry_author *, int64_t *request, struct vg_error *err);

#endif
