/* The page of the documentation on answers in JSON: made from the tables of routes and from what templates declare. */
#include <string.h>

#include "template.h"
#include "web/http/route.h"

enum { VIEWS_MAX = 512 };

/* Views and structs, each once: those of pages and what they hold, in the order in which they are met. */
struct listing {
  const struct html_field *items[VIEWS_MAX]; /* the first field of each */
  size_t count;
};

static size_t plain_length(const char *type) { return strcspn(type, "[?"); }

/* The first field of the struct that a type names; NULL: it is no struct, or has nothing to show. */
static const struct html_field *struct_of(const char *type) {
  size_t n = plain_length(type);
  for (const struct html_field *f = template_fields; f->view != NULL; f++)
    if (strlen(f->view) == n && strncmp(f->view, type, n) == 0) return f;
  return NULL;
}

static bool listed(const struct listing *l, const struct html_field *first) {
  for (size_t i = 0; i < l->count; i++)
    if (l->items[i] == first) return true;
  return false;
}

static void list(struct listing *l, const char *type) {
  const struct html_field *first = struct_of(type);
  if (first == NULL || listed(l, first) || l->count == VIEWS_MAX) return;
  l->items[l->count++] = first;
  for (const struct html_field *f = first; f->view != NULL && strcmp(f->view, first->view) == 0; f++) list(l, f->type);
}

static void put_type(struct buf *out, const char *type) {
  size_t n = plain_length(type);
  bool known = struct_of(type) != NULL;
  if (type[n] == '[') buf_text(out, "list of ");
  buf_printf(out, known ? "[%.*s](#%.*s)" : "%.*s", (int)n, type, (int)n, type);
  if (type[n] == '?') buf_text(out, ", or null");
}

static void put_struct(struct buf *out, const struct html_field *first) {
  buf_printf(out, "\n### %s\n\n| field | type | |\n| --- | --- | --- |\n", first->view);
  for (const struct html_field *f = first; f->view != NULL && strcmp(f->view, first->view) == 0; f++) {
    buf_printf(out, "| `%s` | ", f->name);
    put_type(out, f->type);
    buf_printf(out, " | %s |\n", f->says);
  }
}

static void put_pages(struct buf *out, struct listing *l) {
  for (const struct route *const *t = route_tables; *t != NULL; t++)
    for (const struct route *r = *t; r->pattern != NULL; r++) {
      if (r->view == NULL) continue;
      list(l, r->view);
      buf_printf(out, "| `%s` | [%s](#%s) |\n", r->pattern, r->view, r->view);
    }
}

static const char how[] =
    "# Answers in JSON\n\n<!-- Made by `vigie help json`; tests/lint checks that it is current. -->\n\n"
    "What a page shows, it also answers in JSON, with the same figures: ask with `Accept: application/json` (and without `text/html`).\n"
    "The address, the roles and the names of the query are those of the page ([pages.md](pages.md)): `au`, `vs` and `perimeter` everywhere.\n"
    "A list says its `total`, that of the counts that lead to it. A long list comes by `page`, from 1, of `pages`: follow `next` until\n"
    "it is null; a page past the end is answered with the last one, which `page` tells. Forms are sent as pages send them, and answer with\n"
    "a redirection, or with the form. Pages of signing in, and files (CSV, PDF, evidence), have no JSON.\n\n"
    "## Signing in\n\n"
    "There are no keys: a program is a user, best with the role reader, who signs in as people do and then shows the cookie of the session.\n"
    "It ends after 30 minutes unused, after ten hours in any case: the answer is then 401, and the program signs in again.\n\n"
    "```sh\n"
    "url=https://vigie.example.test\n"
    "token=$(curl -fsS -c jar \"$url/login\" | sed -n 's/.*name=\"csrf\" value=\"\\([^\"]*\\)\".*/\\1/p' | head -1)\n"
    "curl -fsS -o /dev/null -b jar -c jar -H \"Origin: $url\" --data-urlencode \"csrf=$token\" --data-urlencode login=board \\\n"
    "  --data-urlencode password@password.txt \"$url/login\"\n"
    "curl -fsS -b jar -H 'Accept: application/json' \"$url/rules?state=not_applied&au=2026-09-30\"\n"
    "```\n\n"
    "`password.txt` holds the password and no newline at its end (`printf %s`), for curl sends all of it.\n\n"
    "## Values\n\n"
    "- *text*: in the language of the user, chosen on their account; *url*: an address of Vigie, without its host, to follow or to show;\n"
    "- *int*, *real*, *bool*: numbers and booleans; ratios are 0..1; a *real* that is not known is null;\n"
    "- *time*: an instant, `2026-11-23T08:12:00Z`, in UTC; the last instant of a day shown is one microsecond before its midnight;\n"
    "- fields are there in this order, absent values are null, and later versions may add some: skip those that you do not know.\n\n"
    "An answer that fails is `application/problem+json`: `status`, and in words `title`, `detail` and `hint`: 400 and 422 for what\n"
    "was asked wrongly, 401 without a session, 403 for another role, 404 for what does not exist, 503 while the database does not answer.\n\n"
    "## Pages\n\n| page | answers |\n| --- | --- |\n";

void json_reference(struct buf *out) {
  struct listing l = {0};
  buf_text(out, how);
  put_pages(out, &l);
  buf_text(out, "\n## What they hold\n");
  for (size_t i = 0; i < l.count; i++) put_struct(out, l.items[i]);
}
