#include <string.h>

#include "core/log.h"
#include "db/db.h"
#include "web/http/web.h"
#include "web/page/signin.h"
#include "web/view/entry.h"
#include "web/view/mistake.h"

enum { HELD_MAX = 60000 };

static const struct {
  int status;
  const char *title, *who;
} kinds[] = {
    {400, N_("This request was not understood"), ""},
    {401, N_("Sign in first"), ""},
    {403, N_("You may not do this"), N_("Ask an administrator of Vigie if you need it.")},
    {404, N_("This page does not exist"), N_("If a link of Vigie led here, tell an administrator of Vigie.")},
    {405, N_("This page does not work that way"), ""},
    {408, N_("The request took too long to arrive"), ""},
    {409, N_("This was changed meanwhile"), N_("Go back, reload the page and look at what changed.")},
    {413, N_("This is too large"), ""},
    {415, N_("This kind of content is not taken here"), ""},
    {422, N_("Something in the form is wrong"), N_("Go back and correct it: nothing was saved.")},
    {429, N_("Too many requests at once"), N_("Wait a minute, then try again.")},
    {503, N_("Vigie cannot reach its database"),
     N_("It tries again at each request: reload in a moment. If it lasts, tell the person who runs Vigie.")},
    {504, N_("The database took too long"), N_("Try again in a moment. If it lasts, tell the person who runs Vigie.")},
    {507, N_("There is no room left to write"), N_("Tell the person who runs Vigie: nothing was saved.")},
    {500, N_("Something went wrong in Vigie"), N_("Tell the person who runs Vigie: the log says more.")}};

static size_t kind_of(int status) {
  size_t last = sizeof kinds / sizeof *kinds - 1;
  for (size_t i = 0; i < last; i++)
    if (kinds[i].status == status) return i;
  return status < 500 ? 0 : last;
}

/* Why, for people. What went wrong inside is for the log. */
static const char *detail_of(struct turn *t, int status, const struct vg_error *error) {
  struct request_ctx *ctx = &t->ctx;
  if (strcmp(t->outcome, "csrf") == 0 || strcmp(t->outcome, "origin") == 0)
    return tr(ctx->lang, N_("The form was too old, or was not sent from a page of Vigie. Go back, reload the page and send it again."));
  if (strcmp(t->outcome, "capability") == 0)
    return text_say(&t->html, ctx->arena, N_("Your role, {role}, does not let you {what}."),
                    {"role", HTML_TEXT, .text = tr(ctx->lang, role_title(ctx->role))},
                    {"what", HTML_TEXT, .text = tr(ctx->lang, capability_title(ctx->route->needs))});
  return error != NULL && status < 500 ? mistake_text(&t->html, ctx->arena, error) : "";
}

static void plain(struct turn *t, int status) {
  buf_clear(&t->body);
  t->response.content_type = "text/plain; charset=utf-8";
  buf_printf(&t->body, "%d %s\n", status, http_status_text(status));
}

static void problem_json(struct turn *t, int status, const char *detail, const struct vg_error *error) {
  struct json_writer *w = page_json(&t->ctx);
  t->response.content_type = "application/problem+json";
  jw_begin_object(w);
  jw_key(w, "type");
  jw_text(w, "about:blank");
  jw_key(w, "title");
  jw_text(w, http_status_text(status));
  jw_key(w, "status");
  jw_int(w, status);
  jw_key(w, "detail");
  jw_text(w, detail);
  jw_key(w, "hint");
  jw_text(w, error != NULL && status < 500 ? mistake_hint(&t->html, t->ctx.arena, error) : "");
  jw_end_object(w);
}

static bool problem_page(struct turn *t, int status, const char *detail, const struct vg_error *error) {
  struct request_ctx *ctx = &t->ctx;
  size_t kind = kind_of(status);
  struct vg_error ignored = {0};
  struct view_problem v = {.entry = entry_of(ctx, kinds[kind].title),
                           .status = status,
                           .title = tr(ctx->lang, kinds[kind].title),
                           .detail = detail,
                           .hint = error != NULL && status < 500 ? mistake_hint(&t->html, ctx->arena, error) : "",
                           .who = tr(ctx->lang, kinds[kind].who),
                           .back = "/"};
  return PAGE_VIEW(ctx, problem, &v, &ignored);
}

void turn_fail(struct turn *t, int status, const struct vg_error *error) {
  struct request_ctx *ctx = &t->ctx;
  buf_clear(&t->body);
  t->response.status = status;
  t->response.location = NULL;
  t->response.cache_control = NULL;
  t->response.content_type = "text/html; charset=utf-8";
  if (error != NULL && status >= 500 && status != 503) log_error("http.failed", error);
  if (status == 503) http_response_header(&t->response, "Retry-After", "5");
  if (ctx->arena == NULL) {
    plain(t, status);
    return;
  }
  (void)page_html(ctx);
  const char *detail = detail_of(t, status, error);
  if (ctx->json) problem_json(t, status, detail, error);
  else if (!problem_page(t, status, detail, error)) plain(t, status);
}

/* Our cookie stays at home when a link of another site leads here: the browser brings it when this page asks again. */
static bool bounce(struct turn *t, const char *here) {
  const struct http_request *r = &t->x->request;
  const char *site = http_header(r, "Sec-Fetch-Site", NULL), *mode = http_header(r, "Sec-Fetch-Mode", NULL);
  if (t->has_session || site == NULL || mode == NULL || strcmp(site, "cross-site") != 0 || strcmp(mode, "navigate") != 0)
    return false;
  const char *refresh = vg_printf(t->ctx.arena, "0; url=%s", here);
  if (refresh == NULL) return false;
  http_response_header(&t->response, "Refresh", refresh);
  t->response.content_type = "text/plain; charset=utf-8";
  buf_text(&t->body, "…\n");
  return true;
}

static const char *hold(struct turn *t) {
  if (t->raw == NULL || t->raw_length > HELD_MAX || (t->ctx.route->flags & ROUTE_SECRET) != 0) return NULL;
  BUF(all, 2 * HELD_MAX);
  buf_printf(&all, "%s\n", t->x->request.path);
  buf_put(&all, t->raw, t->raw_length);
  return buf_ok(&all) ? key_seal(&t->web->key, t->ctx.arena, all.data, all.length, t->ctx.now) : NULL;
}

void turn_sign_in(struct turn *t) {
  struct request_ctx *ctx = &t->ctx;
  struct vg_error err = {0};
  if (ctx->json) {
    turn_fail(t, 401, NULL);
    return;
  }
  if (t->verdict.method == M_GET) {
    const char *here = url_here(ctx, "", NULL);
    if (bounce(t, here)) return;
    bool home = strcmp(here, "/") == 0;
    (void)page_redirect(ctx, home ? "/login" : url_for(&(struct request_ctx){.arena = ctx->arena}, "/login", "next", here, NULL));
    return;
  }
  page_status(ctx, 401);
  if (!signin_show(ctx, &(struct signin_state){.held = hold(t)}, &err)) turn_fail(t, 500, &err);
}
