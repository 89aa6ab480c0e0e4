#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "collect/request.h"
#include "core/json.h"
#include "db/ingest.h"
#include "source/seal.h"

TestSuite(source, .init = db_fixture_init, .fini = db_fixture_fini);

#define SECRET "hunter2 l'été"

struct fixture {
  struct ingest t;
  struct db *web;
  struct vg_arena *arena;
};

static void setup(struct fixture *f) {
  ingest_init(&f->t, "asset");
  f->web = db_fixture_open("vigie_web");
  f->arena = vg_arena_new(64 << 20);
}
static void teardown(struct fixture *f) {
  vg_arena_free(f->arena);
  ingest_free(&f->t);
}

static const struct option_value restic_options[] = {{"repository", "rest:http://depot.example:8000/a"}, {"password", SECRET}};

static struct source_draft restic_draft(const struct fixture *f) {
  return (struct source_draft){.code = "depot", .name = "Dépôt", .connector = "restic", .perimeter = "client-a", .options = restic_options,
                               .options_count = 2, .enabled = true, .actor = "claire", .now = f->t.now};
}

static struct source_saved save(struct fixture *f, const struct source_draft *draft) {
  struct source_saved saved;
  struct vg_error err = {0};
  cr_assert(source_save(f->web, draft, &saved, &err), "%s", err.message);
  return saved;
}

static bool load_secrets(struct fixture *f, int64_t id, const char *destination, struct option_value *out, size_t *count,
                         struct vg_error *err) {
  struct collector_key key;
  struct secrets_from from = {.source_id = id, .destination = destination};
  *count = 0;
  cr_assert(collector_key_load(f->t.data_dir, &key, err), "%s", err->message);
  return secrets_load(f->t.db, &key, &from, f->arena, out, 4, count, err);
}

#define DESTINATION "repository=rest:http://depot.example:8000/a\n"

Test(source, the_web_seals_what_only_the_collector_opens) {
  struct fixture f;
  struct option_value secrets[4];
  size_t count;
  struct vg_error err = {0};
  setup(&f);
  struct source_draft draft = restic_draft(&f);
  int64_t id = save(&f, &draft).id;
  cr_assert_eq(db_fixture_try(f.web, "SELECT sealed FROM vg.source_secret"), VG_E_DENIED);
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT option, set_by FROM vg.source_secret"), "password,claire");
  cr_assert(load_secrets(&f, id, DESTINATION, secrets, &count, &err), "%s", err.message);
  cr_assert_eq(count, 1);
  cr_assert_str_eq(secrets[0].value, SECRET);
  static const char *const places[] = {"SELECT options::text FROM vg.source", "SELECT detail::text FROM vg.journal",
                                       "SELECT convert_from(sealed, 'SQL_ASCII') FROM vg.source_secret WHERE position('hunter2'::bytea IN sealed) > 0"};
  for (size_t i = 0; i < 3; i++) cr_assert_null(strstr(ingest_sql(&f.t, places[i]), "hunter2"), "%s", places[i]);
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT kind FROM vg.source_kind WHERE source_id <> 1"), "backup");
  teardown(&f);
}

Test(source, a_secret_opens_in_its_own_place_only) {
  struct fixture f;
  struct option_value secrets[4];
  size_t count;
  setup(&f);
  struct source_draft draft = restic_draft(&f);
  int64_t id = save(&f, &draft).id;
  struct vg_error elsewhere = {0}, option = {0}, source = {0}, key = {0}, cut = {0};
  cr_assert_not(load_secrets(&f, id, "repository=rest:http://evil.example/\n", secrets, &count, &elsewhere));
  cr_assert_eq(elsewhere.code, VG_E_CONFIG);
  cr_assert(strstr(elsewhere.message, "another address"), "%s", elsewhere.message);
  db_fixture_sql(f.t.owner, "UPDATE vg.source_secret SET option = 'secret_key'");
  cr_assert_not(load_secrets(&f, id, DESTINATION, secrets, &count, &option));
  db_fixture_sql(f.t.owner, "UPDATE vg.source_secret SET option = 'password', source_id = (SELECT id FROM vg.source WHERE code = 'test')");
  cr_assert_not(load_secrets(&f, f.t.source, DESTINATION, secrets, &count, &source));
  db_fixture_sql(f.t.owner, "UPDATE vg.source_secret SET sealed = substr(sealed, 1, 20)");
  cr_assert_not(load_secrets(&f, f.t.source, DESTINATION, secrets, &count, &cut));
  struct collector_key other;
  struct secrets_from from = {.source_id = f.t.source, .destination = DESTINATION};
  cr_assert_eq(crypto_box_keypair(other.public_key, other.secret_key), 0);
  count = 0;
  cr_assert_not(secrets_load(f.t.db, &other, &from, f.arena, secrets, 4, &count, &key));
  teardown(&f);
}

Test(source, a_new_address_wipes_secrets_and_another_change_does_not) {
  struct fixture f;
  setup(&f);
  struct source_draft draft = restic_draft(&f);
  int64_t id = save(&f, &draft).id;
  struct source_draft rename = {.id = id, .name = "Autre nom", .enabled = true, .actor = "claire", .now = f.t.now};
  cr_assert_not(save(&f, &rename).secrets_wiped);
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT count(*) FROM vg.source_secret"), "1");
  const struct option_value moved[] = {{"repository", "rest:http://other.example/a"}};
  struct source_draft move = {.id = id, .options = moved, .options_count = 1, .enabled = true, .actor = "claire", .now = f.t.now};
  cr_assert(save(&f, &move).secrets_wiped);
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT count(*) FROM vg.source_secret"), "0");
  const struct option_value again[] = {{"repository", "rest:http://third.example/a"}, {"password", "new"}};
  struct source_draft typed = {.id = id, .options = again, .options_count = 2, .enabled = true, .actor = "claire", .now = f.t.now};
  (void)save(&f, &typed);
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT count(*) FROM vg.source_secret"), "1");
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT action, detail->>'secrets_wiped' FROM vg.journal WHERE object = 'source depot' ORDER BY id"),
                   "source.created,false;source.changed,false;source.changed,true;source.changed,false");
  teardown(&f);
}

Test(source, refuses_what_cannot_be_a_source) {
  static const struct {
    const char *field, *value, *says;
    enum vg_code code;
  } cases[] = {{"code", "Upper", "code:", VG_E_INPUT},
               {"code", "x'; DROP TABLE vg.source; --", "code:", VG_E_INPUT},
               {"code", "test", "already", VG_E_CONFLICT},
               {"connector", "telepathy", "connector:", VG_E_INPUT},
               {"perimeter", "nowhere", "perimeter:", VG_E_NOTFOUND},
               {"option", "colour", "colour", VG_E_INPUT},
               {"name", "", "name:", VG_E_INPUT}};
  struct fixture f;
  setup(&f);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct source_draft d = restic_draft(&f);
    struct source_saved saved;
    struct vg_error err = {0};
    struct option_value odd = {cases[i].value, "x"};
    if (strcmp(cases[i].field, "code") == 0) d.code = cases[i].value;
    if (strcmp(cases[i].field, "connector") == 0) d.connector = cases[i].value;
    if (strcmp(cases[i].field, "perimeter") == 0) d.perimeter = cases[i].value;
    if (strcmp(cases[i].field, "name") == 0) d.name = cases[i].value;
    if (strcmp(cases[i].field, "option") == 0) d.options = &odd, d.options_count = 1;
    cr_assert_not(source_save(f.web, &d, &saved, &err), "%s", cases[i].value);
    cr_assert_eq(err.code, cases[i].code, "%s: %s", cases[i].value, err.message);
    cr_assert(strstr(err.message, cases[i].says), "%s", err.message);
  }
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT code FROM vg.source"), "test");
  teardown(&f);
}

Test(source, two_people_do_not_overwrite_each_other) {
  struct fixture f;
  struct source_saved saved;
  struct vg_error err = {0};
  setup(&f);
  struct source_draft a = {.id = f.t.source, .version = 1, .name = "A", .enabled = true, .actor = "a", .now = f.t.now}, b = a;
  (void)save(&f, &a);
  cr_assert_not(source_save(f.web, &b, &saved, &err));
  cr_assert_eq(err.code, VG_E_CONFLICT);
  teardown(&f);
}

/* ---- requests ---- */

static struct request_conf request_conf(struct fixture *f, struct transport_recorded *recorded) {
  return (struct request_conf){.pull = ingest_conf(&f->t, recorded)};
}

static const char *answer(struct fixture *f, int64_t id) {
  struct transport_recorded recorded;
  struct request_conf conf = request_conf(f, &recorded);
  struct vg_error err = {0};
  static char text[8000];
  char query[100];
  f->t.now += VG_HOUR;
  clock_set_fake(f->t.now);
  cr_assert(request_run(f->t.db, id, &conf, &err), "%s", err.message);
  (void)snprintf(query, sizeof query, "SELECT answer::text FROM vg.request WHERE id = %lld", (long long)id);
  (void)snprintf(text, sizeof text, "%s", db_fixture_text(f->t.owner, query));
  return text;
}

Test(source, a_source_is_tested_before_it_is_saved) {
  struct fixture f;
  struct vg_error err = {0};
  int64_t id;
  setup(&f);
  ingest_file(&f.t, "key;name;type;status\n1;srv-1;server;in_service\n2;srv-2;zeppelin;in_service\n");
  const struct option_value options[] = {{"path", "/srv/test.csv"}, {"kind", "asset"}};
  struct source_draft d = {.code = "new", .connector = "csv", .perimeter = "client-a", .options = options, .options_count = 2,
                           .enabled = true, .actor = "claire", .now = f.t.now};
  cr_assert(source_ask_test(f.web, &d, &id, &err), "%s", err.message);
  const char *said = answer(&f, id);
  cr_assert(strstr(said, "\"ok\": true") && strstr(said, "\"key\": \"1\"") && strstr(said, "zeppelin") && strstr(said, "\"rejected\": 1"), "%s", said);
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT count(*) FROM vg.source"), "1");
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT count(*) FROM rec.asset"), "0");

  ingest_file(&f.t, "nothing\n");
  cr_assert(source_ask_test(f.web, &d, &id, &err), "%s", err.message);
  said = answer(&f, id);
  cr_assert(strstr(said, "\"ok\": false") && strstr(said, "\"code\": \"input\"") && strstr(said, "heading"), "%s", said);
  teardown(&f);
}

Test(source, secrets_of_a_test_travel_sealed_and_are_forgotten) {
  struct fixture f;
  struct vg_error err = {0};
  int64_t id;
  setup(&f);
  struct source_draft d = restic_draft(&f);
  cr_assert(source_ask_test(f.web, &d, &id, &err), "%s", err.message);
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT payload::text LIKE '%hunter2%', sealed IS NOT NULL FROM vg.request"), "f,t");
  cr_assert_eq(db_fixture_try(f.web, "SELECT sealed FROM vg.request"), VG_E_DENIED);
  const char *said = answer(&f, id); /* no recorded answer of restic: the failure says so, not the secret */
  cr_assert(strstr(said, "\"ok\": false") && strstr(said, "snapshots"), "%s", said);
  cr_assert_null(strstr(said, "hunter2"));
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT sealed IS NULL, status FROM vg.request"), "t,failed");
  /* The web changes the address after the secret was sealed: it does not open any more. */
  cr_assert(source_ask_test(f.web, &d, &id, &err), "%s", err.message);
  db_fixture_sql(f.t.owner, "UPDATE vg.request SET payload = jsonb_set(payload, '{options,repository}', '\"rest:http://evil.example/\"')"
                            " WHERE status = 'waiting'");
  said = answer(&f, id);
  cr_assert(strstr(said, "another address"), "%s", said);
  teardown(&f);
}

Test(source, a_person_pulls_accepts_and_refuses_from_the_pages) {
  struct fixture f;
  struct vg_error err = {0};
  int64_t id;
  setup(&f);
  ingest_file(&f.t, "key;name;type;status\n1;srv-1;server;in_service\n");
  cr_assert(source_ask(f.web, "pull", f.t.source, 0, "claire", f.t.now, &id, &err), "%s", err.message);
  const char *said = answer(&f, id);
  cr_assert(strstr(said, "\"ok\": true") && strstr(said, "\"opened\": 1"), "%s", said);
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT trigger, status FROM vg.pull"), "person,ok");
  ingest_file(&f.t, "key;name;type;status\n");
  cr_assert(source_ask(f.web, "pull", f.t.source, 0, "claire", f.t.now, &id, &err), "%s", err.message);
  said = answer(&f, id);
  cr_assert(strstr(said, "\"status\": \"suspect\"") && strstr(said, "nothing was read"), "%s", said);
  int64_t pull = 2;
  cr_assert(source_ask(f.web, "accept", f.t.source, pull, "claire", f.t.now, &id, &err), "%s", err.message);
  said = answer(&f, id);
  cr_assert(strstr(said, "\"ok\": true") && strstr(said, "\"vanished\": 1"), "%s", said);
  cr_assert(source_ask(f.web, "refuse", f.t.source, pull, "claire", f.t.now, &id, &err), "%s", err.message);
  said = answer(&f, id);
  cr_assert(strstr(said, "\"code\": \"conflict\""), "%s", said);
  teardown(&f);
}

Test(source, goes_with_all_that_it_brought) {
  struct fixture f;
  struct vg_error err = {0};
  setup(&f);
  ingest_read(&f.t, "key;name;type;status\n1;srv-1;server;in_service\n2;srv-2;server;in_service\n", PULL_OK);
  ingest_read(&f.t, "key;name;type;status\n1;srv-1;server;retired\n", PULL_OK);
  cr_assert(source_remove(f.web, f.t.source, "claire", f.t.now, &err), "%s", err.message);
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT (SELECT count(*) FROM rec.asset), (SELECT count(*) FROM rec.asset_history),"
                                    " (SELECT count(*) FROM vg.pull), (SELECT count(*) FROM vg.coverage)"), "0,0,0,0");
  cr_assert_str_eq(ingest_sql(&f.t, "SELECT actor, action, detail ->> 'kinds' FROM vg.journal ORDER BY id DESC LIMIT 1"), "claire,source.removed,asset", "and what it gave");
  teardown(&f);
}
