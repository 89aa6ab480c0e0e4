/* Each connector on recorded answers: exactly the rows of DIRECTORY.expected. Then the same answers, cut anywhere and
 * damaged anywhere: a clear refusal or rows, never a crash. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/connectors_run.h"

static const struct {
  const char *connector, *directory, *expected, *since;
  struct option_value options[5];
} cases[] = {
    {"restic", "restic/plain", "restic/plain.expected", NULL,
     {{"repository", "/srv/restic"}, {"datacenter", "DC-Nord"}, {"label", "Dépôt"}}},
    {"restic", "restic/later", "restic/later.expected", NULL, {{"repository", "/srv/restic"}}},
    {"restic", "restic/hostile", "restic/hostile.expected", NULL, {{"repository", "/srv/restic"}}},
    {"restic", "restic/file", "restic/file.expected", NULL, {{"snapshots_file", "/srv/vigie/restic.json"}, {"asset", "nas"}}},
    {"prometheus", "prometheus/plain", "prometheus/plain.expected", NULL,
     {{"url", "http://p"}, {"repeat", "4h"}, {"history", "5d"}}},
    {"prometheus", "prometheus/plain", "prometheus/since.expected", "2026-11-23T17:00:00Z", {{"url", "http://p"}}},
    {"prometheus", "prometheus/hostile", "prometheus/hostile.expected", NULL, {{"url", "http://p"}, {"history", "5d"}}},
    {"alertmanager", "alertmanager/plain", "alertmanager/plain.expected", NULL, {{"url", "http://a"}}},
    {"alertmanager", "alertmanager/hostile", "alertmanager/hostile.expected", NULL, {{"url", "http://a"}}},
    {"host", "host/plain", "host/plain.expected", NULL, {{"lists_max_age", "366d"}, {"environment", "production"}}},
};

static void expect_lines(const char *what, const char *got, const char *expected) {
  for (size_t line = 1; *got != '\0' || *expected != '\0'; line++) {
    size_t g = strcspn(got, "\n"), e = strcspn(expected, "\n");
    cr_assert(g == e && memcmp(got, expected, g) == 0, "%s, line %zu: expected\n%.*s\ngot\n%.*s", what, line, (int)e, expected,
              (int)g, got);
    got += g + (got[g] == '\n');
    expected += e + (expected[e] == '\n');
  }
}

Test(recorded, gives_exactly_the_expected_rows) {
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct tried t;
    struct buf expected;
    char at[TIME_TEXT];
    try_recorded(&t, cases[i].connector, cases[i].options, cases[i].directory, NOW, cases[i].since);
    cr_assert(t.ok, "%s: %s", cases[i].directory, t.err.message);
    if (t.covered_since != VG_NEVER) buf_printf(&t.lines, "covered-since %s\n", time_format(t.covered_since, at));
    fixture(cases[i].expected, &expected);
    expect_lines(cases[i].expected, t.lines.data, expected.data);
    buf_free(&expected);
    tried_free(&t);
  }
}

/* ---- damage ---- */

static const struct {
  const char *connector, *file; /* read for every question, damaged */
  struct option_value options[4];
} damaged[] = {
    {"restic", "restic/plain/command/snapshots.out", {{"repository", "/r"}}},
    {"restic", "restic/later/command/snapshots.out", {{"repository", "/r"}}},
    {"alertmanager", "alertmanager/plain/http/alerts.json", {{"url", "http://a"}}},
    {"alertmanager", "alertmanager/plain/http/status.json", {{"url", "http://a"}}},
    {"prometheus", "prometheus/plain/http/targets.json", {{"url", "http://p"}}},
    {"prometheus", "prometheus/plain/http/rules.json", {{"url", "http://p"}}},
    {"prometheus", "prometheus/plain/http/query_range-up_ratio.json", {{"url", "http://p"}}},
    {"host", "host/plain/file/etc/passwd", {{NULL, NULL}}},
    {"host", "host/plain/file/proc/net/tcp", {{NULL, NULL}}},
    {"host", "host/plain/command/df.out", {{NULL, NULL}}},
};

static void try_text(size_t i, const char *text, size_t length) {
  struct transport_text transport;
  struct tried t;
  transport_text_init(&transport, text, length);
  try_transport(&t, damaged[i].connector, damaged[i].options, &transport.base, NOW, NULL);
  cr_assert(t.ok || t.err.message[0] != '\0');
  tried_free(&t);
}

Test(recorded, survives_answers_cut_anywhere) {
  for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
    struct buf text;
    fixture(damaged[i].file, &text);
    size_t step = text.length / 60 + 1;
    for (size_t cut = 0; cut < text.length; cut += step) try_text(i, text.data, cut);
    buf_free(&text);
  }
}

Test(recorded, survives_answers_damaged_anywhere) {
  static const char bytes[] = {'\0', '"', '{', '[', '\xff', '9', '\n'};
  for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
    struct buf text;
    fixture(damaged[i].file, &text);
    size_t step = text.length / 60 + 1;
    for (size_t at = 0, n = 0; at < text.length; at += step, n++) {
      char former = text.data[at];
      text.data[at] = bytes[n % sizeof bytes];
      try_text(i, text.data, text.length);
      text.data[at] = former;
    }
    buf_free(&text);
  }
}

/* A list that is cut must never be taken for a complete one. */
Test(recorded, a_cut_list_of_snapshots_is_refused) {
  struct buf text;
  fixture("restic/plain/command/snapshots.out", &text);
  size_t whole = text.length;
  while (whole > 0 && text.data[whole - 1] == '\n') whole--;
  for (size_t cut = 0; cut < whole; cut += 7) {
    struct transport_text transport;
    struct tried t;
    const struct option_value options[] = {{"repository", "/r"}, {NULL, NULL}};
    transport_text_init(&transport, text.data, cut);
    try_transport(&t, "restic", options, &transport.base, NOW, NULL);
    cr_assert_not(t.ok, "cut at %zu", cut);
    tried_free(&t);
  }
  buf_free(&text);
}
