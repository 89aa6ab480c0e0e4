#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kind/record.h"

#define READ_AT (date_to_days(2026, 11, 23) * VG_DAY)

static void backup(struct record *r, const char *key) {
  record_begin(r, KIND_BACKUP, key);
  record_text(r, "asset", "SRV-Web-01.corp.example:9100");
  for (int i = 0; r->kind->fields[i].name != NULL; i++) {
    const struct kind_field *f = &r->kind->fields[i];
    if (!f->required || r->values[i].set) continue;
    if (f->type == FIELD_ENUM) record_text(r, f->name, f->choices[0]);
    if (f->type == FIELD_TEXT || f->type == FIELD_HOST) record_text(r, f->name, "x");
    if (f->type == FIELD_TIME) record_time(r, f->name, READ_AT - VG_DAY);
    if (f->type == FIELD_INT) record_int(r, f->name, f->min);
    if (f->type == FIELD_BOOL) record_bool(r, f->name, true);
  }
}

static struct record *new_record(void) {
  struct record *r = malloc(sizeof *r);
  struct vg_error err = {0};
  cr_assert(record_init(r, &err));
  return r;
}

static void end(struct record *r) {
  record_free(r);
  free(r);
}

Test(record, takes_good_values_in_the_kinds_form) {
  struct record *r = new_record();
  struct vg_error err = {0};
  backup(r, "k1");
  record_time(r, "finished_at", READ_AT - VG_HOUR);
  cr_assert(record_finish(r, READ_AT, &err), "%s", err.message);
  cr_assert_str_eq(r->values[kind_field_index(r->kind, "asset")].text, "srv-web-01");
  cr_assert_eq(r->effective_at, READ_AT - VG_HOUR);
  record_begin(r, KIND_PERSON, "p");
  record_text(r, "mail", "  Claire.Morvan@Example.TEST ");
  cr_assert_str_eq(r->values[kind_field_index(r->kind, "mail")].text, "claire.morvan@example.test");
  record_begin(r, KIND_ASSET, "a");
  record_list(r, "aliases", (const char *const[]){"web01", "", "frontal-1"}, 3);
  cr_assert_eq(r->values[kind_field_index(r->kind, "aliases")].list.count, 2);
  end(r);
}

struct bad {
  enum kind_id kind;
  void (*set)(struct record *);
  enum vg_code code;
  const char *says;
};

static void set_unknown(struct record *r) { record_text(r, "nothing", "x"); }
static void set_wrong_type(struct record *r) { record_int(r, "name", 3); }
static void set_choice(struct record *r) { record_text(r, "type", "fridge\x1b[0m"); }
static void set_bytes(struct record *r) { record_text(r, "name", "\xff\xfe"); }
static void set_mail(struct record *r) { record_text(r, "owner", "a@b@c"); }
static void set_mail_name(struct record *r) { record_text(r, "owner", "Al <al@example.test>"); }
static void set_date(struct record *r) { record_date(r, "in_service_on", INT64_MAX); }
static void set_score(struct record *r) { record_real(r, "score", 100.5); }
static void set_nan(struct record *r) { record_real(r, "score", NAN); }
static void set_infinity(struct record *r) { record_real(r, "score", INFINITY); }
static void set_time(struct record *r) { record_time(r, "completed_at", INT64_MAX); }
static void set_size(struct record *r) { record_int(r, "size", -1); }
static void set_long(struct record *r) {
  char *text = calloc(1, 5000);
  memset(text, 'x', 4999);
  record_text(r, "title", text);
  free(text);
}

Test(record, refuses_each_bad_value_by_its_name) {
  static const struct bad cases[] = {
      {KIND_ASSET, set_unknown, VG_E_INTERNAL, "asset \"k\": kind asset has no field \"nothing\""},
      {KIND_ASSET, set_wrong_type, VG_E_INTERNAL, "name: the connector gave another type"},
      {KIND_ASSET, set_choice, VG_E_INPUT, "type: expected one of server, "},
      {KIND_ASSET, set_bytes, VG_E_INPUT, "name: expected UTF-8"},
      {KIND_ASSET, set_mail, VG_E_INPUT, "owner: expected a mail address, got \"a@b@c\""},
      {KIND_ASSET, set_mail_name, VG_E_INPUT, "owner: expected a mail address"},
      {KIND_ASSET, set_date, VG_E_INPUT, "in_service_on: expected a date"},
      {KIND_ASSET, set_long, VG_E_INPUT, "title: expected at most 1000 bytes"},
      {KIND_TRAINING, set_score, VG_E_INPUT, "score: expected "},
      {KIND_TRAINING, set_nan, VG_E_INPUT, "score: expected "},
      {KIND_TRAINING, set_infinity, VG_E_INPUT, "score: expected "},
      {KIND_TRAINING, set_time, VG_E_INPUT, "completed_at: expected an instant"},
      {KIND_DISK, set_size, VG_E_INPUT, "size: expected an integer of 0 or more, got \"-1\""},
  };
  struct record *r = new_record();
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct vg_error err = {0};
    record_begin(r, cases[i].kind, "k");
    cases[i].set(r);
    cr_assert_not(record_finish(r, READ_AT, &err), "case %zu", i);
    cr_assert_eq(err.code, cases[i].code, "case %zu: %s", i, err.message);
    cr_assert_not_null(strstr(err.message, cases[i].says), "case %zu: %s", i, err.message);
    cr_assert_null(strchr(err.message, '\x1b'));
  }
  end(r);
}

/* A line of 2026 whose period ends on that day. */
static void budget(struct record *r, double planned, double committed, int64_t end) {
  record_begin(r, KIND_BUDGET, "SEC-01|2026-01-01");
  record_text(r, "code", "SEC-01");
  record_text(r, "title", "Second site");
  record_date(r, "begins_on", date_to_days(2026, 1, 1));
  record_date(r, "ends_on", end);
  record_real(r, "planned", planned);
  record_real(r, "committed", committed);
  record_text(r, "currency", "EUR");
}

Test(record, a_budget_line_has_amounts_from_0_and_a_period_that_does_not_end_before_it_begins) {
  struct record *r = new_record();
  int64_t first = date_to_days(2026, 1, 1);
  static const struct {
    double planned, committed;
    int64_t days; /* from the first day to the last */
    const char *says;
  } cases[] = {{18500, 12400.5, 364, NULL},
               {0, 0, 0, NULL},
               {1000, 2000, 364, NULL},
               {-0.01, 0, 364, "planned: expected a number between 0 and 1000000000000, got \"-0.01\""},
               {1, -1, 364, "committed: expected a number between 0 and 1000000000000, got \"-1\""},
               {1, 1e13, 364, "committed: expected a number between 0"},
               {1, 1, -1, "ends_on: expected a date that does not come before begins_on"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct vg_error err = {0};
    budget(r, cases[i].planned, cases[i].committed, first + cases[i].days);
    cr_expect_eq(record_finish(r, READ_AT, &err), cases[i].says == NULL, "case %zu: %s", i, err.message);
    if (cases[i].says != NULL) cr_expect_not_null(strstr(err.message, cases[i].says), "case %zu: %s", i, err.message);
  }
  struct vg_error err = {0};
  budget(r, 1, 1, first);
  record_text(r, "currency", "ecus");
  cr_expect(!record_finish(r, READ_AT, &err) && strstr(err.message, "currency: expected one of AED, ") != NULL, "%s", err.message);
  end(r);
}

Test(record, refuses_bad_keys_and_missing_fields) {
  struct record *r = new_record();
  char *longest = calloc(1, KIND_KEY_MAX + 2);
  memset(longest, 'k', KIND_KEY_MAX + 1);
  const char *const keys[] = {NULL, "", "\xff", longest};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    struct vg_error err = {0};
    backup(r, keys[i]);
    cr_assert_not(record_finish(r, READ_AT, &err), "case %zu", i);
    cr_assert_eq(err.code, VG_E_INPUT);
  }
  struct vg_error err = {0};
  record_begin(r, KIND_BACKUP, "k1");
  cr_assert_not(record_finish(r, READ_AT, &err));
  cr_assert_str_eq(err.message, "backup \"k1\": asset: required");
  longest[KIND_KEY_MAX] = '\0';
  err = (struct vg_error){0};
  backup(r, longest);
  cr_assert(record_finish(r, READ_AT, &err), "%s", err.message);
  free(longest);
  end(r);
}

Test(record, hash_changes_with_what_is_kept_and_nothing_else) {
  struct record *r = new_record();
  unsigned char first[32], other[32];
  struct vg_error err = {0};
  backup(r, "k1");
  cr_assert(record_finish(r, READ_AT, &err));
  record_hash(r, first);
  backup(r, "k1");
  cr_assert(record_finish(r, READ_AT + VG_DAY, &err));
  record_hash(r, other);
  cr_assert_eq(memcmp(first, other, 32), 0, "the instant of the reading is no part of it");
  for (int change = 0; change < 4; change++) {
    backup(r, change == 0 ? "k2" : "k1");
    if (change == 1) record_perimeter(r, "p");
    if (change == 2) record_extra(r, "tags", json_string("x"));
    if (change == 3) record_time(r, "finished_at", READ_AT - 2 * VG_DAY);
    cr_assert(record_finish(r, READ_AT, &err));
    record_hash(r, other);
    cr_assert_neq(memcmp(first, other, 32), 0, "change %d", change);
  }
  end(r);
}

Test(record, is_refused_not_overrun_when_it_is_too_big) {
  struct record *r = new_record();
  struct vg_error err = {0};
  char *text = calloc(1, 1001);
  memset(text, 'x', 1000);
  record_begin(r, KIND_ASSET, "k");
  for (int i = 0; i < 10000; i++) record_text(r, "title", text);
  cr_assert_not(record_finish(r, READ_AT, &err));
  cr_assert_eq(err.code, VG_E_LIMIT);
  free(text);
  end(r);
}

Test(record, what_a_field_expects_is_what_files_and_forms_take) {
  static const struct {
    enum kind_id kind;
    const char *field, *expects;
  } cases[] = {
      {KIND_RESTORE_TEST, "duration", "a duration such as 90 min or 2 h, or a number of seconds between 0 and 31536000"},
      {KIND_PATCH, "pending", "an integer between 0 and 1000000"},
      {KIND_RESTORE_TEST, "result", "one of success, partial, failure"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const struct kind *kind = kind_get(cases[i].kind);
    char text[300];
    cr_expect_str_eq(kind_field_expects(&kind->fields[kind_field_index(kind, cases[i].field)], text, sizeof text), cases[i].expects);
  }
}
