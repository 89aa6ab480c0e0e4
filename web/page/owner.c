/* Who answers for a rule, in place of what the policy says. */
#include "config/config.h"
#include "governance/rule.h"
#include "web/view/form.h"
#include "web/view/record_text.h"

static bool show_form(struct form_page *f, const char *number, struct vg_error *err) {
  struct rule_owner *owners;
  size_t count;
  const char *path = vg_printf(f->ctx->arena, "/rule/%s", number);
  if (!rule_owners(f->ctx->db, f->ctx->arena, number, f->ctx->now, &owners, &count, err)) return false;
  f->view.heading = text_say(f->h, f->ctx->arena, "Change the owner of rule {number}", {"number", HTML_TEXT, .text = number});
  f->view.crumb = text_say(f->h, f->ctx->arena, "Rule {number}", {"number", HTML_TEXT, .text = number});
  f->view.crumb_to = f->view.cancel = url_for(f->ctx, path, NULL);
  f->view.action = url_for(f->ctx, vg_printf(f->ctx->arena, "%s/owner", path), NULL);
  f->view.button = tr(f->h->lang, N_("Name the owner"));
  struct view_form_field *field = form_field(f, "shown", "now", tr(f->h->lang, N_("Today")), NULL);
  field->value = count > 0 ? choice_label(f->h, owners[0].owner) : tr(f->h->lang, N_("nobody is named"));
  field = form_field(f, "text", "owner", tr(f->h->lang, N_("Owner")), "");
  field->help = tr(f->h->lang, N_("A person or a function."));
  field->required = true;
  form_field(f, "text", "deputy", tr(f->h->lang, N_("Deputy")), "");
  form_field(f, "day", "from", tr(f->h->lang, N_("From")), form_day(f, zone_day(f->ctx->config->zone, f->ctx->now)))->required = true;
  form_field(f, "area", "reason", tr(f->h->lang, N_("Reason")), "")->required = true;
  return form_show(f, "rules", err);
}

static bool known(struct request_ctx *ctx, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(ctx->db, &r, SQL_WAIVER_RULES, DB_ONE, err, P_TEXT(path_text(ctx, "number")))) return false;
  return row_bool(r, 0, "known") || vg_fail(err, VG_E_NOTFOUND, N_("rule %s: the policy has none of that number"), path_text(ctx, "number"));
}

static bool ask(struct request_ctx *ctx, struct vg_error *err) {
  struct form_page f = {.ctx = ctx, .h = page_html(ctx)};
  return known(ctx, err) && show_form(&f, path_text(ctx, "number"), err);
}

static bool send(struct request_ctx *ctx, struct vg_error *err) {
  struct form_page f = {.ctx = ctx, .h = page_html(ctx)};
  struct author author = author_of(ctx);
  const char *number = path_text(ctx, "number");
  int64_t from;
  if (!known(ctx, err)) return false;
  const char *owner = param_text(&ctx->form, "owner", 1, 200), *deputy = param_text(&ctx->form, "deputy", 0, 200);
  const char *reason = param_text(&ctx->form, "reason", 1, 2000);
  if (params_ok(&ctx->form, &f.problem) && form_read_day(&f, "from", &from) &&
      rule_owner_name(ctx->db, &author, ctx->config->zone, number, owner, deputy, from, reason, &f.problem))
    return page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/rule/%s", number), NULL));
  return show_form(&f, number, err);
}

const struct route routes_owner[] = {
    {M_GET, "/rule/{number:rule}/owner", CAP_GOVERN, ask, .view = "form", .flags = ROUTE_PRESENT},
    {M_POST, "/rule/{number:rule}/owner", CAP_GOVERN, send, .form = "owner deputy from reason do", .flags = ROUTE_PRESENT},
    {0}};
