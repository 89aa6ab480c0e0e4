/* The page of the documentation that lists the pages: made from the tables of routes. */
#include <string.h>

#include "web/http/route.h"

static void put_names(struct buf *out, const char *names) {
  for (const char *p = names; p != NULL && *p != '\0'; p += strspn(p, " ")) {
    size_t n = strcspn(p, " ");
    buf_printf(out, "%s`%.*s`", p == names ? "" : " ", (int)n, p);
    p += n;
  }
}

static void put_roles(struct buf *out, enum capability needs) {
  BUF(names, 200);
  int may = 0;
  for (enum role r = ROLE_READER; r < ROLE_COUNT; r++)
    if (role_may(r, needs)) buf_printf(&names, "%s%s", may++ > 0 ? ", " : "", role_name(r));
  if (needs == CAP_PUBLIC) buf_text(out, "everybody, signed in or not");
  else buf_text(out, may == ROLE_COUNT - ROLE_READER ? "every role" : names.data);
}

static void put_method(struct buf *out, enum http_method method) {
  for (const struct route *const *t = route_tables; *t != NULL; t++)
    for (const struct route *r = *t; r->pattern != NULL; r++) {
      if (r->method != method) continue;
      buf_printf(out, "| `%s` | ", r->pattern);
      put_roles(out, r->needs);
      buf_text(out, " | ");
      put_names(out, method == M_GET ? r->query : r->form);
      buf_text(out, " |\n");
    }
}

void routes_reference(struct buf *out) {
  buf_text(out, "# Pages\n\n<!-- Made by `vigie help pages`; tests/lint checks that it is current. -->\n\n"
                "Each page is also an answer in JSON with the same figures ([json.md](json.md)). Pages take `au` (as of that day),\n"
                "`vs` (compared with that day) and `perimeter` in their query besides the names given here; other names are refused.\n\n"
                "| page | who | query |\n| --- | --- | --- |\n");
  put_method(out, M_GET);
  buf_text(out, "\n## Forms\n\nSent from a page of Vigie with its token.\n\n| form | who | fields |\n| --- | --- | --- |\n");
  put_method(out, M_POST);
}
