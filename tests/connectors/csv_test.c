/* CSV files of every shape, in every kind; and the shapes that must be refused, with the words that say why. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collect/transport_live.h"
#include "connectors/shared/csv_kind.h"
#include "connectors/shared/csv_reader.h"
#include "support/connectors_run.h"

static void try_csv(struct tried *t, const char *kind, const char *text, size_t length, const char *option, const char *value) {
  struct transport_text transport;
  const struct option_value options[] = {{"path", "/srv/x.csv"}, {"kind", kind}, {option, value}, {NULL, NULL}};
  transport_text_init(&transport, text, length);
  try_transport(t, "csv", options, &transport.base, NOW, NULL);
}

static void expect_rows(const char *kind, const char *text, size_t length, const char *expected) {
  struct tried t;
  try_csv(&t, kind, text, length, NULL, NULL);
  cr_assert(t.ok, "%s: %s", text, t.err.message);
  cr_assert_str_eq(t.lines.data, expected, "expected\n%s\ngot\n%s", expected, t.lines.data);
  tried_free(&t);
}

Test(csv, every_template_is_read_without_a_refusal) {
  for (int k = 0; k < KIND_COUNT; k++) {
    const struct kind *kind = kind_get((enum kind_id)k);
    struct tried t;
    BUF(text, 1 << 16);
    csv_template(kind, &text);
    try_csv(&t, kind->name, text.data, text.length, NULL, NULL);
    cr_assert(t.ok, "%s: %s", kind->name, t.err.message);
    cr_assert_eq(t.sink.rows_count, 1, "%s: %s", kind->name, t.lines.data);
    for (size_t i = 0; kind->fields[i].name != NULL; i++)
      cr_assert((t.sink.rows[0].values[i] != NULL) == (kind->fields[i].example != NULL && kind->fields[i].example[0] != '\0'),
                "%s.%s", kind->name, kind->fields[i].name);
    tried_free(&t);
  }
}

Test(csv, labels_are_headings_too_and_none_is_ambiguous) {
  VG_ARENA(arena, 1 << 20);
  for (int k = 0; k < KIND_COUNT; k++) {
    const struct kind *kind = kind_get((enum kind_id)k);
    for (int i = 0; kind->fields[i].name != NULL; i++) {
      cr_assert_eq(csv_column(arena, kind, kind->fields[i].name), i);
      cr_assert_eq(csv_column(arena, kind, kind->fields[i].label_fr), i, "%s: %s", kind->name, kind->fields[i].label_fr);
      cr_assert_eq(csv_column(arena, kind, kind->fields[i].label_en), i, "%s: %s", kind->name, kind->fields[i].label_en);
    }
  }
}

#define PERSON "person e1 @2026-11-23T18:00:00Z mail=eva@x.test name=Éva Noël hired_on=2024-03-05"

Test(csv, reads_the_same_person_in_every_writing) {
  static const char *const texts[] = {
      "key;mail;name;hired_on\ne1;eva@x.test;Éva Noël;05/03/2024\n",
      "\xef\xbb\xbf" "Clé,Courriel,Nom,Arrivée\r\ne1,Eva@X.test,\"Éva Noël\",2024-03-05\r\n",
      "cle;COURRIEL;nom;ARRIVEE\r\ne1; eva@x.test ;\xc9va No\xebl;05.03.2024\r\n",
      "sep=;\r\nKEY;Mail;Name;Hired on\r\n\r\ne1;eva@x.test;Éva Noël;2024-03-05;;\r\n\r\n",
      "key\tmail\tname\thired_on\ne1\teva@x.test\tÉva Noël\t05-03-2024",
      "key;mail;name;hired_on\re1;eva@x.test;Éva Noël;05/03/2024\r"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect_rows("person", texts[i], strlen(texts[i]), PERSON "\n");
}

Test(csv, reads_numbers_dates_booleans_lists_and_words) {
  static const char training[] = "person;course;theme;completed_at;enrolled_at;score\n"
                                 "a@x.test;SSI;sécurité;18/11/2026;02/07/2026 09:30;84,5 %\n"
                                 "b@x.test;SSI;OWASP;2026-11-18T08:00:00+02:00;;7\n"
                                 "c@x.test;SSI;Hameçonnage;;2026-07-02 09:30:10;\n";
  expect_rows("training", training, sizeof training - 1,
              "training a@x.test|SSI|2026-07-02T07:30:00Z @2026-11-17T23:00:00Z person=a@x.test course=SSI theme=security "
              "completed_at=2026-11-17T23:00:00Z enrolled_at=2026-07-02T07:30:00Z score=84.5\n"
              "training b@x.test|SSI|2026-11-18T06:00:00Z @2026-11-18T06:00:00Z person=b@x.test course=SSI theme=owasp "
              "completed_at=2026-11-18T06:00:00Z score=7\n"
              "training c@x.test|SSI|2026-07-02T07:30:10Z @2026-11-23T18:00:00Z person=c@x.test course=SSI theme=phishing "
              "enrolled_at=2026-07-02T07:30:10Z\n");
  static const char asset[] = "name;type;status;critical;aliases;perimeter;Étage\n"
                              "SRV-1.corp.test;Serveur;en service;Oui;web01 | frontal;plateforme-a;3\n"
                              "pc-2;Poste de travail;in_stock;x;;;\n";
  expect_rows("asset", asset, sizeof asset - 1,
              "asset srv-1 [plateforme-a] @2026-11-23T18:00:00Z name=srv-1 type=server status=in_service critical=true "
              "aliases=web01|frontal {\"Étage\":\"3\"}\n"
              "asset pc-2 @2026-11-23T18:00:00Z name=pc-2 type=workstation status=in_stock critical=true\n");
  static const char restore[] = "key;asset;tested_at;result;duration;objective\nPV1;a;17/11/2026 11:30;réussi;90 min;14 400\n";
  expect_rows("restore_test", restore, sizeof restore - 1,
              "restore_test PV1 @2026-11-17T10:30:00Z asset=a tested_at=2026-11-17T10:30:00Z result=success duration=5400 objective=14400\n");
  static const char budget[] = "Code;Intitulé;Début;Fin;Prévu;Engagé;Devise\nSEC-02;Second site;01/01/2026;31/12/2026;18 500,50;12400;eur\n"
                               "SEC-03;Tests;01/01/2026;31/12/2025;1;0;EUR\nSEC-04;Tests;01/01/2026;31/12/2026;1;0;écus\n";
  expect_rows("budget", budget, sizeof budget - 1,
              "budget SEC-02|2026-01-01 @2026-11-23T18:00:00Z code=SEC-02 title=Second site begins_on=2026-01-01 ends_on=2026-12-31 "
              "planned=18500.5 committed=12400 currency=EUR\n"
              "reject line 3: budget \"SEC-03|2026-01-01\": ends_on: expected a date that does not come before begins_on\n"
              "reject line 4, column Devise: expected one of AED, AUD, BGN, BRL, CAD, CHF, CNY, CZK, DKK, DZD, EUR, GBP, HUF, ILS, INR, JPY, MAD, "
              "NOK, NZD, PLN, RON, SEK, SGD, TND, TRY, USD, XAF, XOF, XPF, ZAR, got \"écus\"\n");
}

Test(csv, quotes_hold_separators_quotes_and_line_breaks) {
  static const char text[] = "key;title;severity;security;occurred_at\n"
                             "I1;\"a \"\"b\"\";\r\nc\";haute;non;12/11/2026 09:10\nI2;d;faible;oui;12/11/2026\n";
  expect_rows("incident", text, sizeof text - 1,
              "incident I1 @2026-11-12T08:10:00Z title=a \"b\";\r\nc severity=high security=false occurred_at=2026-11-12T08:10:00Z\n"
              "incident I2 @2026-11-11T23:00:00Z title=d severity=low security=true occurred_at=2026-11-11T23:00:00Z\n");
}

Test(csv, refuses_lines_with_their_place_and_goes_on) {
  static const char text[] = "person;course;theme;completed_at;score\n"
                             "a@x.test;SSI;security;18/11/2026;abc\n"
                             "a@x.test;SSI;security;31/02/2026;1\n"
                             "a@x.test;SSI;security;45231;1\n"
                             "not a mail;SSI;security;18/11/2026;1\n"
                             "a@x.test;SSI;cooking;18/11/2026;1\n"
                             "a@x.test;SSI;security\n"
                             "a@x.test;SSI;security;18/11/2026;101\n"
                             ";SSI;security;18/11/2026;1\n"
                             "a@x.test;SSI;security;18/11/2026;1\n"
                             "A@x.test;SSI;security;2026-11-18;2\n"
                             "a@x.test;SSI;security;18/11/2026;NaN\n"
                             "a@x.test;SSI;security;18/11/26;1\n";
  expect_rows("training", text, sizeof text - 1,
              "training a@x.test|SSI|2026-11-17T23:00:00Z @2026-11-17T23:00:00Z person=a@x.test course=SSI theme=security "
              "completed_at=2026-11-17T23:00:00Z score=1\n"
              "reject line 2, column score: expected a number between 0 and 100, got \"abc\"\n"
              "reject line 3, column completed_at: expected a date such as 23/11/2026 02:14 or 2026-11-23T02:14:00Z, got \"31/02/2026\"\n"
              "reject line 4, column completed_at: expected a date such as 23/11/2026 02:14 or 2026-11-23T02:14:00Z, got \"45231\"\n"
              "reject line 5: person: expected a mail address, got \"not a mail\"\n"
              "reject line 6, column theme: expected one of welcome, security, owasp, phishing, procedure, other, got \"cooking\"\n"
              "reject line 7: expected 5 columns, found 3\n"
              "reject line 8: score: expected a number between 0 and 100, got \"101\"\n"
              "reject line 9: training \"|SSI|2026-11-17T23:00:00Z\": person: required\n"
              "reject line 11: the same key as line 10\n"
              "reject line 12, column score: expected a number between 0 and 100, got \"NaN\"\n"
              "reject line 13, column completed_at: expected a date such as 23/11/2026 02:14 or 2026-11-23T02:14:00Z, got \"18/11/26\"\n");
}

#define HEAD "mail;name;hired_on\n"

Test(csv, refuses_whole_files_and_says_why) {
  static const struct {
    const char *text;
    size_t length;
    const char *message;
  } bad[] = {
      {"", 0, "file \"/srv/x.csv\": the file is empty, expected a heading line"},
      {"\n\n\n", 3, "file \"/srv/x.csv\": the file has no heading line"},
      {"\xff\xfem\0a\0", 6, "file \"/srv/x.csv\": the file is in UTF-16, expected UTF-8 or Windows-1252"},
      {HEAD "a\0b;c;d\n", sizeof HEAD + 7, "file \"/srv/x.csv\": line 2: a NUL byte, expected text"},
      {HEAD "a\x81;b;c\n", sizeof HEAD + 6, "file \"/srv/x.csv\": line 2: byte 0x81 is neither UTF-8 nor Windows-1252"},
      {"\xef\xbb\xbf" HEAD "\xe9;b;c\n", sizeof HEAD + 8, "file \"/srv/x.csv\": line 2: bytes that are not UTF-8"},
      {"nom;prénom\n", 12, "file \"/srv/x.csv\": heading: expected a column \"mail\" (or \"Courriel\"), found \"nom\", \"prénom\""},
      {"mail;name;courriel;hired_on\n", 28, "file \"/srv/x.csv\": heading: column \"courriel\" is there twice"},
      {HEAD "a@x;b;01/01/2024\nc@x;\"d", sizeof HEAD + 22,
       "file \"/srv/x.csv\": line 3, column 2: a quote is opened and never closed: is the file cut?"},
      {HEAD "a@x;b;01/01/2024\nc@x;d", sizeof HEAD + 21,
       "file \"/srv/x.csv\": line 3: expected 3 columns, found 2, and no line break: the file is cut"},
      {HEAD "a@x;\"b\"c;01/01/2024\n", sizeof HEAD + 19, "file \"/srv/x.csv\": line 2, column 2: text after a closing quote"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct tried t;
    try_csv(&t, "person", bad[i].text, bad[i].length, NULL, NULL);
    cr_assert_not(t.ok, "%zu", i);
    cr_assert_eq(t.err.code, VG_E_INPUT);
    cr_assert_str_eq(t.err.message, bad[i].message);
    tried_free(&t);
  }
}

Test(csv, limits_lines_and_columns) {
  struct tried t;
  BUF(text, 64 << 20);
  buf_text(&text, HEAD);
  for (int i = 0; i < 3 << 20; i++) buf_char(&text, 'x');
  try_csv(&t, "person", text.data, text.length, NULL, NULL);
  cr_assert_eq(t.err.code, VG_E_LIMIT);
  cr_assert_str_eq(t.err.message, "file \"/srv/x.csv\": line 2: more than 1048576 bytes");
  tried_free(&t);
  buf_clear(&text);
  for (int i = 0; i < 300; i++) buf_printf(&text, "c%d;", i);
  try_csv(&t, "person", text.data, text.length, NULL, NULL);
  cr_assert_eq(t.err.code, VG_E_LIMIT);
  tried_free(&t);
}

/* Cut at every byte: nothing crashes, and no row is made of half a line that could be told from a whole one. */
Test(csv, survives_every_cut) {
  static const char text[] = HEAD "a@x.test;\"A;\"\"B\"\"\";01/01/2024\nc@x.test;D;02/01/2024\n";
  for (size_t cut = 0; cut < sizeof text; cut++) {
    struct tried t;
    try_csv(&t, "person", text, cut, NULL, NULL);
    cr_assert(t.sink.rows_count <= 2);
    tried_free(&t);
  }
}

Test(csv, hostile_values_stay_values) {
  static const char *const evil[] = {"<script>alert(1)</script>", "'; DROP TABLE vg.source; --", "=cmd|' /C calc'!A0", "%s%n", "{{x}}", "\\x00"};
  for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
    struct tried t;
    BUF(text, 4096);
    BUF(expected, 4096);
    buf_printf(&text, "key;title;severity;security;occurred_at;%s\n%s;%s;low;non;2026-11-12;%s\n", evil[i], evil[i], evil[i], evil[i]);
    if (strchr(evil[i], ';') != NULL) {
      buf_clear(&text);
      buf_printf(&text, "key,title,severity,security,occurred_at,%s\n%s,%s,low,non,2026-11-12,%s\n", evil[i], evil[i], evil[i], evil[i]);
    }
    try_csv(&t, "incident", text.data, text.length, NULL, NULL);
    cr_assert(t.ok, "%s", t.err.message);
    cr_assert_eq(t.sink.rows_count, 1, "%s", t.lines.data);
    cr_assert_str_eq(t.sink.rows[0].key, evil[i]);
    cr_assert_str_eq(t.sink.rows[0].values[0], evil[i]);
    tried_free(&t);
  }
}

Test(csv, options_are_obeyed) {
  static const struct {
    const char *option, *value, *text, *expected;
  } cases[] = {
      {"delimiter", "comma", "mail,name,hired_on\na@x.test,B;C;D,2024-01-01\n", "name=B;C;D"},
      {"timezone", "UTC", "mail;name;hired_on\na@x.test;B;2024-01-01\n", "hired_on=2024-01-01"},
      {"encoding", "windows-1252", "mail;name;hired_on\na@x.test;\xc3\xa9;2024-01-01\n", "name=Ã©"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct tried t;
    try_csv(&t, "person", cases[i].text, strlen(cases[i].text), cases[i].option, cases[i].value);
    cr_assert(t.ok, "%s", t.err.message);
    cr_assert_not_null(strstr(t.lines.data, cases[i].expected), "%s", t.lines.data);
    tried_free(&t);
  }
  struct tried t;
  try_csv(&t, "person", "mail;name;hired_on\n\xe9;b;c\n", 25, "encoding", "utf-8");
  cr_assert_str_eq(t.err.message, "file \"/srv/x.csv\": line 2: bytes that are not UTF-8");
  tried_free(&t);
  try_csv(&t, "person", "x", 1, "timezone", "Mars/Olympus");
  cr_assert_eq(t.err.code, VG_E_CONFIG, "%s", t.err.message);
  tried_free(&t);
}

/* ---- real files ---- */

static void date_file(const char *directory, const char *name, vg_time at) {
  char place[300];
  const struct timespec times[2] = {{.tv_sec = at / VG_SECOND}, {.tv_sec = at / VG_SECOND}};
  (void)snprintf(place, sizeof place, "%s/%s", directory, name);
  cr_assert_eq(utimensat(AT_FDCWD, place, times, 0), 0);
}

static void try_live(struct tried *t, const char *path, const char *option, const char *value) {
  struct transport_live live;
  const struct option_value options[] = {{"path", path}, {"kind", "person"}, {option, value}, {NULL, NULL}};
  transport_live_init(&live, NULL);
  try_transport(t, "csv", options, &live.base, NOW, NULL);
}

Test(csv, reads_the_newest_file_of_a_drop_directory) {
  static const char old[] = HEAD "old@x.test;O;01/01/2024\n", new[] = HEAD "new@x.test;N;01/01/2024\n";
  char directory[200];
  struct tried t;
  (void)snprintf(directory, sizeof directory, "%s/drop", scratch());
  put_file(directory, "z-old.csv", old, sizeof old - 1);
  put_file(directory, "a-new.CSV", new, sizeof new - 1);
  put_file(directory, "notes.txt", "x", 1);
  date_file(directory, "z-old.csv", 1795000000 * VG_SECOND);
  date_file(directory, "a-new.CSV", 1795400000 * VG_SECOND);
  date_file(directory, "notes.txt", 1795450000 * VG_SECOND);
  try_live(&t, directory, NULL, NULL);
  cr_assert(t.ok, "%s", t.err.message);
  cr_assert_str_eq(t.sink.rows[0].key, "new@x.test");
  tried_free(&t);
  try_live(&t, directory, "max_age", "12h");
  cr_assert_eq(t.err.code, VG_E_UNAVAILABLE);
  cr_assert_not_null(strstr(t.err.message, "written 2026-11-23T02:13:20Z, expected within the last 12h"), "%s", t.err.message);
  tried_free(&t);
}

/* The longest line that a file within the limit may hold. */
Test(csv, refuses_a_file_that_is_one_line) {
  static char block[1 << 20];
  char directory[200], path[300];
  struct tried t;
  (void)snprintf(directory, sizeof directory, "%s/line", scratch());
  put_file(directory, "line.csv", HEAD, sizeof HEAD - 1);
  (void)snprintf(path, sizeof path, "%s/line.csv", directory);
  memset(block, 'x', sizeof block);
  FILE *f = fopen(path, "ae");
  cr_assert_not_null(f);
  for (int i = 0; i < 63; i++) cr_assert_eq(fwrite(block, 1, sizeof block, f), sizeof block);
  (void)fclose(f);
  try_live(&t, path, NULL, NULL);
  cr_assert_eq(t.err.code, VG_E_LIMIT, "%s", t.err.message);
  cr_assert_not_null(strstr(t.err.message, "line 2: more than 1048576 bytes"), "%s", t.err.message);
  tried_free(&t);
}

Test(csv, refuses_what_is_not_a_file_to_read) {
  char directory[200], big[300], link[300];
  struct tried t;
  (void)snprintf(directory, sizeof directory, "%s/odd", scratch());
  put_file(directory, "big.csv", "x", 1);
  (void)snprintf(big, sizeof big, "%s/big.csv", directory);
  (void)snprintf(link, sizeof link, "%s/link.csv", directory);
  cr_assert_eq(truncate(big, INT64_C(2) << 30), 0); /* one line of 2 GiB */
  cr_assert_eq(symlink("/etc/passwd", link), 0);
  static const struct {
    const char *path;
    enum vg_code code;
  } odd[] = {{"/etc/passwd", VG_E_DENIED}, {"/proc/self/environ", VG_E_DENIED}, {"/dev/zero", VG_E_DENIED},
             {"/nowhere/x.csv", VG_E_NOTFOUND}};
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
    try_live(&t, odd[i].path, NULL, NULL);
    cr_assert_eq(t.err.code, odd[i].code, "%s: %s", odd[i].path, t.err.message);
    tried_free(&t);
  }
  try_live(&t, big, NULL, NULL);
  cr_assert_eq(t.err.code, VG_E_LIMIT);
  cr_assert_not_null(strstr(t.err.message, "2147483648 bytes, expected at most 67108864"), "%s", t.err.message);
  tried_free(&t);
  try_live(&t, link, NULL, NULL);
  cr_assert_eq(t.err.code, VG_E_DENIED, "%s", t.err.message);
  tried_free(&t);
}

Test(csv, what_people_enter_is_read_by_the_same_reader) {
  struct transport_text transport;
  struct tried t;
  static const char text[] = "key;perimeter;name;type;site;in_use\r\n\"a;\"\"b\"\"\";lyon;Siège;site;;true\r\nb;;Salle;secure_area;Siège;perhaps\r\n";
  transport_text_init(&transport, text, sizeof text - 1);
  try_transport(&t, "form", OPTIONS({"kind", "place"}), &transport.base, NOW, NULL);
  cr_assert(t.ok, "%s", t.err.message);
  cr_assert_str_eq(t.lines.data, "place a;\"b\" [lyon] @2026-11-23T18:00:00Z name=Siège type=site in_use=true\n"
                                 "reject line 3, column in_use: expected oui or non (true or false), got \"perhaps\"\n", "%s", t.lines.data);
  tried_free(&t);
}
