#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/config.h"

static char file[] = "/tmp/vigie-config-XXXXXX";

static void write_file(const char *text, size_t length) {
  FILE *f = fopen(file, "wb");
  cr_assert_not_null(f);
  cr_assert_eq(fwrite(text, 1, length, f), length);
  (void)fclose(f);
}

static void setup(void) {
  int fd = mkstemp(file);
  cr_assert_geq(fd, 0);
  (void)close(fd);
  for (const struct config_key *k = config_keys; k->name != NULL; k++) {
    char name[80];
    (void)snprintf(name, sizeof name, "VIGIE_%s", k->name);
    for (char *p = name; *p != '\0'; p++) *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
    (void)unsetenv(name);
  }
}

static void teardown(void) { (void)unlink(file); }

TestSuite(config, .init = setup, .fini = teardown);

Test(config, later_sources_win) {
  const char *text = "# comment\n\n  zone = America/New_York \r\nlisten=127.0.0.2:81\nlog-level = debug\norganisation = \"Agence Érable = 1\"\nworkers=8";
  write_file(text, strlen(text));
  (void)setenv("VIGIE_LISTEN", "127.0.0.3:82", 1);
  (void)setenv("VIGIE_WORKERS", "9", 1);
  struct config c;
  struct vg_error err = {0};
  struct config_flag flags[] = {{"workers", "10"}, {"data-dir", "/srv/v"}, {"config", file}};
  cr_assert(config_load(&c, file, flags, 3, &err), "%s", err.message);
  cr_assert_str_eq(zone_name(c.zone), "America/New_York");
  cr_assert_str_eq(c.listen_address, "127.0.0.3");
  cr_assert_eq(c.listen_port, 82);
  cr_assert_eq(c.workers, 10);
  cr_assert_eq(c.log_level, LOG_DEBUG);
  cr_assert_str_eq(c.organisation, "Agence Érable = 1");
  cr_assert_str_eq(c.data_dir, "/srv/v");
  cr_assert_str_eq(c.run_dir, "/srv/v/run");
  cr_assert_str_eq(c.public_url, "http://127.0.0.3:82");
  cr_assert_null(c.database);
  cr_assert_str_eq(c.file, file);
  config_free(&c);
}

Test(config, refuses_by_place_and_name) {
  static const struct {
    const char *text, *says, *hint;
  } cases[] = {
      {"\nlisten = 127.0.0.1\n", ":2: listen: expected an IPv4 address and a port such as 127.0.0.1:8080, got \"127.0.0.1\"", ""},
      {"listen = localhost:80", ":1: listen: expected", ""},
      {"listen = 127.0.0.1:70000", "70000", ""},
      {"data_dri = /x", ":1: no setting is named \"data_dri\"", "Did you mean data_dir?"},
      {"completely_else = /x", "no setting is named", "See vigie help settings"},
      {"workers", ":1: expected name = value, got \"workers\"", ""},
      {"workers = 2", "workers: expected a number between 4 and 1024, got \"2\"", ""},
      {"workers = 8\nworkers = 9", ":2: workers is set twice", ""},
      {"zone = Europe/Nowhere", "zone: expected an IANA time zone", ""},
      {"behind_proxy = maybe", "behind_proxy: expected yes or no, got \"maybe\"", ""},
      {"log_level = loud", "log_level: expected one of debug, info, warning, error, got \"loud\"", ""},
      {"public_url = https://x.example/path", "public_url: expected an http or https address", ""},
      {"public_url = javascript:x", "public_url: expected", ""},
      {"listen = 0.0.0.0:8080", "listen: expected an address of this machine only (127.0.0.1), got 0.0.0.0", "Vigie speaks no TLS: put a reverse proxy in front, then set behind_proxy = yes"},
      {"organisation = a\x01", "organisation: expected a text without control characters", ""},
      {"organisation = \xff", "organisation: expected", ""},
      {"smtp_url = http://mail.example.org", "smtp_url: expected smtp:// or smtps:// and a host, with or without a port, such as smtp://mail.example.org:25", ""},
      {"smtp_url = smtp://", "smtp_url: expected", ""},
      {"smtp_url = smtp://mail.example.org:", "smtp_url: expected", ""},
      {"smtp_url = smtp://mail.example.org:0", "smtp_url: expected", ""},
      {"smtp_url = smtp://mail.example.org/path", "smtp_url: expected", ""},
      {"smtp_url = smtp://[::1", "smtp_url: expected", ""},
      {"smtp_url = smtp://[]", "smtp_url: expected", ""},
      {"smtp_url = smtp://me:hunter2@mail.example.org", "such as smtp://mail.example.org:25", ""},
      {"smtp_url = smtp://mail.example.org", "smtp_from: expected an e-mail address, as smtp_url is set, got nothing", ""},
      {"smtp_from = Vigie <vigie@example.org>", "smtp_from: expected an e-mail address such as vigie@example.org", ""},
      {"smtp_user = vigie", "smtp_password_file: expected a path, as smtp_user is set, got nothing", ""},
      {"mail_hour = 24", "mail_hour: expected a number between 0 and 23, got \"24\"", ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    write_file(cases[i].text, strlen(cases[i].text));
    struct config c;
    struct vg_error err = {0};
    cr_assert_not(config_load(&c, file, NULL, 0, &err), "case %zu", i);
    cr_assert_eq(err.code, VG_E_CONFIG);
    cr_assert_not_null(strstr(err.message, cases[i].says), "case %zu: %s", i, err.message);
    cr_assert_null(strstr(err.message, "hunter2"));
    cr_assert_str_eq(err.hint, cases[i].hint, "case %zu: %s", i, err.hint);
  }
}

Test(config, takes_mail_servers) {
  static const char *const urls[] = {"smtp://mail.example.org", "smtps://10.0.0.1:465", "smtp://[::1]:25", "smtp://localhost:2525"};
  for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
    struct config c;
    struct vg_error err = {0};
    struct config_flag flags[] = {{"smtp-url", urls[i]}, {"smtp-from", "vigie@example.org"}};
    write_file("mail_hour = 7", 13);
    cr_assert(config_load(&c, file, flags, 2, &err), "%s", err.message);
    cr_assert_str_eq(c.smtp_url, urls[i]);
    cr_assert_str_eq(c.smtp_from, "vigie@example.org");
    cr_assert_eq(c.mail_hour, 7);
    config_free(&c);
  }
}

Test(config, refuses_files_that_are_no_settings) {
  struct config c;
  struct vg_error err = {0};
  write_file("a\0b", 3);
  cr_assert_not(config_load(&c, file, NULL, 0, &err));
  cr_assert_not_null(strstr(err.message, "NUL"));
  char *big = malloc(300000);
  memset(big, '#', 300000);
  write_file(big, 300000);
  free(big);
  err = (struct vg_error){0};
  cr_assert_not(config_load(&c, file, NULL, 0, &err));
  cr_assert_not_null(strstr(err.message, "at most 262144 bytes"));
  static const char *const names[] = {"/no/such/file", "/", "/dev/zero"};
  for (size_t i = 0; i < 3; i++) {
    err = (struct vg_error){0};
    cr_assert_not(config_load(&c, names[i], NULL, 0, &err), "%s", names[i]);
    cr_assert_eq(err.code, VG_E_CONFIG);
  }
}

Test(config, environment_and_command_line_are_named_in_errors) {
  struct config c;
  struct vg_error err = {0};
  write_file("", 0);
  (void)setenv("VIGIE_LISTEN", "x", 1);
  cr_assert_not(config_load(&c, file, NULL, 0, &err));
  cr_assert_not_null(strstr(err.message, "VIGIE_LISTEN: listen: expected"), "%s", err.message);
  (void)unsetenv("VIGIE_LISTEN");
  err = (struct vg_error){0};
  cr_assert_not(config_load(&c, file, &(struct config_flag){"zone", "Mars/Base"}, 1, &err));
  cr_assert_not_null(strstr(err.message, "command line: zone: expected"), "%s", err.message);
  err = (struct vg_error){0};
  cr_assert_not(config_load(&c, file, &(struct config_flag){"data_dir", ""}, 1, &err));
  cr_assert_str_eq(err.message, "command line: data_dir: expected a path, got an empty text");
}

Test(config, another_address_is_allowed_behind_a_proxy) {
  struct config c;
  struct vg_error err = {0};
  const char *text = "listen = 0.0.0.0:8080\nbehind_proxy = yes\npublic_url = https://vigie.example.org/";
  write_file(text, strlen(text));
  cr_assert(config_load(&c, file, NULL, 0, &err), "%s", err.message);
  cr_assert_str_eq(c.public_url, "https://vigie.example.org");
  config_free(&c);
}

/* The example file, with what it shows uncommented, is itself valid. */
Test(config, the_example_is_valid) {
  BUF(out, 1 << 16);
  config_example(&out);
  BUF(lines, 1 << 16);
  for (char *p = out.data; *p != '\0';) {
    size_t n = strcspn(p, "\n");
    bool setting = n > 2 && p[0] == '#' && p[1] != ' ';
    buf_put(&lines, p + setting, n - setting);
    buf_char(&lines, '\n');
    p += n + (p[n] == '\n');
  }
  write_file(lines.data, lines.length);
  struct config c;
  struct vg_error err = {0};
  cr_assert(config_load(&c, file, &(struct config_flag){"data_dir", "/srv"}, 1, &err), "%s", err.message);
  config_free(&c);
}
