/* Each page that the documentation says answers in JSON does, on the sample organisation: with the fields that it says, of these types. */
#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "policy/policy.h"
#include "sample/sample.h"
#include "sample/story.h"
#include "support/web_server.h"
#include "template.h"
#include "web/http/route.h"

TestSuite(json_pages, .init = db_fixture_init, .fini = web_stop, .timeout = 300);

/* An address of each pattern that has values, or needs a query. */
static const struct {
  const char *pattern, *sql;
} examples[] = {
    {"/applicability/{id:int}", "SELECT '/applicability/' || id FROM vg.applicability_request"},
    {"/rule/{number:rule}/applicability", "SELECT '/rule/3.2/applicability'"},
    {"/attest/{control:name}", "SELECT '/attest/data_resale?subject=plateforme-brevelin&in=plateforme-brevelin'"},
    {"/attestations/{id:int}", "SELECT '/attestations/' || id FROM vg.attestation"},
    {"/indicator/{code:code}/deviation",
     "SELECT '/indicator/asset_classified/deviation?of=' || perimeter_id || '&id=' || subject || '&at=' || to_char(now() AT TIME ZONE 'UTC',"
     " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM vg.verdict WHERE indicator = 'asset_classified' AND deviating @> now() ORDER BY subject LIMIT 1"},
    {"/indicator/{code:code}", "SELECT '/indicator/backup_daily'"},
    {"/rule/{number:rule}/owner", "SELECT '/rule/3.2/owner'"},
    {"/framework/{code:code}", "SELECT '/framework/iso27001-2022'"},
    {"/record/{kind:name}/{id:int}", "SELECT '/record/asset/' || min(id) FROM rec.asset"},
    {"/records/{kind:name}", "SELECT '/records/backup'"},
    {"/rule/{number:rule}", "SELECT '/rule/12.1'"},
    {"/indicator/{code:code}/sheet", "SELECT '/indicator/backup_daily/sheet'"},
    {"/sources/new", "SELECT '/sources/new?connector=csv'"},
    {"/source/{id:int}/edit", "SELECT '/source/' || min(id) || '/edit' FROM vg.source WHERE NOT is_sample"},
    {"/source/{id:int}/remove", "SELECT '/source/' || min(id) || '/remove' FROM vg.source WHERE NOT is_sample"},
    {"/source/{id:int}", "SELECT '/source/' || min(id) FROM vg.source"},
    {"/source/{id:int}/entries", "SELECT '/source/' || source_id || '/entries' FROM vg.entry"},
    {"/source/{id:int}/entry/new", "SELECT '/source/' || source_id || '/entry/new' FROM vg.entry"},
    {"/source/{id:int}/entry/{entry:int}", "SELECT '/source/' || source_id || '/entry/' || id FROM vg.entry"},
    {"/source/{id:int}/entry/{entry:int}/remove", "SELECT '/source/' || source_id || '/entry/' || id || '/remove' FROM vg.entry"},
    {"/pull/{id:int}", "SELECT '/pull/' || min(pull_id) FROM vg.reject"},
    {"/indicator/{code:code}/subject",
     "SELECT '/indicator/backup_daily/subject?of=' || perimeter_id || '&id=' || subject FROM vg.verdict WHERE indicator = 'backup_daily' LIMIT 1"},
    {"/indicator/{code:code}/subjects", "SELECT '/indicator/backup_daily/subjects'"},
    {"/indicator/{code:code}/threshold", "SELECT '/indicator/backup_daily/threshold'"},
    {"/users/{id:int}", "SELECT '/users/' || min(id) FROM vg.app_user"},
    {"/waivers/new", "SELECT '/waivers/new?indicator=asset_classified'"},
    {"/waiver/{id:int}", "SELECT '/waiver/' || min(id) FROM vg.waiver"}};

/* What the sample has not: sources of one's own, one of them a register, an attestation made here, a statement that waits. */
#define WORLD                                                                                                                                \
  "INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by)"                               \
  " SELECT 'own', 'Own', 'csv', id, 3600, 7200, now(), 'ada' FROM vg.perimeter WHERE code = 'plateforme-brevelin';"                                                                                                                                 \
  "WITH s AS (INSERT INTO vg.source (code, name, connector, options, perimeter_id, period_s, staleness_s, created_at, created_by)"            \
  " SELECT 'drills', 'Drills', 'form', '{\"kind\": \"exercise\"}', id, 0, 86400, now(), 'ada' FROM vg.perimeter WHERE code = 'plateforme-brevelin'"  \
  " RETURNING id), k AS (INSERT INTO vg.source_kind (source_id, kind) SELECT id, 'exercise' FROM s)"                                          \
  "INSERT INTO vg.entry (source_id, key, own_key, fields, entered_at, entered_by, changed_at, changed_by) SELECT id, 'k', true,"              \
  " '{\"document\": \"PCA\", \"type\": \"continuity\", \"held_at\": \"2026-03-01T09:00:00Z\", \"result\": \"success\"}', now(), 'ada', now(), 'ada' FROM s;"            \
  "INSERT INTO vg.attestation (control, perimeter_id, subject, result, statement, attested_at, valid_until, author, written_at)"             \
  " SELECT 'data_resale', id, code, 'failed', 'x', now() - interval '1 h', now() + interval '1 year', 'ada', now() FROM vg.perimeter"        \
  " WHERE code = 'plateforme-brevelin';"                                                                                                    \
  "INSERT INTO vg.applicability_request (rule, perimeter_id, applicable, from_at, reason, author, asked_at)"                                 \
  " SELECT '3.2', id, false, now(), 'x', 'ada', now() FROM vg.perimeter WHERE code = 'plateforme-brevelin'"

static char data_dir[] = "/tmp/vigie-json-XXXXXX";

static void begin(void) {
  struct vg_error err = {0};
  struct sample_loaded loaded;
  cr_assert_not_null(mkdtemp(data_dir));
  struct sample_conf conf = {.data_dir = data_dir, .seed = SAMPLE_SEED, .months = 1, .now = clock_now() - VG_HOUR};
  cr_assert(indicator_install(web_db(), &err) && policy_install(web_db(), &err), "%s", err.message);
  cr_assert(sample_load(web_db(), &conf, &loaded, &err), "%s", err.message);
  db_fixture_sql(web_db(), WORLD);
  web_serve_with(NULL);
}

static void end(void) {
  struct vg_error err = {0};
  cr_assert(story_remove(data_dir, &err), "%s", err.message);
}

/* NULL: it has values, and no example. */
static const char *address(const char *pattern) {
  for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
    if (strcmp(examples[i].pattern, pattern) == 0) return db_fixture_text(web_db(), examples[i].sql);
  return strchr(pattern, '{') == NULL ? pattern : NULL;
}

/* ---- what an answer holds ---- */

static size_t values; /* looked at */

static void check_struct(const json_t *value, const char *view, size_t length, const char *where);

static bool is_type(const char *type, size_t length, const char *name) { return strlen(name) == length && strncmp(type, name, length) == 0; }

static void check_value(const json_t *value, const char *type, size_t length, const char *where) {
  struct vg_error err = {0};
  vg_time at;
  values++;
  if (is_type(type, length, "text") || is_type(type, length, "url")) cr_expect(json_is_string(value) || json_is_null(value), "%s: no text", where);
  else if (is_type(type, length, "int")) cr_expect(json_is_integer(value), "%s: no whole number", where);
  else if (is_type(type, length, "real")) cr_expect(json_is_number(value) || json_is_null(value), "%s: no number", where);
  else if (is_type(type, length, "bool")) cr_expect(json_is_boolean(value), "%s: no boolean", where);
  else if (is_type(type, length, "time"))
    cr_expect(json_is_null(value) || (json_is_string(value) && time_parse(json_string_value(value), &at, &err)), "%s: no instant", where);
  else check_struct(value, type, length, where);
}

static void check_field(const json_t *value, const struct html_field *f, const char *where) {
  size_t length = strcspn(f->type, "[?");
  cr_assert_not_null(value, "%s is not in the answer", where);
  if (f->type[length] == '?' && json_is_null(value)) return;
  if (f->type[length] != '[') {
    check_value(value, f->type, length, where);
    return;
  }
  cr_assert(json_is_array(value), "%s: no list", where);
  for (size_t i = 0; i < json_array_size(value); i++) check_value(json_array_get(value, i), f->type, length, where);
}

static void check_struct(const json_t *value, const char *view, size_t length, const char *where) {
  size_t fields = 0;
  char inner[300];
  cr_assert(json_is_object(value), "%s: no object", where);
  for (const struct html_field *f = template_fields; f->view != NULL; f++) {
    if (!is_type(view, length, f->view)) continue;
    (void)snprintf(inner, sizeof inner, "%.200s.%s", where, f->name);
    check_field(json_object_get(value, f->name), f, inner);
    fields++;
  }
  cr_expect_eq(json_object_size(value), fields, "%s holds %zu fields, of which %zu are documented", where, json_object_size(value), fields);
}

static void check_page(const struct route *r, struct browser *b) {
  struct vg_error err = {0};
  struct json_doc doc;
  const char *path = address(r->pattern);
  cr_assert_not_null(path, "%s: give it an example", r->pattern);
  struct reply got = web_get(b, path);
  cr_assert_eq(got.status, 200, "%s: %d %s", path, got.status, got.body);
  cr_expect_str_eq(reply_header(&got, "Content-Type"), "application/json", "%s", path);
  cr_assert(json_parse(&doc, got.body, got.length, path, JSON_DEFAULTS, &err), "%s", err.message);
  check_struct(doc.root, r->view, strlen(r->view), r->pattern);
  json_close(&doc);
  web_forget();
}

/* What is not documented has no JSON, but for the word that the process lives. */
static void check_other(const struct route *r, struct browser *b) {
  const char *path = address(r->pattern), *type;
  if (r->method != M_GET || path == NULL || strcmp(path, "/healthz") == 0) return;
  struct reply got = web_get(b, path);
  type = reply_header(&got, "Content-Type");
  cr_expect(got.status != 200 || type == NULL || strcmp(type, "application/json") != 0, "%s answers in JSON and is not documented", r->pattern);
  web_forget();
}

static bool said(const struct buf *page, const char *pattern, const char *view) {
  char line[300];
  (void)snprintf(line, sizeof line, "| `%s` | [%s](#%s) |", pattern, view, view);
  return strstr(page->data, line) != NULL;
}

Test(json_pages, hold_what_is_documented) {
  BUF(page, 1 << 20);
  size_t pages = 0;
  json_reference(&page);
  begin();
  struct browser administrator = web_session(web_user("root", "administrator")), ciso = web_session(web_user("eve", "ciso"));
  administrator.headers = ciso.headers = "Accept: application/json\r\n";
  for (const struct route *const *t = route_tables; *t != NULL; t++)
    for (const struct route *r = *t; r->pattern != NULL; r++) {
      struct browser *b = role_may(ROLE_ADMINISTRATOR, r->needs) ? &administrator : &ciso;
      if (r->view == NULL) {
        check_other(r, b);
        continue;
      }
      cr_expect(r->method == M_GET && said(&page, r->pattern, r->view), "%s is not documented", r->pattern);
      check_page(r, b);
      pages++;
    }
  cr_log_info("%zu pages, %zu values", pages, values);
  cr_expect_gt(pages, 35);
  cr_expect_gt(values, 5000);
  end();
}
