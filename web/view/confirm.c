#include "web/view/confirm.h"

#include <string.h>

#include "web/view/frame.h"

static bool ask(struct request_ctx *ctx, const struct confirm *c, struct vg_error *err) {
  struct view_confirm v = {.heading = c->question, .explanation = c->consequence, .button = c->button, .cancel = c->back};
  struct view_resume_field *fields = vg_alloc(ctx->arena, (ctx->form.count + 2) * sizeof *fields);
  if (fields == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the form");
  for (size_t i = 0; i < ctx->form.count; i++)
    if (strcmp(ctx->form.items[i].name, "csrf") != 0)
      fields[v.fields_count++] = (struct view_resume_field){.name = ctx->form.items[i].name, .value = ctx->form.items[i].value};
  fields[v.fields_count++] = (struct view_resume_field){.name = "confirmed", .value = "1"};
  v.fields = fields;
  v.action = ctx->request->path;
  return frame_load(ctx, &v.frame, c->question, c->page, err) && PAGE_VIEW(ctx, confirm, &v, err);
}

bool confirm_asked(struct request_ctx *ctx, const struct confirm *c, bool *done, struct vg_error *err) {
  const char *confirmed = param(&ctx->form, "confirmed");
  if (confirmed != NULL && strcmp(confirmed, "1") == 0) return true;
  *done = ask(ctx, c, err);
  return false;
}
