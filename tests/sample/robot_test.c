/* A robot reads each page of the sample organisation, follows each count to its list and finds as many; what is past stays as it was;
 * a source that falls silent takes its rules, and no other, to unknown. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "collect/pull.h"
#include "indicator/evaluate.h"
#include "policy/policy.h"
#include "sample/sample.h"
#include "sample/sources.h"
#include "sample/story.h"
#include "support/web_server.h"

enum { PAGES_MAX = 400, LISTS_MAX = 8192, PATH_SIZE = 300, MONTHS = 8, AGO_MAX = 3 };

TestSuite(robot, .init = db_fixture_init, .fini = web_stop, .timeout = 900);

static char data_dir[] = "/tmp/vigie-robot-XXXXXX";
static struct browser robot;
static vg_time loaded_at;

/* Two hours ago: what comes later is then learnt now. */
static void begin(void) {
  struct vg_error err = {0};
  struct db *db = web_db();
  struct sample_loaded loaded;
  cr_assert_not_null(mkdtemp(data_dir));
  loaded_at = clock_now() - 2 * VG_HOUR;
  struct sample_conf conf = {.data_dir = data_dir, .seed = SAMPLE_SEED, .months = MONTHS, .now = loaded_at};
  cr_assert(indicator_install(db, &err) && policy_install(db, &err), "%s", err.message);
  cr_assert(sample_load(db, &conf, &loaded, &err), "%s", err.message);
  web_serve_with(NULL);
  robot = web_session(web_user("robot", "administrator"));
}

static void end(void) {
  struct vg_error err = {0};
  cr_assert(story_remove(data_dir, &err), "%s", err.message);
}

static struct reply page(const char *path) {
  robot.headers = NULL;
  struct reply r = web_get(&robot, path);
  cr_assert_eq(r.status, 200, "%s: %d %s", path, r.status, r.body);
  return r;
}

static void figures(const char *path, struct json_doc *doc) {
  struct vg_error err = {0};
  robot.headers = "Accept: application/json\r\n";
  struct reply r = web_get(&robot, path);
  cr_assert_eq(r.status, 200, "%s: %d %s", path, r.status, r.body);
  cr_assert(json_parse(doc, r.body, r.length, path, JSON_DEFAULTS, &err), "%s", err.message);
}

/* ---- pages and lists ---- */

static struct {
  char path[PATH_SIZE];
} pages[PAGES_MAX];
static size_t page_count;
static struct {
  char path[PATH_SIZE];
  int64_t total;
} lists[LISTS_MAX];
static size_t list_count, link_count, wrong_count;

static void add_page(const char *path, size_t length) {
  for (size_t i = 0; i < page_count; i++)
    if (strlen(pages[i].path) == length && strncmp(pages[i].path, path, length) == 0) return;
  cr_assert(page_count < PAGES_MAX && length < PATH_SIZE);
  (void)snprintf(pages[page_count++].path, PATH_SIZE, "%.*s", (int)length, path);
}

/* All pages that a page links to right under a prefix. */
static size_t add_pages(const char *from, const char *prefix) {
  size_t before = page_count;
  char mark[80];
  (void)snprintf(mark, sizeof mark, "href=\"%s", prefix);
  struct reply r = page(from);
  for (const char *at = r.body; (at = strstr(at, mark)) != NULL; at++) {
    size_t below = strlen(mark), length = below + strcspn(at + below, "\"?#");
    if (memchr(at + below, '/', length - below) == NULL) add_page(at + 6, length - 6);
  }
  return page_count - before;
}

static void choose_pages(void) {
  static const char *const fixed[] = {"/strategic", "/steering", "/operational", "/rules", "/policy", "/indicators", "/waivers",
                                      "/applicability", "/attestations", "/sources", "/records"};
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) add_page(fixed[i], strlen(fixed[i]));
  cr_assert_eq(add_pages("/policy", "/framework/"), 2);
  cr_assert_geq(add_pages("/rules", "/rule/"), 70);
  size_t first = page_count, indicators = add_pages("/indicators", "/indicator/");
  cr_assert_geq(indicators, 80);
  for (size_t i = first; i < first + indicators; i++) {
    char path[PATH_SIZE + 16];
    int n = snprintf(path, sizeof path, "%s/subjects", pages[i].path);
    add_page(path, (size_t)n);
  }
}

/* What the list says of itself; -1: it says nothing. */
static int64_t total_of(const char *path) {
  for (size_t i = 0; i < list_count; i++)
    if (strcmp(lists[i].path, path) == 0) return lists[i].total;
  struct json_doc doc;
  figures(path, &doc);
  int64_t total = jv_int_or(jv_root(&doc), "total", 0, INT64_MAX, -1);
  json_close(&doc);
  cr_assert(list_count < LISTS_MAX);
  (void)snprintf(lists[list_count].path, PATH_SIZE, "%s", path);
  lists[list_count].total = total;
  return lists[list_count++].total;
}

/* The address of a link, whose & are written &amp;. */
static void address(const char *link, char out[PATH_SIZE]) {
  const char *at = strstr(link, "href=\"") + 6;
  size_t n = 0;
  for (; *at != '"' && n + 1 < PATH_SIZE; at++) {
    out[n++] = *at;
    if (strncmp(at, "&amp;", 5) == 0) at += 4;
  }
  out[n] = '\0';
}

static void follow_all(const char *path) {
  static const char mark[] = " data-count=\"";
  struct reply r = page(path);
  for (const char *at = r.body; (at = strstr(at, mark)) != NULL; at++) {
    const char *link = at;
    char to[PATH_SIZE];
    while (link > r.body && strncmp(link, "<a ", 3) != 0) link--;
    address(link, to);
    int64_t said = strtoll(at + sizeof mark - 1, NULL, 10), found = total_of(to);
    link_count++;
    wrong_count += said != found;
    cr_expect_eq(said, found, "%s says %lld, %s lists %lld", path, (long long)said, to, (long long)found);
  }
  web_forget();
}

static void day_text(vg_time at, char out[16]) {
  int year, month, day;
  date_from_days(at / VG_DAY, &year, &month, &day);
  (void)snprintf(out, 16, "%04d-%02d-%02d", year, month, day);
}

Test(robot, finds_as_many_as_each_count_says) {
  static const char *const perimeters[] = {NULL, "solvene-bureaux"};
  static const int ago[AGO_MAX] = {0, 60, 200};
  begin();
  choose_pages();
  for (int d = 0; d < AGO_MAX; d++)
    for (size_t p = 0; p < 2; p++)
      for (size_t i = 0; i < page_count; i++) {
        char path[2 * PATH_SIZE], day[16];
        day_text(loaded_at - ago[d] * VG_DAY, day);
        (void)snprintf(path, sizeof path, "%s%s%s%s%s%s", pages[i].path, d > 0 || p > 0 ? "?" : "", d > 0 ? "au=" : "", d > 0 ? day : "",
                       p > 0 ? d > 0 ? "&perimeter=" : "perimeter=" : "", p > 0 ? perimeters[p] : "");
        follow_all(path);
      }
  cr_log_info("%zu counts on %zu pages led to %zu lists", link_count, page_count * AGO_MAX * 2, list_count);
  cr_assert_eq(wrong_count, 0);
  cr_assert_gt(link_count, 2000, "links say how many their pages list");
  end();
}

/* ---- the past ---- */

static const char *const past_pages[] = {"/strategic", "/steering", "/operational", "/rules", "/rule/12.1", "/indicator/backup_daily",
                                   "/indicator/patch_current/subjects", "/indicators", "/policy", "/waivers"};
enum { PAST = sizeof past_pages / sizeof *past_pages };

static void past_path(size_t i, char out[PATH_SIZE]) {
  char day[16];
  day_text(loaded_at - 60 * VG_DAY, day);
  (void)snprintf(out, PATH_SIZE, "%s?au=%s", past_pages[i], day);
}

/* Another process, which keeps nothing yet, after newer data came and was evaluated. */
static void learn_more(void) {
  struct vg_error err = {0};
  struct db *collect = db_fixture_open("vigie_collect");
  const struct pull_conf pull = {.data_dir = data_dir, .trigger = "schedule", .sample = sample_answer};
  struct pull_result result = {0};
  int64_t id = db_fixture_int(web_db(), "SELECT id FROM vg.source WHERE code = 'restic-ouest'");
  cr_assert(pull_run(web_db(), id, &pull, loaded_at + VG_HOUR, &result, &err), "%s", err.message);
  cr_assert_eq(result.status, PULL_OK, "%s", result.error.message);
  cr_assert(evaluation_run(collect, loaded_at + VG_HOUR, &err), "%s", err.message);
}

/* Of a page, all but the provenance and the foot, which name the evaluation. */
static size_t until_foot(const struct reply *r) {
  const char *provenance = strstr(r->body, "aria-labelledby=\"provenance\"");
  const char *foot = provenance != NULL ? provenance : strstr(r->body, "<footer");
  cr_assert_not_null(foot);
  return (size_t)(foot - r->body);
}

Test(robot, a_past_page_says_the_same_bytes_after_newer_data) {
  struct reply before[PAST], after;
  char path[PATH_SIZE];
  begin();
  for (size_t i = 0; i < PAST; i++) {
    past_path(i, path);
    before[i] = page(path);
    after = page(path);
    cr_expect_str_eq(before[i].body, after.body, "%s, asked twice", path);
  }
  learn_more();
  web_second();
  for (size_t i = 0; i < PAST; i++) {
    past_path(i, path);
    after = page(path);
    size_t same = 0, length = until_foot(&after);
    while (same < length && before[i].body[same] == after.body[same]) same++;
    cr_expect(length == until_foot(&before[i]) && same == length, "%s: was %.120s, is %.120s", path, before[i].body + same,
              after.body + same);
  }
  end();
}

/* ---- a source that is cut ---- */

enum { RULES_MAX = 100, CODE_SIZE = 64 };
struct situation {
  struct {
    char rule[16], state[24];
  } rules[RULES_MAX];
  size_t count;
  int64_t applied, boards[3];
  int64_t sources_fresh;
};

static void take_rules(struct situation *s) {
  struct json_doc doc;
  struct vg_error err = {0};
  figures("/rules", &doc);
  struct jv chapters = jv_array(jv_root(&doc), "chapters");
  for (size_t c = 0; c < jv_count(chapters); c++) {
    struct jv rules = jv_array(jv_at(chapters, c), "rules");
    for (size_t r = 0; r < jv_count(rules); r++, s->count++) {
      cr_assert_lt(s->count, RULES_MAX);
      (void)snprintf(s->rules[s->count].rule, sizeof s->rules->rule, "%s", jv_text(jv_at(rules, r), "number"));
      (void)snprintf(s->rules[s->count].state, sizeof s->rules->state, "%s", jv_text(jv_at(rules, r), "state"));
      s->applied += strcmp(s->rules[s->count].state, "applied") == 0;
    }
  }
  cr_assert(jv_ok(&doc, &err), "%s", err.message);
  json_close(&doc);
}

static int64_t figure(const char *path, const char *name) {
  struct json_doc doc;
  struct vg_error err = {0};
  figures(path, &doc);
  int64_t n = jv_int(jv_root(&doc), name, 0, 1000);
  cr_assert(jv_ok(&doc, &err), "%s", err.message);
  json_close(&doc);
  return n;
}

static struct situation take(void) {
  struct situation s = {0};
  take_rules(&s);
  s.boards[0] = figure("/strategic", "applied");
  s.boards[1] = figure("/steering", "applied");
  s.boards[2] = figure("/rules?state=applied", "total");
  s.sources_fresh = figure("/strategic", "sources_fresh");
  for (int i = 0; i < 3; i++) cr_assert_eq(s.boards[i], s.applied, "board %d", i);
  return s;
}

/* Does an indicator of the rule read what the source alone gives? */
static bool depends(const char *rule) {
  char sql[500];
  (void)snprintf(sql, sizeof sql,
                 "SELECT EXISTS (SELECT FROM vg.rule_indicator m JOIN vg.indicator i ON i.code = m.indicator WHERE m.rule = '%s' AND"
                 " m.policy = 'coreoz-2024' AND 'account' = ANY (i.kinds))::int", rule);
  return strcmp(db_fixture_text(web_db(), sql), "1") == 0;
}

/* What was read holds no longer: silent for an hour. */
static void cut(void) {
  struct vg_error err = {0};
  db_fixture_sql(web_db(), "UPDATE vg.covered SET during = during * tstzmultirange(tstzrange(NULL, now() - interval '1 hour'))"
                           " WHERE source_id = (SELECT id FROM vg.source WHERE code = 'comptes');"
                           "UPDATE vg.indicator SET stale = true;");
  cr_assert(evaluation_run(db_fixture_open("vigie_collect"), loaded_at + VG_HOUR, &err), "%s", err.message);
}

/* What is announced is read anew before it is shown, a moment after it was evaluated. */
static bool shows_evaluation(const char *id) {
  char said[60];
  robot.headers = "Accept: application/json\r\n";
  struct reply r = web_get(&robot, "/strategic");
  (void)snprintf(said, sizeof said, "\"evaluation\":%s", id);
  return r.status == 200 && strstr(r.body, said) != NULL;
}

Test(robot, a_source_that_is_cut_takes_its_rules_and_no_other_to_unknown) {
  begin();
  struct situation before = take();
  cut();
  WEB_UNTIL(shows_evaluation(db_fixture_text(web_db(), "SELECT max(id) FROM vg.evaluation WHERE status = 'ok'")));
  cr_assert_eq(figure("/strategic", "sources_fresh"), before.sources_fresh - 1);
  struct situation after = take();
  int64_t lost = 0;
  cr_assert_eq(before.count, after.count);
  for (size_t i = 0; i < before.count; i++) {
    const char *was = before.rules[i].state, *is = after.rules[i].state;
    bool moved = strcmp(was, is) != 0;
    if (!depends(before.rules[i].rule)) cr_expect_not(moved, "%s: %s → %s", before.rules[i].rule, was, is);
    else cr_expect(strcmp(is, "unknown") == 0 || (!moved && strcmp(is, "not_applied") == 0), "%s: %s → %s", before.rules[i].rule, was, is);
    lost += moved && strcmp(was, "applied") == 0;
  }
  cr_assert_gt(lost, 0);
  cr_assert_eq(after.applied, before.applied - lost, "all boards lose them at once");
  end();
}
