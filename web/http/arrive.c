#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "core/text.h"
#include "i18n/format.h"
#include "indicator/own.h"
#include "web/auth/session.h"

const char *turn_address(struct turn *t) {
  const char *peer = t->x->request.address;
  if (!t->web->config->behind_proxy) return peer;
  size_t count;
  const char *forwarded = http_header(&t->x->request, "X-Forwarded-For", &count);
  if (count != 1) return peer;
  const char *last = strrchr(forwarded, ',');
  last = last != NULL ? last + 1 : forwarded;
  last += strspn(last, " \t");
  unsigned char bytes[16];
  return inet_pton(AF_INET, last, bytes) == 1 || inet_pton(AF_INET6, last, bytes) == 1 ? last : peer;
}

bool web_key_load(struct web *web, struct db *db, struct vg_error *err) {
  (void)pthread_mutex_lock(&web->mutex);
  bool known = web->key_known;
  (void)pthread_mutex_unlock(&web->mutex);
  if (known) return true;
  unsigned char fresh[TOKEN_BYTES];
  char text[TOKEN_TEXT];
  DB_RESULT(rows);
  token_new(fresh);
  if (!db_run(db, &rows, SQL_WEB_KEY_KEEP, DB_ONE, err, P_TEXT(token_text(fresh, text))))
    return false;
  struct web_key key;
  if (!token_parse(row_text(rows, 0, "value"), key.bytes))
    return vg_fail(err, VG_E_CONFIG, "vg.web_key is damaged: expected 43 characters of base64url");
  (void)pthread_mutex_lock(&web->mutex);
  web->key = key;
  web->key_known = true;
  (void)pthread_mutex_unlock(&web->mutex);
  return true;
}

static enum theme theme_parse(const char *name) {
  return strcmp(name, "light") == 0 ? THEME_LIGHT : strcmp(name, "dark") == 0 ? THEME_DARK : THEME_AUTO;
}

/* "fr.dark". */
void turn_look(struct turn *t) {
  const char *look = cookie_get(t, COOKIE_LOOK);
  t->ctx.lang = lang_accept(http_header(&t->x->request, "Accept-Language", NULL));
  if (look == NULL || strlen(look) < 4 || look[2] != '.') return;
  const char *lang = vg_strndup(t->ctx.arena, look, 2);
  if (lang != NULL) (void)lang_parse(lang, &t->ctx.lang);
  t->ctx.theme = theme_parse(look + 3);
}

static bool take_user(struct turn *t, const struct arrival *a, struct vg_error *err) {
  struct request_ctx *ctx = &t->ctx;
  char *text = vg_alloc(ctx->arena, TOKEN_TEXT);
  ctx->user_id = a->user_id;
  ctx->login = t->login = vg_strdup(ctx->arena, a->login);
  ctx->user_name = t->name = vg_strdup(ctx->arena, a->user_name);
  if (text == NULL || ctx->login == NULL || ctx->user_name == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the user");
  ctx->role = role_parse(a->role);
  ctx->theme = theme_parse(a->theme);
  (void)lang_parse(a->lang, &ctx->lang);
  ctx->csrf = t->csrf = token_text(a->csrf, text);
  return true;
}

static bool take_arrival(struct turn *t, const struct arrival *a, struct vg_error *err) {
  struct request_ctx *ctx = &t->ctx;
  ctx->evaluation_id = a->evaluation_id;
  ctx->evaluated_at = a->evaluated_at;
  ctx->perimeter_id = a->perimeter_id;
  ctx->perimeter = vg_strdup(ctx->arena, a->perimeter);
  ctx->perimeter_name = vg_strdup(ctx->arena, a->perimeter_name);
  if (ctx->perimeter == NULL || ctx->perimeter_name == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the perimeter");
  if (a->user_id != 0) return take_user(t, a, err);
  form_cookie_ensure(t);
  return true;
}

bool turn_need_db(struct turn *t, struct vg_error *err) {
  return t->ctx.db != NULL || db_pool_acquire(t->web->pool, &t->ctx.db, WEB_POOL_WAIT_MS, err);
}

bool turn_know_own(struct turn *t, struct vg_error *err) {
  unsigned long figures = t->feed.figures + 1;
  if (t->feed.live && atomic_load(&t->web->own_figures) == figures) return true;
  if (!own_load(t->ctx.db, NULL, NULL, err)) return false;
  atomic_store(&t->web->own_figures, t->feed.live ? figures : 0);
  return true;
}

void turn_carry_snapshot(struct turn *t) {
  if (!t->feed.live || t->ctx.db == NULL) return;
  t->snapshot = snapshot_take(t->web->snapshots, t->feed.figures);
  db_set_aside(t->ctx.db, t->snapshot);
  if (t->snapshot != NULL) (void)snapshot_evaluation(t->snapshot, &t->ctx.evaluation_id, &t->ctx.evaluated_at);
}

void turn_leave_db(struct turn *t) {
  if (t->ctx.db != NULL) db_set_aside(t->ctx.db, NULL);
  db_pool_release(t->web->pool, t->ctx.db);
  snapshot_give_back(t->snapshot);
  t->ctx.db = NULL;
  t->snapshot = NULL;
}

void turn_pause_db(struct turn *t) { turn_leave_db(t); }

bool turn_resume_db(struct turn *t, struct vg_error *err) { return turn_need_db(t, err); }

static void copy(char *out, size_t size, const struct db_result *rows, const char *column) {
  (void)snprintf(out, size, "%s", row_text(rows, 0, column));
}

static bool read_user(struct turn *t, const struct db_result *rows, struct arrival *a, struct vg_error *err) {
  unsigned char *csrf = NULL;
  if (row_bytes(rows, 0, "csrf", t->ctx.arena, &csrf) != TOKEN_BYTES)
    return row_ok(rows, err) && vg_fail(err, VG_E_INTERNAL, "the session has no form token");
  memcpy(a->csrf, csrf, TOKEN_BYTES);
  a->user_id = row_int(rows, 0, "user_id");
  copy(a->login, sizeof a->login, rows, "login");
  copy(a->user_name, sizeof a->user_name, rows, "user_name");
  copy(a->role, sizeof a->role, rows, "role");
  copy(a->lang, sizeof a->lang, rows, "lang");
  copy(a->theme, sizeof a->theme, rows, "theme");
  a->seen_at = row_time(rows, 0, "seen_at");
  a->ends_at = row_time(rows, 0, "ends_at");
  if (!row_bool(rows, 0, "unseen")) return true;
  a->seen_at = t->ctx.now;
  return db_run(t->ctx.db, NULL, SQL_SESSION_SEEN, DB_NONE, err, P_BYTES(t->session, TOKEN_BYTES), P_TIME(t->ctx.now));
}

/* What the database says, in one statement; marks the session as used, at most once a minute. */
static bool ask(struct turn *t, const struct arrival_key *key, struct arrival *a, struct vg_error *err) {
  struct request_ctx *ctx = &t->ctx;
  DB_RESULT(rows);
  if (!turn_need_db(t, err) || !web_key_load(t->web, ctx->db, err)) return false;
  if (!db_run(ctx->db, &rows, SQL_REQUEST_OPEN, DB_ONE, err, t->has_session ? P_BYTES(t->session, TOKEN_BYTES) : P_NULL,
              P_TIME(ctx->now), P_TEXT(key->perimeter)))
    return false;
  a->evaluation_id = row_int(rows, 0, "evaluation_id");
  a->evaluated_at = row_time(rows, 0, "evaluated_at");
  a->perimeter_id = row_int(rows, 0, "perimeter_id");
  copy(a->perimeter, sizeof a->perimeter, rows, "perimeter_code");
  copy(a->perimeter_name, sizeof a->perimeter_name, rows, "perimeter_name");
  if (!row_null(rows, 0, "user_id") && !read_user(t, rows, a, err)) return false;
  return row_ok(rows, err);
}

/* For figures alone, what the database said is believed until it says otherwise; for names, and all that changes something, it is asked. */
static bool remembered(struct turn *t, const struct arrival_key *key, struct arrival *out) {
  const struct route *route = t->ctx.route;
  return route->needs == CAP_BOARD && (route->flags & ROUTE_CACHED) != 0 && arrivals_get(t->web->arrivals, key, t->feed, t->ctx.now, out);
}

bool turn_open(struct turn *t, struct vg_error *err) {
  unsigned char token[TOKEN_BYTES];
  struct arrival arrival = {.evaluated_at = VG_NEVER};
  t->feed = feed_state(t->web->feed);
  t->has_session = token_parse(cookie_get(t, COOKIE_SESSION), token);
  if (t->has_session) token_hash(token, t->session);
  struct arrival_key key = {t->has_session ? t->session : NULL, param(&t->ctx.query, "perimeter")};
  if (!remembered(t, &key, &arrival)) {
    if (!ask(t, &key, &arrival, err)) return false;
    arrivals_put(t->web->arrivals, &key, t->feed, &arrival);
  }
  return take_arrival(t, &arrival, err);
}

/* A date of the query: its day, and whether it was written otherwise than 2026-09-30. */
static bool read_day(struct turn *t, const char *name, const char **iso, int64_t *day, bool *rewritten, struct vg_error *err) {
  const char *text = param(&t->ctx.query, name);
  if (text == NULL) return true;
  if (*text == '\0') return *rewritten = true;
  if (!date_parse(text, day, err)) return vg_context(err, "%s: ", name);
  int year, month, day_of_month;
  date_from_days(*day, &year, &month, &day_of_month);
  *iso = vg_printf(t->ctx.arena, "%04d-%02d-%02d", year, month, day_of_month);
  if (*iso == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the dates");
  *rewritten |= strcmp(*iso, text) != 0;
  return true;
}

static const char *with_iso_dates(struct turn *t) {
  struct request_ctx *ctx = &t->ctx;
  for (size_t i = 0; i < ctx->query.count; i++) {
    struct param *p = &ctx->query.items[i];
    if (strcmp(p->name, "au") == 0) p->value = vg_strdup(ctx->arena, ctx->au != NULL ? ctx->au : "");
    if (strcmp(p->name, "vs") == 0) p->value = vg_strdup(ctx->arena, ctx->vs != NULL ? ctx->vs : "");
  }
  return url_here(ctx, "", NULL);
}

/* Cut to the minute, so that pages may be kept; but not before the last change, which its author wants to see. */
static vg_time present(const struct turn *t) {
  vg_time now = t->ctx.now, minute = now - now % VG_MINUTE, changed = t->feed.changed_at;
  return changed > minute && changed <= now ? changed : minute;
}

bool turn_instants(struct turn *t, const char **redirect, struct vg_error *err) {
  enum { COMPARED_DAYS = 30 };
  struct request_ctx *ctx = &t->ctx;
  const struct zone *zone = t->web->config->zone;
  int64_t today = zone_day(zone, ctx->now), day = today, versus = 0;
  bool rewritten = false;
  if (!read_day(t, "au", &ctx->au, &day, &rewritten, err) || !read_day(t, "vs", &ctx->vs, &versus, &rewritten, err)) return false;
  if (day > today) return vg_refuse(err, "au", "expected a day that has begun, got %s", ctx->au);
  if (ctx->vs != NULL && versus > today) return vg_refuse(err, "vs", "expected a day that has begun, got %s", ctx->vs);
  if (ctx->vs != NULL && versus > day) { /* the form sends both dates when one was changed: the usual comparison */
    ctx->vs = NULL;
    rewritten = true;
  }
  if (ctx->vs == NULL) versus = day - COMPARED_DAYS;
  ctx->past = day < today;
  ctx->at = ctx->past ? zone_midnight(zone, day + 1) : present(t);
  ctx->compare_at = versus == today ? ctx->at : zone_midnight(zone, versus + 1);
  *redirect = rewritten && t->verdict.method == M_GET ? with_iso_dates(t) : NULL;
  if (param(&ctx->query, "perimeter") != NULL && ctx->perimeter_id == 0)
    return vg_fail(err, VG_E_NOTFOUND, N_("perimeter: there is none of that code"));
  return true;
}
