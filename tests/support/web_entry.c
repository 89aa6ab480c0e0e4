#include "support/web_entry.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>

static struct db *collector;
void entry_start(void) {
  web_start();
  collector = db_fixture_open("vigie_collect");
}

int64_t entry_source(const char *code, const char *connector, const struct option_value *options, size_t count) {
  const struct source_draft draft = {.code = code, .name = code, .connector = connector, .perimeter = "all", .options = options, .options_count = count,
                                     .enabled = true, .actor = "test", .now = clock_now()};
  struct source_saved saved;
  struct vg_error err = {0};
  cr_assert(source_save(web_db(), &draft, &saved, &err), "%s", err.message);
  return saved.id;
}

/* A register of this kind, over two perimeters. */
int64_t a_register(const char *code, const char *kind) {
  const struct option_value options[] = {{"kind", kind}};
  if (db_fixture_int(web_db(), "SELECT count(*) FROM vg.perimeter") < 2) web_sql(TWO_PERIMETERS);
  int64_t id = entry_source(code, "form", options, 1);
  web_heard();
  return id;
}

struct pull_result pull_by(int64_t id, struct transport *transport) {
  struct pull_conf conf = {.data_dir = "/tmp", .trigger = "person", .transport = transport};
  struct pull_result result;
  struct vg_error err = {0};
  cr_assert(pull_run(collector, id, &conf, clock_now(), &result, &err), "%s", err.message);
  return result;
}

/* "opened/changed/vanished/rejected" of a pull that went well. */
const char *pulled(int64_t id) {
  static char counts[80];
  struct pull_result r = pull_by(id, NULL);
  cr_assert_eq(r.status, PULL_OK, "%s", r.error.message);
  (void)snprintf(counts, sizeof counts, "%lld/%lld/%lld/%lld", (long long)r.opened, (long long)r.changed, (long long)r.vanished, (long long)r.rejected);
  return counts;
}

/* ---- forms ---- */

void put_encoded(struct buf *out, const char *name, const char *value) {
  buf_printf(out, "%s%s=", out->length > 0 ? "&" : "", name);
  for (const char *p = value; *p != '\0'; p++) {
    if (isalnum((unsigned char)*p)) buf_char(out, *p);
    else buf_printf(out, "%%%02X", (unsigned char)*p);
  }
}

/* "/source/ID" + what follows. */
const char *source_path(int64_t id, const char *rest) {
  static char text[2][120];
  static int turn;
  turn ^= 1;
  (void)snprintf(text[turn], sizeof text[turn], "/source/%lld%s", (long long)id, rest);
  return text[turn];
}

const char *entry_path(int64_t id, int64_t entry, const char *rest) {
  char text[80];
  (void)snprintf(text, sizeof text, "/entry/%lld%s", (long long)entry, rest);
  return source_path(id, text);
}

/* The names and values of pairs, ended by NULL, sent to that path. */
struct reply send_pairs(struct browser *b, const char *to, const char *const *pairs) {
  BUF(form, 128 << 10);
  for (size_t i = 0; pairs[i] != NULL; i += 2) put_encoded(&form, pairs[i], pairs[i + 1]);
  return web_post(b, to, form.data);
}

void expect_sent(const struct reply *r, const char *what) {
  cr_assert_eq(r->status, 303, "%s: %d %s", what, r->status, r->body);
}
