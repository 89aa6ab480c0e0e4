/* tests/support/db_indicator.h — a small world of records to evaluate indicators on, written in SQL.
 *
 * Functions of schema t, for the superuser's connection:
 *   t.perimeter(code, parent)                   the root is code 'all', parent NULL
 *   t.source(code, perimeter, kinds text[])     an enabled source
 *   t.cover(source, from, to)                   a good pull read at `from` that covers [from, to) for all its kinds
 *   t.put(kind, source, key, at, fields jsonb)  a record recorded at that instant; a second one supersedes the first
 *   t.gone(kind, source, key, at)               the source no longer shows it
 *   t.applies(rule, perimeter, applicable, from)             a statement of applicability
 *   t.waive(indicator, rule, perimeter, subjects[], during)  an approved waiver, of the one that is not NULL
 *   t.asset(name, type, fields jsonb)           in source "inventory" since 2026-01-01: in service, production, at site
 * and, after indicator_evaluate():
 *   t.verdict(indicator, subject, at)           "conforming", "deviating", "waived", "pending", "unknown", "outside"
 *   t.rule(number, perimeter, at)               the state of the rule, "none" where it has no row
 *   t.line(indicator, perimeter, at)            "state conforming/judged dD uU pP wW value", see the function */
#ifndef VG_TESTS_DB_INDICATOR_H
#define VG_TESTS_DB_INDICATOR_H

#include "support/db_fixture.h"

/* For a TestSuite's .init and .fini: a clone with indicators, policy, schema t, perimeters all > site, office. */
void indicator_world_init(void);
void indicator_world_fini(void);

/* The superuser's connection to the world. */
struct db *indicator_world(void);
/* Runs set-up statements, then evaluates as the collector; `known` is an RFC 3339 text. Stops the test on failure. Only
 * indicators that read a kind which some source of this world gives; _all: every one, for what is made of others.   */
void indicator_evaluate(const char *setup, const char *known);
void indicator_evaluate_all(const char *setup, const char *known);

struct indicator_expectation {
  const char *sql, *value;
};
/* Each expression of SQL gives that text; the list ends with a NULL. Reports all that differ. */
void indicator_expect(const struct indicator_expectation *);
#define EXPECT(...) indicator_expect((const struct indicator_expectation[]){__VA_ARGS__, {NULL, NULL}})
/* What is said of a subject beside its verdict. */
#define DETAIL(indicator, subject)                                                                                     \
  "SELECT detail FROM vg.verdict WHERE indicator = '" indicator "' AND subject = '" subject "'"

/* For set-up statements: a source of one kind, read since 2026-01-01; a record of a kind, its fields as JSON. */
#define SOURCE(code, perimeter, kind, until)                                                                           \
  "SELECT t.source('" code "', '" perimeter "', '{" kind "}'); SELECT t.cover('" code "', '2026-01-01', '" until "');"
#define PUT(kind, source, key, at, fields) "SELECT t.put('" kind "', '" source "', '" key "', '" at "', '" fields "');"

/* An RFC 3339 text; stops the test when it is none. */
vg_time at(const char *text);
/* The indicator's statement says of each subject asked alone what it says of it among all: the same rows, and some.
 * Reports how many differ. `known` is an RFC 3339 text; to be called after indicator_evaluate().                  */
void indicator_expect_alone(const char *code, const char *known);

#endif
