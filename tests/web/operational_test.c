/* The operational board: which sources it lists when there are more than it has room for. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/json.h"
#include "support/web_page.h"

/* Twenty sources read an hour ago or more, the last declared the longest ago; one of them had records refused. And one that was never read. */
#define SOURCES                                                                                                                           \
  "INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by)"                            \
  " SELECT 's' || n, 'Source ' || n, 'csv', p.id, 3600, 86400, now() - interval '9 days', 'test' FROM vg.perimeter p, generate_series(1, 21) n" \
  " WHERE p.code = 'all';"                                                                                                                \
  "INSERT INTO vg.pull (source_id, status, read_at, started_at, rejected) SELECT s.id, 'ok', t, t, CASE n WHEN 7 THEN 3 ELSE 0 END"  \
  " FROM generate_series(1, 20) n JOIN vg.source s ON s.code = 's' || n, LATERAL (SELECT now() - n * interval '30 minutes' - interval '30 minutes' AS t) x;" \
  "INSERT INTO vg.coverage SELECT p.source_id, 'backup', p.id, tstzrange(p.read_at, p.read_at + interval '1 day') FROM vg.pull p;"

static struct browser browser;
static struct json_doc board;

static void start(void) {
  web_policy_start("");
  browser = person("adam", "ciso");
  browser.headers = "Accept: application/json\r\n";
}

static void stop(void) {
  json_close(&board);
  web_stop();
}

TestSuite(web_operational, .init = start, .fini = stop);

static struct jv read_board(void) {
  struct vg_error err = {0};
  struct reply r = web_get(&browser, "/operational");
  cr_assert_eq(r.status, 200, "%d %s", r.status, r.body);
  cr_assert(json_parse(&board, r.body, r.length, "page", JSON_DEFAULTS, &err), "%s", err.message);
  return jv_root(&board);
}

static const char *source_at(struct jv sources, size_t i) { return jv_text(jv_at(sources, i), "name"); }

Test(web_operational, sources_to_look_at_come_first_then_those_read_longest_ago) {
  web_sql(SOURCES);
  struct jv page = read_board(), sources = jv_array(page, "sources");
  cr_expect_eq(jv_count(sources), 12);
  cr_expect_str_eq(source_at(sources, 0), "Source 21", "%s", source_at(sources, 0));
  cr_expect_str_eq(source_at(sources, 1), "Source 7", "%s", source_at(sources, 1));
  for (int i = 2; i < 12; i++) {
    char name[20];
    (void)snprintf(name, sizeof name, "Source %d", 22 - i);
    cr_expect_str_eq(source_at(sources, (size_t)i), name, "%d: %s", i, source_at(sources, (size_t)i));
  }
  cr_expect_eq(jv_int(page, "sources_total", 0, 99), 21);
  cr_expect_eq(jv_int(page, "sources_review", 0, 99), 2);
  cr_expect_eq(jv_int(page, "sources_fine", 0, 99), 9);
}

Test(web_operational, few_sources_are_all_listed) {
  web_sql(SOURCES "UPDATE vg.source SET enabled = false WHERE substr(code, 2)::integer > 12");
  struct jv page = read_board();
  cr_expect_eq(jv_count(jv_array(page, "sources")), 12);
  cr_expect_eq(jv_int(page, "sources_fine", 0, 99), 0);
}
