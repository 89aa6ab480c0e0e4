#include "db/kind_tables.h"

#include <sodium.h>
#include <string.h>

#include "db/direct.h"

static const char *const types[] = {
    [FIELD_TEXT] = "text",    [FIELD_HOST] = "text",
    [FIELD_EMAIL] = "text",   [FIELD_INT] = "bigint",
    [FIELD_REAL] = "double precision", [FIELD_BOOL] = "boolean",
    [FIELD_TIME] = "timestamp with time zone", [FIELD_DATE] = "date",
    [FIELD_ENUM] = "text",    [FIELD_LIST] = "text[]"};

static const char *const own_columns[] = {"id",   "source_id", "key",    "perimeter_id",  "effective_at",  "recorded_at", "pull_id",
                                          "hash", "extra",     "seen",   "gone_at",       "superseded_at", "superseded_by",
                                          "vanished", "back_at", "known", NULL};

enum { DDL_LIMIT = 64 << 10 };

const char *kind_column_type(enum field_type type) { return types[type]; }

static bool name_ok(const char *name) {
  if (name[0] < 'a' || name[0] > 'z' || strlen(name) > 40) return false;
  return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

bool kind_columns_check(const struct kind *kind, struct vg_error *err) {
  if (!name_ok(kind->name)) return vg_fail(err, VG_E_INTERNAL, "kind \"%s\": not a name", kind->name);
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) {
    if (!name_ok(f->name)) return vg_fail(err, VG_E_INTERNAL, "kind %s: field \"%s\": not a name", kind->name, f->name);
    for (const char *const *own = own_columns; *own != NULL; own++) {
      if (strcmp(*own, f->name) == 0) {
        return vg_fail(err, VG_E_INTERNAL, "kind %s: field %s: the tables have a column of that name", kind->name, f->name);
      }
    }
  }
  return true;
}

static void field_column(struct buf *out, const struct kind_field *f) {
  buf_printf(out, "\"%s\" %s", f->name, types[f->type]);
  if (f->type == FIELD_REAL) buf_printf(out, " CHECK (\"%s\" <> 'NaN')", f->name);
}

static void columns_sql(const struct kind *kind, struct buf *out) {
  buf_text(out, "  source_id bigint NOT NULL,\n  key text NOT NULL,\n"
                "  perimeter_id bigint NOT NULL,\n  effective_at timestamptz NOT NULL,\n"
                "  recorded_at timestamptz NOT NULL,\n  pull_id bigint NOT NULL,\n  hash bytea NOT NULL,\n");
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) {
    buf_text(out, "  ");
    field_column(out, f);
    buf_text(out, ",\n");
  }
  buf_text(out, "  extra jsonb,\n");
}

void kind_table_sql(const struct kind *kind, struct buf *out) {
  buf_printf(out, "CREATE TABLE rec.%s (\n  id bigint NOT NULL DEFAULT nextval('rec.record_id'),\n", kind->name);
  columns_sql(kind, out);
  buf_printf(out, "  CONSTRAINT %s_pkey PRIMARY KEY (source_id, key)\n);\n", kind->name);
  buf_printf(out, "CREATE TABLE rec.%s_history (\n  id bigint NOT NULL,\n", kind->name);
  columns_sql(kind, out);
  buf_printf(out,
             "  superseded_at timestamptz NOT NULL,\n  superseded_by bigint NOT NULL,\n  vanished boolean NOT NULL,\n"
             "  back_at timestamptz,\n  CHECK (superseded_at >= recorded_at),\n  CHECK (back_at >= superseded_at),\n"
             "  CONSTRAINT %s_history_pkey PRIMARY KEY (source_id, key, id)\n);\n",
             kind->name);
}

/* `with`: the column that orders the rows of one value, or NULL. */
static void index_sql(struct buf *out, const char *kind, const char *suffix, const char *column, const char *with) {
  buf_printf(out, "CREATE INDEX IF NOT EXISTS %s%s_%s ON rec.%s%s (\"%s\"", kind, suffix, column, kind, suffix, column);
  if (with != NULL) buf_printf(out, ", \"%s\"", with);
  buf_text(out, ");\n");
}

void kind_indexes_sql(const struct kind *kind, struct buf *out) {
  for (int history = 0; history < 2; history++) {
    const char *suffix = history ? "_history" : "";
    buf_printf(out, "CREATE UNIQUE INDEX IF NOT EXISTS %s%s_id ON rec.%s%s (id);\n", kind->name, suffix, kind->name, suffix);
    index_sql(out, kind->name, suffix, "recorded_at", NULL);
    for (const struct kind_field *f = kind->fields; f->name != NULL; f++) {
      bool of_recent = history && kind_is_named_state(kind) && f == kind_named(kind);
      if (f->indexed) index_sql(out, kind->name, suffix, f->name, of_recent ? "superseded_at" : f->indexed_with);
    }
  }
  index_sql(out, kind->name, "_history", "superseded_at", NULL);
  buf_printf(out,
             "CREATE INDEX IF NOT EXISTS %s_history_gone ON rec.%s_history (source_id, key)"
             " WHERE vanished AND back_at IS NULL;\n"
             "CREATE INDEX IF NOT EXISTS %s_history_back ON rec.%s_history (back_at) WHERE back_at IS NOT NULL;\n",
             kind->name, kind->name, kind->name, kind->name);
}

static void known_columns(const struct kind *kind, struct buf *out, bool typed) {
  static const char *const head[] = {"id", "bigint", "source_id", "bigint", "key", "text", "perimeter_id", "bigint",
                                     "effective_at", "timestamptz", "recorded_at", "timestamptz", "pull_id", "bigint"};
  for (size_t i = 0; i < sizeof head / sizeof *head; i += 2) {
    buf_printf(out, typed ? "%s %s, " : "r.%s, ", head[i], head[i + 1]);
  }
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) {
    buf_printf(out, typed ? "\"%s\" %s, " : "r.\"%s\", ", f->name, types[f->type]);
  }
  buf_text(out, typed ? "extra jsonb, " : "r.extra, ");
}

/* Nearly all was known: IS TRUE keeps a plan that does not know the instant from finding that out by an index.
 * The two branches never give the same version: a version is in one table only. */
static void known_event(const struct kind *kind, struct buf *out) {
  buf_text(out, "gone_at timestamptz)\n  LANGUAGE sql STABLE PARALLEL SAFE AS $body$\n  SELECT ");
  known_columns(kind, out, false);
  buf_printf(out, "NULL::timestamptz\n  FROM rec.%s r WHERE (r.recorded_at <= known) IS TRUE\n  UNION ALL\n  SELECT ", kind->name);
  known_columns(kind, out, false);
  buf_printf(out,
             "CASE WHEN r.superseded_at <= known THEN r.superseded_at END\n  FROM rec.%s_history r\n"
             "  WHERE (r.recorded_at <= known) IS TRUE\n"
             "    AND (r.superseded_at > known OR (r.vanished AND (r.back_at IS NULL OR r.back_at > known)))\n$body$;\n",
             kind->name);
}

/* What was superseded ended then, if that was known. What a disabled source observed ends with its coverage, wherever another one speaks of the same. */
static void seen_until(const struct kind *kind, const char *superseded, struct buf *out) {
  static const char silenced[] = "CASE WHEN e.until IS NOT NULL THEN greatest(e.until, r.recorded_at) END";
  if (kind_is_observed(kind)) buf_printf(out, "tstzrange(r.recorded_at, least(%s, %s))\n", superseded, silenced);
  else buf_printf(out, "tstzrange(r.recorded_at, %s)\n", superseded);
}

static void from_versions(const struct kind *kind, const char *suffix, struct buf *out) {
  buf_printf(out, "  FROM rec.%s%s r", kind->name, suffix);
  if (kind_is_observed(kind)) buf_printf(out, " LEFT JOIN vg.source_end e ON e.source_id = r.source_id AND e.kind = '%s'", kind->name);
  buf_text(out, " WHERE (r.recorded_at <= known) IS TRUE");
}

/* `condition`: on what was superseded. */
static void known_state(const struct kind *kind, const char *condition, struct buf *out) {
  buf_text(out, "seen tstzrange)\n  LANGUAGE sql STABLE PARALLEL SAFE AS $body$\n  SELECT ");
  known_columns(kind, out, false);
  seen_until(kind, "NULL", out);
  from_versions(kind, "", out);
  buf_text(out, "\n  UNION ALL\n  SELECT ");
  known_columns(kind, out, false);
  seen_until(kind, "CASE WHEN r.superseded_at <= known THEN r.superseded_at END", out);
  from_versions(kind, "_history", out);
  buf_printf(out, "%s\n$body$;\n", condition);
}

void kind_known_sql(const struct kind *kind, struct buf *out) {
  buf_printf(out, "CREATE FUNCTION rec.%s_known(known timestamptz) RETURNS TABLE (", kind->name);
  known_columns(kind, out, true);
  if (kind->nature == KIND_EVENT) known_event(kind, out);
  else known_state(kind, "", out);
}

void kind_recent_sql(const struct kind *kind, struct buf *out) {
  buf_printf(out, "CREATE FUNCTION rec.%s_recent(known timestamptz, since timestamptz) RETURNS TABLE (", kind->name);
  known_columns(kind, out, true);
  known_state(kind, " AND r.superseded_at > since", out);
}

/* With one source there is nothing to look for. What is in the current versions alone would not do: another version of the first to tell would
 * make it the last. */
void kind_later_sql(const struct kind *kind, struct buf *out) {
  const char *name = kind->name;
  buf_printf(out,
             "CREATE FUNCTION rec.%s_later() RETURNS TABLE (source_id bigint, key text)\n"
             "  LANGUAGE sql STABLE PARALLEL SAFE AS $body$\n  SELECT t.source_id, t.key\n"
             "  FROM (SELECT v.source_id, v.key, row_number() OVER (PARTITION BY v.key ORDER BY min(v.recorded_at), v.source_id) AS place\n"
             "        FROM (SELECT r.source_id, r.key, r.recorded_at FROM rec.%s r\n"
             "              UNION ALL SELECT h.source_id, h.key, h.recorded_at FROM rec.%s_history h) v\n",
             name, name, name);
  buf_printf(out,
             "        WHERE v.source_id = ANY (ARRAY(SELECT s.id FROM vg.source s))\n"
             "          AND least((SELECT min(r.source_id) FROM rec.%s r), (SELECT min(h.source_id) FROM rec.%s_history h))\n"
             "            < greatest((SELECT max(r.source_id) FROM rec.%s r), (SELECT max(h.source_id) FROM rec.%s_history h))\n"
             "        GROUP BY v.source_id, v.key) t\n  WHERE t.place > 1\n$body$;\n",
             name, name, name, name);
}

/* After the foreign keys of vg: triggers fire in the order of their names. */
void kind_removal_sql(struct buf *out) {
  buf_text(out, "CREATE FUNCTION rec.source_removed() RETURNS trigger\n  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog"
                " AS $body$\nBEGIN\n");
  for (int id = 0; id < KIND_COUNT; id++) {
    const char *name = kind_get((enum kind_id)id)->name;
    buf_printf(out, "  DELETE FROM rec.%s WHERE source_id = OLD.id;\n  DELETE FROM rec.%s_history WHERE source_id = OLD.id;\n", name, name);
  }
  buf_text(out, "  RETURN NULL;\nEND $body$;\n"
                "CREATE TRIGGER records_removed AFTER DELETE ON vg.source FOR EACH ROW EXECUTE FUNCTION rec.source_removed();\n");
}

/* ---- install ---- */

struct install {
  struct db *db;
  struct db_result *columns, *functions;
};

static const char *stored_type(const struct install *in, const char *table, const char *column) {
  for (size_t i = 0; i < row_count(in->columns); i++) {
    if (strcmp(row_text(in->columns, i, "table_name"), table) == 0 &&
        (column == NULL || strcmp(row_text(in->columns, i, "column_name"), column) == 0)) {
      return row_text(in->columns, i, "type");
    }
  }
  return NULL;
}

static bool upgrade_table(const struct install *in, const struct kind *kind, const char *table, struct buf *out,
                          struct vg_error *err) {
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) {
    const char *type = stored_type(in, table, f->name);
    if (type == NULL) {
      buf_printf(out, "ALTER TABLE rec.%s ADD COLUMN ", table);
      field_column(out, f);
      buf_text(out, ";\n");
    } else if (strcmp(type, types[f->type]) != 0) {
      vg_fail(err, VG_E_CONFIG, "rec.%s.%s: the stored column is %s, the kind's field is %s", table, f->name, type, types[f->type]);
      return vg_hint(err, "give the changed field another name, or convert the column in a migration");
    }
  }
  return true;
}

static bool plan_tables(const struct install *in, const struct kind *kind, struct buf *out, struct vg_error *err) {
  if (stored_type(in, kind->name, NULL) == NULL) {
    kind_table_sql(kind, out);
    kind_indexes_sql(kind, out);
    return true;
  }
  char history[64];
  (void)snprintf(history, sizeof history, "%s_history", kind->name);
  size_t before = out->length;
  if (!upgrade_table(in, kind, kind->name, out, err) || !upgrade_table(in, kind, history, out, err)) return false;
  if (out->length != before) kind_indexes_sql(kind, out);
  return true;
}

static const char *stored_function(const struct install *in, const char *name) {
  for (size_t i = 0; i < row_count(in->functions); i++) {
    if (strcmp(row_text(in->functions, i, "name"), name) == 0) return row_text(in->functions, i, "mark");
  }
  return NULL;
}

/* Makes the function unless the one that is there carries the mark of the same text. */
static bool plan_text(const struct install *in, const char *function, const char *arguments, const struct buf *text,
                      struct buf *out, struct vg_error *err) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  char mark[2 * sizeof hash + 1];
  if (!buf_check(text, function, err)) return false;
  crypto_hash_sha256(hash, (const unsigned char *)text->data, text->length);
  sodium_bin2hex(mark, sizeof mark, hash, sizeof hash);
  const char *stored = stored_function(in, function);
  if (stored != NULL && strcmp(stored, mark) == 0) return true;
  if (stored != NULL) buf_printf(out, "DROP FUNCTION rec.%s(%s) CASCADE;\n", function, arguments);
  buf_put(out, text->data, text->length);
  buf_printf(out, "COMMENT ON FUNCTION rec.%s(%s) IS '%s';\n", function, arguments, mark);
  return true;
}

static bool plan_functions(const struct install *in, struct buf *out, struct vg_error *err) {
  BUF(text, DDL_LIMIT);
  char name[64];
  for (int id = 0; id < KIND_COUNT; id++) {
    const struct kind *kind = kind_get((enum kind_id)id);
    (void)snprintf(name, sizeof name, "%s_known", kind->name);
    buf_clear(&text);
    kind_known_sql(kind, &text);
    if (!plan_text(in, name, "timestamptz", &text, out, err)) return false;
    (void)snprintf(name, sizeof name, "%s_later", kind->name);
    buf_clear(&text);
    kind_later_sql(kind, &text);
    if (!plan_text(in, name, "", &text, out, err)) return false;
    if (!kind_is_named_state(kind)) continue;
    (void)snprintf(name, sizeof name, "%s_recent", kind->name);
    buf_clear(&text);
    kind_recent_sql(kind, &text);
    if (!plan_text(in, name, "timestamptz, timestamptz", &text, out, err)) return false;
  }
  buf_clear(&text);
  kind_removal_sql(&text);
  return plan_text(in, "source_removed", "", &text, out, err);
}

static const char columns_query[] =
    "SELECT c.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS type"
    " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = 'rec' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped";
static const char functions_query[] =
    "SELECT p.proname AS name, obj_description(p.oid, 'pg_proc') AS mark"
    " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'rec'";

static bool plan(struct install *in, struct buf *out, struct vg_error *err) {
  for (int id = 0; id < KIND_COUNT; id++) {
    const struct kind *kind = kind_get((enum kind_id)id);
    if (!kind_columns_check(kind, err) || !plan_tables(in, kind, out, err)) return false;
  }
  return plan_functions(in, out, err) && buf_check(out, "kind tables", err);
}

bool kind_tables_install(struct db *db, struct vg_error *err) {
  DB_TX(tx);
  DB_RESULT(columns);
  DB_RESULT(functions);
  if (!db_begin(db, &tx, err) ||
      !db_direct(db, NULL, "SELECT pg_advisory_xact_lock(hashtext('vigie.kind_tables'))", DB_MANY, err, NULL, 0) ||
      !db_direct(db, &columns, columns_query, DB_MANY, err, NULL, 0) ||
      !db_direct(db, &functions, functions_query, DB_MANY, err, NULL, 0)) {
    return false;
  }
  BUF(sql, 4u << 20);
  struct install in = {.db = db, .columns = columns, .functions = functions};
  if (!plan(&in, &sql, err)) return false;
  if (sql.length > 0 && !db_direct(db, NULL, sql.data, DB_NONE, err, NULL, 0)) return false;
  return db_commit(&tx, err);
}
