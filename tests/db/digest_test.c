/* What facts are brought together in, brought up to date pull after pull, is what is made of all the records. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "support/db_indicator.h"
#include "support/dice.h"

TestSuite(digest, .init = indicator_world_init, .fini = indicator_world_fini, .timeout = 300);

/* Two sources of backups, one of which is slow: what it read is known after what the other one read later. */
#define WORLD                                                                                                                        \
  "SET timezone = 'UTC'; SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('quick', 'site', '{backup,alert}');"               \
  "SELECT t.source('slow', 'all', '{backup,availability,hardening,tls,vulnerability}'); SELECT t.cover('inventory', '2026-01-01', '2027-01-01');" \
  "SELECT t.cover(c, '2026-01-01', '2027-01-01') FROM unnest('{quick,slow}'::text[]) c;"                                                    \
  "SELECT t.put('backup', 'quick', 'old' || n, '2026-01-01', jsonb_build_object('asset', 's' || n % 5, 'status', 'ok', 'finished_at',"      \
  " '2025-11-01 02:00+00'::timestamptz + n * interval '9 hours')) FROM generate_series(1, 150) n;"

static struct dice dice;
static unsigned roll(unsigned sides) {
  return dice_roll(&dice, sides);
}

static int hours; /* since 1 January */
static void say(char out[40], int hour) {
  (void)snprintf(out, 40, "2026-%02d-%02dT%02d:00:00Z", 1 + hour / 24 / 28, 1 + hour / 24 % 28, hour % 24);
}

/* What a record of each kind says besides, of two dice a and b, and when. */
static const struct dated {
  const char *kind, *fields, *at;
} dated[] = {{"backup", "'status', CASE a WHEN 0 THEN 'failed' ELSE 'ok' END, 'datacenter', (ARRAY['DC1', '', NULL])[b + 1]", "finished_at"},
             {"alert", "'name', 'Down', 'severity', 'warning', 'summary', a || ' ' || b", "raised_at"},
             {"availability", "'ratio', a / 4.0, 'samples', b", "day"},
             {"hardening", "'check', 'packages', 'result', 'passed', 'message', a || ' ' || b", "checked_at"},
             {"tls", "'issuer', a || ' ' || b", "tested_at"},
             {"vulnerability", "'identifier', 'CVE', 'type', 'package', 'severity', 'low', 'component', a || ' ' || b", "found_at"}};

/* A record that comes, comes back, or is another than before, of something now or late. */
static void put(struct buf *sql, const char *kind, const char *source, const char *read_at) {
  char fact[40];
  size_t k = 0;
  while (strcmp(dated[k].kind, kind) != 0) k++;
  say(fact, roll(3) == 0 ? (int)roll((unsigned)hours) : hours - (int)roll(24));
  buf_printf(sql, "SELECT t.put('%s', '%s', 'k%u', '%s', jsonb_build_object('asset', 's%u', %s, '%s', left('%s', %d)))", kind, source,
             roll(14), read_at, roll(5), dated[k].fields, dated[k].at, fact, strcmp(kind, "availability") == 0 ? 10 : 40);
  buf_printf(sql, " FROM (SELECT %u AS a, %u AS b) dice;", roll(4), roll(3));
}

/* The same fact told otherwise: of a key that is there. */
static void tell_again(struct buf *sql, const char *kind, const char *source, const char *read_at) {
  buf_printf(sql,
             "SELECT t.put('%s', s.code, r.key, '%s', to_jsonb(r) - '{id,source_id,key,effective_at,recorded_at,pull_id,hash}'::text[])"
             " FROM rec.%s r JOIN vg.source s ON s.id = r.source_id AND s.code = '%s' WHERE r.key = 'k%u';",
             kind, read_at, kind, source, roll(14));
}

/* As a pull does for keys that are shown again. */
static void mark_back(struct buf *sql, const char *kind, const char *read_at) {
  buf_printf(sql,
             "UPDATE rec.%s_history h SET back_at = '%s' FROM rec.%s r WHERE r.source_id = h.source_id AND r.key = h.key"
             " AND r.recorded_at = '%s' AND h.vanished AND h.back_at IS NULL;",
             kind, read_at, kind, read_at);
}

static void pull(struct buf *sql, const char *source, const char *const *kinds, size_t count, int hour) {
  char read_at[40];
  say(read_at, hour);
  for (unsigned n = 1 + roll(6); n > 0; n--) {
    const char *kind = kinds[roll((unsigned)count)];
    unsigned what = roll(10);
    if (what < 2) buf_printf(sql, "SELECT t.gone('%s', '%s', '%s%u', '%s');", kind, source, what == 0 ? "k" : "old", roll(14), read_at);
    else if (what == 2) tell_again(sql, kind, source, read_at);
    else put(sql, kind, source, read_at);
  }
  for (size_t k = 0; k < count; k++) mark_back(sql, kinds[k], read_at);
  buf_printf(sql, "SELECT t.cover('%s', '%s', '2027-01-01');", source, read_at);
}

static void agree(const char *known) {
  struct vg_error err = {0};
  static const struct {
    enum sql_id id;
    bool known;
  } differences[] = {{SQL_BACKUP_BLOCK_DIFFERENCE, true}, {SQL_BACKUP_SERIES_DIFFERENCE, false}, {SQL_NAME_SEEN_DIFFERENCE, true}};
  for (size_t i = 0; i < sizeof differences / sizeof *differences; i++) {
    DB_RESULT(r);
    bool ok = differences[i].known ? db_run(indicator_world(), &r, differences[i].id, DB_ANY, &err, P_TIME(at(known)))
                                   : db_run(indicator_world(), &r, differences[i].id, DB_ANY, &err);
    cr_assert(ok, "%s", err.message);
    cr_expect_eq(row_count(r), 0, "%s at %s", sql_texts[differences[i].id].name, known);
  }
}

/* One indicator is enough: the digests are brought up to date by any evaluation. */
static const char *indicator = "backup_daily";

static struct db *collector(void) {
  static struct db *db;
  if (db == NULL) db = db_fixture_open("vigie_collect");
  return db;
}

static void evaluate(const char *known) {
  struct vg_error err = {0};
  cr_assert(evaluation_run_of(collector(), at(known), indicator_find(indicator), 1, &err), "%s", err.message);
}

/* Asked about the names that show otherwise only, it says what it says when it is asked about all. */
static void agree_on_names(const char *known) {
  struct vg_error err = {0};
  agree(known);
  if (strcmp(indicator, "inventory_coverage") != 0) return;
  cr_assert(evaluation_run_all_of(collector(), at(known), indicator_find(indicator), 1, &err), "%s", err.message);
  EXPECT({"SELECT count(*) FROM vg.journal WHERE action = 'evaluation.disagreed'", "0"});
}

static void tell(uint64_t seed) {
  static const char *const quick[] = {"backup", "alert", "backup"}, *const slow[] = {"backup", "availability", "hardening", "tls", "vulnerability"};
  char known[40];
  dice = (struct dice){seed};
  hours = 24;
  say(known, hours);
  db_fixture_sql(indicator_world(), WORLD);
  evaluate(known);
  agree_on_names(known);
  for (int i = 0; i < 60; i++) {
    BUF(sql, 1 << 16);
    hours += 1 + (int)roll(30);
    bool late = roll(3) == 0;
    if (!late && roll(2)) pull(&sql, "slow", slow, 5, hours);
    if (roll(3)) pull(&sql, "quick", quick, 3, hours);
    say(known, hours);
    buf_text(&sql, "SELECT 1;");
    db_fixture_sql(indicator_world(), sql.data);
    evaluate(known);
    agree_on_names(known);
    if (!late) continue;
    buf_clear(&sql);
    pull(&sql, "slow", slow, 5, hours - 1); /* before what is known already */
    db_fixture_sql(indicator_world(), sql.data);
    evaluate(known);
    agree_on_names(known);
  }
}

Test(digest, a_story_of_facts) {
  tell(20261126);
}

Test(digest, another_one) {
  tell(7);
}

Test(digest, and_a_third) {
  tell(1234);
}

/* The inventory knows some of the names, one of them under another. */
Test(digest, a_story_of_names) {
  indicator = "inventory_coverage";
  db_fixture_sql(indicator_world(), "SELECT t.source('list', 'all', '{asset}'); SELECT t.cover('list', '2026-01-01', '2027-01-01');"
                                    "SELECT t.put('asset', 'list', 'A' || n, '2026-01-01', jsonb_build_object('name', CASE n WHEN 1 THEN 'one' ELSE 's' || n END,"
                                    " 'type', 'server', 'status', 'in_service', 'aliases', CASE n WHEN 1 THEN '[\"s1\"]' ELSE '[]' END::jsonb,"
                                    " 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'site'))) FROM generate_series(1, 3) n;");
  tell(20261126);
}

/* ---- what is written ---- */

#define MARK                                                                                                                         \
  "DROP TABLE IF EXISTS t.before; CREATE TABLE t.before AS SELECT b.ctid AS place, b.asset, b.block FROM vg.backup_block b"
#define WRITTEN                                                                                                                      \
  "SELECT coalesce(string_agg(b.asset || ' ' || b.successes || '/' || b.failures, ',' ORDER BY b.asset, b.block), 'none') FROM vg.backup_block b" \
  " WHERE NOT EXISTS (SELECT FROM t.before o WHERE o.place = b.ctid AND o.asset = b.asset AND o.block = b.block)"
#define BACKUP(key, at, asset, finished)                                                                                             \
  "SELECT t.put('backup', 'quick', '" key "', '" at "', '{\"asset\": \"" asset "\", \"status\": \"ok\", \"finished_at\": \"" finished "\"}');"
#define READ(at) "SELECT t.cover('quick', '" at "', '2027-01-01');"

static void known(const char *what, const char *when) {
  db_fixture_sql(indicator_world(), what);
  evaluate(when);
  agree(when);
}

Test(digest, only_what_a_pull_changed_is_written) {
  known(WORLD, "2026-01-02T00:00:00Z");
  known(MARK "; " READ("2026-01-03") BACKUP("n1", "2026-01-03", "s1", "2026-01-03T00:00:00Z")
        BACKUP("n2", "2026-01-03", "s9", "2026-01-03T00:00:00Z"), "2026-01-03T00:00:00Z");
  EXPECT({WRITTEN " AND b.asset = 's9'", "s9 1/0"}, {WRITTEN " AND b.asset NOT IN ('s1', 's9')", "none"},
         {"SELECT count(*) FROM vg.backup_block b WHERE b.asset = 's1' AND b.recorded_at = '2026-01-03 00:00+00'", "1"});
  known(MARK "; " READ("2026-01-04") "SELECT t.gone('backup', 'quick', 'n2', '2026-01-04');", "2026-01-04T00:00:00Z");
  EXPECT({WRITTEN, "s9 1/0"}, {"SELECT b.pruned FROM vg.backup_block b WHERE b.asset = 's9'", "true"});
  /* learnt at the same instant as what is known already: read again, and found to be the same */
  known(MARK "; " READ("2026-01-04"), "2026-01-04T01:00:00Z");
  EXPECT({WRITTEN, "none"});
}
