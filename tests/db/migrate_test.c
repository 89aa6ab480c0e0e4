#include <criterion/criterion.h>
#include <string.h>

#include "db/direct.h"
#include "db/migrate.h"
#include "support/db_fixture.h"

static struct db *owner;

static void init(void) {
  db_fixture_init();
  owner = db_fixture_open("vigie_owner");
}

TestSuite(migrate, .init = init, .fini = db_fixture_fini);

#define FILE_(n, t) {.name = (n), .text = (t), .length = sizeof(t) - 1}
static const struct sql_file end = {0};

static void empty(void) { db_fixture_sql(owner, "TRUNCATE migration.applied"); }

Test(migrate, a_migrated_database_is_left_alone) {
  struct migrate_state state;
  struct vg_error err = {0};
  cr_assert(migrate_run(owner, NULL, NULL, &state, &err), "%s", err.message);
  cr_assert_eq(state.applied, state.known);
  cr_assert(migrate_check(db_fixture_open("vigie_web"), NULL, &err), "%s", err.message);
  cr_assert(migrate_check(db_fixture_open("vigie_collect"), NULL, &err), "%s", err.message);
}

Test(migrate, files_are_applied_once_in_order) {
  const struct sql_file files[] = {FILE_("0001_a", "CREATE TABLE vg.m (a int); INSERT INTO vg.m VALUES (1)"),
                                   FILE_("0002_b", "UPDATE vg.m SET a = a + 1"), end};
  struct vg_error err = {0};
  struct migrate_state state;
  empty();
  cr_assert(migrate_files(owner, files, NULL, NULL, &state, &err), "%s", err.message);
  cr_assert(state.applied == 0 && state.known == 2);
  cr_assert(migrate_files(owner, files, NULL, NULL, &state, &err), "%s", err.message);
  cr_assert_eq(state.applied, 2);
  cr_assert_str_eq(db_fixture_text(owner, "SELECT a FROM vg.m"), "2");
}

Test(migrate, a_file_that_fails_leaves_nothing) {
  const struct sql_file files[] = {FILE_("0001_a", "CREATE TABLE vg.m (a int)"),
                                   FILE_("0002_b", "INSERT INTO vg.m VALUES (1); SELECT 1/0"), end};
  struct vg_error err = {0};
  empty();
  cr_assert_not(migrate_files(owner, files, NULL, NULL, NULL, &err));
  cr_assert(strstr(err.message, "schema 0002_b: "), "%s", err.message);
  cr_assert_str_eq(db_fixture_text(owner, "SELECT count(*) FROM vg.m"), "0");
  cr_assert_str_eq(db_fixture_text(owner, "SELECT string_agg(name, '') FROM migration.applied"), "0001_a");
}

Test(migrate, an_applied_file_that_changed_is_refused_by_name) {
  const struct sql_file before[] = {FILE_("0001_a", "SELECT 1 WHERE false"), end},
                        after[] = {FILE_("0001_a", "SELECT 2 WHERE false"), end};
  struct vg_error err = {0};
  empty();
  cr_assert(migrate_files(owner, before, NULL, NULL, NULL, &err), "%s", err.message);
  cr_assert_not(migrate_files(owner, after, NULL, NULL, NULL, &err));
  cr_assert_eq(err.code, VG_E_CONFIG);
  cr_assert(strstr(err.message, "0001_a"), "%s", err.message);
}

Test(migrate, a_newer_database_is_refused) {
  struct vg_error run = {0}, check = {0};
  db_fixture_sql(owner, "INSERT INTO migration.applied SELECT max(number) + 1, '0099_future', 'x' FROM migration.applied");
  cr_assert_not(migrate_run(owner, NULL, NULL, NULL, &run));
  cr_assert_eq(run.code, VG_E_CONFIG);
  cr_assert(strstr(run.message, "0099_future"), "%s", run.message);
  cr_assert_not(migrate_check(db_fixture_open("vigie_web"), NULL, &check));
  cr_assert_eq(check.code, VG_E_CONFIG);
}

Test(migrate, an_empty_database_is_found_not_migrated) {
  struct vg_error err = {0};
  struct migrate_state state;
  db_fixture_sql(owner, "DROP SCHEMA migration CASCADE");
  cr_assert_not(migrate_check(owner, &state, &err));
  cr_assert_eq(err.code, VG_E_CONFIG);
  cr_assert(state.applied == 0 && state.known >= 1);
}
