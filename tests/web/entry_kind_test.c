/* The form of each kind makes the record that its CSV template makes. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "connectors/shared/csv_kind.h"
#include "support/web_entry.h"

TestSuite(web_entry_kind, .init = entry_start, .fini = web_stop, .timeout = 180);

/* The examples of the catalogue in a year that is over, whatever the clock says. */
static const char *past(const char *example) {
  static char text[8 << 10];
  (void)snprintf(text, sizeof text, "%s", example);
  for (char *p = text; (p = strstr(p, "/202")) != NULL; p += 4) p[4] = p[4] == '4' ? '3' : p[4] == '6' ? '4' : '5';
  return text;
}

static const char *template_key(const struct kind *kind) {
  return kind->id == KIND_INCIDENT ? "INC-2026-042" : kind->id == KIND_RESTORE_TEST ? "PV-2026-11" : "";
}

static void fill_example(const struct kind *kind, struct buf *form) {
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) {
    char name[80];
    const char *value = past(f->example != NULL ? f->example : "");
    if (f->type == FIELD_BOOL && *value != '\0') value = strcmp(value, "oui") == 0 ? "true" : "false";
    (void)snprintf(name, sizeof name, "f_%s", f->name);
    put_encoded(form, name, value);
  }
  put_encoded(form, "key", template_key(kind));
  put_encoded(form, "perimeter_code", "");
  put_encoded(form, "version", "0");
}

/* What the connector of files makes of the template. */
static void read_template(const struct kind *kind) {
  char directory[] = "/tmp/vigie-template-XXXXXX", file[120];
  const struct option_value options[] = {{"path", "/t.csv"}, {"kind", kind->name}};
  struct transport_recorded recorded;
  BUF(csv, 8 << 10);
  csv_template(kind, &csv);
  cr_assert_not_null(mkdtemp(directory));
  (void)snprintf(file, sizeof file, "%s/file", directory);
  cr_assert_eq(mkdir(file, 0700), 0);
  (void)snprintf(file, sizeof file, "%s/file/t.csv", directory);
  FILE *f = fopen(file, "w");
  cr_assert(f != NULL && fputs(past(csv.data), f) >= 0 && fclose(f) == 0);
  transport_recorded_init(&recorded, directory);
  struct pull_result r = pull_by(entry_source(kind->name, "csv", options, 2), &recorded.base);
  cr_assert(r.status == PULL_OK && r.opened == 1, "%s: %s", kind->name, r.error.message);
  (void)remove(file);
}

static void shows_every_field(struct browser *b, const struct kind *kind, int64_t id, bool french) {
  struct reply r = web_get(b, source_path(id, "/entry/new"));
  char text[200];
  cr_assert_eq(r.status, 200, "%s: %d", kind->name, r.status);
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) {
    (void)snprintf(text, sizeof text, "name=\"f_%s\"", f->name);
    cr_expect(reply_says(&r, text), "%s: no field %s", kind->name, f->name);
    (void)snprintf(text, sizeof text, ">%s%s<", french ? f->label_fr : f->label_en, !f->required ? "" : french ? " (obligatoire)" : " (required)");
    cr_expect(reply_says(&r, text), "%s: no label %s", kind->name, text);
  }
}

Test(web_entry_kind, the_form_of_each_kind_makes_the_record_of_its_template) {
  struct browser french = person_reading("ada", "operator", "fr"), english = person_reading("eve", "ciso", "en");
  for (int i = 0; i < KIND_COUNT; i++) {
    const struct kind *kind = kind_get((enum kind_id)i);
    char code[80], sql[400];
    BUF(form, 16 << 10);
    if (kind->id == KIND_ATTESTATION) continue; /* of two people: see below */
    (void)snprintf(code, sizeof code, "entered-%s", kind->name);
    int64_t id = a_register(code, kind->name);
    shows_every_field(&english, kind, id, false);
    shows_every_field(&french, kind, id, true);
    fill_example(kind, &form);
    struct reply r = web_post(&french, source_path(id, "/entry/new"), form.data);
    expect_sent(&r, kind->name);
    cr_expect_str_eq(pulled(id), "1/0/0/0", "%s", kind->name);
    read_template(kind);
    (void)snprintf(sql, sizeof sql, "SELECT count(*) || ' ' || count(DISTINCT hash) FROM rec.\"%s\"", kind->name);
    cr_expect_str_eq(text(sql), "2 1", "%s: the same record by both ways", kind->name);
    r = web_get(&english, source_path(id, "/entries"));
    cr_expect(reply_says(&r, "Taken into account"), "%s: %s", kind->name, r.body);
    web_forget();
  }
}
