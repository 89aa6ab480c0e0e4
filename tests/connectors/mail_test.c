/* Messages, as they are written and as a real mail server takes or refuses them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "http/mail.h"
#include "support/output.h"
#include "support/smtp_server.h"

#define NOON_OF_NOVEMBER_26 INT64_C(1795694400000000)

static struct mail_message message = {.to = "claire@example.test", .subject = "Vigie: 3 things wait for you", .text = "Hello\n", .id = "7.1", .date = NOON_OF_NOVEMBER_26};

static const char *written(const struct mail_message *m) {
  static char text[20000];
  BUF(out, sizeof text - 1);
  struct vg_error err = {0};
  const struct mail_server server = {.from = "vigie@example.test"};
  cr_assert(mail_write(&server, m, &out, &err), "%s", err.message);
  (void)snprintf(text, sizeof text, "%s", out.data);
  return text;
}

Test(mail, is_plain_text_with_the_headers_that_it_needs) {
  cr_assert_str_eq(written(&message),
                   "Date: Thu, 26 Nov 2026 12:00:00 +0000\r\nFrom: Vigie <vigie@example.test>\r\nTo: <claire@example.test>\r\n"
                   "Subject: Vigie: 3 things wait for you\r\nMessage-ID: <vigie.7.1@example.test>\r\nMIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nAuto-Submitted: auto-generated\r\n\r\nHello\r\n");
}

Test(mail, no_subject_ends_its_header) {
  static const char *const subjects[] = {"a\r\nBcc: eve@evil.test", "a\nX: y", "a\rb", "\x1b[31m", "Vigie\xE2\x80\xAE", "=?UTF-8?B?QQ==?=", "\xff\xfe", "x\x7F"};
  for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
    struct mail_message m = message;
    m.subject = subjects[i];
    const char *text = written(&m);
    cr_expect(strstr(text, "\r\nBcc:") == NULL && strstr(text, "\nX:") == NULL, "%s", text);
    cr_expect_not_null(strstr(text, "\r\nSubject: =?UTF-8?B?"), "%s", text);
    for (const char *p = text; *p != '\0'; p++)
      cr_expect((*p >= 0x20 && *p < 0x7F) || (*p == '\r' && p[1] == '\n') || (*p == '\n' && p > text && p[-1] == '\r'), "byte %x in %s", (unsigned char)*p, text);
  }
}

Test(mail, what_is_no_address_or_id_is_refused) {
  static const char *const wrong[] = {"a@b\r\nBcc: c@d", "a@b> SIZE=1", "", "a", "<a@b>", "a@b,c@d"};
  BUF(out, 20000);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    struct vg_error err = {0};
    struct mail_message m = message;
    struct mail_server server = {.from = "vigie@example.test", .url = "smtp://127.0.0.1:1"};
    m.to = wrong[i];
    cr_expect(!mail_send(&server, &m, NULL, &err) && err.code == VG_E_INPUT, "%s: %s", wrong[i], err.message);
    server.from = wrong[i], m.to = "a@b", err = (struct vg_error){0};
    cr_expect(!mail_write(&server, &m, &out, &err) && err.code == VG_E_INPUT, "%s", wrong[i]);
    server.from = "a@b", m.id = "1\r\n", err = (struct vg_error){0};
    cr_expect(!mail_write(&server, &m, &out, &err) && err.code == VG_E_INPUT);
    m.id = "1", m.text = "\xff", err = (struct vg_error){0};
    cr_expect(!mail_write(&server, &m, &out, &err) && err.code == VG_E_INPUT);
  }
}

Test(mail, knows_what_is_this_machine) {
  static const char *const here[] = {"smtp://127.0.0.1:25", "smtp://127.8.8.8", "smtp://localhost:25", "smtps://LOCALHOST", "smtp://[::1]:25", "smtp://[0:0:0:0:0:0:0:1]"};
  static const char *const there[] = {"smtp://mail.example.org:25", "smtp://10.0.0.1", "smtp://0.0.0.0:25", "smtp://127.0.0.1.example.org", "smtp://localhost.example.org", "smtp://[::2]:25",
                                      "smtp://128.0.0.1", "smtp://0127.0.0.1", "127.0.0.1"};
  for (size_t i = 0; i < sizeof here / sizeof *here; i++) cr_expect(mail_server_is_here(here[i]), "%s", here[i]);
  for (size_t i = 0; i < sizeof there / sizeof *there; i++) cr_expect_not(mail_server_is_here(there[i]), "%s", there[i]);
}

/* ---- a real server ---- */

static struct smtp_server smtp;

static struct mail_server at(const char *host) {
  static char url[60];
  (void)snprintf(url, sizeof url, "smtp://%s:%d", host, smtp.port);
  return (struct mail_server){.url = url, .from = "vigie@example.test", .total_ms = 20000};
}

#define START(...) smtp_start(&smtp, (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

static void expect_refused(const struct mail_server *server, enum vg_code code, const char *words) {
  struct vg_error err = {0};
  cr_expect_not(mail_send(server, &message, NULL, &err));
  cr_expect(err.code == code && strstr(err.message, words) != NULL, "expected %d %s, got %d %s", (int)code, words, (int)err.code, err.message);
}

Test(mail, arrives_as_it_was_written, .timeout = 60) {
  struct vg_error err = {0};
  struct mail_message m = message;
  char answer[MAIL_ANSWER];
  BUF(text, 4000);
  buf_text(&text, "Ce qui vous attend, 12\xC2\xA0" "h\xC2\xA0" "30 = trailing \n.\n..\n.hidden\nFrom me\n\ttab\t\n\n");
  for (int i = 0; i < 60; i++) buf_text(&text, "écrit "); /* a line of 420 bytes */
  buf_text(&text, "\nQUIT\n");
  START();
  m.subject = "Vigie : 3 choses vous attendent, déclarations, dérogations, décisions à prendre et sources muettes à Saint-Étienne";
  m.text = text.data;
  struct mail_server server = at("127.0.0.1");
  cr_assert(mail_send(&server, &m, answer, &err), "%s", err.message);
  cr_assert_str_eq(answer, "250 OK");
  const char *got = smtp_message(&smtp, 1), *body = strstr(got, "\n\n");
  cr_assert(body != NULL && strcmp(body + 2, text.data) == 0, "%s", got);
  cr_assert_not_null(strstr(got, "FROM vigie@example.test\nTO claire@example.test\nTLS False\n"), "%s", got);
  cr_assert_not_null(strstr(got, "\nSubject: Vigie : 3 choses vous attendent, déclarations, dérogations, décisions à prendre et sources muettes à Saint-Étienne\n"), "%s", got);
  cr_assert_not_null(strstr(got, "\nDEFECTS []\n"), "%s", got);
  int64_t longest = 0;
  cr_assert_eq(sscanf(strstr(got, "LINES "), "LINES %ld", &longest), 1);
  cr_assert_leq(longest, 78);
  smtp_stop(&smtp);
}

Test(mail, says_what_the_server_answered, .timeout = 60) {
  START("--refuse", "claire@example.test");
  struct mail_server server = at("127.0.0.1");
  expect_refused(&server, VG_E_INPUT, "it answered: 550 5.1.1 no such person here");
  smtp_stop(&smtp);
  START("--busy");
  server = at("127.0.0.1");
  expect_refused(&server, VG_E_UNAVAILABLE, "it answered: 451 4.3.0 come back later");
  smtp_stop(&smtp);
  START("--die");
  server = at("127.0.0.1");
  expect_refused(&server, VG_E_UNAVAILABLE, server.url);
  smtp_stop(&smtp);
  expect_refused(&server, VG_E_UNAVAILABLE, "127.0.0.1"); /* nobody listens any more */
  START("--mute");
  server = at("127.0.0.1");
  server.total_ms = 1000;
  expect_refused(&server, VG_E_TIMEOUT, "it does not answer in time");
  smtp_stop(&smtp);
}

Test(mail, signs_in_and_hides_the_password, .timeout = 60) {
  struct vg_error err = {0};
  START("--auth", "vigie", "hunter2");
  struct mail_server server = at("127.0.0.1");
  server.user = "vigie", server.password = "hunter3";
  expect_refused(&server, VG_E_DENIED, "it refuses the user or the password: 535");
  server.password = "hunter2";
  cr_expect(mail_send(&server, &message, NULL, &err), "%s", err.message);
  cr_expect_eq(smtp_count(&smtp), 1);
  smtp_stop(&smtp);
}

/* 0.0.0.0 is this machine, and not by its name: there TLS is wanted. */
Test(mail, goes_to_another_machine_by_tls_alone, .timeout = 60) {
  struct vg_error err = {0};
  char folder[] = "/tmp/vigie-mail-XXXXXX", line[600], ca[60], key[60], said[2000];
  cr_assert_not_null(mkdtemp(folder));
  (void)snprintf(ca, sizeof ca, "%s/ca.pem", folder);
  (void)snprintf(key, sizeof key, "%s/key.pem", folder);
  (void)snprintf(line, sizeof line, "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout %s -out %s -subj /CN=mail -addext subjectAltName=IP:0.0.0.0 2>&1", key, ca);
  cr_assert_eq(output_of(line, said, sizeof said), 0, "%s", said);
  START("--host", "0.0.0.0");
  struct mail_server server = at("0.0.0.0");
  expect_refused(&server, VG_E_CONFIG, "it offers no TLS (STARTTLS), and nothing is sent without");
  cr_expect_eq(smtp_count(&smtp), 0);
  smtp_stop(&smtp);
  START("--host", "0.0.0.0", "--tls", ca, key, "--auth", "vigie", "hunter2");
  server = at("0.0.0.0");
  expect_refused(&server, VG_E_CONFIG, "TLS:"); /* nobody's certificate */
  server.ca_file = ca, server.user = "vigie", server.password = "hunter2";
  cr_expect(mail_send(&server, &message, NULL, &err), "%s", err.message);
  cr_expect_not_null(strstr(smtp_message(&smtp, 1), "\nTLS True\n"));
  smtp_stop(&smtp);
  (void)snprintf(line, sizeof line, "rm -r %s", folder);
  cr_assert_eq(output_of(line, said, sizeof said), 0);
}
