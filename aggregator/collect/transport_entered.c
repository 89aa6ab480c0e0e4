#include "collect/transport_entered.h"

#include <string.h>

#include "connectors/shared/csv_kind.h"
#include "source/entry.h"

static bool no_http(struct transport *base, struct connector_ctx *ctx, const struct http_call *call, struct buf *body, struct vg_error *err) {
  (void)base, (void)ctx, (void)body;
  return vg_fail(err, VG_E_DENIED, "\"%s\": what is entered by hand calls nothing", call->url);
}

static bool no_command(struct transport *base, struct connector_ctx *ctx, const struct program_call *call, struct buf *output, int *exit_status,
                       char *errors, struct vg_error *err) {
  (void)base, (void)ctx, (void)output, (void)exit_status, (void)errors;
  return vg_fail(err, VG_E_DENIED, "\"%s\": what is entered by hand calls nothing", call->argv[0]);
}

static bool is_entered(const char *path, struct vg_error *err) {
  return strcmp(path, ENTERED_FILE) == 0 || vg_fail(err, VG_E_NOTFOUND, "file \"%s\": what is entered by hand has none", path);
}

static bool no_list(struct transport *base, struct connector_ctx *ctx, const char *path, const char *const **names, size_t *count,
                    struct vg_error *err) {
  (void)base, (void)ctx, (void)names, (void)count;
  return vg_fail(err, VG_E_NOTFOUND, "file \"%s\": what is entered by hand has none", path);
}

static const char *no_link(struct transport *base, struct connector_ctx *ctx, const char *path) {
  (void)base, (void)ctx, (void)path;
  return NULL;
}

static bool said_at(struct transport *base, struct connector_ctx *ctx, const char *path, struct file_info *info, struct vg_error *err) {
  const struct transport_entered *t = (const struct transport_entered *)base;
  DB_RESULT(r);
  if (!is_entered(path, err) || !db_run(t->db, &r, SQL_REGISTER_SAID, DB_ZERO_OR_ONE, err, P_INT(t->source_id))) return false;
  *info = (struct file_info){.modified = ctx->now};
  if (row_count(r) == 0 && !ctx->preview) {
    (void)vg_fail(err, VG_E_NOTFOUND, "nothing was entered yet, and nobody said that there is nothing");
    return vg_hint(err, "enter something, or confirm that the register is empty");
  }
  if (row_count(r) > 0) info->modified = row_time(r, 0, "said_at");
  return row_ok(r, err);
}

static void heading(struct buf *out, const struct kind *kind) {
  buf_text(out, "key;perimeter");
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) buf_printf(out, ";%s", f->name);
  buf_text(out, "\r\n");
}

static bool line(struct buf *out, struct vg_arena *arena, const struct kind *kind, const struct db_result *r, size_t i, struct vg_error *err) {
  struct entry_draft stored;
  if (!entry_stored(arena, kind, row_text(r, i, "fields"), &stored, err)) return false;
  csv_cell(out, row_text(r, i, "key"));
  buf_char(out, ';');
  csv_cell(out, row_text(r, i, "perimeter"));
  for (size_t f = 0; kind->fields[f].name != NULL; f++) {
    buf_char(out, ';');
    csv_cell(out, stored.fields[f]);
  }
  buf_text(out, "\r\n");
  return true;
}

static bool entered(struct transport *base, struct connector_ctx *ctx, const char *path, size_t limit, struct buf *content, struct vg_error *err) {
  const struct transport_entered *t = (const struct transport_entered *)base;
  DB_RESULT(r);
  (void)limit;
  if (!is_entered(path, err) || !db_run(t->db, &r, SQL_ENTRY_READ, DB_MANY, err, P_INT(t->source_id))) return false;
  heading(content, t->kind);
  for (size_t i = 0; i < row_count(r); i++)
    if (!line(content, ctx->arena, t->kind, r, i, err)) return false;
  return row_ok(r, err) && buf_check(content, "entries", err);
}

void transport_entered_init(struct transport_entered *t, struct db *db, int64_t source_id, const struct kind *kind) {
  static const struct transport_ops ops = {.http_get = no_http, .command = no_command, .file = entered, .info = said_at, .list = no_list, .link = no_link};
  *t = (struct transport_entered){.base = {.ops = &ops}, .db = db, .source_id = source_id, .kind = kind};
}
