/* What is said of the states of assets is said again from when any differs: the years before are not read, and come out the same. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "support/db_indicator.h"
#include "support/story.h"

TestSuite(recent, .init = indicator_world_init, .fini = indicator_world_fini);

/* Three of each type; the first is known under another name too. */
#define WORLD                                                                                                                              \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('tools', 'site', '{patch,monitor,exposure}');"                          \
  "SELECT t.source('fleet', 'all', '{endpoint,log_source,patch}'); SELECT t.cover('inventory', '2026-01-01', '2026-12-01');"               \
  "SELECT t.put('asset', 'inventory', 'A' || n, '2026-01-01', jsonb_build_object('name', 's' || n, 'type', k, 'environment', 'production'," \
  " 'status', 'in_service', 'in_service_on', '2025-06-01', 'aliases', CASE n WHEN 1 THEN '[\"web1\"]'::jsonb ELSE '[]' END,"                \
  " 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = CASE WHEN n > 12 THEN 'office' ELSE 'site' END)))"                           \
  " FROM generate_series(1, 15) n, LATERAL (SELECT (ARRAY['server', 'laptop', 'phone', 'database', 'application'])[1 + n % 5] AS k) t;"

static const char *yes_or_no(struct story *s) {
  return dice_roll(&s->dice, 3) == 0 ? "false" : "true";
}

static void put_fields(struct story *s, const char *kind, const char *name, struct buf *out) {
  if (strcmp(kind, "patch") == 0) { /* with and without the dates of what waits */
    buf_printf(out, "\"asset\": \"%s\", \"pending\": 3, \"security_pending\": %u", name, dice_roll(&s->dice, 3));
    if (dice_roll(&s->dice, 3) == 0) buf_printf(out, ", \"oldest_security_at\": \"2026-01-%02u\"", 1 + dice_roll(&s->dice, 28));
  } else if (strcmp(kind, "monitor") == 0) {
    buf_printf(out, "\"asset\": \"%s\", \"name\": \"w\", \"type\": \"%s\", \"alerting\": %s, \"repeat\": %u", name,
               dice_roll(&s->dice, 2) ? "hardware" : "application", yes_or_no(s), dice_roll(&s->dice, 3));
  } else if (strcmp(kind, "exposure") == 0) {
    buf_printf(out, "\"asset\": \"%s\", \"protocol\": \"tcp\", \"port\": 5432, \"reach\": \"%s\"", name, dice_roll(&s->dice, 2) ? "internet" : "network");
  } else if (strcmp(kind, "log_source") == 0) {
    buf_printf(out, "\"asset\": \"%s\", \"last_event_at\": \"%s\"", name, s->at);
  } else {
    buf_printf(out, "\"asset\": \"%s\", \"seen_at\": \"%s\", \"signatures_at\": \"%s\", \"antivirus\": %s, \"encrypted\": %s, \"autolock\": %s,"
                    " \"authentication\": true, \"biometrics\": %s, \"managed\": %s", name, s->at, s->at, yes_or_no(s), dice_roll(&s->dice, 4) ? yes_or_no(s) : "null",
               yes_or_no(s), yes_or_no(s), yes_or_no(s));
  }
}

/* A state, new or another than before, or gone; now and then another name's under the same key. */
static void put_one(struct story *s, struct buf *out) {
  static const struct {
    const char *kind, *source;
  } all[] = {{"patch", "tools"}, {"patch", "fleet"}, {"monitor", "tools"}, {"exposure", "tools"}, {"endpoint", "fleet"}, {"log_source", "fleet"}};
  unsigned what = dice_roll(&s->dice, sizeof all / sizeof *all), n = 1 + dice_roll(&s->dice, 16);
  char key[16], name[16];
  (void)snprintf(key, sizeof key, "k%u", n);
  (void)snprintf(name, sizeof name, dice_roll(&s->dice, 9) == 0 ? "web%u" : "s%u", dice_roll(&s->dice, 12) == 0 ? 1 : n);
  if (dice_roll(&s->dice, 7) == 0) {
    buf_printf(out, "SELECT t.gone('%s', '%s', '%s', '%s');", all[what].kind, all[what].source, key, s->at);
    return;
  }
  buf_printf(out, "SELECT t.put('%s', '%s', '%s', '%s', '{", all[what].kind, all[what].source, key, s->at);
  put_fields(s, all[what].kind, name, out);
  buf_text(out, "}');");
}

/* Now and then an asset is bought, renamed or gone, and is asked about from its beginning. */
static void change_inventory(struct story *s, struct buf *out) {
  unsigned n = 1 + dice_roll(&s->dice, 18);
  if (dice_roll(&s->dice, 4) == 0) buf_printf(out, "SELECT t.gone('asset', 'inventory', 'A%u', '%s');", n, s->at);
  else
    buf_printf(out, "SELECT t.put('asset', 'inventory', 'A%u', '%s', '{\"name\": \"s%u%s\", \"type\": \"server\", \"environment\": \"production\", \"status\":"
                    " \"in_service\", \"in_service_on\": \"2025-07-01\", \"perimeter_id\": 2}');", n, s->at, n, dice_roll(&s->dice, 4) ? "" : "-new");
  buf_printf(out, "SELECT t.cover('inventory', '%s', '2026-12-01');", s->at);
}

static void pull(struct story *s, struct buf *out) {
  story_advance(s, 30);
  for (unsigned n = 1 + dice_roll(&s->dice, 8); n > 0; n--) put_one(s, out);
  if (dice_roll(&s->dice, 4) == 0) change_inventory(s, out);
  buf_printf(out, "SELECT t.cover(c, '%s', '%s'::timestamptz + interval '3 days') FROM unnest('{tools,fleet}'::text[]) c;", s->at, s->at);
}

/* A pull, or two that wait for the same evaluation. */
static void step(struct story *s) {
  BUF(sql, 1 << 16);
  pull(s, &sql);
  if (dice_roll(&s->dice, 2) == 0) pull(s, &sql);
  indicator_evaluate_all(sql.data, s->at);
}

/* What is said, with its labels, sources and details, and the verdicts. */
static const char *sum(void) {
  return db_fixture_text(indicator_world(),
                         "SELECT md5((SELECT string_agg(g::text, '|' ORDER BY g.indicator, g.perimeter_id, g.subject) FROM vg.given g))"
                         " || md5((SELECT string_agg(v::text, '|' ORDER BY v.indicator, v.perimeter_id, v.subject) FROM vg.verdict v))");
}

static void agree(const struct story *s) {
  char before[80];
  struct vg_error err = {0};
  (void)snprintf(before, sizeof before, "%s", sum());
  cr_assert(evaluation_run_all(db_fixture_open("vigie_collect"), at(s->at), &err), "%s", err.message);
  cr_expect_str_eq(sum(), before, "after %s", s->at);
}

static void tell(uint64_t seed) {
  struct story s = {.dice = {seed}};
  story_advance(&s, 1);
  indicator_evaluate_all(WORLD, "2026-01-31T00:00:00Z");
  for (int part = 0; part < 4; part++) {
    for (int i = 0; i < 8; i++) step(&s);
    agree(&s);
  }
}

Test(recent, states_read_since_they_differ_say_what_all_of_them_say) {
  tell(getenv("SEED") ? strtoull(getenv("SEED"), NULL, 10) : 3);
}

Test(recent, and_in_another_story) {
  tell(20261126);
}

#define PATCH(at, more) PUT("patch", "tools", "k1", at, "{\"asset\": \"s5\", \"pending\": 1, \"security_pending\": " more "}")
#define UNTIL(day) "SELECT t.cover('tools', '" day "', '" day "'::timestamptz + interval '3 days');"

/* A wait of which no date is given, over many states, runs from the first of them. */
Test(recent, a_wait_runs_from_before_what_is_read) {
  indicator_evaluate_all(WORLD PATCH("2026-02-01", "1") UNTIL("2026-02-01"), "2026-02-01T00:00:00Z");
  indicator_evaluate_all(PATCH("2026-02-10", "0") UNTIL("2026-02-10"), "2026-02-10T00:00:00Z");
  indicator_evaluate_all(PATCH("2026-02-20", "4") UNTIL("2026-02-20"), "2026-02-20T00:00:00Z");
  indicator_evaluate_all(PATCH("2026-02-25", "5") UNTIL("2026-02-25"), "2026-02-25T00:00:00Z");
  EXPECT({DETAIL("patch_current", "s5"), "2026-02-20T00:00:00Z"}, {"t.verdict('patch_current', 's5', '2026-02-26')", "conforming"});
  indicator_evaluate_all(PATCH("2026-03-23", "6") UNTIL("2026-03-23"), "2026-03-23T00:00:00Z");
  EXPECT({DETAIL("patch_current", "s5"), "2026-02-20T00:00:00Z"}, {"t.verdict('patch_current', 's5', '2026-03-23')", "deviating"});
}

/* The states of before are not looked at: what they are made to say now changes nothing of what was said of then. */
Test(recent, nothing_is_read_of_before) {
  indicator_evaluate_all(WORLD PATCH("2026-02-01", "0") UNTIL("2026-02-01"), "2026-02-01T00:00:00Z");
  indicator_evaluate_all(PATCH("2026-02-02", "0, \"reboot_required\": true") UNTIL("2026-02-02"), "2026-02-02T00:00:00Z");
  db_fixture_sql(indicator_world(), "UPDATE rec.patch_history SET security_pending = 9, oldest_security_at = '2025-01-01'");
  indicator_evaluate_all(PATCH("2026-02-03", "2, \"oldest_security_at\": \"2025-12-01\"") UNTIL("2026-02-03"), "2026-02-03T00:00:00Z");
  EXPECT({"t.verdict('patch_current', 's5', '2026-02-01 12:00')", "conforming"}, {"t.verdict('patch_current', 's5', '2026-02-03 12:00')", "deviating"});
  indicator_evaluate_all("SELECT t.put('asset', 'inventory', 'A16', '2026-02-04', '{\"name\": \"s16\", \"type\": \"server\"}');"
                         "SELECT t.cover('inventory', '2026-02-04', '2026-12-01');" PATCH("2026-02-04", "3, \"oldest_security_at\": \"2025-12-01\"")
                         UNTIL("2026-02-04"), "2026-02-04T00:00:00Z");
  EXPECT({"t.verdict('patch_current', 's5', '2026-02-01 12:00')", "deviating"}); /* the inventory is another: all is read */
}
