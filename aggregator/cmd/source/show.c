#include "cmd/source/show.h"

#include <stdio.h>
#include <string.h>

#include "source/options.h"

enum { CELL_MAX = 28, SHOWN_PULLS = 10, SHOWN_REJECTS = 10 };

char *show_duration(int64_t s, char *out, size_t size) {
  if (s % 86400 == 0) (void)snprintf(out, size, "%lld d", (long long)(s / 86400));
  else if (s % 3600 == 0) (void)snprintf(out, size, "%lld h", (long long)(s / 3600));
  else if (s % 60 == 0) (void)snprintf(out, size, "%lld min", (long long)(s / 60));
  else (void)snprintf(out, size, "%lld s", (long long)s);
  return out;
}

/* In the words of the page Sources (source_health). */
static const char *state_of(const struct db_result *r, size_t i, vg_time now) {
  const char *last = row_text(r, i, "status");
  bool entered = row_int(r, i, "period_s") == 0;
  if (!row_bool(r, i, "enabled")) return "switched off";
  if (strcmp(last, "suspect") == 0) return "suspect: to decide";
  if (entered && row_null(r, i, "said_at")) return "nothing entered yet";
  if (row_null(r, i, "good_at")) return *last == '\0' ? "never read" : "never read: in error";
  if (row_null(r, i, "stale_at") || row_time(r, i, "stale_at") <= now) return entered ? "to be confirmed" : "silent";
  if (strcmp(last, "failed") == 0 || strcmp(last, "abandoned") == 0) return "in error";
  return row_int(r, i, "good_rejected") > 0 ? "partly refused" : "up to date";
}

bool show_list(struct db *db, vg_time now, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SOURCE_OVERVIEW, DB_MANY, err)) return false;
  if (row_count(r) == 0) command_print("No source yet: vigie source add --help\n");
  else command_print("%-24s %-13s %-20s %-21s %-27s %8s  %s\n", "SOURCE", "CONNECTOR", "PERIMETER", "STATE", "LAST GOOD READING", "RECORDS", "NAME");
  for (size_t i = 0; i < row_count(r); i++) {
    char good[TIME_TEXT];
    command_print("%-24s %-13s %-20s %-21s %-27s %8lld  %s%s\n", row_text(r, i, "code"), row_text(r, i, "connector"),
                  row_text(r, i, "perimeter"), state_of(r, i, now), time_format(row_time(r, i, "good_at"), good),
                  (long long)row_int(r, i, "good_count"), row_text(r, i, "name"), row_bool(r, i, "is_sample") ? " (sample)" : "");
  }
  return row_ok(r, err);
}

static bool show_rejects(struct db *db, int64_t pull, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_REJECT_LIST, DB_MANY, err, P_INT(pull))) return false;
  for (size_t i = 0; i < row_count(r) && i < SHOWN_REJECTS; i++) {
    command_print("    %s: %s\n", row_text(r, i, "place"), row_text(r, i, "reason"));
  }
  if (row_count(r) > SHOWN_REJECTS) command_print("    … and %zu more\n", row_count(r) - SHOWN_REJECTS);
  return row_ok(r, err);
}

static bool show_pulls(struct db *db, int64_t source, struct vg_error *err) {
  DB_RESULT(r);
  if (!db_run(db, &r, SQL_SOURCE_PULLS, DB_MANY, err, P_INT(source), P_INT(SHOWN_PULLS), P_NULL)) return false;
  command_print("last pulls:\n");
  for (size_t i = 0; i < row_count(r); i++) {
    char at[TIME_TEXT];
    command_print("  %-8lld %-27s %-9s %lld read, %lld new, %lld changed, %lld gone, %lld refused\n", (long long)row_int(r, i, "id"),
                  time_format(row_time(r, i, "read_at"), at), row_text(r, i, "status"), (long long)row_int(r, i, "read"),
                  (long long)row_int(r, i, "opened"), (long long)row_int(r, i, "changed"), (long long)row_int(r, i, "vanished"),
                  (long long)row_int(r, i, "rejected"));
    if (!row_null(r, i, "message")) command_print("    %s\n", row_text(r, i, "message"));
    if (i == 0 && !row_null(r, i, "hint")) command_print("    hint: %s\n", row_text(r, i, "hint"));
    if (i == 0 && row_int(r, i, "rejected") > 0 && !show_rejects(db, row_int(r, i, "id"), err)) return false;
  }
  return row_ok(r, err);
}

bool show_source(struct db *db, const struct source *s, struct vg_error *err) {
  char period[32], staleness[32];
  if (s->period_s == 0) (void)snprintf(period, sizeof period, "none");
  else (void)show_duration(s->period_s, period, sizeof period);
  command_print("%s: %s%s\nconnector: %s\nperimeter: %s\nperiod: %s, stale after %s\nenabled: %s\n", s->code, s->name,
                s->is_sample ? " (sample)" : "", s->connector, s->perimeter, period,
                show_duration(s->staleness_s, staleness, sizeof staleness), s->enabled ? "yes" : "no");
  for (size_t i = 0; i < s->options_count; i++) command_print("%s = %s\n", s->options[i].name, s->options[i].value);
  for (size_t i = 0; i < s->secrets_count; i++) command_print("%s: a secret is set\n", s->secrets[i]);
  return show_pulls(db, s->id, err);
}

/* ---- preview ---- */

static size_t width_of(const char *text) {
  size_t n = 0;
  for (; *text != '\0'; text++) n += ((unsigned char)*text & 0xC0) != 0x80;
  return n < CELL_MAX ? n : CELL_MAX;
}

/* At most CELL_MAX characters, control characters shown as spaces, then padded. */
static void cell(const char *text, size_t width) {
  size_t n = 0;
  const char *p = text;
  BUF(out, 4 * CELL_MAX + 8);
  for (; *p != '\0'; p++) {
    bool start = ((unsigned char)*p & 0xC0) != 0x80;
    if (start && n == CELL_MAX) break;
    n += start;
    buf_char(&out, (unsigned char)*p < 0x20 || *p == 0x7F ? ' ' : *p);
  }
  command_print("%s%*s", out.data, (int)(width - n) + 2, "");
}

struct table {
  const struct sink_memory *m;
  const struct kind *kind;
  size_t widths[KIND_FIELDS_MAX], key; /* 0: the column is empty */
};

static void measure(struct table *t) {
  t->key = 3;
  for (size_t i = 0; i < t->m->rows_kept; i++) {
    const struct memory_row *row = &t->m->rows[i];
    if (row->kind != t->kind) continue;
    if (width_of(row->key) > t->key) t->key = width_of(row->key);
    for (size_t f = 0; t->kind->fields[f].name != NULL; f++) {
      if (row->values[f] == NULL) continue;
      size_t heading = width_of(t->kind->fields[f].name), width = width_of(row->values[f]);
      if (width < heading) width = heading;
      if (width > t->widths[f]) t->widths[f] = width;
    }
  }
}

static void print_line(const struct table *t, const struct memory_row *row) {
  cell(row != NULL ? row->key : "key", t->key);
  for (size_t f = 0; t->kind->fields[f].name != NULL; f++) {
    if (t->widths[f] == 0) continue;
    cell(row == NULL ? t->kind->fields[f].name : row->values[f] != NULL ? row->values[f] : "", t->widths[f]);
  }
  command_print("\n");
}

static void print_kind(const struct sink_memory *m, const struct kind *kind) {
  struct table t = {.m = m, .kind = kind};
  command_print("%s: %zu record%s\n", kind->plural_en, m->by_kind[kind->id], COMMAND_S(m->by_kind[kind->id]));
  if (m->by_kind[kind->id] == 0) return;
  measure(&t);
  print_line(&t, NULL);
  for (size_t i = 0; i < m->rows_kept; i++) {
    if (m->rows[i].kind == kind) print_line(&t, &m->rows[i]);
  }
}

void show_preview(const struct preview *p) {
  for (size_t i = 0; i < p->kinds_count; i++) print_kind(&p->memory, kind_get(p->kinds[i]));
  if (p->memory.rejects_count > 0) command_print("refused: %zu\n", p->memory.rejects_count);
  for (size_t i = 0; i < p->memory.rejects_kept && i < SHOWN_REJECTS; i++) {
    command_print("  %s: %s\n", p->memory.rejects[i].place, p->memory.rejects[i].reason);
  }
  for (size_t i = 0; i < p->warnings_count; i++) command_print("warning: %s\n", p->warnings[i].message);
}

void show_result(const struct pull_result *r) {
  static const char *const names[] = {[PULL_OK] = "ok", [PULL_FAILED] = "failed", [PULL_SUSPECT] = "suspect"};
  command_print("pull %lld: %s, %lld read, %lld new, %lld changed, %lld gone, %lld refused\n", (long long)r->pull_id, names[r->status],
                (long long)r->read, (long long)r->opened, (long long)r->changed, (long long)r->vanished, (long long)r->rejected);
}
