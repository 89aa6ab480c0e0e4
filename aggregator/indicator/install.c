#include "indicator/catalogue.h"
#include "indicator/evaluate.h"

static size_t kind_names(const enum kind_id *kinds, size_t count, const char **out) {
  for (size_t i = 0; i < count; i++) out[i] = kind_get(kinds[i])->name;
  return count;
}

bool indicator_put(struct db *db, const struct indicator *i, struct vg_error *err) {
  const char *kinds[INDICATOR_KINDS_MAX], *optional[INDICATOR_KINDS_MAX], family[2] = {i->family, '\0'};
  size_t kind_count = kind_names(i->kinds, i->kind_count, kinds);
  size_t optional_count = kind_names(i->optional, i->optional_count, optional);
  return db_run(db, NULL, SQL_INDICATOR_PUT, DB_NONE, err, P_TEXT(i->code), P_TEXT(indicator_form_name(i->form)),
                P_TEXT(statistic_name(i->statistic)), P_TEXT(family), P_TEXT(i->higher_is_better ? "up" : "down"),
                P_TEXT(i->unit), P_INT(i->version), P_BYTES(i->sha256, sizeof i->sha256), P_TEXTS(kinds, kind_count),
                P_TEXTS(optional, optional_count), P_TEXT(i->empty == EMPTY_UNKNOWN ? "unknown" : "not_applicable"),
                P_TEXT(i->subject), P_TEXT(i->boards), P_TEXT(i->title.fr), P_TEXT(i->title.en), P_TIME(clock_now()),
                P_TEXT(indicator_reads_name(i->reads)));
}

bool indicator_install(struct db *db, struct vg_error *err) {
  size_t count;
  const struct indicator *all = indicator_all(&count, err);
  const char *codes[SQL_COUNT + 1];
  size_t kept = 0;
  DB_TX(tx);
  if (all == NULL || !db_begin(db, &tx, err)) return false;
  for (size_t i = 0; i < count && !all[i].own; i++) {
    codes[kept++] = all[i].code;
    if (!indicator_put(db, &all[i], err)) return vg_context(err, "indicator %s: ", all[i].code);
  }
  return db_run(db, NULL, SQL_INDICATOR_KEEP, DB_NONE, err, P_TEXTS(codes, kept)) && db_commit(&tx, err);
}
