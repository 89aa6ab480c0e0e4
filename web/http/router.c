#include "web/http/router.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/log.h"
#include "core/text.h"
#include "web/auth/user.h"
#include "web/http/web.h"

enum { FORM_MAX = 16 << 10, ARENA_MAX = 16 << 20, KEY_MAX = 6000 };

static bool wants_json(const struct http_request *r) {
  const char *accept = http_header(r, "Accept", NULL);
  return accept != NULL && strstr(accept, "application/json") != NULL && strstr(accept, "text/html") == NULL;
}

static void turn_begin(struct turn *t, struct web *web, struct http_exchange *x) {
  *t = (struct turn){.web = web, .x = x, .started_ms = clock_monotonic_ms(), .csrf = "", .login = "", .name = "", .outcome = ""};
  struct request_ctx *ctx = &t->ctx;
  ctx->arena = vg_arena_new(ARENA_MAX);
  ctx->config = web->config;
  ctx->request = &x->request;
  ctx->response = &t->response;
  ctx->body = &t->body;
  ctx->now = clock_now();
  ctx->at = ctx->now;
  ctx->evaluated_at = VG_NEVER;
  ctx->login = ctx->user_name = ctx->csrf = ctx->perimeter = ctx->perimeter_name = "";
  ctx->json = wants_json(&x->request);
  ctx->address = turn_address(t);
  t->response = (struct http_response){.status = 200, .content_type = "text/html; charset=utf-8"};
  buf_init(&t->body, WEB_ANSWER_MAX);
}

static void turn_log(const struct turn *t) {
  const struct request_ctx *ctx = &t->ctx;
  log_event(LOG_INFO, "http.request", LOG_TEXT("method", t->x->request.method),
            LOG_TEXT("route", ctx->route != NULL ? ctx->route->pattern : "-"), LOG_INT("status", t->response.status),
            LOG_INT("ms", clock_monotonic_ms() - t->started_ms), LOG_INT("bytes", (int64_t)t->response.length),
            LOG_TEXT("user", t->login), LOG_TEXT("address", ctx->address), LOG_TEXT("outcome", t->outcome));
}

static void turn_end(struct turn *t) {
  turn_leave_db(t);
  if (t->response.body == NULL) {
    t->response.body = t->body.data;
    t->response.length = t->body.length;
  }
  t->x->send(t->x, &t->response);
  turn_log(t);
  buf_free(&t->body);
  vg_arena_free(t->ctx.arena);
}

/* ---- the form ---- */

static bool is_form(const struct http_request *r) {
  static const char type[] = "application/x-www-form-urlencoded";
  const char *given = http_header(r, "Content-Type", NULL);
  if (given == NULL || strncasecmp(given, type, sizeof type - 1) != 0) return false;
  const char *rest = given + sizeof type - 1;
  return *rest == '\0' || strcasecmp(rest, ";charset=utf-8") == 0 || strcasecmp(rest, "; charset=utf-8") == 0;
}

static int status_of_body(const struct vg_error *err) {
  return err->code == VG_E_LIMIT ? 413 : err->code == VG_E_TIMEOUT ? 408 : 400;
}

static bool refuse(struct turn *t, int status, const char *outcome, const struct vg_error *error) {
  t->outcome = outcome;
  turn_fail(t, status, error);
  return false;
}

/* The parameters of a body of either type; what may be kept of it is in t->raw. */
static bool parse_form(struct turn *t, const char *body, size_t length, struct vg_error *err) {
  struct request_ctx *ctx = &t->ctx;
  char boundary[BOUNDARY_MAX + 1];
  if (!multipart_boundary(http_header(ctx->request, "Content-Type", NULL), boundary)) {
    t->raw = body;
    t->raw_length = length;
    return params_parse(&ctx->form, ctx->arena, body, length, err);
  }
  if (!multipart_parse(&ctx->form, &ctx->files, ctx->arena, boundary, body, length, err)) return false;
  t->raw = multipart_texts(ctx->arena, &ctx->form, &t->raw_length);
  return true;
}

static bool takes_type(const struct turn *t) {
  char boundary[BOUNDARY_MAX + 1];
  return is_form(t->ctx.request) || ((t->ctx.route->flags & ROUTE_FILES) != 0 &&
                                     multipart_boundary(http_header(t->ctx.request, "Content-Type", NULL), boundary));
}

/* Everything about a POST that needs neither session nor database. */
static bool take_form(struct turn *t) {
  struct request_ctx *ctx = &t->ctx;
  const struct route *route = ctx->route;
  struct vg_error err = {0};
  char *body = NULL;
  if (t->verdict.method != M_POST) return true;
  t->response.close = true; /* until the body is read */
  if (!turn_same_origin(t)) return refuse(t, 403, "origin", NULL);
  if (!takes_type(t)) return refuse(t, 415, "content-type", NULL);
  size_t most = route->body_max != 0 ? route->body_max : FORM_MAX, length = (size_t)t->verdict.length;
  if (!http_read_body(ctx->request, ctx->arena, length, most, &body, &err))
    return refuse(t, status_of_body(&err), "body", &err);
  t->response.close = false;
  if (!parse_form(t, body, length, &err)) return refuse(t, err.code == VG_E_LIMIT ? 413 : 400, "form", &err);
  const char *allowed = route->form != NULL && strcmp(route->form, "*") != 0 ? vg_printf(ctx->arena, "csrf %s", route->form)
                        : route->form != NULL                                ? "*"
                                                                             : "csrf";
  return params_allowed(&ctx->form, allowed, &err) || refuse(t, 400, "form", &err);
}

/* ---- authorisation ---- */

static bool let_in(struct turn *t) {
  const struct request_ctx *ctx = &t->ctx;
  if (ctx->route->needs != CAP_PUBLIC && ctx->user_id == 0) {
    t->outcome = "signed-out";
    turn_sign_in(t);
    return false;
  }
  if (!role_may(ctx->role, ctx->route->needs)) return refuse(t, 403, "capability", NULL);
  if (t->verdict.method == M_POST && !turn_token_right(t)) return refuse(t, 403, "csrf", NULL);
  return true;
}

static bool take_query(struct turn *t) {
  struct request_ctx *ctx = &t->ctx;
  struct vg_error err = {0};
  const char *extra = ctx->route->query, *redirect = NULL;
  const char *allowed = vg_printf(ctx->arena, "au vs perimeter %s", extra != NULL ? extra : "");
  if (!params_allowed(&ctx->query, allowed != NULL ? allowed : "", &err)) return refuse(t, 400, "query", &err);
  if (!turn_instants(t, &redirect, &err)) return refuse(t, err.code == VG_E_NOTFOUND ? 404 : 400, "query", &err);
  if (redirect == NULL) return true;
  (void)page_redirect(&t->ctx, redirect);
  return false;
}

/* ---- the cache ---- */

static const char *escaped(struct turn *t, const char *text) {
  BUF(out, 8192);
  if (t->ctx.json) {
    text_json(&out, text, strlen(text));
    return out.length < 2 ? "" : vg_strndup(t->ctx.arena, out.data + 1, out.length - 2);
  }
  for (; *text != '\0'; text++) {
    if (strchr("&<>\"'", *text) != NULL) buf_printf(&out, "&#%d;", *text);
    else buf_char(&out, *text);
  }
  return vg_strdup(t->ctx.arena, out.data);
}

static const char *cache_key(struct turn *t) {
  const struct request_ctx *ctx = &t->ctx;
  const struct http_request *r = ctx->request;
  if (!t->feed.live) return NULL;
  return vg_printf(ctx->arena, "%s?%s|%d %d %d %d|%lu %lld", r->path, r->query != NULL ? r->query : "", (int)ctx->role,
                   (int)ctx->lang, (int)ctx->theme, (int)ctx->json, t->feed.figures, (long long)ctx->at);
}

/* Runs the page's handler, with a connection unless it takes none. */
static bool handle(struct turn *t, struct vg_error *err) {
  bool needs_db = (t->ctx.route->flags & ROUTE_NO_DB) == 0;
  if (needs_db && (!turn_need_db(t, err) || !turn_know_own(t, err))) return false;
  if (t->verdict.method == M_GET) turn_carry_snapshot(t);
  return t->ctx.route->handler(&t->ctx, err);
}

/* Renders with place-holders, answers with what is personal in their place, keeps the page. */
static bool run_kept(struct turn *t, const char *key, const char *const values[SLOT_COUNT], struct vg_error *err) {
  struct request_ctx *ctx = &t->ctx;
  struct page_cache *cache = t->web->cache;
  unsigned long generation = page_cache_generation(cache);
  ctx->csrf = page_cache_slot(cache, SLOT_CSRF);
  ctx->login = page_cache_slot(cache, SLOT_LOGIN);
  ctx->user_name = page_cache_slot(cache, SLOT_NAME);
  bool good = handle(t, err);
  ctx->csrf = t->csrf;
  ctx->login = t->login;
  ctx->user_name = t->name;
  if (!good) return false;
  struct buf page = t->body;
  buf_init(&t->body, WEB_ANSWER_MAX);
  page_cache_fill(cache, page.data, page.length, values, &t->body);
  if (t->response.status == 200 && t->response.extra_count == 0)
    page_cache_put(cache, generation, key, t->response.content_type, page.data, page.length);
  buf_free(&page);
  return true;
}

/* In the order they came, a few at a time: fifty at once would take turns on two processors, and the last of them wait long. A connection is
 * taken within only. */
static bool make(struct turn *t, const char *key, const char *const values[SLOT_COUNT], struct vg_error *err) {
  turn_leave_db(t);
  if (!gate_enter(t->web->gate, WEB_POOL_WAIT_MS)) return vg_fail(err, VG_E_UNAVAILABLE, "too many pages are asked for at once");
  bool keep = key != NULL && page_cache_asked(t->web->cache, key);
  bool good = keep ? run_kept(t, key, values, err) : handle(t, err);
  gate_leave(t->web->gate);
  return good;
}

static void run_cached(struct turn *t) {
  struct page_cache *cache = t->web->cache;
  struct vg_error err = {0};
  const char *values[SLOT_COUNT] = {escaped(t, t->csrf), escaped(t, t->login), escaped(t, t->name)}, *type = NULL;
  const char *key = cache_key(t);
  if (key != NULL && page_cache_get(cache, key, values, &t->body, &type)) {
    t->outcome = "cached";
    t->response.content_type = type;
    return;
  }
  if (!make(t, key, values, &err)) turn_fail(t, vg_error_info(err.code)->http_status, &err);
}

/* This process knows at once what a form may have changed, unless nobody sent it (signing in); the others are told by the database. */
static void forget(struct turn *t) {
  feed_people_changed(t->web->feed);
  if (t->ctx.user_id == 0) return;
  feed_figures_changed(t->web->feed);
  page_cache_clear(t->web->cache);
}

static void run(struct turn *t) {
  struct request_ctx *ctx = &t->ctx;
  struct vg_error err = {0};
  if ((ctx->route->flags & ROUTE_CACHED) != 0 && ctx->user_id != 0) {
    run_cached(t);
    return;
  }
  bool good = handle(t, &err);
  if (t->verdict.method == M_POST) forget(t);
  if (!good) turn_fail(t, vg_error_info(err.code)->http_status, &err);
}

/* ---- one request ---- */

static bool find_route(struct turn *t) {
  struct request_ctx *ctx = &t->ctx;
  struct vg_error err = {0};
  const struct http_request *r = ctx->request;
  struct route_match found = route_find(t->web->routes, t->verdict.method, r->path, ctx->arena, &ctx->path);
  ctx->route = found.route;
  if (found.route != NULL)
    return params_parse(&ctx->query, ctx->arena, r->query, r->query != NULL ? strlen(r->query) : 0, &err) ||
           refuse(t, 400, "query", &err);
  t->response.close = t->verdict.length > 0;
  if (!found.other_method) return refuse(t, 404, "path", NULL);
  http_response_header(&t->response, "Allow", t->verdict.method == M_GET ? "POST" : "GET, HEAD");
  return refuse(t, 405, "method", NULL);
}

static void turn_run(struct turn *t) {
  struct vg_error err = {0};
  if (t->ctx.arena != NULL) turn_look(t);
  t->verdict = guard_check(&t->x->request, &(struct guard_conf){t->web->hosts});
  if (t->verdict.status != 0) {
    t->response.close = true;
    if (t->verdict.status == 405) http_response_header(&t->response, "Allow", "GET, HEAD, POST");
    (void)refuse(t, t->verdict.status, t->verdict.reason, NULL);
    return;
  }
  if (t->ctx.arena == NULL) {
    (void)refuse(t, 503, "memory", NULL);
    return;
  }
  if (!find_route(t) || !take_form(t)) return;
  if ((t->ctx.route->flags & ROUTE_NO_DB) == 0) {
    if (!turn_open(t, &err)) {
      log_error("http.open_failed", &err);
      (void)refuse(t, 503, "database", &err);
      return;
    }
    if (!let_in(t) || !take_query(t)) return;
  }
  run(t);
}

void web_handle(void *user, struct http_exchange *x) {
  struct turn t;
  turn_begin(&t, user, x);
  turn_run(&t);
  turn_end(&t);
}

void web_refuse(void *user, struct http_exchange *x, int status) {
  struct turn t;
  turn_begin(&t, user, x);
  t.response.close = true;
  (void)refuse(&t, status, "server", NULL);
  turn_end(&t);
}

/* ---- what pages call ---- */

bool may(const struct request_ctx *ctx, enum capability capability) { return role_may(ctx->role, capability); }

const char *path_text(const struct request_ctx *ctx, const char *name) {
  const char *value = param(&ctx->path, name);
  return value != NULL ? value : "";
}

int64_t path_int(const struct request_ctx *ctx, const char *name) {
  int64_t value = 0;
  return text_int(path_text(ctx, name), 1, INT64_MAX, &value) ? value : 0;
}

bool page_redirect(struct request_ctx *ctx, const char *url) {
  ctx->response->status = 303;
  ctx->response->location = url;
  buf_clear(ctx->body);
  return true;
}

bool page_file(struct request_ctx *ctx, const char *content_type, const char *name) {
  const char *value = vg_printf(ctx->arena, "attachment; filename=\"%s\"", name);
  ctx->response->content_type = content_type;
  if (value != NULL) http_response_header(ctx->response, "Content-Disposition", value);
  return true;
}

void page_status(struct request_ctx *ctx, int status) { ctx->response->status = status; }

bool journal_write(struct request_ctx *ctx, const char *action, const char *object, const char *detail_json,
                   struct vg_error *err) {
  struct actor actor = {turn_of(ctx)->login, ctx->address, ctx->now};
  return journal_add(ctx->db, &actor, action, object, detail_json, err);
}
