/* Reading sources: the first part of source/source.h. */
#include "source/options.h"
#include "source/source.h"

static bool load_secrets(struct db *db, struct vg_arena *arena, struct source *out, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SOURCE_SECRET_NAMES, DB_MANY, err, P_INT(out->id))) return false;
  out->secrets_count = 0;
  for (size_t i = 0; i < row_count(r) && i < SOURCE_OPTIONS_MAX; i++) {
    out->secrets[out->secrets_count++] = vg_strdup(arena, row_text(r, i, "option"));
  }
  return row_ok(r, err);
}

static bool load(struct db *db, struct vg_arena *arena, struct db_param id, struct db_param code, struct source *out,
                 struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SOURCE_READ, DB_ZERO_OR_ONE, err, id, code)) return false;
  if (row_count(r) == 0) {
    if (code.text != NULL) vg_fail(err, VG_E_NOTFOUND, N_("no source \"%s\""), code.text);
    else vg_fail(err, VG_E_NOTFOUND, N_("no source %lld"), (long long)id.integer);
    return vg_hint(err, "\"vigie source list\" shows those that exist");
  }
  *out = (struct source){.id = row_int(r, 0, "id"),
                         .code = vg_strdup(arena, row_text(r, 0, "code")),
                         .name = vg_strdup(arena, row_text(r, 0, "name")),
                         .connector = vg_strdup(arena, row_text(r, 0, "connector")),
                         .perimeter_id = row_int(r, 0, "perimeter_id"),
                         .perimeter = vg_strdup(arena, row_text(r, 0, "perimeter")),
                         .period_s = row_int(r, 0, "period_s"),
                         .staleness_s = row_int(r, 0, "staleness_s"),
                         .enabled = row_bool(r, 0, "enabled"),
                         .is_sample = row_bool(r, 0, "is_sample"),
                         .version = (int)row_int(r, 0, "version")};
  if (!options_read(arena, row_text(r, 0, "options"), out->options, SOURCE_OPTIONS_MAX, &out->options_count, err) ||
      !row_ok(r, err) || !load_secrets(db, arena, out, err)) {
    return vg_context(err, "source %s: ", out->code);
  }
  return !vg_arena_exhausted(arena) || vg_fail(err, VG_E_LIMIT, "source: out of memory");
}

bool source_load(struct db *db, struct vg_arena *arena, int64_t id, struct source *out, struct vg_error *err) {
  return load(db, arena, P_INT(id), P_TEXT(NULL), out, err);
}

bool source_load_own(struct db *db, struct vg_arena *arena, int64_t id, struct source *out, struct vg_error *err) {
  if (!source_load(db, arena, id, out, err)) return false;
  return !out->is_sample || vg_fail(err, VG_E_DENIED, N_("\"%.200s\" is a source of the sample organisation: it goes with it, and is not changed"), out->name);
}

bool source_find(struct db *db, struct vg_arena *arena, const char *code, struct source *out, struct vg_error *err) {
  return load(db, arena, P_NULL, P_TEXT(code), out, err);
}

size_t source_kinds(const struct connector *connector, const char *const *values, enum kind_id out[KIND_COUNT]) {
  struct connector_ctx ctx = {.connector = connector, .values = values, .since = VG_NEVER, .covered_since = VG_NEVER};
  size_t n = 0;
  for (size_t i = 0; i < connector->emits_count && n < KIND_COUNT; i++) {
    enum kind_id kind = connector->emits[i].kind;
    if (connector->emits_kind == NULL || connector->emits_kind(&ctx, kind)) out[n++] = kind;
  }
  return n;
}
