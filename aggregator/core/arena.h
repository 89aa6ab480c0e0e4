/* core/arena.h — memory that is freed all at once: one arena a request, one a pull.
 *
 * Not thread-safe: an arena belongs to one thread at a time. The limit is hard: past it, allocation returns NULL
 * and the arena stays `exhausted` until reset; callers that build text use buf.h, which is sticky on that failure. */
#ifndef VG_CORE_ARENA_H
#define VG_CORE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct vg_arena;

/* Yours: vg_arena_free(). `limit` is the most bytes it will ever hold, at least 4096. NULL when out of memory. */
struct vg_arena *vg_arena_new(size_t limit);

/* Frees the arena and all that came from it. NULL is allowed. */
void vg_arena_free(struct vg_arena *);

/* Forgets all that came from it and keeps one block for reuse. */
void vg_arena_reset(struct vg_arena *);

/* Zeroed, aligned for any type; belongs to the arena. NULL past the limit. `size` 0 gives a valid pointer. */
void *vg_alloc(struct vg_arena *, size_t size);

/* Copies; `text` NULL gives NULL. The result lives in the arena; NULL past the limit. */
char *vg_strdup(struct vg_arena *, const char *text);
char *vg_strndup(struct vg_arena *, const char *text, size_t length);
char *vg_printf(struct vg_arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *vg_vprintf(struct vg_arena *, const char *format, va_list) __attribute__((format(printf, 2, 0)));

/* Bytes given out since the last reset, and whether something was refused since. */
size_t vg_arena_used(const struct vg_arena *);
bool vg_arena_exhausted(const struct vg_arena *);

void vg_arena_cleanup(struct vg_arena **); /* for VG_ARENA only */
/* `VG_ARENA(a, 1 << 20);` declares an arena that is freed at the end of the scope. It may be NULL: check. */
#define VG_ARENA(name, limit) __attribute__((cleanup(vg_arena_cleanup))) struct vg_arena *name = vg_arena_new(limit)

#endif
