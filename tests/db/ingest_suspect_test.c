#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/ingest.h"

TestSuite(suspect, .init = db_fixture_init, .fini = db_fixture_fini);

#define HEAD "key;name;type;status;title\n"

/* `count` servers; those from `changed` on have another title. */
static const char *servers(int count, int changed) {
  static char text[64 << 10];
  size_t n = (size_t)snprintf(text, sizeof text, HEAD);
  for (int i = 1; i <= count; i++) {
    n += (size_t)snprintf(text + n, sizeof text - n, "%d;srv-%d;server;in_service;%s\n", i, i, i >= changed ? "new" : "old");
  }
  return text;
}

#define COUNT "SELECT count(*), count(*) FILTER (WHERE title = 'new') FROM rec.asset"

Test(suspect, holds_a_list_that_halves_until_a_person_accepts) {
  struct ingest t;
  struct pull_result result;
  struct vg_error err = {0};
  ingest_init(&t, "asset");
  ingest_read(&t, servers(20, 100), PULL_OK);
  ingest_read(&t, servers(9, 5), PULL_SUSPECT);
  cr_assert(strstr(t.result.error.message, "asset: 9 records instead of 20"), "%s", t.result.error.message);
  cr_assert_str_eq(ingest_sql(&t, COUNT), "20,0");
  cr_assert_str_eq(ingest_sql(&t, "SELECT status, read, opened FROM vg.pull ORDER BY id"), "ok,20,20;suspect,9,0");
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM vg.coverage"), "1");

  ingest_file(&t, servers(3, 1)); /* what the source says meanwhile does not count */
  cr_assert(pull_accept(t.db, t.result.pull_id, "claire", t.now + VG_MINUTE, &result, &err), "%s", err.message);
  cr_assert_eq(result.status, PULL_OK);
  cr_assert_str_eq(ingest_sql(&t, COUNT), "9,5");
  cr_assert_str_eq(ingest_sql(&t, "SELECT status, read, opened, changed, vanished FROM vg.pull ORDER BY id"), "ok,20,20,0,0;ok,9,0,5,11");
  cr_assert_str_eq(ingest_sql(&t, "SELECT DISTINCT recorded_at = '2026-11-01 02:00Z' FROM rec.asset WHERE title = 'new'"), "t");
  cr_assert_str_eq(ingest_sql(&t, "SELECT (SELECT count(*) FROM vg.held), (SELECT count(*) FROM vg.held_rows)"), "0,0");
  cr_assert_str_eq(ingest_sql(&t, "SELECT actor, action, object FROM vg.journal WHERE action LIKE 'pull.%'"), "claire,pull.accepted,\"source test\"");
  cr_assert_not(pull_accept(t.db, t.result.pull_id, "claire", t.now, &result, &err));
  cr_assert_eq(err.code, VG_E_CONFLICT);
  ingest_read(&t, servers(9, 5), PULL_OK);
  ingest_free(&t);
}

Test(suspect, a_person_may_refuse) {
  struct ingest t;
  struct vg_error err = {0};
  ingest_init(&t, "asset");
  ingest_read(&t, servers(20, 100), PULL_OK);
  ingest_read(&t, servers(2, 1), PULL_SUSPECT);
  cr_assert(pull_refuse(t.db, t.result.pull_id, "claire", t.now, &err), "%s", err.message);
  cr_assert_str_eq(ingest_sql(&t, COUNT), "20,0");
  cr_assert_str_eq(ingest_sql(&t, "SELECT status, message FROM vg.pull ORDER BY id DESC LIMIT 1"), "refused,\"refused by claire\"");
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM vg.held"), "0");
  ingest_free(&t);
}

Test(suspect, a_later_reading_takes_the_place_of_a_held_one) {
  struct ingest t;
  struct pull_result result;
  struct vg_error err = {0};
  ingest_init(&t, "asset");
  ingest_read(&t, servers(20, 100), PULL_OK);
  ingest_read(&t, servers(9, 5), PULL_SUSPECT);
  int64_t first = t.result.pull_id;
  ingest_read(&t, servers(8, 5), PULL_SUSPECT);
  cr_assert_str_eq(ingest_sql(&t, "SELECT status FROM vg.pull ORDER BY id"), "ok;refused;suspect");
  int64_t second = t.result.pull_id;
  ingest_read(&t, servers(20, 100), PULL_OK);
  cr_assert_str_eq(ingest_sql(&t, "SELECT status FROM vg.pull ORDER BY id"), "ok;refused;refused;ok");
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM vg.held"), "0");
  cr_assert_not(pull_accept(t.db, first, "claire", t.now, &result, &err));
  cr_assert_not(pull_accept(t.db, second, "claire", t.now, &result, &err));
  ingest_free(&t);
}

Test(suspect, a_short_list_may_shrink_and_an_empty_one_may_not) {
  struct ingest t;
  ingest_init(&t, "asset");
  ingest_read(&t, HEAD, PULL_SUSPECT);
  ingest_read(&t, servers(9, 100), PULL_OK);
  ingest_read(&t, servers(1, 100), PULL_OK);
  ingest_read(&t, HEAD, PULL_SUSPECT);
  cr_assert(strstr(t.result.error.message, "nothing was read"), "%s", t.result.error.message);
  ingest_free(&t);
}

Test(suspect, facts_of_the_future_and_too_many_refusals) {
  struct ingest t;
  ingest_init(&t, "incident");
#define INCIDENTS "key;title;severity;security;occurred_at\n"
  ingest_read(&t, INCIDENTS "a;A;low;oui;2026-11-01T01:04:00Z\n", PULL_OK);
  ingest_read(&t, INCIDENTS "a;A;low;oui;2026-11-01T02:06:00Z\n", PULL_SUSPECT);
  cr_assert(strstr(t.result.error.message, "dated after"), "%s", t.result.error.message);
  ingest_read(&t, INCIDENTS "a;A;low;oui;2026-10-01\nb;B;bad;oui;2026-10-01\nc;C;bad;oui;2026-10-01\n", PULL_OK);
  ingest_read(&t, INCIDENTS "a;A;low;oui;2026-10-01\nb;B;bad;oui;2026-10-01\nc;C;bad;oui;2026-10-01\nd;B;bad;oui;2026-10-01\n"
                            "e;C;bad;oui;2026-10-01\nf;C;bad;oui;2026-10-01\n", PULL_SUSPECT);
  cr_assert(strstr(t.result.error.message, "5 items of 6 were refused"), "%s", t.result.error.message);
  ingest_free(&t);
}

Test(suspect, accepts_rows_that_were_spooled_to_a_file) {
  struct ingest t;
  struct vg_error err = {0};
  struct pull_result result;
  ingest_init(&t, "asset");
  ingest_read(&t, servers(20, 100), PULL_OK);
  char path[160], title[900];
  (void)snprintf(path, sizeof path, "%s/file/srv/test.csv", t.answers);
  FILE *f = fopen(path, "w");
  cr_assert_not_null(f);
  memset(title, 'x', sizeof title - 1), title[sizeof title - 1] = '\0';
  (void)fputs("key;name;type;status;title;in_service_on;retired_on\n", f);
  for (int i = 100; i < 60100; i++) (void)fprintf(f, "%d;srv-%d;server;in_service;%s;;\n", i, i, title);
  for (int i = 0; i < 20000; i++) (void)fprintf(f, "%d;srv-%d;spaceship;in_service;;;\n", i, i);
  cr_assert_eq(fclose(f), 0);
  ingest_pull(&t, PULL_SUSPECT);
  cr_assert_eq(t.result.read, 60000);
  cr_assert_eq(t.result.rejected, 20000);
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*) FROM vg.reject"), "1000");
  cr_assert(pull_accept(t.db, t.result.pull_id, "claire", t.now, &result, &err), "%s", err.message);
  cr_assert_eq(result.opened, 60000);
  cr_assert_eq(result.vanished, 0, "more was refused than is known by key");
  cr_assert_str_eq(ingest_sql(&t, "SELECT count(*), min(length(title)) FROM rec.asset WHERE key::int >= 100"), "60000,899");
  ingest_free(&t);
}
