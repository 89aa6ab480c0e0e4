/* What a pull says of itself: stored in English, with the formats and arguments it was made of; read in one's own language. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "db/ingest.h"
#include "db/sql_file.h"
#include "support/web_page.h"

#define N "\xC2\xA0"
#define HEAD "key;name;type;status;critical\n"

static struct ingest t;
static struct browser french, english;

static void start(void) {
  web_policy_start("");
  ingest_init(&t, "asset");
  french = person_reading("claire", "ciso", "fr");
  english = person("adam", "ciso");
}

static void stop(void) {
  ingest_free(&t);
  web_stop();
}

TestSuite(web_said, .init = start, .fini = stop);

/* Boards hear of a pull in a moment. */
static bool says(struct browser *b, const char *path, const char *wanted) {
  struct reply r = web_get(b, path);
  cr_assert_eq(r.status, 200, "%s: %d", path, r.status);
  return reply_says(&r, wanted);
}

static void page_says(struct browser *b, const char *path, const char *wanted) {
  int tries = 500;
  while (!says(b, path, wanted) && --tries > 0) (void)poll(NULL, 0, 20);
  cr_assert(tries > 0, "%s: expected %s\n%s", path, wanted, strstr(web_get(b, path).body, "<main"));
}

static void pull_says(const char *fr, const char *en) {
  char path[40];
  (void)snprintf(path, sizeof path, "/pull/%lld", (long long)t.result.pull_id);
  page_says(&french, path, fr);
  page_says(&english, path, en);
}

/* Of the last pull, wherever it is shown. */
static void pages_say(const char *fr, const char *en) {
  char source[40];
  (void)snprintf(source, sizeof source, "/source/%lld", (long long)t.source);
  pull_says(fr, en);
  const char *const paths[] = {"/sources", source, "/operational"};
  for (size_t i = 0; i < 3; i++) {
    page_says(&french, paths[i], fr);
    page_says(&english, paths[i], en);
  }
}

Test(web_said, a_file_that_is_not_there) {
  ingest_pull(&t, PULL_FAILED);
  pages_say("fichier «" N "/srv/test.csv" N "»" N ": fichier ou dossier introuvable", "file &quot;/srv/test.csv&quot;: No such file or directory");
}

Test(web_said, a_file_of_other_columns_and_what_to_do) {
  ingest_read(&t, "key;name\n1;srv-1\n", PULL_FAILED);
  pages_say("fichier «" N "/srv/test.csv" N "»" N ": en-tête" N ": attendu" N ": une colonne «" N "type" N "» (ou «" N "Type" N "»)" N "; trouvé" N
            ": ",
            "file &quot;/srv/test.csv&quot;: heading: expected a column &quot;type&quot; (or &quot;Type&quot;), found ");
  pull_says("le modèle de cette nature a toutes les colonnes" N ": vigie source template asset",
            "the template of this kind has all columns: vigie source template asset");
}

Test(web_said, a_reading_that_is_held_then_replaced) {
  char csv[2000] = HEAD;
  for (int i = 0; i < 20; i++) (void)snprintf(csv + strlen(csv), sizeof csv - strlen(csv), "%d;srv-%d;server;in_service;\n", i, i);
  ingest_read(&t, csv, PULL_OK);
  ingest_read(&t, HEAD "1;srv-1;server;in_service;\n", PULL_SUSPECT);
  pages_say("lecture invraisemblable" N ": Biens" N ": enregistrements lus" N ": 1 au lieu de 20",
            "not believable: kind Assets: 1 records instead of 20");
  pull_says("rien n’a été modifié" N ": vérifiez la source, puis acceptez cette lecture telle quelle ou refusez-la",
            "nothing was changed: look at the source");
  int64_t held = t.result.pull_id;
  ingest_read(&t, csv, PULL_OK);
  int64_t next = t.result.pull_id;
  char fr[80], en[80];
  (void)snprintf(fr, sizeof fr, "au lieu de 20 (remplacé par le relevé %lld)", (long long)next);
  (void)snprintf(en, sizeof en, "instead of 20 (replaced by pull %lld)", (long long)next);
  t.result.pull_id = held;
  pull_says(fr, en);
}

Test(web_said, records_that_are_refused) {
  ingest_read(&t, HEAD "1;srv-1;submarine;in_service;\n2;srv-2;server;in_service;perhaps\n3;srv-3;server\n1;srv-1;server;in_service;\n"
                  "1;srv-1;server;in_service;\n5;;server;in_service;\n", PULL_SUSPECT);
  pull_says("ligne 2, colonne type", "line 2, column type");
  pull_says("attendu" N ": l’une des valeurs ", "expected one of ");
  pull_says("trouvé" N ": «" N "submarine" N "»", "got &quot;submarine&quot;");
  pull_says("attendu" N ": oui ou non" N "; trouvé" N ": «" N "perhaps" N "»", "expected oui or non (true or false), got &quot;perhaps&quot;");
  pull_says("attendu" N ": 5 colonnes" N "; trouvé" N ": 3", "expected 5 columns, found 3");
  pull_says("la même clé que la ligne 5", "the same key as line 5");
  pull_says("Bien «" N "5" N "»" N ": Nom" N ": obligatoire", "Asset &quot;5&quot;: Name: required");
  pull_says("éléments refusés" N ": 5 sur 6", "5 items of 6 were refused");
}

/* A source of another connector: where it is wrong stays as it is. */
static int64_t alertmanager(const char *url) {
  const struct option_value options[] = {{"url", url}};
  const struct source_draft draft = {.code = "alerts",
                                     .name = "Alerts",
                                     .connector = "alertmanager",
                                     .perimeter = "client-a",
                                     .options = options,
                                     .options_count = 1,
                                     .period_s = 3600,
                                     .staleness_s = 7200,
                                     .enabled = true,
                                     .actor = "command line",
                                     .now = t.now};
  struct source_saved saved;
  struct vg_error err = {0};
  cr_assert(source_save(t.owner, &draft, &saved, &err), "%s", err.message);
  return saved.id;
}

Test(web_said, an_answer_of_another_form) {
  char path[160];
  t.source = alertmanager("http://alerts.example:9093");
  (void)snprintf(path, sizeof path, "%s/http", t.answers);
  cr_assert_eq(mkdir(path, 0700), 0);
  (void)snprintf(path, sizeof path, "%s/http/status.json", t.answers);
  FILE *f = fopen(path, "w");
  cr_assert(f != NULL && fputs("{\"cluster\": 3}", f) >= 0 && fclose(f) == 0);
  ingest_pull(&t, PULL_FAILED);
  pages_say("/api/v2/status" N ": $.cluster" N ": attendu" N ": un objet" N "; trouvé" N ": un entier",
            "/api/v2/status: $.cluster: expected an object, got integer");
}

/* Nothing listens on port 1. */
Test(web_said, a_server_that_does_not_answer) {
  struct pull_conf conf = {.data_dir = t.data_dir, .trigger = "schedule"};
  struct vg_error err = {0};
  t.source = alertmanager("http://127.0.0.1:1");
  clock_set_fake(t.now += VG_HOUR);
  cr_assert(pull_run(t.db, t.source, &conf, t.now, &t.result, &err), "%s", err.message);
  cr_assert_eq(t.result.status, PULL_FAILED);
  pages_say("GET http://127.0.0.1:1/api/v2/status" N ": le serveur est injoignable",
            "GET http://127.0.0.1:1/api/v2/status: the server cannot be reached");
}

Test(web_said, a_pull_that_its_process_left) {
  struct vg_error err = {0};
  int64_t reaped;
  ingest_pull(&t, PULL_FAILED);
  db_fixture_sql(t.owner, "UPDATE vg.pull SET status = 'running', message = NULL, message_words = NULL");
  cr_assert(pull_reap(t.db, t.now, &reaped, &err), "%s", err.message);
  cr_assert_eq(reaped, 1);
  pages_say("le collecteur qui l’exécutait s’est arrêté sans rien dire", "the collector that ran it ended without a word");
}

/* Pulls of before the words were kept, and the migration that adds them. */
Test(web_said, what_was_stored_before_is_shown_as_it_is) {
  db_fixture_sql(t.owner, "ALTER TABLE vg.pull DROP COLUMN message_words, DROP COLUMN hint_words; ALTER TABLE vg.reject DROP COLUMN reason_words;"
                          "INSERT INTO vg.pull (source_id, status, read_at, started_at, finished_at, rejected, error_code, message, hint)"
                          " SELECT id, 'failed', '2026-11-01 00:30Z', '2026-11-01 00:30Z', '2026-11-01 00:30Z', 1, 'input', 'the file has no heading "
                          "line', 'as ever' FROM vg.source;"
                          "INSERT INTO vg.reject (pull_id, ord, place, reason) SELECT id, 1, 'line 12', 'was refused' FROM vg.pull");
  const struct sql_file *f = sql_schema;
  while (strcmp(f->name, "0026_words") != 0) f++;
  db_fixture_sql(t.owner, f->text);
  t.result.pull_id = strtoll(text("SELECT max(id) FROM vg.pull"), NULL, 10);
  pages_say("the file has no heading line", "the file has no heading line");
  pull_says("as ever", "as ever");
  pull_says("was refused", "was refused");
  pull_says("ligne 12", "line 12");
  ingest_pull(&t, PULL_FAILED);
  pages_say("fichier ou dossier introuvable", "No such file or directory");
}
