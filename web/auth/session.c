#include "web/auth/session.h"

#include <string.h>

static const struct {
  const char *plain, *secure, *attributes;
} cookies[] = {
    [COOKIE_SESSION] = {"vigie", "__Host-vigie", "Path=/; HttpOnly; SameSite=Strict"},
    [COOKIE_FORM] = {"vigie-form", "__Host-vigie-form", "Path=/; HttpOnly; SameSite=Strict"},
    [COOKIE_DEVICE] = {"vigie-device", "__Host-vigie-device", "Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000"},
    [COOKIE_LOOK] = {"vigie-look", "__Host-vigie-look", "Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000"},
};

static const char *cookie_name(const struct turn *t, enum cookie which) {
  return t->web->secure ? cookies[which].secure : cookies[which].plain;
}

const char *cookie_get(struct turn *t, enum cookie which) {
  const char *at = http_header(&t->x->request, "Cookie", NULL), *name = cookie_name(t, which), *value = NULL;
  size_t n = strlen(name);
  while (at != NULL && *at != '\0') {
    at += strspn(at, " ;");
    size_t length = strcspn(at, ";");
    if (length > n && strncmp(at, name, n) == 0 && at[n] == '=') {
      if (value != NULL) return NULL;
      value = vg_strndup(t->ctx.arena, at + n + 1, length - n - 1);
    }
    at += length;
  }
  return value;
}

void cookie_set(struct turn *t, enum cookie which, const char *value) {
  const char *line = vg_printf(t->ctx.arena, "%s=%s; %s%s%s", cookie_name(t, which), value != NULL ? value : "",
                               cookies[which].attributes, t->web->secure ? "; Secure" : "", value == NULL ? "; Max-Age=0" : "");
  if (line != NULL) http_response_header(&t->response, "Set-Cookie", line);
}

bool session_open(struct turn *t, int64_t user_id, struct vg_error *err) {
  struct request_ctx *ctx = &t->ctx;
  unsigned char token[TOKEN_BYTES], csrf[TOKEN_BYTES], hash[TOKEN_BYTES];
  char *text = vg_alloc(ctx->arena, TOKEN_TEXT), *csrf_text = vg_alloc(ctx->arena, TOKEN_TEXT);
  if (text == NULL || csrf_text == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the session");
  token_new(token);
  token_new(csrf);
  token_hash(token, hash);
  if (t->has_session && !db_run(ctx->db, NULL, SQL_SESSION_CLOSE, DB_NONE, err, P_BYTES(t->session, TOKEN_BYTES))) return false;
  if (!db_run(ctx->db, NULL, SQL_SESSION_OPEN, DB_NONE, err, P_BYTES(hash, TOKEN_BYTES), P_INT(user_id),
              P_BYTES(csrf, TOKEN_BYTES), P_TIME(ctx->now), P_TIME(ctx->now + SESSION_LIFE), P_TEXT(ctx->address)))
    return false;
  cookie_set(t, COOKIE_SESSION, token_text(token, text));
  (void)memcpy(t->session, hash, TOKEN_BYTES);
  t->has_session = true;
  ctx->csrf = t->csrf = token_text(csrf, csrf_text);
  return true;
}

bool session_close(struct turn *t, struct vg_error *err) {
  cookie_set(t, COOKIE_SESSION, NULL);
  if (!t->has_session) return true;
  return db_run(t->ctx.db, NULL, SQL_SESSION_CLOSE, DB_NONE, err, P_BYTES(t->session, TOKEN_BYTES));
}

enum { DEVICE_TEXT = 2 * (TOKEN_TEXT - 1) + 1 }; /* RANDOM.SIGNATURE */

static void device_sign(struct turn *t, const char *random, const char *login, vg_time password_at, char out[TOKEN_TEXT]) {
  const char *signed_text = vg_printf(t->ctx.arena, "%s %s %lld", random, login, (long long)password_at);
  key_sign(&t->web->key, "device", signed_text != NULL ? signed_text : "", out);
}

const char *device_known(struct turn *t, const char *login, vg_time password_at) {
  const char *value = cookie_get(t, COOKIE_DEVICE);
  char expected[TOKEN_TEXT];
  if (value == NULL || strlen(value) != DEVICE_TEXT || value[TOKEN_TEXT - 1] != '.') return NULL;
  const char *random = vg_strndup(t->ctx.arena, value, TOKEN_TEXT - 1);
  if (random == NULL) return NULL;
  device_sign(t, random, login, password_at, expected);
  return token_same(expected, value + TOKEN_TEXT) ? random : NULL;
}

void device_remember(struct turn *t, const char *login, vg_time password_at) {
  unsigned char token[TOKEN_BYTES];
  char random[TOKEN_TEXT], signature[TOKEN_TEXT];
  token_new(token);
  (void)token_text(token, random);
  device_sign(t, random, login, password_at, signature);
  const char *value = vg_printf(t->ctx.arena, "%s.%s", random, signature);
  if (value != NULL) cookie_set(t, COOKIE_DEVICE, value);
}

void form_cookie_ensure(struct turn *t) {
  unsigned char token[TOKEN_BYTES];
  char *csrf = vg_alloc(t->ctx.arena, TOKEN_TEXT);
  t->form_cookie = cookie_get(t, COOKIE_FORM);
  if (!token_parse(t->form_cookie, token)) {
    char *text = vg_alloc(t->ctx.arena, TOKEN_TEXT);
    if (text == NULL) return;
    token_new(token);
    t->form_cookie = token_text(token, text);
    cookie_set(t, COOKIE_FORM, t->form_cookie);
  }
  if (csrf == NULL) return;
  key_sign(&t->web->key, "form", t->form_cookie, csrf);
  t->ctx.csrf = t->csrf = csrf;
}
