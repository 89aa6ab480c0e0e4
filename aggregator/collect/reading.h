/* collect/reading.h — what one pull has read: for each kind its rows (spooled) and its keys, and what was refused. */
#ifndef VG_COLLECT_READING_H
#define VG_COLLECT_READING_H

#include "collect/keyset.h"
#include "collect/spool.h"
#include "connectors/connector.h"
#include "db/db.h"

enum {
  READING_ROWS_MAX = 4000000,     /* records in one pull, of all kinds */
  READING_REJECTS_KEPT = 1000,    /* the others are counted only */
  READING_MEMORY = 48 << 20       /* bytes of rows kept in memory, for each kind */
};
#define READING_BYTES_MAX (UINT64_C(8) << 30) /* of rows, for each kind */

struct reading_kind {
  const struct kind *kind;
  bool given;         /* the source's options give this kind */
  bool complete;      /* what is not in the reading exists no more */
  bool may_be_empty;
  vg_time covers_from; /* VG_NEVER: since ever */
  vg_time covers_to;
  bool open;          /* rows and keys are initialised */
  struct keyset keys;
  struct spool rows;
  size_t count, refused, future; /* records taken; refused; dated after the reading */
};

struct reading_reject {
  const char *place, *kind, *key, *reason, *words; /* words: of the reason, as in struct vg_error */
};

struct reading_perimeter {
  const char *code;
  int64_t id;
};

struct reading {
  struct sink sink; /* hand &reading.sink to the connector */
  struct vg_arena *arena;
  int64_t source_id, pull_id, perimeter_id;
  struct reading_perimeter *perimeters; /* sorted by code: where this source may put records */
  size_t perimeters_count;
  struct reading_kind kinds[KIND_COUNT];
  struct reading_reject *rejects; /* the first READING_REJECTS_KEPT */
  size_t rejects_kept, rejects_count;
  bool blind_reject; /* a refused item of unknown key or kind: nothing can be said to have vanished */
  size_t count;
  struct buf row;
};

/* reading_free() in every case. The arena outlives the reading. */
void reading_init(struct reading *, struct vg_arena *, int64_t source_id, int64_t pull_id, int64_t perimeter_id,
                  vg_time read_at);
void reading_free(struct reading *); /* safe on a zeroed struct */
/* Loads where the source may put records: its perimeter and all below it. */
bool reading_perimeters(struct reading *, struct db *, struct vg_error *err);
/* Takes a row that was held. */
bool reading_row(struct reading *, enum kind_id, const char *row, size_t length, struct vg_error *err);
/* A key that was read and refused: its current version stays. */
bool reading_refused(struct reading *, const struct kind *, const char *key, const char *place, struct vg_error *err);

#endif
