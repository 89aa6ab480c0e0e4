#include "support/web_page.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "indicator/evaluate.h"
#include "policy/policy.h"

void web_policy_start(const char *world) {
  struct vg_error err = {0};
  web_start();
  cr_assert(indicator_install(web_db(), &err) && policy_install(web_db(), &err), "%s", err.message);
  web_sql(world);
}

struct browser person_reading(const char *login, const char *role, const char *lang) {
  char sql[200];
  int64_t id = web_user(login, role);
  (void)snprintf(sql, sizeof sql, "UPDATE vg.app_user SET lang = '%s' WHERE id = %lld", lang, (long long)id);
  db_fixture_sql(web_db(), sql);
  return web_session(id);
}

struct browser person(const char *login, const char *role) { return person_reading(login, role, "en"); }

const char *text(const char *sql) { return db_fixture_text(web_db(), sql); }

const char *today_and(const char *interval) {
  static char texts[2][32];
  static int turn;
  char *out = texts[turn ^= 1];
  char sql[160];
  (void)snprintf(sql, sizeof sql, "SELECT to_char(now() AT TIME ZONE 'Europe/Paris' + interval '%s', 'YYYY-MM-DD')", interval);
  (void)snprintf(out, sizeof texts[0], "%s", text(sql));
  return out;
}
