#include <criterion/criterion.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/direct.h"
#include "db/notify.h"
#include "db/pool.h"
#include "support/db_fixture.h"

TestSuite(db, .init = db_fixture_init, .fini = db_fixture_fini);

static struct db *owner(void) { return db_fixture_open("vigie_owner"); }

Test(db, gives_back_what_was_bound) {
  struct db *db = owner();
  struct vg_error err = {0};
  DB_RESULT(r);
  VG_ARENA(arena, 1 << 20);
  const char *texts[] = {"a\"b", "c\\d,{}", NULL, "é"};
  const int64_t ints[] = {-1, INT64_MAX};
  const unsigned char bytes[] = {0, 255, 10, 0};
  const struct db_param params[] = {P_TEXT("x'; --"), P_INT(INT64_MIN),  P_REAL(0.1),     P_BOOL(true),
                                    P_TIME(1),        P_BYTES(bytes, 4), P_TEXTS(texts, 4), P_INTS(ints, 2),
                                    P_TIME(VG_NEVER), P_TIME(INT64_MAX), P_TEXT(NULL),    P_TEXTS(NULL, 0)};
  cr_assert(db_direct(db, &r,
                      "SELECT $1::text t, $2::bigint i, $3::float8 d, $4::boolean b, $5::timestamptz at, $6::bytea y, "
                      "($7::text[])[2] a, ($8::bigint[])[2] n, $9::timestamptz never, $10::timestamptz ever, $11::text nt, "
                      "cardinality($12::text[]) c, ($7::text[])[3] IS NULL AS third, '2026-02-03'::date AS day",
                      DB_ONE, &err, params, 12),
            "%s", err.message);
  unsigned char *y;
  cr_assert_str_eq(row_text(r, 0, "t"), "x'; --");
  cr_assert_eq(row_int(r, 0, "i"), INT64_MIN);
  cr_assert_eq(row_real(r, 0, "d"), 0.1);
  cr_assert(row_bool(r, 0, "b"));
  cr_assert_eq(row_time(r, 0, "at"), 1);
  cr_assert_eq(row_bytes(r, 0, "y", arena, &y), 4);
  cr_assert_arr_eq(y, bytes, 4);
  cr_assert_str_eq(row_text(r, 0, "a"), "c\\d,{}");
  cr_assert_eq(row_int(r, 0, "n"), INT64_MAX);
  cr_assert_eq(row_time(r, 0, "never"), VG_NEVER);
  cr_assert_eq(row_time(r, 0, "ever"), INT64_MAX);
  cr_assert(row_null(r, 0, "nt") && isnan(row_real(r, 0, "nt")));
  cr_assert_eq(row_int(r, 0, "c"), 0);
  cr_assert(row_bool(r, 0, "third"));
  cr_assert_eq(row_time(r, 0, "day"), date_to_days(2026, 2, 3) * VG_DAY);
  cr_assert(row_ok(r, &err), "%s", err.message);
}

Test(db, keeps_the_first_reading_error) {
  struct db *db = owner();
  struct vg_error err = {0};
  DB_RESULT(r);
  cr_assert(db_direct(db, &r, "SELECT 'x' AS a", DB_ONE, &err, NULL, 0));
  cr_assert_eq(row_int(r, 0, "a"), 0);
  cr_assert_eq(row_int(r, 0, "nothing"), 0);
  cr_assert_str_eq(row_text(r, 9, "a"), "");
  cr_assert_not(row_ok(r, &err));
  cr_assert_eq(err.code, VG_E_INTERNAL);
  cr_assert(strstr(err.message, "column a is not an integer"), "%s", err.message);
}

Test(db, refuses_other_shapes_and_counts) {
  struct db *db = owner();
  struct vg_error none = {0}, two = {0}, some = {0}, count = {0};
  cr_assert_not(db_direct(db, NULL, "SELECT 1 WHERE false", DB_ONE, &none, NULL, 0));
  cr_assert_eq(none.code, VG_E_NOTFOUND);
  cr_assert_not(db_direct(db, NULL, "SELECT generate_series(1,2)", DB_ZERO_OR_ONE, &two, NULL, 0));
  cr_assert_eq(two.code, VG_E_INTERNAL);
  cr_assert_not(db_direct(db, NULL, "SELECT 1", DB_NONE, &some, NULL, 0));
  cr_assert_eq(some.code, VG_E_INTERNAL);
  cr_assert_not(db_run(db, NULL, SQL_MIGRATION_ADD, DB_NONE, &count, P_INT(1)));
  cr_assert(strstr(count.message, "migration_add: 3 parameters were expected, got 1"), "%s", count.message);
}

Test(db, refuses_texts_that_are_none) {
  struct db *db = owner();
  struct vg_error bad = {0}, big = {0};
  static char text[(1 << 20) + 2];
  memset(text, 'a', sizeof text - 1);
  cr_assert_not(db_direct(db, NULL, "SELECT $1::text", DB_ANY, &bad, &P_TEXT("\xff"), 1));
  cr_assert_eq(bad.code, VG_E_INPUT);
  cr_assert_not(db_direct(db, NULL, "SELECT $1::text", DB_ANY, &big, &P_TEXT(text), 1));
  cr_assert_eq(big.code, VG_E_LIMIT);
}

Test(db, sqlstate_decides_the_code) {
  struct db *db = owner();
  static const struct {
    const char *sql;
    enum vg_code code;
  } cases[] = {
      {"INSERT INTO vg.setting (key, value) VALUES ('a','b'),('a','c')", VG_E_CONFLICT},
      {"INSERT INTO vg.setting (key, value) VALUES ('a',NULL)", VG_E_INPUT},
      {"INSERT INTO vg.perimeter (code, name) VALUES ('NO GOOD','x')", VG_E_INPUT},
      {"SELECT 'secret42'::bigint", VG_E_INTERNAL},
      {"SELECT nothing.at_all()", VG_E_INTERNAL},
      {"SELECT pg_read_file('/etc/passwd')", VG_E_DENIED},
      {"DO $$ BEGIN RAISE SQLSTATE '40001'; END $$", VG_E_UNAVAILABLE},
      {"DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$", VG_E_UNAVAILABLE},
      {"DO $$ BEGIN RAISE SQLSTATE '53100'; END $$", VG_E_STORAGE},
      {"DO $$ BEGIN RAISE SQLSTATE '57014'; END $$", VG_E_TIMEOUT},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct vg_error err = {0};
    cr_assert_not(db_direct(db, NULL, cases[i].sql, DB_ANY, &err, NULL, 0), "%s", cases[i].sql);
    cr_assert_eq(err.code, cases[i].code, "%s: %s", cases[i].sql, err.message);
    cr_assert_null(strstr(err.message, "secret42"), "%s", err.message);
  }
}

Test(db, a_late_statement_is_cancelled_and_the_connection_lives) {
  struct db *db = owner();
  struct vg_error late = {0}, err = {0};
  char before[32];
  (void)snprintf(before, sizeof before, "%s", db_fixture_text(db, "SELECT pg_backend_pid()"));
  db_set_timeout(db, 100);
  cr_assert_not(db_direct(db, NULL, "SELECT pg_sleep(60)", DB_ANY, &late, NULL, 0));
  cr_assert_eq(late.code, VG_E_TIMEOUT, "%s", late.message);
  db_set_timeout(db, 30000);
  cr_assert_str_eq(db_fixture_text(db, "SELECT pg_backend_pid()"), before);
  cr_assert(db_alive(db));
  (void)err;
}

Test(db, comes_back_after_the_server_has_hung_up) {
  struct db *db = owner(), *admin = db_fixture_open("postgres");
  struct vg_error err = {0};
  DB_RESULT(r);
  cr_assert(db_run(db, &r, SQL_MIGRATION_LIST, DB_MANY, &err));
  (void)db_fixture_text(admin, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'vigie_owner' "
                               "AND datname = current_database()");
  DB_RESULT(again);
  cr_assert(db_run(db, &again, SQL_MIGRATION_LIST, DB_MANY, &err), "%s", err.message);
  cr_assert_str_eq(db_fixture_text(db, "SHOW search_path"), "");
  cr_assert_str_eq(db_fixture_text(db, "SHOW TimeZone"), "UTC");
}

Test(db, a_transaction_never_goes_on_over_another_connection) {
  struct db *db = owner(), *admin = db_fixture_open("postgres");
  struct vg_error err = {0};
  {
    DB_TX(tx);
    cr_assert(db_begin(db, &tx, &err));
    db_fixture_sql(db, "INSERT INTO vg.setting (key, value) VALUES ('lost', '1')");
    (void)db_fixture_text(admin, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = "
                                 "'vigie_owner' AND datname = current_database()");
    cr_assert_eq(db_fixture_try(db, "INSERT INTO vg.setting (key, value) VALUES ('half', '1')"), VG_E_UNAVAILABLE);
    cr_assert_not(db_commit(&tx, &err));
    cr_assert_eq(err.code, VG_E_UNAVAILABLE);
  }
  cr_assert_str_eq(db_fixture_text(db, "SELECT count(*) FROM vg.setting"), "0");
}

Test(db, is_rolled_back_unless_committed) {
  struct db *db = owner();
  struct vg_error err = {0}, failed = {0}, nested = {0};
  {
    DB_TX(tx);
    cr_assert(db_begin(db, &tx, &err));
    db_fixture_sql(db, "INSERT INTO vg.setting (key, value) VALUES ('a', '1')");
    DB_TX(inner);
    cr_assert_not(db_begin(db, &inner, &nested));
    cr_assert_neq(db_fixture_try(db, "SELECT 1/0"), VG_OK);
    cr_assert_not(db_commit(&tx, &failed));
  }
  {
    DB_TX(tx);
    cr_assert(db_begin_read(db, &tx, &err));
    cr_assert_eq(db_fixture_try(db, "INSERT INTO vg.setting (key, value) VALUES ('a', '1')"), VG_E_INTERNAL);
  }
  {
    DB_TX(tx);
    cr_assert(db_begin(db, &tx, &err));
    db_fixture_sql(db, "INSERT INTO vg.setting (key, value) VALUES ('b', '1')");
    cr_assert(db_commit(&tx, &err), "%s", err.message);
  }
  cr_assert_str_eq(db_fixture_text(db, "SELECT string_agg(key, '') FROM vg.setting"), "b");
}

static bool count_bytes(void *user, const char *data, size_t length, struct vg_error *err) {
  (void)data;
  (void)err;
  *(size_t *)user += length;
  return true;
}

Test(db, copies_in_and_out) {
  struct db *db = owner();
  struct vg_error err = {0}, refused = {0};
  int64_t rows = 0;
  size_t bytes = 0;
  db_fixture_sql(db, "CREATE TABLE vg.big (id bigint PRIMARY KEY, t text)");
  cr_assert(db_copy_direct(db, "COPY vg.big FROM STDIN", &err), "%s", err.message);
  for (int i = 0; i < 100000; i++) {
    char line[64];
    int n = snprintf(line, sizeof line, "%d\tline %d\n", i, i);
    cr_assert(db_copy_data(db, line, (size_t)n, &err));
  }
  cr_assert(db_copy_end(db, &rows, &err), "%s", err.message);
  cr_assert_eq(rows, 100000);
  cr_assert(db_copy_out(db, "COPY vg.big TO STDOUT", count_bytes, &bytes, &err), "%s", err.message);
  cr_assert_eq(bytes, 1677780);
  cr_assert(db_copy_direct(db, "COPY vg.big FROM STDIN", &err));
  cr_assert(db_copy_data(db, "1\tx\n", 4, &err));
  cr_assert_not(db_copy_end(db, NULL, &refused));
  cr_assert_eq(refused.code, VG_E_CONFLICT, "%s", refused.message);
  {
    DB_TX(tx);
    cr_assert(db_begin(db, &tx, &err) && db_copy_direct(db, "COPY vg.big FROM STDIN", &err));
    cr_assert(db_copy_data(db, "-1\tx\n", 5, &err));
  }
  cr_assert_str_eq(db_fixture_text(db, "SELECT count(*) FROM vg.big"), "100000");
}

Test(db, hears_notifications_also_after_a_reconnection) {
  struct db *db = db_fixture_open("vigie_collect"), *web = db_fixture_open("vigie_web"), *admin = db_fixture_open("postgres");
  struct vg_error err = {0};
  char channel[64];
  bool got;
  cr_assert(db_listen(db, "vigie_request", &err) && db_notify(web, "vigie_request", &err));
  cr_assert(db_wait_notify(db, 5000, -1, channel, &got, &err) && got);
  cr_assert_str_eq(channel, "vigie_request");
  cr_assert(db_wait_notify(db, 10, -1, channel, &got, &err) && !got);
  (void)db_fixture_text(admin, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = "
                               "'vigie_collect' AND datname = current_database()");
  cr_assert(db_wait_notify(db, 5000, -1, channel, &got, &err) && got, "%s", err.message);
  cr_assert_str_eq(channel, "");
  cr_assert(db_notify(web, "vigie_request", &err));
  cr_assert(db_wait_notify(db, 5000, -1, channel, &got, &err) && got);
  cr_assert_str_eq(channel, "vigie_request");
}

Test(db, a_refused_role_is_a_matter_of_configuration) {
  struct db *db = NULL;
  struct vg_error role = {0}, name = {0}, nobody = {0};
  char other[300];
  struct db_conf conf = {.conninfo = db_fixture_conninfo(), .role = "no_such_role", .timeout_ms = 1000};
  cr_assert_not(db_open(&db, &conf, &role));
  cr_assert_eq(role.code, VG_E_CONFIG, "%s", role.message);
  (void)snprintf(other, sizeof other, "host=%s dbname=no_such_database", db_fixture_host());
  conf = (struct db_conf){.conninfo = other, .role = "vigie_web"};
  cr_assert_not(db_open(&db, &conf, &name));
  cr_assert_eq(name.code, VG_E_CONFIG, "%s", name.message);
  conf.conninfo = "host=/nonexistent dbname=x";
  cr_assert_not(db_open(&db, &conf, &nobody));
  cr_assert_eq(nobody.code, VG_E_UNAVAILABLE, "%s", nobody.message);
  cr_assert_null(db);
}

Test(db, a_pool_is_bounded_and_cleans_what_comes_back) {
  struct db_pool *pool = NULL;
  struct db *a, *b, *c;
  struct vg_error err = {0}, full = {0};
  struct db_conf conf = {.conninfo = db_fixture_conninfo(), .role = "vigie_web", .timeout_ms = 5000};
  cr_assert(db_pool_open(&pool, &conf, 2, &err));
  cr_assert(db_pool_acquire(pool, &a, 1000, &err) && db_pool_acquire(pool, &b, 1000, &err), "%s", err.message);
  cr_assert_not(db_pool_acquire(pool, &c, 20, &full));
  cr_assert_eq(full.code, VG_E_UNAVAILABLE);
  struct db_tx forgotten;
  cr_assert(db_begin(a, &forgotten, &err));
  db_fixture_sql(a, "INSERT INTO vg.setting (key, value) VALUES ('a', '1')");
  db_pool_release(pool, a);
  cr_assert(db_pool_acquire(pool, &c, 1000, &err));
  cr_assert_eq(c, a);
  cr_assert_str_eq(db_fixture_text(c, "SELECT count(*) FROM vg.setting"), "0");
  struct db_pool_use use = db_pool_use(pool);
  cr_assert(use.open == 2 && use.used == 2 && use.waiting == 0);
  db_pool_release(pool, b);
  db_pool_release(pool, c);
  db_pool_close(pool);
}

struct comer {
  struct db_pool *pool;
  atomic_int *served;
  int place; /* in the order of being served */
};

static void *come(void *user) {
  struct comer *c = user;
  struct db *db;
  struct vg_error err = {0};
  if (!db_pool_acquire(c->pool, &db, 60000, &err)) return NULL;
  c->place = atomic_fetch_add(c->served, 1) + 1;
  db_pool_release(c->pool, db);
  return NULL;
}

Test(db, a_pool_serves_in_the_order_of_arrival) {
  enum { COMERS = 12 };
  struct db_pool *pool = NULL;
  struct db *held, *late;
  struct vg_error err = {0}, full = {0};
  struct db_conf conf = {.conninfo = db_fixture_conninfo(), .role = "vigie_web", .timeout_ms = 5000};
  struct comer comers[COMERS];
  pthread_t threads[COMERS];
  atomic_int served = 0;
  cr_assert(db_pool_open(&pool, &conf, 1, &err) && db_pool_acquire(pool, &held, 1000, &err), "%s", err.message);
  for (size_t i = 0; i < COMERS; i++) {
    comers[i] = (struct comer){pool, &served, 0};
    cr_assert_eq(pthread_create(&threads[i], NULL, come, &comers[i]), 0);
    while (db_pool_use(pool).waiting <= i) (void)sched_yield();
  }
  cr_assert_not(db_pool_acquire(pool, &late, 20, &full), "who is late leaves the queue");
  cr_assert_eq(db_pool_use(pool).waiting, COMERS);
  db_pool_release(pool, held);
  for (size_t i = 0; i < COMERS; i++) (void)pthread_join(threads[i], NULL);
  for (int i = 0; i < COMERS; i++) cr_assert_eq(comers[i].place, i + 1, "thread %d was served as number %d", i, comers[i].place);
  struct db_pool_use use = db_pool_use(pool);
  cr_assert(use.open == 1 && use.used == 0 && use.waiting == 0);
  db_pool_close(pool);
}
