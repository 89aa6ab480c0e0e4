/* collect/spool.h — bytes kept until they are needed: in memory up to a limit, then in an unlinked temporary file.
 *
 * Written once from start to end, then read from start to end, any number of times.                               */
#ifndef VG_COLLECT_SPOOL_H
#define VG_COLLECT_SPOOL_H

#include "core/buf.h"
#include "core/error.h"

struct spool {
  struct buf memory; /* the bytes, or the part not yet written to the file */
  size_t memory_limit;
  int fd; /* -1: all in memory */
  uint64_t length, limit;
};

/* `limit`: the most bytes in all. spool_free() in every case. */
void spool_init(struct spool *, size_t memory_limit, uint64_t limit);
void spool_free(struct spool *); /* safe on a zeroed struct that was never initialised: fd must then be -1 or 0 with no buffer */
bool spool_put(struct spool *, const char *data, size_t length, struct vg_error *err);

/* Calls `block` with pieces, in order. A piece ends where it may: the callee keeps what it could not use by saying in
 * *used how much it took; the rest comes again, followed by more. Nothing used of the last piece is VG_E_INTERNAL.   */
typedef bool spool_block(void *user, const char *data, size_t length, bool last, size_t *used, struct vg_error *err);
bool spool_read(struct spool *, spool_block *block, void *user, struct vg_error *err);

#endif
