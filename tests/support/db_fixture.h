/* tests/support/db_fixture.h — a database of its own for each test, cloned from the migrated template (about 100 ms).
 *
 * The cluster is started by CTest (fixture "pg"). By hand:
 *   ctest --test-dir build/dev -R pg_start && build/dev/db_tests
 * Use it so:
 *   TestSuite(db, .init = db_fixture_init, .fini = db_fixture_fini);
 *   Test(db, …) { struct db *db = db_fixture_open("vigie_web"); … }                                              */
#ifndef VG_TESTS_DB_FIXTURE_H
#define VG_TESTS_DB_FIXTURE_H

#include "db/db.h"

/* Clones the template for this process; stops the test when it cannot. */
void db_fixture_init(void);
/* Closes what db_fixture_open() gave and drops the clone. */
void db_fixture_fini(void);

/* A connection to the clone as "postgres" (superuser), "vigie_owner", "vigie_web" or "vigie_collect". Borrowed: closed by
 * db_fixture_fini(). At most 16.                                                                                  */
struct db *db_fixture_open(const char *role);
/* "host=… dbname=…" of the clone, for db_open(), pools and child processes. */
const char *db_fixture_conninfo(void);
/* The folder of the cluster's socket. */
const char *db_fixture_host(void);
/* Runs statements whose text the test writes (set-up of rows, attacks); stops the test when they fail. */
void db_fixture_sql(struct db *, const char *sql);
/* The same, for what must be refused: the code, and VG_OK when it was not. */
enum vg_code db_fixture_try(struct db *, const char *sql);
/* The first column of the first row as text, in a static buffer; "" for NULL or no row. */
const char *db_fixture_text(struct db *, const char *sql);
/* The same as a whole number; stops the test when it is none. */
int64_t db_fixture_int(struct db *, const char *sql);
/* Runs `vigie COMMAND ARGUMENTS`, words of the shell, on the clone with more environment ("" for none): the exit status, and
 * in `out` what it wrote on both outputs.                                                                                   */
int db_fixture_vigie(const char *command, const char *arguments, const char *environment, char *out, size_t size);

#endif
