/* sqlc LIST OUT: compiles the .sql files named in LIST into OUT/sql_id.h and OUT/sql_text.c.
 *
 * sql/query/NAME.sql      one statement, SQL_NAME
 * sql/indicator/CODE.sql  one statement, SQL_INDICATOR_CODE, its heading comment kept (it is the indicator's sheet)
 * sql/schema, sql/role, sql/policy, sql/policy/framework  whole files, in the order of their names: db/sql_file.h                       */
#include <stdlib.h>
#include <string.h>

#include "tool.h"

struct statement {
  const char *path, *comment, *text;
  char *name; /* "source_list", "indicator_backup_daily" */
  int parameters;
  bool indicator;
};

struct scan {
  const char *path, *at, *start;
  bool used[101];
  int most;
};

static int line_of(const struct scan *s) {
  int line = 1;
  for (const char *p = s->start; p < s->at; p++) line += *p == '\n';
  return line;
}

static void skip_until(struct scan *s, const char *opening, const char *closing) {
  int line = line_of(s);
  const char *end = strstr(s->at + strlen(opening), closing);
  if (end == NULL) tool_fail(s->path, line, "%s without its end", opening);
  s->at = end + strlen(closing);
}

static void skip_block_comment(struct scan *s) {
  int depth = 0, line = line_of(s);
  do {
    if (*s->at == '\0') tool_fail(s->path, line, "comment without its end");
    bool opens = strncmp(s->at, "/*", 2) == 0, closes = strncmp(s->at, "*/", 2) == 0;
    depth += opens - closes;
    s->at += opens || closes ? 2 : 1;
  } while (depth > 0);
}

static void parameter(struct scan *s) {
  char *end;
  long n = strtol(s->at + 1, &end, 10);
  if (n < 1 || n > 100) tool_fail(s->path, line_of(s), "expected a parameter of $1 to $100, got $%ld", n);
  s->used[n] = true;
  if (n > s->most) s->most = (int)n;
  s->at = end;
}

static void dollar(struct scan *s) {
  if (s->at[1] >= '0' && s->at[1] <= '9') {
    parameter(s);
    return;
  }
  size_t n = strcspn(s->at + 1, "$ \t\n;,()") + 1;
  if (s->at[n] != '$') {
    s->at++;
    return;
  }
  char *tag = tool_copy(s->at, n + 1);
  skip_until(s, tag, tag);
}

static void token(struct scan *s) {
  if (strncmp(s->at, "--", 2) == 0) {
    s->at += strcspn(s->at, "\n");
  } else if (strncmp(s->at, "/*", 2) == 0) {
    skip_block_comment(s);
  } else if (*s->at == '\'') {
    skip_until(s, "'", "'");
  } else if (*s->at == '"') {
    skip_until(s, "\"", "\"");
  } else if (*s->at == '$') {
    dollar(s);
  } else {
    s->at++;
  }
}

static const char *after_heading(const char *text) {
  while (strncmp(text, "--", 2) == 0 || *text == '\n') {
    text += strcspn(text, "\n");
    text += *text == '\n';
  }
  return text;
}

/* The heading without its dashes: "-- name: what" gives "name: what". */
static char *heading(const char *text, const char *end) {
  char *out = tool_alloc((size_t)(end - text) + 1), *o = out;
  while (text < end) {
    size_t n = strcspn(text, "\n");
    size_t skip = strncmp(text, "-- ", 3) == 0 ? 3 : strncmp(text, "--", 2) == 0 ? 2 : 0;
    memcpy(o, text + skip, n - skip);
    o += n - skip;
    *o++ = '\n';
    text += n + (text[n] == '\n');
  }
  while (o > out && o[-1] == '\n') o--;
  *o = '\0';
  return out;
}

static char *trimmed(const struct scan *s, const char *body, const char *end) {
  while (end > body && strchr(" \t\n", end[-1]) != NULL) end--;
  if (end == body) tool_fail(s->path, 0, "no statement");
  return tool_copy(body, (size_t)(end - body));
}

static void check_parameters(const struct scan *s) {
  for (int i = 1; i <= s->most; i++) {
    if (!s->used[i]) tool_fail(s->path, 0, "$%d is used but $%d is not", s->most, i);
  }
}

static void compile(struct statement *st, const char *path, bool indicator) {
  char *text = tool_read(path, NULL), *stem = tool_stem(path);
  if (!tool_name_ok(stem)) tool_fail(path, 0, "expected a file name of [a-z0-9_], got \"%s\"", stem);
  if (strncmp(text, "--", 2) != 0) tool_fail(path, 1, "expected a heading comment \"-- %s: what it does\"", stem);
  const char *body = after_heading(text), *end = NULL;
  struct scan s = {.path = path, .start = text, .at = body};
  while (*s.at != '\0') {
    if (end != NULL && strchr(" \t\n", *s.at) == NULL && strncmp(s.at, "--", 2) != 0) {
      tool_fail(path, line_of(&s), "expected one statement, got a second one");
    }
    if (*s.at == ';' && end == NULL) end = s.at;
    token(&s);
  }
  if (!indicator) check_parameters(&s);
  size_t size = strlen(stem) + sizeof "indicator_";
  *st = (struct statement){.path = path, .comment = heading(text, body), .indicator = indicator};
  st->text = trimmed(&s, body, end == NULL ? s.at : end);
  st->parameters = indicator ? 4 : s.most;
  st->name = tool_alloc(size);
  (void)snprintf(st->name, size, "%s%s", indicator ? "indicator_" : "", stem);
  if (indicator && s.most > 4) tool_fail(path, 0, "an indicator has parameters $1 to $4, got $%d", s.most);
}

static size_t compile_folder(struct statement *list, char **paths, size_t count, const char *folder) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    if (strcmp(tool_folder(paths[i]), folder) != 0) continue;
    compile(&list[n++], paths[i], strcmp(folder, "indicator") == 0);
  }
  return n;
}

static void check_names(const struct statement *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    for (size_t j = i + 1; j < count; j++) {
      if (strcmp(list[i].name, list[j].name) == 0) tool_fail(list[j].path, 0, "same name as %s", list[i].path);
    }
  }
}

static void write_ids(const char *out, const struct statement *list, size_t count, size_t queries) {
  struct tool_out *o = tool_open(out, "sql_id.h");
  (void)fputs("/* Generated by the build from sql/: do not edit. */\n#ifndef VG_SQL_ID_H\n#define VG_SQL_ID_H\n\n", o->file);
  (void)fputs("enum sql_id {\n", o->file);
  for (size_t i = 0; i < count; i++) {
    (void)fputs("  SQL_", o->file);
    tool_upper(o->file, list[i].name);
    (void)fputs(",\n", o->file);
  }
  (void)fputs("  SQL_COUNT\n};\n\n", o->file);
  (void)fprintf(o->file, "/* Indicators are the ids from this one to SQL_COUNT. */\n#define SQL_FIRST_INDICATOR %zu\n\n#endif\n", queries);
  tool_close(o);
}

static void write_statement(FILE *f, const struct statement *s) {
  (void)fprintf(f, "  {\"%s\", %d, %s,\n   ", s->name, s->parameters, s->indicator ? "true" : "false");
  tool_literal(f, s->text, strlen(s->text));
  (void)fputs(",\n   ", f);
  tool_literal(f, s->comment, strlen(s->comment));
  (void)fputs("},\n", f);
}

static void write_files(FILE *f, char **paths, size_t count, const char *folder, const char *table) {
  (void)fprintf(f, "\nconst struct sql_file %s[] = {\n", table);
  for (size_t i = 0; i < count; i++) {
    if (strcmp(tool_folder(paths[i]), folder) != 0) continue;
    size_t length;
    char *text = tool_read(paths[i], &length);
    (void)fprintf(f, "  {\"%s\", %zu,\n   ", tool_stem(paths[i]), length);
    tool_literal(f, text, length);
    (void)fputs("},\n", f);
  }
  (void)fputs("  {0}};\n", f);
}

static void check_schema(char **paths, size_t count) {
  int expected = 1;
  for (size_t i = 0; i < count; i++) {
    if (strcmp(tool_folder(paths[i]), "schema") != 0) continue;
    const char *stem = tool_stem(paths[i]);
    if (strspn(stem, "0123456789") != 4 || stem[4] != '_' || !tool_name_ok(stem + 5) || strtol(stem, NULL, 10) != expected) {
      tool_fail(paths[i], 0, "expected a file named %04d_NAME.sql", expected);
    }
    expected++;
  }
}

int main(int argc, char **argv) {
  if (argc != 3) tool_fail("sqlc", 0, "usage: sqlc LIST OUT");
  size_t count;
  char **paths = tool_lines(argv[1], &count);
  struct statement *list = tool_alloc((count + 1) * sizeof *list);
  size_t queries = compile_folder(list, paths, count, "query");
  size_t total = queries + compile_folder(list + queries, paths, count, "indicator");
  check_names(list, total);
  check_schema(paths, count);
  write_ids(argv[2], list, total, queries);
  struct tool_out *o = tool_open(argv[2], "sql_text.c");
  (void)fprintf(o->file, "%s#include \"db/sql_file.h\"\n#include \"db/sql_text.h\"\n\nconst struct sql_text sql_texts[] = {\n", tool_prologue);
  for (size_t i = 0; i < total; i++) write_statement(o->file, &list[i]);
  (void)fputs("  {0}};\n", o->file);
  write_files(o->file, paths, count, "schema", "sql_schema");
  write_files(o->file, paths, count, "role", "sql_roles");
  write_files(o->file, paths, count, "policy", "sql_policies");
  write_files(o->file, paths, count, "framework", "sql_frameworks");
  tool_close(o);
  return 0;
}
