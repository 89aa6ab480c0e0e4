/* tools/tool.h — what the build-time generators share. They run during the build, natively and without sanitizers,
 * end at the first error with "file:line: message", and depend on nothing of Vigie.                               */
#ifndef VG_TOOLS_TOOL_H
#define VG_TOOLS_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Prints "PATH:LINE: message" (without line when 0) on standard error and ends the program with status 1. */
_Noreturn void tool_fail(const char *path, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Never NULL: ends the program when memory is short. Zeroed; never freed, generators are short-lived. */
void *tool_alloc(size_t size);
char *tool_copy(const char *text, size_t length);

/* The whole file, NUL-terminated; ends the program when it cannot be read. *length may be NULL. */
char *tool_read(const char *path, size_t *length);

/* The lines of a list file that are not empty, sorted by bytes; *count of them. */
char **tool_lines(const char *path, size_t *count);

/* The name of a file without folder and without its last extension. */
char *tool_stem(const char *path);
/* The name of the folder that holds the file ("query" for sql/query/x.sql). */
char *tool_folder(const char *path);
/* [a-z][a-z0-9_]* and at most 60 bytes. */
bool tool_name_ok(const char *name);

/* A file that replaces PATH only when its content differs, so that nothing is compiled again for nothing. */
struct tool_out {
  FILE *file;
  char *text;
  size_t length;
  const char *path;
};
struct tool_out *tool_open(const char *folder, const char *name);
void tool_close(struct tool_out *);

/* Writes a C string literal, cut into lines; works for any bytes. */
void tool_literal(FILE *, const char *bytes, size_t length);
void tool_upper(FILE *, const char *name);
/* What goes before literals that are longer than ISO C promises. */
extern const char *const tool_prologue;

#endif
