#include "support/db_fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"
#include "db/direct.h"
#include "support/output.h"

enum { OPEN_MAX_ = 16 };

static char host[200], name[64], conninfo[300];
static struct db *opened[OPEN_MAX_];
static size_t opened_count;

static struct db *connect_to(const char *info, const char *role) {
  struct db *db = NULL;
  struct vg_error err = {0};
  struct db_conf conf = {.conninfo = info, .role = role, .application = "tests", .timeout_ms = 30000};
  if (!db_open(&db, &conf, &err)) cr_assert(false, "%s: %s", err.message, err.hint);
  return db;
}

static void read_host(void) {
  char path[300];
  const char *dir = getenv("VIGIE_TEST_PG");
  (void)snprintf(path, sizeof path, "%s/host", dir == NULL ? VIGIE_TEST_PG : dir);
  FILE *f = fopen(path, "re");
  if (f == NULL || fgets(host, sizeof host, f) == NULL) cr_assert(false, "%s: no cluster runs: ctest -R pg_start", path);
  (void)fclose(f);
  host[strcspn(host, "\n")] = '\0';
}

static void administer(const char *before, const char *after) {
  char sql[200], any[300];
  (void)snprintf(any, sizeof any, "host=%s dbname=postgres", host);
  (void)snprintf(sql, sizeof sql, "%s %s %s", before, name, after);
  struct db *admin = connect_to(any, "postgres");
  db_fixture_sql(admin, sql);
  db_close(admin);
}

void db_fixture_init(void) {
  read_host();
  (void)snprintf(name, sizeof name, "t_%d", (int)getpid());
  (void)snprintf(conninfo, sizeof conninfo, "host=%s dbname=%s", host, name);
  administer("CREATE DATABASE", "OWNER vigie_owner TEMPLATE vigie_template");
  administer("REVOKE ALL ON DATABASE", "FROM PUBLIC"); /* a clone does not have the privileges of its template */
  administer("GRANT CONNECT ON DATABASE", "TO vigie_web, vigie_reader");
  administer("GRANT CONNECT, TEMPORARY ON DATABASE", "TO vigie_collect");
}

void db_fixture_fini(void) {
  while (opened_count > 0) db_close(opened[--opened_count]);
  if (*name != '\0') administer("DROP DATABASE IF EXISTS", "WITH (FORCE)");
}

struct db *db_fixture_open(const char *role) {
  if (opened_count == OPEN_MAX_) cr_assert(false, "more than %d connections in one test", OPEN_MAX_);
  return opened[opened_count++] = connect_to(conninfo, role);
}

const char *db_fixture_conninfo(void) { return conninfo; }
const char *db_fixture_host(void) { return host; }

enum vg_code db_fixture_try(struct db *db, const char *sql) {
  struct vg_error err = {0};
  return db_direct(db, NULL, sql, DB_ANY, &err, NULL, 0) ? VG_OK : err.code;
}

void db_fixture_sql(struct db *db, const char *sql) {
  struct vg_error err = {0};
  if (!db_direct(db, NULL, sql, DB_ANY, &err, NULL, 0)) cr_assert(false, "%s\n%s", err.message, sql);
}

const char *db_fixture_text(struct db *db, const char *sql) {
  static char text[4096];
  struct vg_error err = {0};
  DB_RESULT(r);
  if (!db_direct(db, &r, sql, DB_MANY, &err, NULL, 0)) cr_assert(false, "%s\n%s", err.message, sql);
  (void)snprintf(text, sizeof text, "%s", row_count(r) == 0 ? "" : row_text(r, 0, row_name(r, 0)));
  return text;
}

int64_t db_fixture_int(struct db *db, const char *sql) {
  const char *text = db_fixture_text(db, sql);
  int64_t out = 0;
  cr_assert(text_int(text, INT64_MIN, INT64_MAX, &out), "\"%s\" is no whole number: %s", text, sql);
  return out;
}

int db_fixture_vigie(const char *command, const char *arguments, const char *environment, char *out, size_t size) {
  char line[1200];
  (void)snprintf(line, sizeof line, "VIGIE_DATABASE='%s' VIGIE_DATA_DIR=/nonexistent HOME=/nonexistent %s %s %s %s 2>&1", conninfo, environment, VIGIE_BINARY, command,
                 arguments);
  return output_of(line, out, size);
}
