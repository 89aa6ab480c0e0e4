#include "indicator/own.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/log.h"
#include "core/text.h"
#include "indicator/evaluate.h"

enum { SET_LIMIT = 16 << 20, CODE_MAX = 63, OWN_TEXTS = 4 };

/* ---- the file ---- */

/* The line at which a key of the sheet stands. */
static int line_of_key(const char *comment, const char *key) {
  int line = 1;
  size_t n = strlen(key);
  for (const char *p = comment; *p != '\0'; line++) {
    if (strncmp(p, key, n) == 0 && p[n] == ':') return line;
    p += strcspn(p, "\n");
    p += *p == '\n';
  }
  return 1;
}

/* "-- key: value" lines without their dashes; *line becomes that of what follows them, *rest its beginning. */
static char *take_heading(struct vg_arena *arena, const char *text, const char **rest, int *line) {
  char *out = vg_alloc(arena, strlen(text) + 1), *o = out;
  for (*line = 1; out != NULL && strncmp(text, "--", 2) == 0; (*line)++) {
    size_t n = strcspn(text, "\n"), skip = text[2] == ' ' ? 3 : 2;
    memcpy(o, text + skip, n - skip);
    o += n - skip;
    *o++ = '\n';
    text += n + (text[n] == '\n');
  }
  if (out != NULL) *(o > out ? o - 1 : o) = '\0';
  *rest = text;
  return out;
}

static char *without_returns(struct vg_arena *arena, const char *text) {
  char *out = vg_alloc(arena, strlen(text) + 1), *o = out;
  for (; out != NULL && *text != '\0'; text++)
    if (text[0] != '\r' || text[1] != '\n') *o++ = *text;
  if (out != NULL) *o = '\0';
  return out;
}

/* ---- the present instant: a figure of the past could not be made again ---- */

static const char *const present_words[] = {"now",          "clock_timestamp", "statement_timestamp", "transaction_timestamp",
                                            "timeofday",    "current_time",    "current_timestamp",   "current_date",
                                            "localtime",    "localtimestamp",  "random",              "gen_random_uuid", NULL};
static const char *const present_literals[] = {"now", "today", "tomorrow", "yesterday", NULL};

static bool among(const char *const *words, const char *text, size_t n) {
  for (size_t i = 0; words[i] != NULL; i++)
    if (strlen(words[i]) == n && strncasecmp(words[i], text, n) == 0) return true;
  return false;
}

static const char *skip_comment(const char *p) {
  int depth = 0;
  do {
    if (strncmp(p, "/*", 2) == 0) depth++, p += 2;
    else if (strncmp(p, "*/", 2) == 0) depth--, p += 2;
    else p++;
  } while (depth > 0 && *p != '\0');
  return p;
}

/* Past the closing quote, or the end. */
static const char *skip_quoted(const char *p, bool escapes) {
  char quote = *p++;
  for (; *p != '\0' && *p != quote; p++)
    if (escapes && *p == '\\' && p[1] != '\0') p++;
  return *p == '\0' ? p : p + 1;
}

static const char *skip_dollar(const char *p) {
  size_t n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") + 1;
  if (p[n] != '$' || (p[1] >= '0' && p[1] <= '9')) return p + 1;
  for (const char *q = p + n + 1; *q != '\0'; q++)
    if (strncmp(q, p, n + 1) == 0) return q + n + 1;
  return p + strlen(p);
}

static size_t word_length(const char *p) {
  return strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}

/* The next thing that is no blank, as [*from, end); comments are skipped. Returns its end. */
static const char *next_token(const char *p, const char **from) {
  while (strncmp(p, "--", 2) == 0 || strncmp(p, "/*", 2) == 0) p = *p == '-' ? p + strcspn(p, "\n") : skip_comment(p);
  *from = p;
  if (*p == '\0') return p;
  size_t n = word_length(p);
  if (n == 1 && p[1] == '\'' && (*p == 'e' || *p == 'E')) return skip_quoted(p + 1, true);
  if (n > 0) return p + n;
  if (*p == '\'' || *p == '"') return skip_quoted(p, false);
  return *p == '$' ? skip_dollar(p) : p + 1;
}

static bool check_timeless(const struct indicator *i, const char *path, struct vg_error *err) {
  const char *from, *text = i->statement->text;
  int line = i->line;
  for (const char *p = text, *end; *p != '\0'; p = end) {
    end = next_token(p, &from);
    for (const char *q = p; q < from; q++) line += *q == '\n';
    bool literal = *from == '\'' && end - from >= 2;
    size_t n = (size_t)(end - from) - (literal ? 2 : 0);
    if (literal ? among(present_literals, from + 1, n) : among(present_words, from, n))
      return vg_fail(err, VG_E_INPUT, "%s:%d: statement: expected the instant as known, $1, got %.*s", path, line, (int)(end - from), from);
    for (const char *q = from; q < end; q++) line += *q == '\n';
  }
  return true;
}

/* ---- what only the program may ---- */

static bool check_code(const struct indicator *i, const char *path, struct vg_error *err) {
  int line = line_of_key(i->statement->comment, "code");
  size_t n = strlen(i->code);
  if (n > CODE_MAX || strspn(i->code, "abcdefghijklmnopqrstuvwxyz0123456789_") != n || i->code[0] < 'a')
    return vg_fail(err, VG_E_INPUT, "%s:%d: code: expected letters a-z, digits and _, at most %d, got \"%.80s\"", path, line, CODE_MAX, i->code);
  const struct indicator *there = indicator_find(i->code);
  if (there != NULL && !there->own)
    return vg_fail(err, VG_E_INPUT, "%s:%d: code: expected one that no indicator of the program has, got \"%s\"", path, line, i->code);
  return true;
}

static bool check_form(const struct indicator *i, const char *path, struct vg_error *err) {
  const char *comment = i->statement->comment;
  if (i->form == FORM_COMPOSITE)
    return vg_fail(err, VG_E_INPUT, "%s:%d: form: expected ratio, attested or statistic, got \"composite\"", path, line_of_key(comment, "form"));
  if (i->statistic == STATISTIC_SHARE)
    return vg_fail(err, VG_E_INPUT, "%s:%d: statistic: expected count, mean, median, p90 or sum, got \"share\"", path, line_of_key(comment, "statistic"));
  if (i->reads == READS_RULES)
    return vg_fail(err, VG_E_INPUT, "%s:%d: reads: expected records, got \"rules\"", path, line_of_key(comment, "reads"));
  if (i->touched != NULL)
    return vg_fail(err, VG_E_INPUT, "%s:%d: touched: expected none, for it names a function of the program's, got \"%s\"", path,
                   line_of_key(comment, "touched"), i->touched);
  if (i->spoken)
    return vg_fail(err, VG_E_INPUT, "%s:%d: spoken: expected none, for the form attested has that column, got \"column\"", path, line_of_key(comment, "spoken"));
  return true;
}

static bool take_statement(struct vg_arena *arena, const char *path, const char *text, struct sql_text *statement, struct vg_error *err) {
  const char *rest;
  char *clean = without_returns(arena, text), *heading = clean == NULL ? NULL : take_heading(arena, clean, &rest, &statement->parameters);
  if (heading == NULL) return vg_fail(err, VG_E_LIMIT, "%s: out of memory", path);
  if (*heading == '\0') return vg_fail(err, VG_E_INPUT, "%s:1: sheet: expected \"-- code: …\", got none", path);
  for (; *rest == '\n' || *rest == ' ' || *rest == '\t'; rest++) statement->parameters += *rest == '\n';
  size_t n = strlen(rest);
  while (n > 0 && strchr(" \n\t;", rest[n - 1]) != NULL) n--;
  if (n == 0) return vg_fail(err, VG_E_INPUT, "%s:%d: statement: expected a query, got none", path, statement->parameters);
  statement->text = vg_strndup(arena, rest, n);
  statement->comment = heading;
  return statement->text != NULL || vg_fail(err, VG_E_LIMIT, "%s: out of memory", path);
}

bool own_parse(struct vg_arena *arena, const char *path, const char *text, struct indicator *out, struct vg_error *err) {
  struct sql_text *statement = vg_alloc(arena, sizeof *statement);
  if (strlen(text) > OWN_FILE_MAX) return vg_fail(err, VG_E_LIMIT, "%s: more than %d bytes", path, OWN_FILE_MAX);
  if (!text_utf8(text, strlen(text))) return vg_fail(err, VG_E_INPUT, "%s: not valid UTF-8", path);
  if (statement == NULL) return vg_fail(err, VG_E_LIMIT, "%s: out of memory", path);
  *statement = (struct sql_text){.indicator = true};
  if (!take_statement(arena, path, text, statement, err) || !indicator_sheet_parse(arena, path, statement->comment, out, err)) return false;
  out->line = statement->parameters;
  statement->parameters = OWN_TEXTS;
  statement->name = out->code;
  out->statement = statement;
  out->own = true;
  crypto_hash_sha256(out->sha256, (const unsigned char *)statement->text, strlen(statement->text));
  return check_code(out, path, err) && check_form(out, path, err) && check_timeless(out, path, err);
}

/* ---- the process's own list ---- */

static bool parse_rows(struct db *db, struct vg_arena *arena, const struct db_result *r, struct indicator *items, size_t *count,
                       own_refused *refused, void *user, struct vg_error *err) {
  for (size_t i = 0; i < row_count(r) && *count < INDICATOR_OWN_MAX; i++) {
    struct vg_error why = {0};
    const char *code = row_text(r, i, "code"), *path = vg_printf(arena, "%s.sql", code);
    if (path == NULL) return vg_fail(err, VG_E_LIMIT, "indicators: out of memory");
    if (own_parse(arena, path, row_text(r, i, "file"), &items[*count], &why)) {
      (*count)++;
      continue;
    }
    log_event(LOG_ERROR, "indicator.refused", LOG_TEXT("indicator", code), LOG_TEXT("reason", why.message));
    if (refused != NULL && !refused(user, db, code, &why, err)) return false;
  }
  return row_ok(r, err);
}

bool own_load(struct db *db, own_refused *refused, void *user, struct vg_error *err) {
  DB_RESULT(digest);
  DB_RESULT(rows);
  size_t count = 0;
  if (!db_run(db, &digest, SQL_OWN_DIGEST, DB_ONE, err)) return false;
  if (refused == NULL && indicator_own_is(row_text(digest, 0, "digest"))) return true;
  if (!db_run(db, &rows, SQL_OWN_LIST, DB_MANY, err)) return false;
  struct vg_arena *arena = vg_arena_new(SET_LIMIT);
  struct indicator *items = arena == NULL ? NULL : vg_alloc(arena, (INDICATOR_OWN_MAX + 1) * sizeof *items);
  if (items == NULL || !parse_rows(db, arena, rows, items, &count, refused, user, err)) {
    vg_arena_free(arena);
    return err->code != VG_OK ? false : vg_fail(err, VG_E_LIMIT, "indicators: out of memory");
  }
  return indicator_own_set(arena, row_text(digest, 0, "digest"), items, count, err);
}

/* ---- adding and removing ---- */

static bool tell(struct db *db, const char *actor, const char *action, const char *code, vg_time now, struct vg_error *err) {
  char object[CODE_MAX + 20];
  (void)snprintf(object, sizeof object, "indicator %s", code);
  return db_run(db, NULL, SQL_JOURNAL_ADD, DB_NONE, err, P_TIME(now), P_TEXT(actor), P_TEXT(action), P_TEXT(object), P_TEXT("{}"), P_TEXT(""));
}

static bool room(const struct indicator *added, struct vg_error *err) {
  size_t count, others = 0;
  const struct indicator *all = indicator_all(&count, err);
  if (all == NULL) return false;
  for (size_t i = 0; i < count; i++) others += all[i].own && strcmp(all[i].code, added->code) != 0;
  return others < INDICATOR_OWN_MAX || vg_fail(err, VG_E_LIMIT, "%s: there are %d indicators of the organisation already, remove one first", added->code, INDICATOR_OWN_MAX);
}

bool own_add(struct db *db, const struct indicator *i, const char *text, const char *actor, vg_time now, struct vg_error *err) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
  return room(i, err) && indicator_put(db, i, err) &&
         db_run(db, NULL, SQL_OWN_PUT, DB_NONE, err, P_TEXT(i->code), P_TEXT(text), P_BYTES(hash, sizeof hash), P_INT(i->version), P_TEXT(actor),
                P_TIME(now)) &&
         tell(db, actor, "indicator.added", i->code, now, err);
}

bool own_remove(struct db *db, const char *code, const char *actor, vg_time now, struct vg_error *err) {
  DB_RESULT(used);
  DB_RESULT(gone);
  if (!db_run(db, &used, SQL_OWN_USED, DB_ZERO_OR_ONE, err, P_TEXT(code))) return false;
  const struct indicator *there = indicator_find(code);
  if (there != NULL && !there->own) return vg_fail(err, VG_E_CONFLICT, "%.64s is one of the program's indicators: it stays", code);
  if (row_count(used) == 1)
    return vg_fail(err, VG_E_CONFLICT, "rule %s of the policy %s is measured by %.64s: load a version of the policy without it first",
                   row_text(used, 0, "rule"), row_text(used, 0, "policy"), code);
  if (!db_run(db, &gone, SQL_OWN_REMOVE, DB_ZERO_OR_ONE, err, P_TEXT(code))) return false;
  if (row_count(gone) == 0) {
    (void)vg_fail(err, VG_E_NOTFOUND, "no indicator of the organisation is called \"%.64s\"", code);
    return vg_hint(err, "vigie indicator list names them");
  }
  return tell(db, actor, "indicator.removed", code, now, err);
}
