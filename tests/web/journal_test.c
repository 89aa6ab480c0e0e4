/* The pages of control: who did what, and what Vigie finds wrong with itself. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "i18n/i18n.h"
#include "support/web_page.h"
#include "web/view/journal_text.h"

#define N "\xC2\xA0"
#define NN "\xE2\x80\xAF"

TestSuite(web_journal, .init = web_start, .fini = web_stop);

static void write_lines(void) {
  db_fixture_sql(web_db(),
                 "INSERT INTO vg.journal (at, actor, action, object, detail, address) "
                 "SELECT '2026-03-01T10:00:00Z'::timestamptz + g * interval '1 hour', 'claire', 'source.changed', 'source depot', "
                 "'{\"options\": {\"url\": \"<b>x</b>\"}, \"secrets_typed\": []}', '10.0.0.7' FROM generate_series(1, 120) g;"
                 "INSERT INTO vg.journal (at, actor, action, object) VALUES ('2026-02-01T12:00:00Z', 'command line', 'user.added', 'user bob'), "
                 "('2026-02-02T12:00:00Z', 'vigie', 'future.code', 'planet mars')");
}

Test(web_journal, shows_filters_and_pages) {
  write_lines();
  struct browser b = person("ciso", "ciso");
  struct reply r = web_get(&b, "/journal");
  cr_assert_eq(r.status, 200);
  cr_assert(reply_says(&r, "122 actions are written in the journal"), "%s", r.body);
  cr_assert(reply_says(&r, "1 to 100 of 122"));
  cr_assert(reply_says(&r, "&lt;b&gt;x&lt;/b&gt;") && !reply_says(&r, "secrets_typed"));
  cr_assert_eq(count_of(r.body, "Source changed</td>"), 100);
  r = web_get(&b, "/journal?page=2");
  cr_assert(reply_says(&r, "101 to 122 of 122"));
  cr_assert(reply_says(&r, "future.code") && reply_says(&r, "planet mars"), "what has no words is shown all the same");
  cr_assert(!reply_says(&r, "name=\"page\"") && strstr(r.body, "?au=") != NULL && !reply_says(&r, "page=2&amp;au=") && !reply_says(&r, "&amp;page=2"),
            "another day's list has other pages: %s", r.body);
  r = web_get(&b, "/journal?actor=command+line");
  cr_assert(reply_says(&r, "1 action is written") && reply_says(&r, "User added</td>") && reply_says(&r, "user bob"));
  r = web_get(&b, "/journal?action=source.changed&from=2026-03-02&to=2026-03-02");
  cr_assert(reply_says(&r, "24 actions are written"), "%s", r.body);
  r = web_get(&b, "/journal?object=MARS&actor=&action=&from=&to=");
  cr_assert(reply_says(&r, "1 action is written"));
  r = web_get(&b, "/journal?object=%27%3B--");
  cr_assert_eq(r.status, 200);
  cr_assert(reply_says(&r, "No action fits these filters."));
  cr_assert_eq(web_get(&b, "/journal?from=30%2F02%2F2026").status, 422);
  cr_assert_eq(web_get(&b, "/journal?page=0").status, 422);
  cr_assert_eq(web_get(&b, "/journal?other=1").status, 400);
}

/* A number past the end is no reason to say that nothing was done. */
Test(web_journal, a_page_past_the_end_is_the_last_one) {
  write_lines();
  struct browser b = person("ciso", "ciso");
  struct reply r = web_get(&b, "/journal?page=999");
  cr_assert(reply_says(&r, "122 actions are written in the journal") && reply_says(&r, "101 to 122 of 122"), "%s", r.body);
  cr_assert(reply_says(&r, "Page 2 of 2") && reply_says(&r, "planet mars"), "%s", r.body);
  r = web_get(&b, "/journal?object=mars&page=3");
  cr_assert(reply_says(&r, "1 action is written in the journal") && reply_says(&r, "1 to 1 of 1"), "%s", r.body);
  r = web_get(&b, "/journal?object=nowhere&page=3");
  cr_assert(reply_says(&r, "No action fits these filters."), "%s", r.body);
  b.headers = "Accept: application/json\r\n";
  r = web_get(&b, "/journal?page=999");
  cr_assert(reply_says(&r, "\"first\":101,\"last\":122,\"total\":122,\"page\":2,\"pages\":2,\"previous\":1,\"next\":null"), "%s", r.body);
  r = web_get(&b, "/journal");
  cr_assert(reply_says(&r, "\"page\":1,\"pages\":2,\"previous\":null,\"next\":2"), "%s", r.body);
}

Test(web_journal, tells_as_of_a_date_and_in_both_languages) {
  write_lines();
  struct browser b = person_reading("administrator", "administrator", "fr");
  struct reply r = web_get(&b, "/journal?au=2026-02-15");
  cr_assert(reply_says(&r, "2 actions sont inscrites au journal"), "%s", r.body);
  cr_assert(reply_says(&r, "Utilisateur ajouté</td>") && reply_says(&r, "utilisateur bob") && reply_says(&r, "ligne de commande"));
  r = web_get(&b, "/journal.csv?action=user.added");
  cr_assert_str_eq(reply_header(&r, "Content-Type"), "text/csv; charset=utf-8");
  cr_assert(reply_says(&r, "\"Quand\";\"Qui\";\"Action\";\"Objet\";\"Précisions\";\"Adresse\""), "%s", r.body);
  cr_assert(reply_says(&r, "2026-02-01T12:00:00Z;\"ligne de commande\";\"Utilisateur ajouté\";\"utilisateur bob\";;"), "%s", r.body);
  r = web_get(&b, "/journal.csv");
  cr_assert_eq(count_of(r.body, "claire"), 120);
  b.headers = "Accept: application/json\r\n";
  r = web_get(&b, "/journal?actor=vigie");
  cr_assert(reply_says(&r, "\"action\":\"future.code\"") && reply_says(&r, "\"total\":1"), "%s", r.body);
}

Test(web_journal, every_action_has_words_in_both_languages) {
  for (const struct journal_action *a = journal_actions; a->code != NULL; a++) {
    cr_assert_str_neq(tr(LANG_FR, a->title), a->title, "%s", a->code);
    for (const struct journal_action *o = journal_actions; o != a; o++) cr_assert_str_neq(o->code, a->code);
  }
}

/* Keys are words; so are yes and no, days, roles and connectors; what a person wrote stays as it is; what is empty is left out. */
Test(web_journal, details_are_read_in_ones_own_language) {
  struct browser b = person_reading("ciso", "ciso", "fr"), en = person("head", "ciso");
  db_fixture_sql(
      web_db(),
      "INSERT INTO vg.journal (at, actor, action, object, detail) VALUES"
      " (now() - interval '1 min', 'claire', 'source.created', 'source depot', '{\"connector\": \"csv\", \"enabled\": true, \"perimeter\": \"all\","
      "  \"options\": {\"kind\": \"asset\", \"path\": \"/srv/x.csv\"}, \"secrets_typed\": [], \"secrets_wiped\": false, \"deputy\": \"\"}'),"
      " (now() - interval '1 min', 'claire', 'waiver.requested', 'waiver 3', '{\"until\": \"2026-09-30\", \"reason\": \"yes: 2026-09-30\"}'),"
      " (now() - interval '1 min', 'claire', 'user.added', 'user bob', '{\"role\": \"administrator\", \"applicable\": \"no\", \"mars\": 12}')");
  struct reply fr = web_get(&b, "/journal?actor=claire"), r = web_get(&en, "/journal?actor=claire");
  static const char *const french[] = {"Connecteur" N ": Fichier CSV",
                                       "En service" N ": oui",
                                       "Périmètre" N ": all",
                                       "Options" N ": Nature = Biens, ",
                                       " = /srv/x.csv",
                                       "Jusqu’au" N ": 30" N "sept." N "2026" NN "; Raison",
                                       "Raison" N ": yes: 2026-09-30",
                                       "Rôle" N ": Administrateur",
                                       "Applicable" N ": non",
                                       "mars" N ": 12"};
  static const char *const english[] = {"Connector: CSV file",     "In service: yes",     "Perimeter: all", "Until: 30" N "Sep" N "2026; Reason",
                                        "Reason: yes: 2026-09-30", "Role: Administrator", "Applicable: no", "mars: 12"};
  for (size_t i = 0; i < sizeof french / sizeof *french; i++) cr_expect(reply_says(&fr, french[i]), "%s\n%s", french[i], strstr(fr.body, "<tbody"));
  for (size_t i = 0; i < sizeof english / sizeof *english; i++) cr_expect(reply_says(&r, english[i]), "%s\n%s", english[i], strstr(r.body, "<tbody"));
  cr_expect(!reply_says(&fr, "ecrets") && !reply_says(&fr, "Suppléance"), "what is empty");
  r = web_get(&b, "/journal.csv?actor=claire");
  cr_expect(reply_says(&r, "Connecteur" N ": Fichier CSV"), "%s", r.body);
}

Test(web_journal, what_a_person_does_is_there_at_once) {
  struct browser admin = web_session(web_user("root", "administrator"));
  (void)web_get(&admin, "/users");
  cr_assert_eq(web_post(&admin, "/users", "login=bob&name=Bob&role=reader&lang=fr").status, 200);
  struct reply r = web_get(&admin, "/journal?actor=root");
  cr_assert(reply_says(&r, "2 actions sont inscrites") && reply_says(&r, "Utilisateur ajouté</td>"), "%s", r.body);
  cr_assert(reply_says(&r, "href=\"/users/"));
  struct browser ciso = person_reading("ciso", "ciso", "fr");
  r = web_get(&ciso, "/journal?actor=root");
  cr_assert(reply_says(&r, "utilisateur bob") && !reply_says(&r, "href=\"/users/"), "no link to what this role may not open");
}

Test(web_journal, the_audit_of_vigie_says_what_and_where_to_mend_it) {
  struct browser admin = person("administrator", "administrator"), ciso = person_reading("ciso", "ciso", "fr"), reader = person_reading("reader", "reader", "fr");
  struct reply r = web_get(&admin, "/doctor");
  cr_assert_eq(r.status, 200);
  cr_assert(reply_says(&r, "One administrator only can sign in") && reply_says(&r, "href=\"/users\""), "%s", r.body);
  cr_assert(reply_says(&r, "Vigie’s own database was never backed up"));
  cr_assert(reply_says(&r, "Each role of the database may do what it needs, no more"));
  web_sql("GRANT SELECT (sealed) ON vg.source_secret TO vigie_web");
  r = web_get(&ciso, "/doctor");
  cr_assert(reply_says(&r, "Des rôles de la base peuvent trop"), "%s", r.body);
  cr_assert(reply_says(&r, "vigie_web: SELECT vg.source_secret.sealed"));
  cr_assert(reply_says(&r, "<h1>1 défaut de Vigie elle-même est à corriger</h1>"));
  cr_assert_eq(web_get(&reader, "/doctor").status, 403);
  cr_assert_eq(web_get(&reader, "/journal").status, 403);
  admin.headers = "Accept: application/json\r\n";
  r = web_get(&admin, "/doctor");
  cr_assert(reply_says(&r, "\"failures\":1") && reply_says(&r, "\"id\":\"roles\",\"state\":\"failure\""), "%s", r.body);
}

/* A second one is no help when there is none: then nobody may open the page of users either. */
Test(web_journal, without_an_administrator_the_audit_says_how_to_make_one) {
  struct browser ciso = person_reading("ciso", "ciso", "fr"), admin = person("administrator", "administrator");
  struct reply r = web_get(&ciso, "/doctor");
  cr_assert(reply_says(&r, "Ajouter un second administrateur"), "%s", r.body);
  r = web_get(&admin, "/doctor");
  cr_assert(reply_says(&r, "Add a second administrator"), "%s", r.body);
  web_sql("UPDATE vg.app_user SET enabled = false WHERE role = 'administrator'");
  r = web_get(&ciso, "/doctor");
  cr_assert(reply_says(&r, "Aucun administrateur ne peut se connecter") && reply_says(&r, "vigie user add LOGIN --role administrator") && !reply_says(&r, "second administrateur"), "%s", r.body);
}

/* What our own code says is told in the reader's language; what a library said in it, as it is. */
Test(web_journal, the_audit_says_in_french_why_messages_wait) {
  char sql[2400];
  struct vg_error why = {0};
  struct browser ciso = person_reading("ciso", "ciso", "fr"), admin = person("administrator", "administrator");
  (void)vg_fail(&why, VG_E_TIMEOUT, "%s: it does not answer in time (%s)", "smtp://m.test", "Timeout was reached");
  web_serve_stop();
  web_serve_with((const char *const[]){"VIGIE_SMTP_URL=smtp://m.test", "VIGIE_SMTP_FROM=v@m.test", NULL});
  (void)snprintf(sql, sizeof sql,
                 "UPDATE vg.app_user SET email = 'a@m.test', email_at = now() - interval '1 day', mail = 'daily' WHERE login = 'ciso'; INSERT INTO vg.mail_state"
                 " (user_id, failures, failed_since, tried_at, error) SELECT id, 1, now() - interval '5 hours', now(), '%s%s' FROM vg.app_user WHERE login = 'ciso'",
                 why.message, why.words);
  web_sql(sql);
  struct reply r = web_get(&ciso, "/doctor");
  cr_assert(reply_says(&r, "Dernier essai : smtp://m.test : pas de réponse à temps (Timeout was reached)"), "%s", r.body);
  r = web_get(&admin, "/doctor");
  cr_assert(reply_says(&r, "Last attempt: smtp://m.test: it does not answer in time (Timeout was reached)</h3>"), "%s", r.body);
}
