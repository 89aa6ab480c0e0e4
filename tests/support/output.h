/* tests/support/output.h — what a command writes, and how often a text says something. */
#ifndef VG_TESTS_OUTPUT_H
#define VG_TESTS_OUTPUT_H

#include <stddef.h>

/* Runs a line of the shell; `out` takes what it writes on standard output, cut at `size`. Its exit status; -1 when it was
 * killed. Stops the test when it cannot be started.                                                                     */
int output_of(const char *line, char *out, size_t size);

/* What a PDF says: its texts in the order of the file, one space wherever there are spaces (no-break ones too) or line ends. Debian's
 * poppler-utils; static memory. Stops the test when it cannot be read.                                                                */
const char *pdf_says(const char *data, size_t length);
/* The same spaces for a text to be looked for in it; static memory, two of them may be asked for at a time. */
const char *plain_spaces(const char *text);

/* How many times `text` holds `part`. */
size_t count_of(const char *text, const char *part);

#endif
