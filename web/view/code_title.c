#include "web/view/code_title.h"

#include <string.h>

#include "db/db.h"
#include "web/html/html.h"

struct code_titles {
  size_t count;
  struct titled {
    const char *code, *title;
  } items[];
};

void code_titles_load(struct request_ctx *ctx, struct html *h, const struct kind *kind) {
  DB_RESULT(r);
  struct vg_error ignored = {0};
  bool wanted = false;
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) wanted = wanted || f->process;
  if (!wanted || !db_run(ctx->db, &r, SQL_PROCESS_TITLES, DB_MANY, &ignored)) return;
  struct code_titles *titles = vg_alloc(ctx->arena, sizeof *titles + row_count(r) * sizeof *titles->items);
  if (titles == NULL) return;
  titles->count = row_count(r);
  for (size_t i = 0; i < titles->count; i++)
    titles->items[i] = (struct titled){vg_strdup(ctx->arena, row_text(r, i, "code")),
                                       vg_strdup(ctx->arena, row_text(r, i, h->lang == LANG_FR ? "title_fr" : "title_en"))};
  ctx->titles = h->titles = titles;
}

const char *code_title(const struct html *h, const struct kind_field *f, const char *code) {
  if (!f->process || h->titles == NULL) return NULL;
  for (size_t i = 0; i < h->titles->count; i++)
    if (html_is(h->titles->items[i].code, code)) return h->titles->items[i].title;
  return NULL;
}
