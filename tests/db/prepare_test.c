#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "db/describe.h"
#include "db/sql_text.h"
#include "support/db_fixture.h"

TestSuite(prepare, .init = db_fixture_init, .fini = db_fixture_fini);

/* "-- $1 bigint the source" in a heading: the words after $n that make the longest known type. */
static bool declared(const char *comment, int n, const char *type) {
  char mark[16];
  (void)snprintf(mark, sizeof mark, "$%d ", n);
  const char *p = strstr(comment, mark);
  if (p == NULL) return false;
  p += strlen(mark);
  static const struct {
    const char *said, *meant;
  } aliases[] = {{"timestamptz", "timestamp with time zone"}, {"timestamptz[]", "timestamp with time zone[]"},
                 {"int", "integer"},                          {"bool", "boolean"},
                 {"float8", "double precision"}};
  size_t length = strcspn(p, " \n");
  for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
    if (strlen(aliases[i].said) == length && strncmp(aliases[i].said, p, length) == 0)
      return strcmp(aliases[i].meant, type) == 0;
  }
  length = strlen(type);
  return strncmp(p, type, length) == 0 && !isalnum((unsigned char)p[length]) && p[length] != '[';
}

static int check_types(struct db *db, enum sql_id id) {
  struct vg_error err = {0};
  struct db_description d;
  const struct sql_text *sql = &sql_texts[id];
  int wrong = 0;
  if (!db_describe(db, id, &d, &err)) return cr_log_error("sql: %s: %s", sql->name, err.message), 1;
  for (int i = 0; i < d.parameters && !sql->indicator; i++) {
    if (declared(sql->comment, i + 1, d.types[i])) continue;
    cr_log_error("sql/query/%s.sql: the heading should say \"-- $%d %s …\"", sql->name, i + 1, d.types[i]);
    wrong++;
  }
  return wrong;
}

Test(prepare, every_statement_fits_the_schema_and_its_heading) {
  struct db *db = db_fixture_open("vigie_owner");
  int wrong = 0;
  for (int id = 0; id < (int)SQL_COUNT; id++) wrong += check_types(db, (enum sql_id)id);
  cr_assert_eq(wrong, 0);
}

/* "-- role: vigie_web" in a heading: the statement must run as that role, with no more than its grants. */
Test(prepare, roles_may_run_what_is_theirs) {
  struct db *db = db_fixture_open("vigie_owner");
  for (const char *const *role = (const char *const[]){"vigie_web", "vigie_collect", NULL}; *role != NULL; role++) {
    struct db *as = db_fixture_open(*role);
    char mark[64];
    (void)snprintf(mark, sizeof mark, "role: %s", *role);
    for (int id = 0; id < (int)SQL_COUNT; id++) {
      struct vg_error err = {0};
      if (strstr(sql_texts[id].comment, mark) == NULL) continue;
      cr_expect(db_explain(as, (enum sql_id)id, &err), "%s as %s: %s", sql_texts[id].name, *role, err.message);
    }
  }
  (void)db;
}
