#include "web/view/pages.h"

#include "web/html/html.h"

struct pages pages_asked(struct request_ctx *ctx) {
  struct pages p = {.page = param_int_or(&ctx->query, "page", 1, 1000000, 1)};
  p.offset = (p.page - 1) * PER_PAGE;
  return p;
}

static bool turn_to(struct pages *p, int64_t page) {
  p->page = page;
  p->offset = (page - 1) * PER_PAGE;
  return false;
}

/* An empty page does not know how many rows there are: the first one does. */
bool pages_read(struct pages *p, size_t shown, int64_t total) {
  int64_t pages = total > PER_PAGE ? (total + PER_PAGE - 1) / PER_PAGE : 1;
  if (shown == 0 && p->page > 1) {
    p->past = total == 0;
    return turn_to(p, pages);
  }
  if (p->past && p->page < pages) {
    p->past = false;
    return turn_to(p, pages);
  }
  p->pages = pages, p->total = total;
  p->first = p->offset + 1, p->last = p->offset + (int64_t)shown;
  p->previous = p->page > 1 ? p->page - 1 : HTML_NO_INT;
  p->next = p->page < pages ? p->page + 1 : HTML_NO_INT;
  return true;
}
