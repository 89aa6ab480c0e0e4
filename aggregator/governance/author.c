#include "governance/author.h"

#include <string.h>

#include "core/text.h"

bool author_journal(struct db *db, const struct author *author, const char *action, const char *object,
                    const char *const *pairs, struct vg_error *err) {
  BUF(detail, 64 << 10);
  buf_char(&detail, '{');
  for (size_t i = 0; pairs[i] != NULL; i += 2) {
    if (pairs[i + 1] == NULL) continue;
    if (detail.length > 1) buf_char(&detail, ',');
    text_json(&detail, pairs[i], strlen(pairs[i]));
    buf_char(&detail, ':');
    text_json(&detail, pairs[i + 1], strlen(pairs[i + 1]));
  }
  buf_char(&detail, '}');
  return buf_check(&detail, "journal", err) &&
         db_run(db, NULL, SQL_JOURNAL_ADD, DB_NONE, err, P_TIME(author->now), P_TEXT(author->login), P_TEXT(action),
                P_TEXT(object), P_TEXT(detail.data), P_TEXT(author->address));
}

vg_time day_begins(const struct zone *zone, int64_t day, vg_time now) {
  return zone_day(zone, now) == day ? now : zone_midnight(zone, day) + 1;
}

vg_time day_is_over(const struct zone *zone, int64_t day) {
  return zone_midnight(zone, day + 1) + 1;
}
