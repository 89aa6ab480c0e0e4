/* tests/support/web_page.h — people and texts that tests of pages have in common. */
#ifndef VG_TESTS_WEB_PAGE_H
#define VG_TESTS_WEB_PAGE_H

#include "support/output.h"
#include "support/web_server.h"

/* backup_daily in the whole perimeter for 300 days: 3 of 4 conform. */
#define WEB_TIMELINE                                                                                                                       \
  "INSERT INTO vg.timeline (indicator, perimeter_id, from_at, to_at, judged, conforming, deviating, pending, unknown, waived, value, state, since)" \
  " SELECT 'backup_daily', id, now() - interval '300 days', 'infinity', 4, 3, 1, 0, 0, 0, 0.75, 'not_applied', now() - interval '300 days'" \
  " FROM vg.perimeter WHERE code = 'all';"

/* web_start() with the indicators and the policy, and this world. */
void web_policy_start(const char *world);
/* A browser that holds a session of a new user, who reads in English; in another language. */
struct browser person(const char *login, const char *role);
struct browser person_reading(const char *login, const char *role, const char *lang);
/* db_fixture_text() of the clone, as its owner. */
const char *text(const char *sql);
/* A day so long from today ("90 days"), in Paris; two of them may be asked for at a time. */
const char *today_and(const char *interval);

#endif
