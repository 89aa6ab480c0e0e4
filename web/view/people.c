#include "web/view/people.h"

#include <string.h>

#include "db/db.h"
#include "web/view/journal_text.h"

struct people {
  size_t count;
  struct person {
    const char *login, *name;
  } items[];
};

static const struct people *load(struct request_ctx *ctx) {
  DB_RESULT(r);
  struct vg_error ignored = {0};
  size_t count = db_run(ctx->db, &r, SQL_USER_NAMES, DB_MANY, &ignored) ? row_count(r) : 0;
  struct people *people = vg_alloc(ctx->arena, sizeof *people + count * sizeof *people->items);
  for (size_t i = 0; people != NULL && i < count; i++)
    people->items[people->count++] = (struct person){vg_strdup(ctx->arena, row_text(r, i, "login")), vg_strdup(ctx->arena, row_text(r, i, "name"))};
  return people;
}

const char *people_name(struct request_ctx *ctx, const char *login) {
  if (login == NULL || *login == '\0') return login;
  if (ctx->people == NULL) ctx->people = load(ctx);
  for (size_t i = 0; ctx->people != NULL && i < ctx->people->count; i++)
    if (html_is(ctx->people->items[i].login, login)) return ctx->people->items[i].name;
  return journal_actor_text(ctx->lang, login);
}
