#include "governance/author.h"

#include <stdio.h>
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

const char *day_text(int64_t day, char out[16]) {
  int year, month, mday;
  date_from_days(day, &year, &month, &mday);
  (void)snprintf(out, 16, "%04d-%02d-%02d", year, month, mday);
  return out;
}

bool day_to_come(const struct author *author, const struct zone *zone, int64_t day, struct vg_error *err) {
  char found[16], expected[16];
  int64_t today = zone_day(zone, author->now);
  return day >= today || vg_refuse(err, "from", "expected today (%s) or later, found %s", day_text(today, expected), day_text(day, found));
}

const char *status_word(const char *status) {
  static const char *const words[] = {N_("requested"), N_("approved"), N_("confirmed"), N_("refused"), NULL};
  for (size_t i = 0; words[i] != NULL; i++)
    if (strcmp(words[i], status) == 0) return words[i];
  return "";
}
