/* core/buf.h — a text that grows up to a limit and remembers that it failed.
 *
 * Append without checking, check once: after the first failure (limit passed, out of memory) nothing more is
 * appended and buf_ok() is false. The text is always NUL-terminated and may hold NUL bytes: use `length`.     */
#ifndef VG_CORE_BUF_H
#define VG_CORE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"

struct buf {
  char *data; /* never NULL after buf_init(); belongs to the buffer; moves when it grows */
  size_t length, capacity, limit;
  bool failed;
};

/* `limit`: the most bytes of text it will hold, without the final NUL. */
void buf_init(struct buf *, size_t limit);
/* Frees; the buffer may be initialised again. Safe on a zeroed struct. */
void buf_free(struct buf *);
/* Empties the text, keeps the memory, forgets the failure. */
void buf_clear(struct buf *);

/* Append; see above for what happens past the limit. Bytes may hold NUL. */
/* Makes room for so many more bytes at once: for what is known to be long. */
void buf_room(struct buf *, size_t more);
void buf_put(struct buf *, const void *bytes, size_t length);
void buf_text(struct buf *, const char *text); /* NULL appends nothing */
void buf_char(struct buf *, char);
void buf_int(struct buf *, int64_t);
void buf_printf(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* True while nothing failed. */
bool buf_ok(const struct buf *);
/* buf_ok(), or VG_E_LIMIT "WHAT: more than N bytes". */
bool buf_check(const struct buf *, const char *what, struct vg_error *err);

/* `BUF(out, 1 << 20);` declares a buffer that is freed at the end of the scope. */
#define BUF(name, limit_)                                                                                              \
  __attribute__((cleanup(buf_free))) struct buf name;                                                                  \
  buf_init(&name, limit_)

#endif
