/* web/view/pages.h — a list shown a hundred rows at a time: which page was asked for, and which one is shown.
 *
 * A page past the end is the last one: with its rows and the same total, never a list of nothing.             */
#ifndef VG_WEB_VIEW_PAGES_H
#define VG_WEB_VIEW_PAGES_H

#include "web/http/router.h"

enum { PER_PAGE = 100 };

struct pages {
  int64_t page, pages;           /* from 1 */
  int64_t offset, total;         /* rows before the page; rows of all pages */
  int64_t first, last;           /* rows of the page, counted from 1 */
  int64_t previous, next;        /* HTML_NO_INT: none */
  bool past;                     /* asked for past the end */
};

/* The "page" of the query; what is wrong with it, params_ok() tells. */
struct pages pages_asked(struct request_ctx *);
/* Of a page that was read: `shown` rows of `total`, which counts as 0 when there are none. False: there is another one to read. */
bool pages_read(struct pages *, size_t shown, int64_t total);

/* What the view of each list says of its pages. */
#define PAGES_SHOWN(v, p)                                                          \
  ((v).page = (p).page, (v).pages = (p).pages, (v).total = (p).total, (v).first = (p).first, \
   (v).last = (p).last, (v).previous = (p).previous, (v).next = (p).next)

#endif
