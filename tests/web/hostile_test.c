/* SQL and HTML in every text of every kind of record: written as what it is, and shown as text. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/buf.h"
#include "kind/kind.h"
#include "support/output.h"
#include "support/web_server.h"

TestSuite(web_hostile, .init = web_start, .fini = web_stop);

#define EVIL "'';DROP TABLE vg.source;--<script>alert(1)</script>\"><img src=x onerror=alert(1)>{{x}}%s"

static bool is_text(const struct kind_field *f) { return f->type == FIELD_TEXT || f->type == FIELD_LIST || f->type == FIELD_EMAIL || f->type == FIELD_HOST; }

static const char *literal(const struct kind_field *f) {
  switch (f->type) {
  case FIELD_LIST: return "ARRAY['" EVIL "']";
  case FIELD_TEXT:
  case FIELD_EMAIL:
  case FIELD_HOST: return "'" EVIL "'";
  case FIELD_INT:
  case FIELD_REAL: return "1";
  case FIELD_BOOL: return "true";
  case FIELD_TIME: return "'2026-01-01T00:00:00Z'";
  case FIELD_DATE: return "'2026-01-01'";
  case FIELD_ENUM: return "'" EVIL "'";
  }
  return "NULL";
}

static void insert(const struct kind *k) {
  BUF(sql, 1 << 16);
  buf_printf(&sql, "INSERT INTO rec.%s (id, source_id, key, perimeter_id, effective_at, recorded_at, pull_id, hash, extra", k->name);
  for (const struct kind_field *f = k->fields; f->name != NULL; f++) buf_printf(&sql, ", \"%s\"", f->name);
  buf_printf(&sql, ") SELECT %d, s.id, s.name, s.perimeter_id, now(), now(), 1, decode(repeat('ab', 32), 'hex'), jsonb_build_object(s.name, s.name)",
             1000 + (int)k->id);
  for (const struct kind_field *f = k->fields; f->name != NULL; f++) buf_printf(&sql, ", %s", literal(f));
  buf_text(&sql, " FROM vg.source s");
  web_sql(sql.data);
}

static void expect_text(struct browser *b, const char *path, size_t least) {
  struct reply r = web_get(b, path);
  cr_assert_eq(r.status, 200, "%s: %d\n%s", path, r.status, r.body);
  cr_assert_null(strstr(r.body, "<script>alert"), "%s", path);
  cr_assert_null(strstr(r.body, "<img"), "%s", path);
  cr_assert_geq(count_of(r.body, "&#60;script&#62;alert(1)&#60;/script&#62;") + count_of(r.body, "&lt;script&gt;alert(1)&lt;/script&gt;"), least, "%s\n%s", path, r.body);
}

Test(web_hostile, every_text_of_every_kind_stays_a_text, .timeout = 120) {
  struct browser b = web_session(web_user("root", "administrator"));
  web_sql("UPDATE vg.perimeter SET name = '" EVIL "';"
          "INSERT INTO vg.source (code, name, connector, perimeter_id, period_s, staleness_s, created_at, created_by) "
          "SELECT 's', '" EVIL "', 'csv', id, 3600, 7200, now(), '" EVIL "' FROM vg.perimeter;"
          "INSERT INTO vg.pull (source_id, status, read_at, started_at, finished_at, message) SELECT id, 'ok', now(), now(), now(), '" EVIL "' FROM vg.source;"
          "UPDATE vg.pull SET message = '" EVIL "', hint = '" EVIL "';"
          "INSERT INTO vg.reject (pull_id, ord, place, kind, key, reason) SELECT id, 1, '" EVIL "', 'asset', '" EVIL "', '" EVIL "' FROM vg.pull");
  for (int i = 0; i < KIND_COUNT; i++) {
    const struct kind *k = kind_get((enum kind_id)i);
    char path[100];
    size_t texts = 0;
    for (const struct kind_field *f = k->fields; f->name != NULL; f++) texts += is_text(f);
    insert(k);
    (void)snprintf(path, sizeof path, "/records/%s", k->name);
    expect_text(&b, path, 1);
    (void)snprintf(path, sizeof path, "/record/%s/%d", k->name, 1000 + i);
    expect_text(&b, path, texts);
  }
  static const char *const paths[] = {"/sources", "/steering", "/operational", "/strategic", "/journal", "/doctor"};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) expect_text(&b, paths[i], 0);
  char path[100];
  (void)snprintf(path, sizeof path, "/source/%s", db_fixture_text(web_db(), "SELECT id::text FROM vg.source"));
  expect_text(&b, path, 2);
  cr_assert_str_eq(db_fixture_text(web_db(), "SELECT count(*)::text FROM vg.source"), "1");
}
