#include <string.h>

#include "core/text.h"

#include "db/db.h"
#include "web/auth/user.h"
#include "web/view/confirm.h"
#include "web/view/frame.h"
#include "web/view/mail_fields.h"
#include "web/view/mistake.h"

static const char *const role_names[] = {"reader", "leadership", "operator", "ciso", "administrator", NULL};
static const char *const langs[] = {"fr", "en", NULL};

static struct actor me(const struct request_ctx *ctx) { return (struct actor){ctx->login, ctx->address, ctx->now}; }

static const struct view_user_role *list_roles(struct request_ctx *ctx, enum role selected, size_t *count) {
  struct view_user_role *roles = vg_alloc(ctx->arena, ROLE_COUNT * sizeof *roles);
  *count = 0;
  for (enum role r = ROLE_READER; roles != NULL && r < ROLE_COUNT; r++)
    roles[(*count)++] = (struct view_user_role){.name = role_name(r), .title = tr(ctx->lang, role_title(r)),
                                                .summary = tr(ctx->lang, role_summary(r)), .selected = r == selected};
  return roles;
}

static const char *state_of(const struct request_ctx *ctx, const struct db_result *rows, size_t i) {
  if (!row_bool(rows, i, "enabled")) return tr(ctx->lang, N_("Disabled"));
  if (row_bool(rows, i, "has_password")) return tr(ctx->lang, N_("May sign in"));
  return tr(ctx->lang, row_bool(rows, i, "has_link") ? N_("Invited") : N_("Without a password or link"));
}

static bool list_users(struct request_ctx *ctx, struct view_users *v, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(ctx->db, &rows, SQL_USER_LIST, DB_MANY, err, P_TIME(ctx->now))) return false;
  struct view_user_row *items = vg_alloc(ctx->arena, (row_count(rows) + 1) * sizeof *items);
  if (items == NULL) return vg_fail(err, VG_E_LIMIT, "no memory left for the users");
  for (size_t i = 0; i < row_count(rows); i++)
    items[i] = (struct view_user_row){.id = row_int(rows, i, "id"),
                                      .login = vg_strdup(ctx->arena, row_text(rows, i, "login")),
                                      .name = vg_strdup(ctx->arena, row_text(rows, i, "name")),
                                      .role = tr(ctx->lang, role_title(role_parse(row_text(rows, i, "role")))),
                                      .state = state_of(ctx, rows, i),
                                      .last = row_time(rows, i, "last_login_at")};
  v->rows = items;
  v->rows_count = row_count(rows);
  v->people = (int64_t)row_count(rows);
  v->roles = list_roles(ctx, ROLE_READER, &v->roles_count);
  return row_ok(rows, err);
}

static const char *typed(const struct request_ctx *ctx, const char *name) {
  const char *value = param(&ctx->form, name);
  return value != NULL ? value : "";
}

static bool show_list(struct request_ctx *ctx, struct view_users *v, struct vg_error *err) {
  const char *email = v->setup == NULL ? typed(ctx, "email") : "";
  return list_users(ctx, v, err) && mail_fields_fill(ctx, email, "", ROLE_READER, &v->written, err) && frame_load(ctx, &v->frame, tr(ctx->lang, N_("Users")), "users", err) &&
         PAGE_VIEW(ctx, users, v, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  struct view_users v = {0};
  return show_list(ctx, &v, err);
}

/* Shows the link once: only its hash is kept. */
static bool show_link(struct request_ctx *ctx, int64_t id, struct vg_error *err) {
  struct actor actor = me(ctx);
  struct view_users v = {0};
  char token[TOKEN_TEXT];
  DB_RESULT(user);
  if (!user_setup_link(ctx->db, &actor, id, token, err)) return false;
  if (!db_run(ctx->db, &user, SQL_USER_GET, DB_ONE, err, P_INT(id))) return false;
  v.setup = vg_printf(ctx->arena, "%s/setup/%s", ctx->config->public_url, token);
  v.setup_login = row_text(user, 0, "login");
  return show_list(ctx, &v, err);
}

static bool add(struct request_ctx *ctx, struct vg_error *err) {
  struct actor actor = me(ctx);
  struct vg_error why = {0};
  int64_t id;
  const char *login = text_lower_trim(ctx->arena, param_text(&ctx->form, "login", 1, 100));
  struct new_user user = {.login = login != NULL ? login : "", .name = param_text(&ctx->form, "name", 1, 200)};
  int role = param_choice(&ctx->form, "role", role_names, -1), lang = param_choice(&ctx->form, "lang", langs, 0);
  if (mail_fields_read(ctx, NULL, &user.email, &user.mail, &why)) {
    user.role = role_parse(role_names[role]);
    user.lang = langs[lang];
    if (user_add(ctx->db, &actor, &user, &id, &why)) return show_link(ctx, id, err);
  }
  if (why.code != VG_E_CONFLICT && why.code != VG_E_INPUT) {
    *err = why;
    return false;
  }
  struct view_users v = {.new_login = typed(ctx, "login"), .new_name = typed(ctx, "name"), .trouble = mistake_text(page_html(ctx), ctx->arena, &why)};
  page_status(ctx, vg_error_info(why.code)->http_status);
  return show_list(ctx, &v, err);
}

static bool show_one_with(struct request_ctx *ctx, const char *trouble, struct vg_error *err) {
  DB_RESULT(rows);
  if (!db_run(ctx->db, &rows, SQL_USER_GET, DB_ONE, err, P_INT(path_int(ctx, "id")))) return false;
  enum role role = role_parse(row_text(rows, 0, "role"));
  struct view_user v = {.id = row_int(rows, 0, "id"),
                        .login = row_text(rows, 0, "login"),
                        .name = row_text(rows, 0, "name"),
                        .role = role_name(role),
                        .role_title = tr(ctx->lang, role_title(role)),
                        .enabled = row_bool(rows, 0, "enabled"),
                        .has_password = !row_null(rows, 0, "password_hash"),
                        .last = row_time(rows, 0, "last_login_at"),
                        .trouble = trouble};
  v.self = v.id == ctx->user_id;
  v.roles = list_roles(ctx, role, &v.roles_count);
  return row_ok(rows, err) &&
         mail_fields_fill(ctx, trouble != NULL ? typed(ctx, "email") : row_text(rows, 0, "email"), row_text(rows, 0, "mail"), role, &v.written, err) &&
         frame_load(ctx, &v.frame, v.name, "users", err) && PAGE_VIEW(ctx, user, &v, err);
}

static bool show_one(struct request_ctx *ctx, struct vg_error *err) { return show_one_with(ctx, NULL, err); }

/* ---- changes, each confirmed ---- */

static bool confirm(struct request_ctx *ctx, const char *question, const char *consequence, const char *button, bool *done,
                    struct vg_error *err) {
  DB_RESULT(rows);
  *done = false;
  if (!db_run(ctx->db, &rows, SQL_USER_GET, DB_ONE, err, P_INT(path_int(ctx, "id")))) return false;
  struct confirm c = {.consequence = tr(ctx->lang, consequence), .button = tr(ctx->lang, button), .page = "users"};
  c.question = text_say(page_html(ctx), ctx->arena, question, {"name", HTML_TEXT, .text = row_text(rows, 0, "name")});
  c.back = url_for(ctx, vg_printf(ctx->arena, "/users/%lld", (long long)path_int(ctx, "id")), NULL);
  return confirm_asked(ctx, &c, done, err);
}

static bool back_to_user(struct request_ctx *ctx) {
  return page_redirect(ctx, url_for(ctx, vg_printf(ctx->arena, "/users/%lld", (long long)path_int(ctx, "id")), NULL));
}

static bool change_role(struct request_ctx *ctx, struct vg_error *err) {
  struct actor actor = me(ctx);
  bool done;
  int role = param_choice(&ctx->form, "role", role_names, -1);
  if (!params_ok(&ctx->form, err)) return false;
  if (!confirm(ctx, N_("Change the role of {name}?"), N_("Their sessions end at once, and what they may do changes."), N_("Change the role"), &done, err))
    return done;
  return user_set_role(ctx->db, &actor, path_int(ctx, "id"), role_parse(role_names[role]), err) && back_to_user(ctx);
}

static bool change_mail(struct request_ctx *ctx, struct vg_error *err) {
  struct actor actor = me(ctx);
  struct vg_error why = {0};
  const char *email, *mail;
  if (mail_fields_read(ctx, "never", &email, &mail, &why) && user_set_mail(ctx->db, &actor, path_int(ctx, "id"), email, mail, &why))
    return back_to_user(ctx);
  if (why.code != VG_E_INPUT) {
    *err = why;
    return false;
  }
  page_status(ctx, 422);
  return show_one_with(ctx, mistake_text(page_html(ctx), ctx->arena, &why), err);
}

static bool disable(struct request_ctx *ctx, struct vg_error *err) {
  struct actor actor = me(ctx);
  bool done;
  if (!confirm(ctx, N_("Disable {name}?"), N_("Their sessions and links end at once. What they did stays in the journal. You can let them in again."), N_("Disable"), &done, err))
    return done;
  return user_set_enabled(ctx->db, &actor, path_int(ctx, "id"), false, err) && back_to_user(ctx);
}

static bool enable(struct request_ctx *ctx, struct vg_error *err) {
  struct actor actor = me(ctx);
  return user_set_enabled(ctx->db, &actor, path_int(ctx, "id"), true, err) && back_to_user(ctx);
}

static bool setup_link(struct request_ctx *ctx, struct vg_error *err) { return show_link(ctx, path_int(ctx, "id"), err); }

const struct route routes_users[] = {
    {M_GET, "/users", CAP_USERS, show, .view = "users", .flags = ROUTE_PRESENT},
    {M_POST, "/users", CAP_USERS, add, .form = "login name role lang email mail", .flags = ROUTE_PRESENT},
    {M_GET, "/users/{id:int}", CAP_USERS, show_one, .view = "user", .flags = ROUTE_PRESENT},
    {M_POST, "/users/{id:int}/role", CAP_USERS, change_role, .form = "role confirmed", .flags = ROUTE_PRESENT},
    {M_POST, "/users/{id:int}/mail", CAP_USERS, change_mail, .form = "email mail", .flags = ROUTE_PRESENT},
    {M_POST, "/users/{id:int}/disable", CAP_USERS, disable, .form = "confirmed", .flags = ROUTE_PRESENT},
    {M_POST, "/users/{id:int}/enable", CAP_USERS, enable, .flags = ROUTE_PRESENT},
    {M_POST, "/users/{id:int}/setup-link", CAP_USERS, setup_link, .flags = ROUTE_PRESENT},
    {0}};
