/* web/http/router.h — what a page gets, what it declares, what it need not think of.
 *
 * A page is one file, web/page/NAME.c, that exports `const struct route routes_NAME[]`, ended by {0}; the build gathers
 * them all. A route says who may use it and what it takes; the router does the rest before the handler runs: refuses
 * malformed requests, finds the session, checks the capability, checks the origin and the form's token (for everything but
 * GET), limits and parses query and form, opens the arena and a pooled database connection, works out the instants
 * and the perimeter. Afterwards it turns an error into a page (or JSON problem), sets every header, logs one line.
 *
 * A handler is parse → load → render:
 *
 *   static bool show(struct request_ctx *ctx, struct vg_error *err) {
 *     struct view_indicator v = {0};
 *     const char *state = param(&ctx->query, "state");                          // already strict UTF-8
 *     if (!view_indicator_load(ctx, path_text(ctx, "code"), state, &v, err)) return false;   // VG_E_NOTFOUND → 404 …
 *     return PAGE_VIEW(ctx, indicator, &v, err);                                 // HTML or JSON, as asked
 *   }
 *   const struct route routes_indicator[] = {
 *     {M_GET, "/indicator/{code:code}", CAP_BOARD, show, .view = "indicator", .query = "state sort", .flags = ROUTE_CACHED},
 *     {M_POST, "/indicator/{code:code}/threshold", CAP_GOVERN, change, .form = "target warning critical reason"},
 *     {0}};
 *
 * A POST handler ends with page_redirect() (303), so that reloading does not repeat it. A form holds the token:
 * <input type="hidden" name="csrf" value="{{csrf}}"> with ctx->csrf.                                            */
#ifndef VG_WEB_HTTP_ROUTER_H
#define VG_WEB_HTTP_ROUTER_H

#include "config/config.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/json.h"
#include "i18n/i18n.h"
#include "web/auth/role.h"
#include "web/http/guard.h"
#include "web/http/message.h"
#include "web/http/multipart.h"
#include "web/http/params.h"

struct db;
struct html;
struct request_ctx;

typedef bool page_handler(struct request_ctx *, struct vg_error *err);

enum route_flags {
  ROUTE_CACHED = 1,   /* depends on nothing but the URL, the role, the language, the theme, the minute and the evaluation;
                         ctx->csrf, login and user_name are then place-holders, filled in for each person afterwards */
  ROUTE_PRESENT = 2,  /* shows the present whatever `au` says (users, settings): `au` is kept in links but ignored */
  ROUTE_SECRET = 4,   /* its form holds a secret: never kept through a new login */
  ROUTE_FILES = 16,   /* its form may hold files, in ctx->files; through a new login its texts alone are kept */
  ROUTE_NO_DB = 8     /* runs without a database connection, hence without knowing who asks: public GETs only */
};

struct route {
  enum http_method method;
  const char *pattern; /* "/record/{kind:name}/{id:int}"; types: int (1..2^63-1), name ([a-z0-9_]{1,63}), code
                          ([a-z0-9_-]{1,63}), rule (12.3), token ([A-Za-z0-9_-]{16,128}) */
  enum capability needs;
  page_handler *handler;
  const char *query;  /* names allowed in the query besides au, vs, perimeter: "state sort"; others are 400 */
  const char *form;   /* POST: names allowed in the form besides csrf; "*": all */
  size_t body_max;    /* POST: most bytes of form; 0: 16 KiB */
  const char *view;   /* GET: the view that it shows, whose fields its answer in JSON has; NULL: a file, or elsewhere */
  unsigned flags;
};

enum theme { THEME_AUTO, THEME_LIGHT, THEME_DARK };

/* All of it is borrowed and lives until the handler returns. */
struct request_ctx {
  struct vg_arena *arena;           /* of this request: what a page makes lives here; at most 16 MiB */
  struct db *db;                    /* of the pool, role vigie_web; NULL with ROUTE_NO_DB */
  const struct config *config;
  const struct route *route;
  const struct http_request *request;
  struct params path, query, form;
  struct uploads files;             /* with ROUTE_FILES */

  /* who; user_id 0: nobody is signed in */
  int64_t user_id;
  const char *login, *user_name;    /* "" when nobody is signed in; to show, not to reason on (see ROUTE_CACHED) */
  enum role role;
  const char *csrf;                 /* for the hidden field of every form */
  enum lang lang;
  enum theme theme;
  const char *address;              /* of the client, behind the proxy too */

  /* when: two instants for the whole page, absolute in every link */
  vg_time now;                      /* of the request */
  vg_time at;                       /* the instant shown: the start of the minute or the last change since, or the end (exclusive) of `au` */
  vg_time compare_at;               /* the end of the day `vs`; by default that of 30 days before `at` */
  bool past;                        /* `au` is given and is over: no form that writes is shown */
  const char *au, *vs;              /* "2026-09-30"; NULL when not given */
  int64_t evaluation_id;            /* the last good one; 0: none yet */
  vg_time evaluated_at;             /* VG_NEVER: none yet */

  /* where */
  int64_t perimeter_id;             /* the root when not given; 0: there is no perimeter yet */
  const char *perimeter, *perimeter_name; /* code and name */

  const struct people *people;      /* of web/view/people.h, once it was asked */
  const struct code_titles *titles; /* of web/view/code_title.h, once a page shows such codes */

  bool json;                        /* the answer is to be JSON (Accept: application/json) */
  struct http_response *response;
  struct buf *body;                 /* the answer being built; at most 16 MiB */
};

/* Does this person's role allow it? For showing or hiding a button; the route itself is guarded anyway. */
bool may(const struct request_ctx *, enum capability);

/* Values of the pattern, already checked. */
const char *path_text(const struct request_ctx *, const char *name);
int64_t path_int(const struct request_ctx *, const char *name);

/* A link that keeps au, vs and perimeter: url_for(ctx, "/indicator/backup_daily", "state", "deviating", NULL). Values are
 * encoded; NULL values are left out. Lives in the arena. */
const char *url_for(const struct request_ctx *, const char *path, ...) __attribute__((sentinel));
/* The present page with one value changed: url_here(ctx, "au", "2026-09-30"). A NULL value takes the name away. A list begins
 * again, for its pages are others with another value; url_here(ctx, "", NULL) changes nothing.                                 */
const char *url_here(const struct request_ctx *, const char *name, const char *value);

/* Renders the view with the template of that name, HTML or JSON as asked. */
#define PAGE_VIEW(ctx, name, view, err)                                                                                \
  page_done((ctx),                                                                                                     \
            (ctx)->json ? template_##name##_json(page_json(ctx), (view)) : template_##name##_html(page_html(ctx), (view)), \
            (err))
struct html *page_html(struct request_ctx *);
struct json_writer *page_json(struct request_ctx *);
bool page_done(struct request_ctx *, bool rendered, struct vg_error *err);

/* 303 to a path of ours (as url_for() gives). Always returns true. */
bool page_redirect(struct request_ctx *, const char *url);
/* A file to download: the bytes are in ctx->body. `name` is ASCII [A-Za-z0-9._-]. Always returns true. */
bool page_file(struct request_ctx *, const char *content_type, const char *name);
/* The status of the answer; 200 unless set. */
void page_status(struct request_ctx *, int status);

/* Writes a line of the journal ("source.created", "source 3", {"code":"restic-paris"} or NULL) as this person. */
bool journal_write(struct request_ctx *, const char *action, const char *object, const char *detail_json,
                   struct vg_error *err);

#endif
