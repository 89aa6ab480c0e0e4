/* The policy in force at the date, its versions, and the frameworks that its rules answer. */
#include <string.h>

#include "web/view/frame.h"
#include "web/view/policy.h"

static bool load_board(struct request_ctx *ctx, struct board **board, struct vg_error *err) {
  struct moment moment;
  return board_moment(ctx->db, ctx->arena, ctx->perimeter, ctx->at, ctx->compare_at, &moment, err) &&
         board_load(ctx->db, ctx->arena, &moment, board, err);
}

static bool parse(const struct db_result *r, size_t row, struct policy **out, struct vg_error *err) {
  const char *text = row_text(r, row, "pack");
  *out = NULL;
  return *text == '\0' || policy_parse(row_text(r, row, "code"), text, strlen(text), out, err);
}

/* Each version against the one before it; the rows go from the newest to the oldest. */
static bool fill_differences(struct request_ctx *ctx, const struct desk *desk, const struct db_result *r, struct view_policy_version *versions,
                             struct vg_error *err) {
  struct policy *newer = NULL, *older = NULL;
  bool ok = row_count(r) < 2 || parse(r, 0, &newer, err);
  for (size_t i = 1; ok && i < row_count(r); i++) {
    struct policy_differences d;
    ok = parse(r, i, &older, err);
    if (ok && newer != NULL && older != NULL) {
      ok = policy_diff(ctx->arena, older, newer, ctx->lang == LANG_FR, &d, err);
      if (ok) policy_fill_differences(desk, &d, &versions[i - 1]);
      versions[i - 1].against = versions[i].title;
    }
    policy_free(newer);
    newer = older;
    older = NULL;
  }
  policy_free(newer);
  return ok;
}

static bool show_policy(struct request_ctx *ctx, struct vg_error *err) {
  struct view_policy v = {0};
  struct board *board;
  struct desk desk = {ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)};
  DB_RESULT(rules);
  DB_RESULT(mapping);
  DB_RESULT(frameworks);
  DB_RESULT(versions);
  DB_TX(tx);
  if (!db_begin_read(ctx->db, &tx, err) || !load_board(ctx, &board, err) ||
      !db_run(ctx->db, &rules, SQL_POLICY_RULES_SHOWN, DB_MANY, err, P_TEXT(board->policy), P_TIME(ctx->at)) ||
      !db_run(ctx->db, &mapping, SQL_POLICY_MAPPING_SHOWN, DB_MANY, err, P_TEXT(board->policy), P_NULL) ||
      !db_run(ctx->db, &frameworks, SQL_POLICY_FRAMEWORKS_SHOWN, DB_MANY, err, P_TEXT(board->policy)) ||
      !db_run(ctx->db, &versions, SQL_POLICY_VERSIONS, DB_MANY, err))
    return false;
  struct policy_rows rows = {rules, mapping, frameworks, versions};
  policy_fill(&desk, board, &rows, ctx->at, &v);
  struct view_policy_version *shown = vg_alloc(ctx->arena, (v.versions_count + 1) * sizeof *shown);
  if (shown == NULL) return vg_fail(err, VG_E_LIMIT, "policy: out of memory");
  for (size_t i = 0; i < v.versions_count; i++) shown[i] = v.versions[i];
  v.versions = shown;
  return row_ok(rules, err) && row_ok(mapping, err) && row_ok(frameworks, err) && row_ok(versions, err) &&
         fill_differences(ctx, &desk, versions, shown, err) && frame_load(ctx, &v.frame, v.heading, "policy", err) &&
         PAGE_VIEW(ctx, policy, &v, err);
}

static bool read_wanted(struct request_ctx *ctx, struct framework_wanted *w, struct vg_error *err) {
  const char *state = param(&ctx->query, "state"), *cover = param(&ctx->query, "cover");
  *w = (struct framework_wanted){-1, -1};
  enum vg_state s;
  if (html_given(state)) {
    if (!state_parse(state, &s)) return vg_fail(err, VG_E_USAGE, N_("state: expected one of the six states, got \"%.40s\""), state);
    w->state = (int)s;
  }
  if (html_given(cover)) {
    if (!html_is(cover, "yes") && !html_is(cover, "no")) return vg_fail(err, VG_E_USAGE, N_("cover: expected yes or no, got \"%.40s\""), cover);
    w->cover = html_is(cover, "yes");
  }
  return true;
}

static bool show_framework(struct request_ctx *ctx, struct vg_error *err) {
  struct view_framework v = {0};
  struct framework_wanted w;
  struct board *board;
  const char *code = path_text(ctx, "code");
  struct desk desk = {ctx->arena, page_html(ctx), may(ctx, CAP_RECORD)};
  DB_RESULT(rows);
  DB_TX(tx);
  if (!read_wanted(ctx, &w, err) || !db_begin_read(ctx->db, &tx, err) || !load_board(ctx, &board, err) ||
      !db_run(ctx->db, &rows, SQL_POLICY_FRAMEWORK_SHOWN, DB_MANY, err, P_TEXT(code), P_TEXT(board->policy)))
    return false;
  if (row_count(rows) == 0) return vg_fail(err, VG_E_NOTFOUND, N_("framework %s: there is none of that code"), code);
  framework_fill(&desk, board, rows, code, &w, &v);
  return row_ok(rows, err) && frame_load(ctx, &v.frame, v.heading, "policy", err) && PAGE_VIEW(ctx, framework, &v, err);
}

const struct route routes_policy[] = {{M_GET, "/policy", CAP_BOARD, show_policy, .view = "policy", .flags = ROUTE_CACHED},
                                      {M_GET, "/framework/{code:code}", CAP_BOARD, show_framework, .view = "framework", .query = "cover state", .flags = ROUTE_CACHED},
                                      {0}};
