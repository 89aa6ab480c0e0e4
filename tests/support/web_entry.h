/* tests/support/web_entry.h — registers kept by hand, as people fill them in pages and as the collector pulls them. */
#ifndef VG_TESTS_WEB_ENTRY_H
#define VG_TESTS_WEB_ENTRY_H

#include "collect/pull.h"
#include "connectors/transport.h"
#include "support/web_page.h"

#define TWO_PERIMETERS                                                                                                       \
  "INSERT INTO vg.perimeter (code, name) SELECT 'all', 'All' WHERE NOT EXISTS (SELECT FROM vg.perimeter);"                \
  "INSERT INTO vg.perimeter (parent_id, code, name) SELECT id, 'lyon', 'Lyon' FROM vg.perimeter WHERE code = 'all'"

/* For a TestSuite's .init; .fini is web_stop(). */
void entry_start(void);
/* A source over all perimeters; its id. */
int64_t entry_source(const char *code, const char *connector, const struct option_value *options, size_t count);
/* A register of this kind, over two perimeters; its id. */
int64_t a_register(const char *code, const char *kind);
/* What became of a pull by the collector; `transport` NULL: the source's own. */
struct pull_result pull_by(int64_t id, struct transport *transport);
/* "opened/changed/vanished/rejected" of a pull that went well, until the next call. */
const char *pulled(int64_t id);
void put_encoded(struct buf *form, const char *name, const char *value);
/* "/source/ID" + what follows, and that of one of its entries; until the call after the next. */
const char *source_path(int64_t id, const char *rest);
const char *entry_path(int64_t id, int64_t entry, const char *rest);
/* The names and values of pairs, ended by NULL, sent to that path. */
struct reply send_pairs(struct browser *, const char *to, const char *const *pairs);
#define SEND(b, to, ...) send_pairs((b), (to), (const char *const[]){__VA_ARGS__, NULL})
void expect_sent(const struct reply *, const char *what);

#endif
