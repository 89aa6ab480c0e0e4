/* web/http/page_cache.h — rendered pages kept in memory until something changed.
 *
 * Bounded in bytes, the least recently used leave first. Thread-safe. What depends on the person (their name, their form
 * token) is a place-holder in the page that is kept: a random text that no data can hold, replaced at each answer. */
#ifndef VG_WEB_HTTP_PAGE_CACHE_H
#define VG_WEB_HTTP_PAGE_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/error.h"

struct page_cache;

enum slot_kind { SLOT_CSRF, SLOT_LOGIN, SLOT_NAME, SLOT_COUNT };

/* Yours: page_cache_free(). `limit`: most bytes of pages. */
bool page_cache_new(struct page_cache **out, size_t limit, struct vg_error *err);
void page_cache_free(struct page_cache *); /* NULL allowed */

/* The place-holder to render with; belongs to the cache. */
const char *page_cache_slot(const struct page_cache *, enum slot_kind);

/* Forgets everything: something was changed. */
void page_cache_clear(struct page_cache *);
/* Keeps a page rendered with the place-holders, unless it is large or page_cache_clear() ran since `generation`. */
void page_cache_put(struct page_cache *, unsigned long generation, const char *key, const char *content_type, const char *page,
                    size_t length);
unsigned long page_cache_generation(struct page_cache *);

/* Was it asked for since anything changed? It is remembered that it was. What is asked for once, a date among thousands, is not worth
 * keeping. Two keys may be taken for one, seldom.                                                                  */
bool page_cache_asked(struct page_cache *, const char *key);

/* Appends the page kept under this key, with these values (already escaped for it) in place of the slots. False when there is
 * none. *content_type is static.                                                                                 */
bool page_cache_get(struct page_cache *, const char *key, const char *const values[SLOT_COUNT], struct buf *out,
                    const char **content_type);
/* The same for a page that is not kept. */
void page_cache_fill(const struct page_cache *, const char *page, size_t length, const char *const values[SLOT_COUNT],
                     struct buf *out);

#endif
