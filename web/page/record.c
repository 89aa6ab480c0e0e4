/* A record: what its source says, where it comes from, and each of its versions with what changed. */
#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "core/text.h"
#include "db/kind_read.h"
#include "template.h"
#include "web/http/router.h"
#include "web/view/code_title.h"
#include "web/view/frame.h"
#include "web/view/record_text.h"

struct shown {
  struct request_ctx *ctx;
  struct html *h;
  const struct kind *kind;
  bool masked; /* some personal data is hidden from this reader */
};

static bool load_fields(const struct shown *s, const struct db_result *r, struct view_record *v) {
  int n = kind_field_count(s->kind);
  struct view_record_field *fields = vg_alloc(s->ctx->arena, (size_t)n * sizeof *fields);
  if (fields == NULL) return false;
  for (int i = 0; i < n; i++) {
    const struct kind_field *f = &s->kind->fields[i];
    fields[i] = (struct view_record_field){f->name, field_label(s->h, f), field_text(s->h, s->ctx->arena, r, 0, f, s->masked)};
  }
  v->fields = fields;
  v->fields_count = (size_t)n;
  return true;
}

static const char *extra_text(struct vg_arena *arena, json_t *value) {
  if (json_is_string(value)) return vg_strdup(arena, json_string_value(value));
  char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
  char *copy = text != NULL ? vg_strdup(arena, text) : NULL;
  free(text);
  return copy != NULL ? copy : "";
}

static bool load_extra(const struct shown *s, const struct db_result *r, struct view_record *v, struct vg_error *err) {
  if (s->masked || row_null(r, 0, "extra")) return true;
  const char *text = row_text(r, 0, "extra");
  struct json_doc doc;
  if (!json_parse(&doc, text, strlen(text), "extra", JSON_DEFAULTS, err)) return false;
  size_t n = json_object_size(doc.root), i = 0;
  struct view_record_extra *items = vg_alloc(s->ctx->arena, n * sizeof *items);
  const char *name;
  json_t *value;
  if (items != NULL) {
    json_object_foreach(doc.root, name, value) {
      items[i++] = (struct view_record_extra){vg_strdup(s->ctx->arena, name), extra_text(s->ctx->arena, value)};
    }
  }
  json_close(&doc);
  v->extra = items;
  v->extra_count = i;
  return items != NULL || vg_fail(err, VG_E_LIMIT, "record: too large to show");
}

/* What differs from the version before it: rows are newest first. */
static bool load_changes(const struct shown *s, const struct db_result *r, size_t row, struct view_record_version *v) {
  if (row + 1 >= row_count(r)) return true;
  struct view_record_change *changes = vg_alloc(s->ctx->arena, KIND_FIELDS_MAX * sizeof *changes);
  if (changes == NULL) return false;
  for (const struct kind_field *f = s->kind->fields; f->name != NULL; f++) {
    const char *before = field_text(s->h, s->ctx->arena, r, row + 1, f, s->masked);
    const char *after = field_text(s->h, s->ctx->arena, r, row, f, s->masked);
    if (text_equal(before, after)) continue;
    changes[v->changes_count++] = (struct view_record_change){field_label(s->h, f), before, after};
  }
  v->changes = changes;
  return true;
}

static bool load_versions(const struct shown *s, int64_t source_id, struct view_record *v, struct vg_error *err) {
  DB_RESULT(r);
  if (!kind_versions(s->ctx->db, &r, s->kind, source_id, v->key, err)) return false;
  size_t n = row_count(r);
  struct view_record_version *versions = vg_alloc(s->ctx->arena, n * sizeof *versions);
  if (versions == NULL) return vg_fail(err, VG_E_LIMIT, "record: too many versions to show");
  for (size_t i = 0; i < n; i++) {
    versions[i] = (struct view_record_version){.id = row_int(r, i, "id"),
                                               .recorded_at = row_time(r, i, "recorded_at"),
                                               .superseded_at = row_time(r, i, "superseded_at"),
                                               .pull_id = row_int(r, i, "pull_id"),
                                               .shown = row_int(r, i, "id") == v->id,
                                               .vanished = row_bool(r, i, "vanished"),
                                               .back_at = row_time(r, i, "back_at")};
    if (!load_changes(s, r, i, &versions[i])) return vg_fail(err, VG_E_LIMIT, "record: too large to show");
  }
  v->versions = versions;
  v->versions_count = n;
  return row_ok(r, err);
}

static const char *hex(struct vg_arena *arena, const struct db_result *r) {
  unsigned char *bytes;
  size_t n = row_bytes(r, 0, "hash", arena, &bytes);
  BUF(text, 200);
  for (size_t i = 0; i < n; i++) buf_printf(&text, i % 4 == 3 ? "%02x " : "%02x", bytes[i]);
  return vg_strndup(arena, text.data, text.length);
}

static bool load_origin(const struct shown *s, const struct db_result *r, struct view_record *v, struct vg_error *err) {
  DB_RESULT(origin);
  if (!db_run(s->ctx->db, &origin, SQL_RECORD_ORIGIN, DB_ONE, err, P_INT(row_int(r, 0, "source_id")),
              P_INT(row_int(r, 0, "perimeter_id")))) {
    return false;
  }
  v->source_id = row_int(r, 0, "source_id");
  v->source_name = vg_strdup(s->ctx->arena, row_text(origin, 0, "source_name"));
  v->perimeter_name = vg_strdup(s->ctx->arena, row_text(origin, 0, "perimeter_name"));
  return row_ok(origin, err);
}

static bool load(const struct shown *s, int64_t id, struct view_record *v, struct vg_error *err) {
  DB_RESULT(r);
  struct vg_arena *arena = s->ctx->arena;
  if (!kind_version(s->ctx->db, &r, s->kind, id, err)) return false;
  v->kind = s->kind->name;
  v->kind_label = kind_label(s->h, s->kind);
  v->id = id;
  v->key = s->masked ? record_title(s->h, arena, r, 0, s->kind, true) : vg_strdup(arena, row_text(r, 0, "key"));
  v->effective_at = row_time(r, 0, "effective_at");
  v->recorded_at = row_time(r, 0, "recorded_at");
  v->superseded_at = row_time(r, 0, "superseded_at");
  v->vanished = row_bool(r, 0, "vanished");
  v->pull_id = row_int(r, 0, "pull_id");
  v->masked = s->masked;
  v->hash = hex(arena, r);
  v->heading = text_say(s->h, arena, "{kind}: {title}", {"kind", HTML_TEXT, .text = v->kind_label},
                        {"title", HTML_TEXT, .text = vg_strdup(arena, record_title(s->h, arena, r, 0, s->kind, s->masked))});
  return load_fields(s, r, v) && load_extra(s, r, v, err) && load_origin(s, r, v, err) &&
         load_versions(s, v->source_id, v, err) && row_ok(r, err);
}

static bool show(struct request_ctx *ctx, struct vg_error *err) {
  const struct kind *kind = kind_find(path_text(ctx, "kind"));
  if (kind == NULL) return vg_fail(err, VG_E_NOTFOUND, N_("kind \"%s\": there is none of that name"), path_text(ctx, "kind"));
  struct shown s = {ctx, page_html(ctx), kind, !may(ctx, CAP_EXPORT) && kind_personal(kind)};
  struct view_record v = {0};
  code_titles_load(ctx, s.h, kind);
  if (!load(&s, path_int(ctx, "id"), &v, err) || !frame_load(ctx, &v.frame, v.heading, "records", err)) return false;
  return PAGE_VIEW(ctx, record, &v, err);
}

const struct route routes_record[] = {{M_GET, "/record/{kind:name}/{id:int}", CAP_RECORD, show, .view = "record"}, {0}};
