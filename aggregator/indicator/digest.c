#include "indicator/digest.h"

#include <stdlib.h>
#include <string.h>

static bool make(struct db *db, vg_time known_at, struct vg_error *err) {
  return db_run(db, NULL, SQL_BACKUP_BLOCK_CLEAR, DB_NONE, err) && db_run(db, NULL, SQL_GROUPING_HASHED, DB_ONE, err, P_BOOL(true)) &&
         db_run(db, NULL, SQL_BACKUP_BLOCK_FILL, DB_NONE, err, P_TIME(known_at)) &&
         db_run(db, NULL, SQL_GROUPING_HASHED, DB_ONE, err, P_BOOL(false)) && db_run(db, NULL, SQL_BACKUP_SERIES_CLEAR, DB_NONE, err) &&
         db_run(db, NULL, SQL_BACKUP_SERIES_FILL, DB_NONE, err) && db_run(db, NULL, SQL_NAME_SEEN_CLEAR, DB_NONE, err) &&
         db_run(db, NULL, SQL_NAME_SEEN_FILL, DB_NONE, err, P_TIME(known_at)) && db_run(db, NULL, SQL_DIGEST_MARK, DB_NONE, err);
}

/* ---- what was learnt since ---- */

struct news {
  struct db *db;
  vg_time known_at, since;
};

/* The texts of a column of some rows; they live as long as the result. */
static const char **texts(const struct db_result *r, size_t from, size_t to, const char *column) {
  const char **out = calloc(to - from + 1, sizeof *out);
  for (size_t i = from; out != NULL && i < to; i++) out[i - from] = row_text(r, i, column);
  return out;
}

/* `again`: rows (asset, block) in the order of blocks. Each block is read for its names: backups are found by when they ended. */
static bool blocks_again(const struct news *n, const struct db_result *again, struct vg_error *err) {
  bool ok = true;
  for (size_t from = 0, to; ok && from < row_count(again); from = to) {
    int64_t block = row_int(again, from, "block");
    for (to = from; to < row_count(again) && row_int(again, to, "block") == block;) to++;
    const char **names = texts(again, from, to, "asset");
    ok = names == NULL ? vg_fail(err, VG_E_LIMIT, "digest: out of memory")
                       : db_run(n->db, NULL, SQL_BACKUP_BLOCK_RENEW, DB_NONE, err, P_TIME(n->known_at), P_INT(block), P_TEXTS(names, to - from));
    free((void *)names);
  }
  return ok && row_ok(again, err);
}

/* The blocks of these names are what they should be. */
static bool series_again(const struct news *n, const struct db_result *again, struct vg_error *err) {
  if (row_count(again) == 0) return true;
  const char **names = texts(again, 0, row_count(again), "asset");
  bool ok = names == NULL ? vg_fail(err, VG_E_LIMIT, "digest: out of memory")
                          : db_run(n->db, NULL, SQL_BACKUP_SERIES_RENEW, DB_NONE, err, P_TEXTS(names, row_count(again)));
  free((void *)names);
  return ok && row_ok(again, err);
}

static bool bring_blocks(const struct news *n, struct vg_error *err) {
  DB_RESULT(again);
  return db_run(n->db, &again, SQL_BACKUP_BLOCK_ADD, DB_MANY, err, P_TIME(n->known_at), P_TIME(n->since)) && blocks_again(n, again, err) &&
         series_again(n, again, err);
}

static bool names_again(const struct news *n, const char *kind, const struct db_result *lost, struct vg_error *err) {
  if (row_count(lost) == 0) return true;
  const char **names = texts(lost, 0, row_count(lost), "name");
  bool ok = names == NULL ? vg_fail(err, VG_E_LIMIT, "digest: out of memory")
                          : db_run(n->db, NULL, SQL_NAME_SEEN_RENEW, DB_NONE, err, P_TEXT(kind), P_TIME(n->known_at),
                                   P_TEXTS(names, row_count(lost)));
  free((void *)names);
  return ok && row_ok(lost, err);
}

/* A name is shown for a while after each of its facts: one more only adds to that, unless others are no more what they were. */
static bool bring_names(const struct news *n, const char *kind, const char *field, struct vg_error *err) {
  DB_RESULT(lost);
  return db_run(n->db, NULL, SQL_NAME_SEEN_ADD, DB_NONE, err, P_TEXT(kind), P_TIME(n->known_at), P_TIME(n->since)) &&
         db_run(n->db, &lost, SQL_NAME_SEEN_LOST, DB_MANY, err, P_TEXT(kind), P_TEXT(field), P_TIME(n->known_at), P_TIME(n->since)) &&
         names_again(n, kind, lost, err);
}

const char *digest_instant(const char *kind) {
  static const struct shown {
    const char *kind, *field; /* that vg.name_shown() reads */
  } all[] = {{"backup", "finished_at"}, {"alert", "raised_at"}, {"availability", "day"},
             {"hardening", "checked_at"}, {"tls", "tested_at"}, {"vulnerability", "found_at"}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strcmp(all[i].kind, kind) == 0) return all[i].field;
  return NULL;
}

/* Names are read from the blocks: these come first. */
static bool bring(const struct news *n, const char *kind, struct vg_error *err) {
  const char *instant = digest_instant(kind);
  if (strcmp(kind, "backup") == 0 && !bring_blocks(n, err)) return false;
  return instant == NULL || bring_names(n, kind, instant, err);
}

bool digest_bring(struct db *db, vg_time known_at, const struct digest_news *news, struct vg_error *err) {
  DB_RESULT(kept);
  if (news == NULL) return make(db, known_at, err);
  if (!db_run(db, &kept, SQL_DIGEST_WHOLE, DB_ONE, err)) return false;
  if (!row_bool(kept, 0, "whole")) return row_ok(kept, err) && make(db, known_at, err);
  const struct news n = {db, known_at, news->since};
  for (size_t i = 0; i < news->kind_count; i++)
    if (!bring(&n, news->kinds[i], err)) return false;
  return true;
}
