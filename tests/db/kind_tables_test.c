#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "db/kind_tables.h"
#include "support/db_fixture.h"

TestSuite(kind_tables, .init = db_fixture_init, .fini = db_fixture_fini);

static struct db *owner(void) { return db_fixture_open("vigie_owner"); }

static void install(struct db *db) {
  struct vg_error err = {0};
  cr_assert(kind_tables_install(db, &err), "%s", err.message);
}

#define MARKS                                                                                                          \
  "SELECT md5(string_agg(c.oid || ':' || c.xmin, ',' ORDER BY c.oid)) FROM (SELECT oid, xmin FROM pg_class UNION ALL SELECT oid, xmin FROM pg_proc) c"

Test(kind_tables, installing_again_changes_nothing) {
  struct db *db = owner();
  char before[64];
  install(db);
  (void)snprintf(before, sizeof before, "%s", db_fixture_text(db, MARKS));
  install(db);
  cr_assert_str_eq(db_fixture_text(db, MARKS), before);
}

Test(kind_tables, a_new_field_becomes_a_column_and_a_changed_function_is_made_again) {
  struct db *db = owner();
  db_fixture_sql(db, "DROP FUNCTION rec.asset_known(timestamptz); ALTER TABLE rec.asset DROP COLUMN serial;"
                     "ALTER TABLE rec.asset_history DROP COLUMN serial; COMMENT ON FUNCTION rec.backup_known(timestamptz) IS 'old'");
  install(db);
  cr_assert_str_eq(db_fixture_text(db, "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid WHERE relname IN"
                                       " ('asset', 'asset_history') AND attname = 'serial' AND NOT attnotnull"), "2");
  cr_assert_str_eq(db_fixture_text(db, "SELECT count(*) FROM rec.asset_known(now()) WHERE serial IS NULL"), "0");
  cr_assert_str_eq(db_fixture_text(db, "SELECT length(obj_description('rec.backup_known(timestamptz)'::regprocedure, 'pg_proc'))"), "64");
}

Test(kind_tables, a_field_whose_type_has_changed_is_refused) {
  struct db *db = owner();
  struct vg_error err = {0};
  db_fixture_sql(db, "DROP FUNCTION rec.backup_known(timestamptz); ALTER TABLE rec.backup ALTER COLUMN size TYPE text");
  cr_assert_not(kind_tables_install(db, &err));
  cr_assert_eq(err.code, VG_E_CONFIG);
  cr_assert_str_eq(err.message, "rec.backup.size: the stored column is text, the kind's field is bigint");
  cr_assert_str_eq(db_fixture_text(db, "SELECT to_regprocedure('rec.backup_known(timestamptz)') IS NULL"), "t", "nothing was written");
}

Test(kind_tables, no_kind_takes_a_name_of_the_tables_and_each_has_its_four_things) {
  struct db *db = owner();
  struct vg_error err = {0};
  for (int i = 0; i < KIND_COUNT; i++) {
    const struct kind *kind = kind_get((enum kind_id)i);
    BUF(sql, 2000);
    cr_assert(kind_columns_check(kind, &err), "%s", err.message);
    buf_printf(&sql, "SELECT (to_regclass('rec.%s') IS NOT NULL AND to_regclass('rec.%s_history') IS NOT NULL AND"
                     " to_regprocedure('rec.%s_known(timestamptz)') IS NOT NULL)", kind->name, kind->name, kind->name);
    cr_assert_str_eq(db_fixture_text(db, sql.data), "t", "%s", kind->name);
  }
}

Test(kind_tables, refuses_a_field_that_would_hide_a_column) {
  struct vg_error err = {0}, name = {0};
  const struct kind_field fields[] = {{"seen", FIELD_TEXT}, {NULL}}, odd[] = {{"a\"b", FIELD_TEXT}, {NULL}};
  const struct kind bad = {.name = "thing", .fields = fields}, worse = {.name = "thing", .fields = odd};
  cr_assert_not(kind_columns_check(&bad, &err));
  cr_assert_not(kind_columns_check(&worse, &name));
}

/* The planner sees through the function: that is what makes time travel cheap. */
Test(kind_tables, the_function_is_inlined) {
  struct db *db = owner();
  for (int i = 0; i < KIND_COUNT; i++) {
    BUF(sql, 2000);
    buf_printf(&sql, "DO $$ DECLARE line text; BEGIN FOR line IN EXPLAIN SELECT count(*) FROM rec.%s_known('2026-01-01') LOOP"
                     " IF line LIKE '%%Function Scan%%' THEN RAISE EXCEPTION 'not inlined: %%', line; END IF; END LOOP; END $$",
               kind_get((enum kind_id)i)->name);
    db_fixture_sql(db, sql.data);
  }
}

Test(kind_tables, not_a_number_never_gets_in) {
  struct db *db = owner();
  db_fixture_sql(db, "INSERT INTO vg.perimeter (code, name) VALUES ('p', 'p'); INSERT INTO vg.source (code, name, connector, perimeter_id,"
                     " period_s, staleness_s, created_at, created_by) SELECT 's', 's', 'csv', id, 1, 1, now(), 'x' FROM vg.perimeter WHERE code = 'p'");
#define ROW(ratio)                                                                                                     \
  "INSERT INTO rec.availability (source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, ratio) SELECT id, '1', 1, "  \
  "now(), now(), 1, '', " ratio " FROM vg.source WHERE code = 's'"
  cr_assert_eq(db_fixture_try(db, ROW("'NaN'")), VG_E_INPUT);
  cr_assert_eq(db_fixture_try(db, ROW("0.5")), VG_OK);
}
