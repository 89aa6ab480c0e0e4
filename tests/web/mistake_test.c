/* Forms filled in wrongly: in French the mistake is told in French, by the field's label, with what was expected and found. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/web_page.h"

#define N "\xC2\xA0"

static void start(void) { web_policy_start(WEB_TIMELINE); }

TestSuite(web_mistake, .init = start, .fini = web_stop);

struct mistake {
  const char *path, *form, *says;
  int status;
};

#define WAIVER "indicator=backup_daily&whom=all&perimeter_code=all&compensation=c"
#define TARGET "perimeter_code=&reason=r&do=preview&critical=50"
#define SOURCE "connector=restic&do=save&name=Dépôt&perimeter_code=all&o_repository=%2Fdepot&o_password=x"

static const struct mistake decided[] = {
    {"/waivers/new", WAIVER "&reason=r&from=2099-01-01&until=", "Jusqu’au" N ": attendu une date, rien n’est saisi", 422},
    {"/waivers/new", WAIVER "&reason=r&from=2099-01-01&until=31%2F02%2F2099", "Jusqu’au" N ": attendu une date comme 30/09/2026 ou 2026-09-30, reçu «" N "31/02/2099" N "»", 422},
    {"/waivers/new", WAIVER "&reason=r&from=2099-01-01&until=2098-01-01", "Jusqu’au" N ": attendu le 01/01/2099 ou plus tard, reçu 01/01/2098", 422},
    {"/waivers/new", WAIVER "&reason=&from=2099-01-01&until=2099-02-01", "Raison" N ": attendu une valeur, rien n’est saisi", 422},
    {"/waivers/new", WAIVER "&reason=r&from=2020-01-01&until=2020-02-01", "ou plus tard, reçu 01/01/2020", 422},
    {"/indicator/backup_daily/threshold", TARGET "&target=abc&warning=60&from=2099-01-01", "Cible" N ": attendu un nombre de 0 à 100, reçu «" N "abc" N "»", 422},
    {"/indicator/backup_daily/threshold", TARGET "&target=70&warning=75,5&from=2099-01-01", "Alerte" N ": attendu au plus la cible (70" N "%), car le plus haut est le meilleur, reçu 75,5" N "%", 422},
    {"/rule/12.1/owner", "owner=Ada&deputy=Ada&from=2099-01-01&reason=r", "Suppléance" N ": attendu quelqu’un d’autre que le responsable, reçu «" N "Ada" N "»", 422},
    {"/rule/12.1/applicability", "perimeter_code=nosuch&applies=no&from=2099-01-01&reason=r", "Périmètre" N ": attendu le code d’un périmètre, reçu «" N "nosuch" N "»", 422},
    {"/rule/12.1/applicability", "perimeter_code=all&from=2099-01-01&reason=r", "attendu l’un des choix, aucun n’est fait", 422},
    {"/rule/99.9/owner", "owner=Ada&deputy=&from=2099-01-01&reason=r", "règle 99.9" N ": la politique n’en a pas de ce numéro", 404},
};

static const struct mistake administered[] = {
    {"/users", "login=Caf%C3%A9&name=X&role=reader&lang=fr", "Identifiant" N ": attendu 1 à 100 caractères parmi", 422},
    {"/users", "login=chef&name=X&role=reader&lang=fr", "Identifiant" N ": «" N "chef" N "» est déjà pris", 409},
    {"/users", "login=ada&name=&role=reader&lang=fr", "Nom" N ": attendu une valeur, rien n’est saisi", 422},
    {"/sources/new", SOURCE "&code=Majuscules&period=1 h&staleness=2 h", "Code" N ": attendu 1 à 63 caractères parmi a-z, 0-9, - et _, reçu «" N "Majuscules" N "»", 422},
    {"/sources/new", SOURCE "&code=depot&period=souvent&staleness=2 h", "Relevée toutes les" N ": attendu une durée comme 15 min, 26 h ou 30 j, reçu «" N "souvent" N "»", 422},
    {"/sources/new", "connector=prometheus&do=save&name=P&code=p&perimeter_code=all&period=1 h&staleness=2 h&o_url=ftp%3A%2F%2Fx", "attendu une adresse http ou https sans identifiants, ni paramètres, ni fragment, reçu «" N "ftp://x" N "»", 422},
};

static void check(struct browser *b, const struct mistake *m, size_t count) {
  for (size_t i = 0; i < count; i++) {
    struct reply r = web_post(b, m[i].path, m[i].form);
    cr_expect_eq(r.status, m[i].status, "%s %s: %d", m[i].path, m[i].form, r.status);
    cr_expect(reply_says(&r, m[i].says), "%s %s\n%s\n%s", m[i].path, m[i].form, m[i].says, strstr(r.body, "<main") != NULL ? strstr(r.body, "<main") : r.body);
    cr_expect(!reply_says(&r, "expected") && !reply_says(&r, "found"), "%s %s: English", m[i].path, m[i].form);
  }
}

/* In French, with the token of a form. */
static struct browser french(const char *login, const char *role) {
  struct browser b = person_reading(login, role, "fr");
  (void)web_get(&b, "/account");
  return b;
}

Test(web_mistake, of_those_who_decide) {
  struct browser b = french("rssi", "ciso");
  check(&b, decided, sizeof decided / sizeof *decided);
}

Test(web_mistake, of_those_who_administer) {
  struct browser b = french("chef", "administrator");
  check(&b, administered, sizeof administered / sizeof *administered);
}

Test(web_mistake, in_json_and_in_english) {
  struct browser b = french("rssi", "ciso");
  b.headers = "Accept: application/json\r\n";
  struct reply r = web_get(&b, "/rule/99.9");
  cr_assert(r.status == 404 && reply_says(&r, "règle 99.9" N ": la politique n’en a pas de ce numéro"), "%s", r.body);
  b.headers = NULL;
  (void)web_post(&b, "/preferences", "lang=en");
  r = web_get(&b, "/rules?state=perhaps");
  cr_assert(r.status == 400 && reply_says(&r, "expected one of the six states, got"), "%s", r.body);
}
