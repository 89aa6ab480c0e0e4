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
/* Runs set-up statements, then evaluates as the collector; `known` is an RFC 3339 text. Stops the test on failure. */
void indicator_evaluate(const char *setup, const char *known);

struct indicator_expectation {
  const char *sql, *value;
};
/* Each expression of SQL gives that text; the list ends with a NULL. Reports all that differ. */
void indicator_expect(const struct indicator_expectation *);
/* After indicator_evaluate(): the statement asked for every second subject of its figures says of them what it says when
 * asked for all. Reports a difference, and an indicator without figures.                                            */
void indicator_expect_part(const char *code, const char *known);

#endif
