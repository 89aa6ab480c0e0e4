/* The table of connectors, and the values of their options. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/connectors_run.h"

Test(registry, every_connector_is_well_formed) {
  struct vg_error err = {0};
  cr_assert(connectors_check(&err), "%s", err.message);
  static const char *const names[] = {"alertmanager", "csv", "form", "host", "prometheus", "restic"};
  cr_assert_eq(connectors_count, 6);
  for (size_t i = 0; i < 6; i++) {
    cr_assert_str_eq(connectors[i]->name, names[i]);
    cr_assert_eq(connector_find(names[i]), connectors[i]);
  }
  cr_assert_null(connector_find("nagios"));
}

/* No ordinary space where French has another one, no straight apostrophe. */
static void expect_french(const char *where, const char *text) {
  static const char *const wrong[] = {" :", " ;", " !", " ?", " %", " »", "« ", " €", "'"};
  for (size_t i = 0; text != NULL && i < sizeof wrong / sizeof *wrong; i++)
    cr_expect_null(strstr(text, wrong[i]), "%s: \"%s\" in \"%s\"", where, wrong[i], text);
}

/* What is written in C is shown as it is. */
Test(registry, french_texts_have_their_typography) {
  for (size_t i = 0; i < connectors_count; i++) {
    const struct connector *c = connectors[i];
    expect_french(c->name, c->title_fr);
    expect_french(c->name, c->summary_fr);
    for (const struct option_spec *o = c->options; o != NULL && o->type != OPTION_NONE; o++) {
      expect_french(o->name, o->label_fr);
      expect_french(o->name, o->help_fr);
    }
  }
  for (int k = 0; k < KIND_COUNT; k++) {
    const struct kind *kind = kind_get((enum kind_id)k);
    expect_french(kind->name, kind->label_fr);
    expect_french(kind->name, kind->plural_fr);
    for (const struct kind_field *f = kind->fields; f->name != NULL; f++) expect_french(f->name, f->label_fr);
  }
}

static const struct option_spec specs[] = {
    {.name = "url", .type = OPTION_URL, .required = true, .label_fr = "a", .label_en = "a", .help_fr = "a", .help_en = "a"},
    {.name = "secret", .type = OPTION_SECRET},
    {.name = "path", .type = OPTION_PATH},
    {.name = "number", .type = OPTION_INT, .min = 1, .max = 10, .dflt = "5"},
    {.name = "wait", .type = OPTION_DURATION, .min = 60, .max = 31 * 86400},
    {.name = "yes", .type = OPTION_BOOL},
    {.name = "choice", .type = OPTION_CHOICE, .choices = (const char *const[]){"a", "b", NULL}},
    {.name = "text", .type = OPTION_TEXT},
    {.type = OPTION_NONE}};
static const struct connector probe = {.name = "probe", .options = specs};

static bool checked(struct vg_arena *arena, const char *name, const char *value, const char ***values, struct vg_error *err) {
  const struct option_value given[] = {{"url", "http://localhost"}, {name, value}};
  *err = (struct vg_error){0};
  if (strcmp(name, "url") == 0) return connector_options(&probe, arena, given + 1, 1, values, err);
  return connector_options(&probe, arena, given, 2, values, err);
}

Test(options, accepts_what_fits) {
  static const struct {
    const char *name, *value;
  } good[] = {{"url", "https://p.example.test:9090/prefix/"}, {"url", "http://[::1]:9090"}, {"url", " http://10.0.0.1 "},
              {"path", "/srv/a b/é.csv"}, {"number", "10"}, {"wait", "26h"}, {"wait", "10 min"}, {"wait", "30d"},
              {"wait", "30 j"}, {"wait", "90s"}, {"yes", "Oui"}, {"yes", "false"}, {"choice", "b"}, {"text", "é ' <>"},
              {"secret", " spaces stay "}, {"number", ""}};
  VG_ARENA(arena, 1 << 20);
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    struct vg_error err;
    const char **values;
    cr_assert(checked(arena, good[i].name, good[i].value, &values, &err), "%s=%s: %s", good[i].name, good[i].value, err.message);
  }
}

Test(options, refuses_what_does_not_and_says_why) {
  static const struct {
    const char *name, *value, *message;
  } bad[] = {
      {"url", "ftp://x", "option \"url\": expected an http or https address without credentials, query or fragment, got \"ftp://x\""},
      {"url", "http://user:hidden@x/", "option \"url\": expected an http or https address without credentials, query or fragment"},
      {"url", "http://", NULL}, {"url", "http://x/?q=1", NULL}, {"url", "http://x/#f", NULL}, {"url", "http://x y/", NULL},
      {"url", "javascript:alert(1)", NULL}, {"url", "file:///etc/passwd", NULL}, {"url", "http://x\r\nHost: y", NULL},
      {"url", "", "option \"url\": required, expected an http or https address without credentials, query or fragment"},
      {"path", "relative.csv", "option \"path\": expected an absolute path without \"..\", got \"relative.csv\""},
      {"path", "/srv/../etc/shadow", NULL}, {"path", "/srv/..", NULL},
      {"number", "11", "option \"number\": expected an integer between 1 and 10, got \"11\""},
      {"number", "1e1", NULL}, {"number", "99999999999999999999", NULL},
      {"wait", "26", "option \"wait\": expected a duration between 1 min and 31 d, such as \"26h\", got \"26\""},
      {"wait", "5 s", NULL}, {"wait", "2 years", NULL}, {"wait", "-5 min", NULL}, {"wait", "1h30", NULL},
      {"yes", "maybe", "option \"yes\": expected yes or no, got \"maybe\""},
      {"choice", "c", "option \"choice\": expected one of a, b, got \"c\""},
      {"text", "two\nlines", NULL}, {"text", "bad \xff", NULL},
      {"secret", "two\nlines", "option \"secret\": expected at most 8192 bytes of UTF-8 on one line"},
      {"chioce", "a", "option \"chioce\": unknown to connector probe; did you mean \"choice\"?"},
      {"zzzzzzzz", "a", "option \"zzzzzzzz\": unknown to connector probe"}};
  VG_ARENA(arena, 1 << 20);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct vg_error err;
    const char **values;
    cr_assert_not(checked(arena, bad[i].name, bad[i].value, &values, &err), "%s=%s", bad[i].name, bad[i].value);
    cr_assert_eq(err.code, VG_E_INPUT);
    if (bad[i].message != NULL) cr_assert_str_eq(err.message, bad[i].message);
    cr_assert_null(strstr(err.message, "hidden"));
  }
}

Test(options, given_twice_is_refused_and_defaults_apply) {
  const struct option_value twice[] = {{"url", "http://a"}, {"url", "http://b"}};
  struct vg_error err = {0};
  const char **values;
  VG_ARENA(arena, 1 << 20);
  cr_assert_not(connector_options(&probe, arena, twice, 2, &values, &err));
  cr_assert_str_eq(err.message, "option \"url\": given twice");
  err = (struct vg_error){0};
  cr_assert(connector_options(&probe, arena, twice, 1, &values, &err));
  const struct connector_ctx ctx = {.connector = &probe, .values = values};
  cr_assert_eq(ctx_int(&ctx, "number"), 5);
  cr_assert_str_eq(ctx_text(&ctx, "url"), "http://a");
  cr_assert_null(ctx_secret(&ctx, "secret"));
}

Test(options, durations) {
  static const struct {
    const char *text;
    int64_t seconds;
  } cases[] = {{"0 s", 0}, {"90 s", 90}, {"10 min", 600}, {"26h", 93600}, {"30d", 2592000}, {"2 w", 1209600}, {"1 j", 86400}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int64_t seconds;
    cr_assert(duration_parse(cases[i].text, &seconds));
    cr_assert_eq(seconds, cases[i].seconds);
  }
}
