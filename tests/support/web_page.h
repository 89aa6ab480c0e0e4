/* tests/support/web_page.h — people and texts that tests of pages have in common. */
#ifndef VG_TESTS_WEB_PAGE_H
#define VG_TESTS_WEB_PAGE_H

#include "support/output.h"
#include "support/web_server.h"

/* A browser that holds a session of a new user, who reads in English; in another language. */
struct browser person(const char *login, const char *role);
struct browser person_reading(const char *login, const char *role, const char *lang);
/* db_fixture_text() of the clone, as its owner. */
const char *text(const char *sql);
/* A day so long from today ("90 days"), in Paris; two of them may be asked for at a time. */
const char *today_and(const char *interval);

#endif
