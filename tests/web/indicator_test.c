/* The page of an indicator: its construct, whole, in both languages; figures that are times an objective. */
#include <criterion/criterion.h>
#include <string.h>

#include "indicator/evaluate.h"
#include "policy/policy.h"
#include "support/web_server.h"

static void init(void) {
  struct vg_error err = {0};
  web_start();
  struct db *owner = db_fixture_open("vigie_owner");
  cr_assert(indicator_install(owner, &err) && policy_install(owner, &err), "%s", err.message);
  db_fixture_sql(web_db(), "INSERT INTO vg.perimeter (code, name) VALUES ('all', 'all') ON CONFLICT DO NOTHING");
}

TestSuite(web_indicator, .init = init, .fini = web_stop);

Test(web_indicator, says_who_collects_reviews_and_is_told) {
  struct browser ada = web_session(web_user("ada", "reader"));
  struct reply r = web_get(&ada, "/indicator/restore_time");
  cr_assert_eq(r.status, 200, "%d %s", r.status, r.body);
  cr_expect(reply_says(&r, "<dt>Collecté par</dt><dd>administrateur système</dd>"), "%s", r.body);
  cr_expect(reply_says(&r, "<dt>Relu par</dt><dd>RSSI</dd>"));
  cr_expect(reply_says(&r, "<dt>Rapporté à</dt><dd>RSSI, chaque mois</dd>"));
  cr_expect(reply_says(&r, "<dt>Cible</dt><dd>1\u00a0× ou moins</dd>"));
  cr_expect(reply_says(&r, "<dd>1,2\u00a0×</dd>"));
  cr_assert_eq(web_post(&ada, "/preferences", "lang=en").status, 303);
  r = web_get(&ada, "/indicator/action_on_time");
  cr_expect(reply_says(&r, "<dt>Reported to</dt><dd>leadership, quarterly; CISO, monthly; operators, daily</dd>"), "%s", r.body);
  ada.headers = "Accept: application/json\r\n";
  r = web_get(&ada, "/indicator/restore_time");
  cr_expect(reply_says(&r, "\"collector\":\"system administrator\""), "%s", r.body);
  cr_expect(reply_says(&r, "\"target\":\"1\u00a0× or less\""));
}

Test(web_indicator, has_a_sheet_to_print_and_as_pdf) {
  struct browser ada = web_session(web_user("ada", "reader"));
  struct reply r = web_get(&ada, "/indicator/restore_time/sheet");
  cr_assert_eq(r.status, 200, "%d %s", r.status, r.body);
  cr_expect(reply_says(&r, "Construit de mesure (ISO/IEC 27004)"));
  cr_expect(reply_says(&r, "<dt>Relu par</dt><dd>RSSI</dd>"));
  r = web_get(&ada, "/indicator/restore_time/sheet.pdf");
  cr_assert_eq(r.status, 200);
  cr_assert_str_eq(reply_header(&r, "Content-Type"), "application/pdf");
  cr_assert_str_eq(reply_header(&r, "Content-Disposition"), "attachment; filename=\"restore_time.pdf\"");
  cr_assert(r.length > 2000 && strncmp(r.body, "%PDF-", 5) == 0);
  cr_assert_eq(web_get(&ada, "/indicator/nothing/sheet.pdf").status, 404);
}
