/* Indicators that look assets and persons up by the names that their other records give, asked of nobody where no record gives one of those that
 * pulls brought, say what they say when they are asked about all. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "indicator/touched.h"
#include "support/db_indicator.h"
#include "support/story.h"

TestSuite(by_name, .init = indicator_world_init, .fini = indicator_world_fini);

#define WORLD                                                                                                                        \
  "SELECT t.source('inventory', 'all', '{asset}'); SELECT t.source('people', 'all', '{person}');"                                    \
  "SELECT t.source('tools', 'all', '{account,account_review,vulnerability,restore_test,incident,exposure,deployment,data_access,network_test,badge,"   \
  "training,alert,document,redundancy}');"                                                                                           \
  "SELECT t.put('asset', 'inventory', 'A' || n, '2026-01-01', jsonb_build_object('name', 's' || n, 'type', 'server', 'environment', 'production',"  \
  " 'status', 'in_service', 'critical', true, 'owner', 'p' || n || '@x.test', 'perimeter_id',"                                      \
  " (SELECT id FROM vg.perimeter WHERE code = 'site'))) FROM generate_series(1, 4) n;"                                                \
  "SELECT t.put('person', 'people', 'P' || n, '2026-01-01', jsonb_build_object('mail', 'p' || n || '@x.test', 'name', 'p' || n, 'job', 'developer',"  \
  " 'hired_on', '2025-01-01', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = 'site'))) FROM generate_series(1, 4) n;"

/* Records that name systems and persons. */
static const char *const records[] = {
    "SELECT t.put('account', 'tools', 'c<key>', '<at>', '{\"system\": \"<system>\", \"login\": \"l<key>\", \"person\": \"<person>\", \"type\": \"admin\", \"enabled\": true,"
    " \"privileged\": true, \"remote\": false, \"mfa\": true, \"roles\": [\"backup\"], \"last_login_at\": \"<at>\"}');",
    "SELECT t.put('account_review', 'tools', 'v<key>', '<at>', '{\"system\": \"<system>\", \"reviewed_at\": \"<at>\", \"completed\": true}');",
    "SELECT t.put('vulnerability', 'tools', 'n<key>', '<at>', '{\"asset\": \"<system>\", \"identifier\": \"CVE-<key>\", \"type\": \"dependency\", \"severity\": \"high\","
    " \"found_at\": \"<at>\"}');",
    "SELECT t.put('restore_test', 'tools', 'r<key>', '<at>', '{\"asset\": \"<system>\", \"tested_at\": \"<at>\", \"result\": \"success\", \"duration\": 60,"
    " \"objective\": 120}');",
    "SELECT t.put('incident', 'tools', 'i<key>', '<at>', '{\"title\": \"x\", \"severity\": \"high\", \"security\": true, \"personal_data\": true, \"asset\": \"<system>\","
    " \"cause\": \"y\", \"occurred_at\": \"<at>\"}');",
    "SELECT t.put('exposure', 'tools', 'e<key>', '<at>', '{\"asset\": \"<system>\", \"port\": <key>, \"protocol\": \"tcp\", \"reach\": \"public\"}');",
    "SELECT t.put('deployment', 'tools', 'd<key>', '<at>', '{\"asset\": \"<system>\", \"environment\": \"production\", \"automated\": true, \"deployed_at\": \"<at>\"}');",
    "SELECT t.put('data_access', 'tools', 'x<key>', '<at>', '{\"system\": \"<system>\", \"accessed_at\": \"<at>\"}');",
    "SELECT t.put('network_test', 'tools', 'f<key>', '<at>', '{\"flow\": \"f<key>\", \"type\": \"remote_access\", \"expected\": \"allowed\", \"observed\": \"allowed\","
    " \"encrypted\": true, \"authenticated\": true, \"mfa\": true, \"tested_at\": \"<at>\", \"system\": \"<system>\"}');",
    "SELECT t.put('badge', 'tools', 'b<key>', '<at>', '{\"number\": \"b<key>\", \"person\": \"<person>\", \"active\": true, \"zones\": [\"hall\"]}');",
    "SELECT t.put('training', 'tools', 't<key>', '<at>', '{\"person\": \"<person>\", \"course\": \"c\", \"theme\": \"security\", \"completed_at\": \"<at>\","
    " \"score\": 80}');",
    "SELECT t.put('training', 'tools', 'p<key>', '<at>', '{\"person\": \"<person>\", \"course\": \"c\", \"theme\": \"phishing\", \"enrolled_at\": \"<at>\", \"clicked\":"
    " false}');",
    "SELECT t.put('alert', 'tools', 'a<key>', '<at>', '{\"asset\": \"<system>\", \"name\": \"Down\", \"severity\": \"warning\", \"raised_at\": \"<at>\","
    " \"notified_at\": \"<at>\"}');",
    "SELECT t.put('document', 'tools', 'o<key>', '<at>', '{\"reference\": \"o<key>\", \"title\": \"x\", \"type\": \"intervention_procedure\", \"status\":"
    " \"in_force\", \"asset\": \"<system>\", \"approved_at\": \"<at>\"}');",
    "SELECT t.put('redundancy', 'tools', 'g<key>', '<at>', '{\"group\": \"g\", \"member\": \"<system>\", \"healthy\": true}');",
};
enum { RECORDS = sizeof records / sizeof *records };

struct word {
  const char *place, *text;
};

static void put_words(struct buf *out, const char *form, const struct word words[4]) {
  while (*form != '\0') {
    size_t n = 0;
    while (n < 4 && strncmp(form, words[n].place, strlen(words[n].place)) != 0) n++;
    if (n < 4) buf_text(out, words[n].text);
    else buf_put(out, form, 1);
    form += n < 4 ? strlen(words[n].place) : 1;
  }
}

static void put_form(struct buf *out, const char *form, const char *at, const char *system, const char *person, unsigned key) {
  char number[12];
  (void)snprintf(number, sizeof number, "%u", key);
  put_words(out, form, (const struct word[]){{"<at>", at}, {"<system>", system}, {"<person>", person}, {"<key>", number}});
}

/* A system or a person that the inventory has, had, may have, or never has. */
static void put_record(struct story *s, struct buf *out, unsigned what) {
  char system[16], person[24];
  unsigned key = 1 + dice_roll(&s->dice, 4);
  (void)snprintf(system, sizeof system, "%s%u", dice_roll(&s->dice, 4) == 0 ? "web" : "s", 1 + dice_roll(&s->dice, 6));
  (void)snprintf(person, sizeof person, "p%u@x.test", 1 + dice_roll(&s->dice, 6));
  put_form(out, records[what], s->at, system, person, key);
}

static void change_inventory(struct story *s, struct buf *out) {
  unsigned n = 1 + dice_roll(&s->dice, 6);
  if (dice_roll(&s->dice, 4) == 0)
    buf_printf(out, "SELECT t.gone('asset', 'inventory', 'A%u', '%s');", n, s->at);
  else
    buf_printf(out, "SELECT t.put('asset', 'inventory', 'A%u', '%s', jsonb_build_object('name', 's%u%s', 'type', 'server', 'environment', 'production',"
                    " 'status', 'in_service', 'critical', true, 'public', true, 'owner', 'p%u@x.test', 'redundancy_group', 'g', 'aliases',"
                    " jsonb_build_array('web%u'), 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = '%s')));",
               n, s->at, n, dice_roll(&s->dice, 4) == 0 ? "-new" : "", 1 + dice_roll(&s->dice, 6), 1 + dice_roll(&s->dice, 6),
               dice_roll(&s->dice, 3) == 0 ? "office" : "site");
}

static void change_people(struct story *s, struct buf *out) {
  unsigned n = 1 + dice_roll(&s->dice, 6);
  if (dice_roll(&s->dice, 4) == 0)
    buf_printf(out, "SELECT t.gone('person', 'people', 'P%u', '%s');", n, s->at);
  else
    buf_printf(out, "SELECT t.put('person', 'people', 'P%u', '%s', jsonb_build_object('mail', 'p%u@x.test', 'name', 'p%u', 'job', '%s', 'hired_on',"
                    " '2025-01-01', 'perimeter_id', (SELECT id FROM vg.perimeter WHERE code = '%s')));",
               n, s->at, 1 + dice_roll(&s->dice, 6), n, dice_roll(&s->dice, 2) ? "developer" : "system_administrator",
               dice_roll(&s->dice, 3) == 0 ? "office" : "site");
}

static const char *said(void) {
  size_t count;
  struct vg_error err = {0};
  const struct indicator *all = indicator_all(&count, &err);
  BUF(sql, 1 << 14);
  buf_text(&sql, "SELECT string_agg(x, E'\\n' ORDER BY x COLLATE \"C\") FROM (SELECT v.indicator, v::text AS x FROM vg.verdict v"
                 " UNION ALL SELECT d.indicator, d::text FROM vg.dated_value d UNION ALL SELECT t.indicator, t::text FROM vg.timeline t) x"
                 " WHERE indicator IN ('critical_asset_sound'");
  for (size_t i = 0; i < count; i++)
    if (all[i].by_name_count > 0 || touched_timeless(&all[i])) buf_printf(&sql, ", '%s'", all[i].code);
  buf_text(&sql, ")");
  return db_fixture_text(indicator_world(), sql.data);
}

/* Of the inventory alone, of people alone, of what names them, or of several at once. */
static void step(struct story *s) {
  unsigned what = dice_roll(&s->dice, 4);
  BUF(sql, 1 << 16);
  story_advance(s, 9);
  if (what != 1 && what != 2) change_inventory(s, &sql);
  if (what != 0 && what != 2) change_people(s, &sql);
  if (what == 2) put_record(s, &sql, dice_roll(&s->dice, RECORDS));
  static const char *const sources[] = {"{inventory}", "{people}", "{tools}", "{inventory,people}"};
  buf_printf(&sql, "SELECT t.cover(c, '%s', '%s'::timestamptz + interval '60 days') FROM unnest('%s'::text[]) c;", s->at, s->at, sources[what]);
  indicator_evaluate_all(sql.data, s->at);
}

static void agree(const struct story *s) {
  struct vg_error err = {0};
  char *before = strdup(said());
  cr_assert(evaluation_run_all(db_fixture_open("vigie_collect"), at(s->at), &err), "%s", err.message);
  cr_expect_str_eq(said(), before, "at %s", s->at);
  free(before);
  EXPECT({"SELECT count(*) FROM vg.journal WHERE action = 'evaluation.disagreed'", "0"});
}

static void tell(uint64_t seed) {
  struct story s = {.dice = {seed}};
  BUF(sql, 1 << 16);
  story_advance(&s, 1);
  buf_text(&sql, WORLD);
  for (unsigned what = 0; what < RECORDS; what++)
    for (int n = 0; n < 2; n++) put_record(&s, &sql, what);
  buf_printf(&sql, "SELECT t.cover(c, '%s', '2026-06-01') FROM unnest('{inventory,people,tools}'::text[]) c;", s.at);
  indicator_evaluate_all(sql.data, s.at);
  for (int n = 0; n < 12; n++) {
    step(&s);
    agree(&s);
  }
}

Test(by_name, asked_of_nobody_they_say_what_all_anew_says) {
  tell(7);
}

Test(by_name, and_in_another_story) {
  tell(42);
}

#define MARKED "SELECT count(*) > 0 AND count(*) = count(*) FILTER (WHERE detail = 'marked') FROM vg.given WHERE indicator = '%s'"

/* The second of two systems that nothing names, and an owner who owns nothing. */
Test(by_name, what_nothing_names_is_asked_of_nobody) {
  static const char *const mark = "UPDATE vg.given SET detail = 'marked'";

  static const struct {
    const char *change, *indicator, *kept;
  } cases[] = {
      {"SELECT t.put('asset', 'inventory', 'A9', '2026-02-02', '{\"name\": \"s9\", \"type\": \"server\", \"status\": \"in_service\"}');", "vulnerability_overdue", "t"},
      {"SELECT t.put('asset', 'inventory', 'A1', '2026-02-03', '{\"name\": \"s1\", \"type\": \"server\", \"status\": \"in_service\"}');", "vulnerability_overdue", "f"},
      {"SELECT t.put('person', 'people', 'P9', '2026-02-04', '{\"mail\": \"p9@x.test\", \"name\": \"p9\", \"hired_on\": \"2025-01-01\"}');", "badge_personal", "t"},
      {"SELECT t.put('person', 'people', 'P1', '2026-02-05', '{\"mail\": \"p1@x.test\", \"name\": \"p1\", \"hired_on\": \"2025-02-01\"}');", "badge_personal", "f"},
  };
  char sql[600], known[40];
  BUF(first, 1 << 16);
  buf_text(&first, WORLD);
  put_form(&first, records[2], "2026-02-01", "s1", "", 1);
  put_form(&first, records[9], "2026-02-01", "", "p1@x.test", 1);
  buf_text(&first, "SELECT t.cover(c, '2026-02-01', '2026-06-01') FROM unnest('{inventory,people,tools}'::text[]) c;");
  indicator_evaluate_all(first.data, "2026-02-01T01:00:00Z");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    db_fixture_sql(indicator_world(), mark);
    (void)snprintf(known, sizeof known, "2026-02-%02zuT01:00:00Z", i + 2);
    (void)snprintf(sql, sizeof sql, "%s SELECT t.cover('%s', '2026-02-%02zu', '2026-06-01');", cases[i].change, i < 2 ? "inventory" : "people", i + 2);
    indicator_evaluate_all(sql, known);
    (void)snprintf(sql, sizeof sql, MARKED, cases[i].indicator);
    cr_expect_str_eq(db_fixture_text(indicator_world(), sql), cases[i].kept, "%s after %s", cases[i].indicator, cases[i].change);
  }
}
