#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collect/keyset.h"
#include "collect/schedule.h"
#include "collect/secret.h"
#include "collect/spool.h"

Test(schedule, a_good_pull_waits_one_period_and_a_little) {
  const vg_time now = INT64_C(1700000000) * VG_SECOND;
  for (uint64_t seed = 0; seed < 200; seed++) {
    vg_time due = schedule_next(now, 300, 0, seed);
    cr_assert(due >= now + 300 * VG_SECOND && due < now + 330 * VG_SECOND);
  }
  cr_assert_neq(schedule_next(now, 300, 0, 1), schedule_next(now, 300, 0, 2), "sources do not come together");
  cr_assert_eq(schedule_next(now, 300, 0, 1), schedule_next(now, 300, 0, 1), "pure");
  cr_assert(schedule_next(now, 31622400, 0, 1) < now + 31622400 * VG_SECOND + 5 * VG_MINUTE);
}

Test(schedule, failures_wait_longer_and_longer_up_to_a_period_or_six_hours) {
  const vg_time now = 0;
  static const struct {
    int failures;
    int64_t period, least;
  } cases[] = {{1, 86400, 30}, {2, 86400, 60}, {3, 86400, 120}, {10, 86400, 15360}, {11, 86400, 21600}, {1000, 86400, 21600}, {5, 60, 60}, {1, 5, 5}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    vg_time due = schedule_next(now, cases[i].period, cases[i].failures, 7);
    cr_assert(due >= cases[i].least * VG_SECOND && due <= cases[i].least * VG_SECOND * 11 / 10, "%d failures", cases[i].failures);
  }
}

Test(schedule, complains_at_powers_of_two) {
  for (int n = 0; n <= 64; n++) {
    bool wanted = n == 1 || n == 2 || n == 4 || n == 8 || n == 16 || n == 32 || n == 64;
    cr_assert_eq(schedule_complains(n), wanted, "%d", n);
  }
}

struct gathered {
  struct buf text;
  size_t step;
};

static bool gather(void *user, const char *data, size_t length, bool last, size_t *used, struct vg_error *err) {
  struct gathered *g = user;
  (void)err;
  *used = last || length < g->step ? length : length - length % g->step;
  buf_put(&g->text, data, *used);
  return true;
}

Test(spool, gives_back_what_was_put_in_memory_or_in_a_file) {
  for (size_t limit = 100; limit <= 10u << 20; limit *= 400) {
    struct spool s;
    struct gathered g = {.step = 7};
    struct vg_error err = {0};
    char line[64];
    BUF(expected, 64u << 20);
    buf_init(&g.text, 64u << 20);
    spool_init(&s, limit, 64u << 20);
    for (int i = 0; i < 300000; i++) {
      int n = snprintf(line, sizeof line, "line %d\n", i);
      buf_put(&expected, line, (size_t)n);
      cr_assert(spool_put(&s, line, (size_t)n, &err), "%s", err.message);
    }
    cr_assert_eq(s.fd >= 0, limit < expected.length);
    for (int turn = 0; turn < 2; turn++) {
      buf_clear(&g.text);
      cr_assert(spool_read(&s, gather, &g, &err), "%s", err.message);
      cr_assert(g.text.length == expected.length && memcmp(g.text.data, expected.data, expected.length) == 0);
    }
    spool_free(&s);
    buf_free(&g.text);
  }
}

Test(spool, has_a_limit) {
  struct spool s;
  struct vg_error err = {0};
  spool_init(&s, 10, 20);
  cr_assert(spool_put(&s, "0123456789", 10, &err));
  cr_assert_not(spool_put(&s, "0123456789x", 11, &err));
  cr_assert_eq(err.code, VG_E_LIMIT);
  spool_free(&s);
}

Test(keyset, finds_each_key_and_says_where_it_came_first) {
  struct keyset s;
  struct key_entry *first;
  struct vg_error err = {0};
  unsigned char hash[32] = {1};
  char key[40], place[40];
  keyset_init(&s);
  cr_assert_null(keyset_find(&s, "x", 1));
  for (int i = 0; i < 50000; i++) {
    (void)snprintf(key, sizeof key, "key-%d", i);
    (void)snprintf(place, sizeof place, "$[%d]", i);
    cr_assert(keyset_add(&s, key, strlen(key), hash, place, KEY_NEW, &first, &err) && first == NULL);
  }
  cr_assert_eq(s.count, 50000);
  for (int i = 0; i < 50000; i += 77) {
    (void)snprintf(key, sizeof key, "key-%d", i);
    (void)snprintf(place, sizeof place, "$[%d]", i);
    cr_assert(keyset_add(&s, key, strlen(key), hash, "again", KEY_NEW, &first, &err));
    cr_assert_str_eq(keyset_place(&s, first), place);
    cr_assert_eq(keyset_find(&s, key, strlen(key)), first);
  }
  cr_assert_null(keyset_find(&s, "key-", 4));
  keyset_free(&s);
}

Test(secret, the_collectors_key_is_made_once_and_read_by_its_owner_only) {
  char folder[] = "/tmp/vigie-key-XXXXXX", path[64];
  struct collector_key a, b;
  struct vg_error err = {0}, open = {0}, cut = {0};
  cr_assert_not_null(mkdtemp(folder));
  (void)snprintf(path, sizeof path, "%s/keys/collector.key", folder);
  cr_assert(collector_key_load(folder, &a, &err), "%s", err.message);
  cr_assert(collector_key_load(folder, &b, &err), "%s", err.message);
  cr_assert_arr_eq(a.secret_key, b.secret_key, 32);
  struct stat st;
  cr_assert_eq(stat(path, &st), 0);
  cr_assert_eq(st.st_mode & 0777, 0600);
  cr_assert_eq(chmod(path, 0640), 0);
  cr_assert_not(collector_key_load(folder, &b, &open));
  cr_assert_eq(open.code, VG_E_CONFIG);
  cr_assert(strstr(open.hint, "chmod 600"));
  cr_assert_eq(chmod(path, 0600), 0);
  cr_assert_eq(truncate(path, 31), 0);
  cr_assert_not(collector_key_load(folder, &b, &cut));
  cr_assert_eq(cut.code, VG_E_CONFIG);
  cr_assert_eq(unlink(path), 0);
  (void)snprintf(path, sizeof path, "%s/keys", folder);
  cr_assert(rmdir(path) == 0 && rmdir(folder) == 0);
}
