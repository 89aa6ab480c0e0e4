#include "connectors/shared/csv_reader.h"

#include <stdint.h>
#include <string.h>

#include "core/text.h"

static size_t line_of(const char *text, size_t at) {
  size_t line = 1;
  for (size_t i = 0; i < at; i++) line += text[i] == '\n';
  return line;
}

static bool check_bytes(const struct buf *content, struct vg_error *err) {
  const unsigned char *b = (const unsigned char *)content->data;
  if (content->length == 0) return vg_fail(err, VG_E_INPUT, "the file is empty, expected a heading line");
  bool utf16 = content->length >= 2 && ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == 0xfe && b[1] == 0xff));
  const char *nul = memchr(content->data, '\0', content->length);
  if (utf16 || (nul != NULL && nul - content->data < 4)) {
    (void)vg_fail(err, VG_E_INPUT, "the file is in UTF-16, expected UTF-8 or Windows-1252");
    return vg_hint(err, "save it again as \"CSV UTF-8\"");
  }
  if (nul != NULL)
    return vg_fail(err, VG_E_INPUT, "line %zu: a NUL byte, expected text",
                   line_of(content->data, (size_t)(nul - content->data)));
  return true;
}

static size_t first_bad_line(const char *text, size_t length) {
  size_t line = 1;
  for (const char *p = text, *end = text + length; p < end; line++) {
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    size_t n = stop == NULL ? (size_t)(end - p) : (size_t)(stop - p);
    if (!text_utf8(p, n)) return line;
    p += n + 1;
  }
  return line;
}

bool csv_decode(struct vg_arena *arena, struct buf *content, enum csv_encoding encoding, char **text, size_t *length,
                struct vg_error *err) {
  if (!check_bytes(content, err)) return false;
  bool mark = content->length >= 3 && memcmp(content->data, "\xef\xbb\xbf", 3) == 0;
  char *start = content->data + (mark ? 3 : 0);
  size_t n = content->length - (mark ? 3 : 0), bad = 0;
  if (encoding != CSV_CP1252 || mark) {
    *text = start;
    *length = n;
    if (text_utf8(start, n)) return true;
    if (encoding == CSV_UTF8 || mark)
      return vg_fail(err, VG_E_INPUT, "line %zu: bytes that are not UTF-8", first_bad_line(start, n));
  }
  if (!text_from_cp1252(arena, start, n, text, &bad)) {
    if (vg_arena_exhausted(arena)) return vg_fail(err, VG_E_LIMIT, "the file is too large to be converted");
    return vg_fail(err, VG_E_INPUT, "line %zu: byte 0x%02x is neither UTF-8 nor Windows-1252", line_of(start, bad),
                   (unsigned)(unsigned char)start[bad]);
  }
  *length = strlen(*text);
  return true;
}

static char most_seen(const char *at, const char *end) {
  static const char candidates[] = ";,\t";
  size_t best = 0;
  char chosen = ';';
  for (size_t c = 0; candidates[c] != '\0'; c++) {
    size_t seen = 0;
    bool quoted = false;
    for (const char *p = at; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
      if (*p == '"') quoted = !quoted;
      seen += !quoted && *p == candidates[c];
    }
    if (seen > best) best = seen, chosen = candidates[c];
  }
  return chosen;
}

void csv_open(struct csv_reader *reader, char *text, size_t length, char delimiter) {
  *reader = (struct csv_reader){.at = text, .end = text + length, .delimiter = delimiter, .line = 1};
  if (length > 5 && memcmp(text, "sep=", 4) == 0 && (text[5] == '\n' || text[5] == '\r')) {
    if (delimiter == '\0') reader->delimiter = text[4];
    reader->at += text[5] == '\r' && length > 6 && text[6] == '\n' ? 7 : 6;
    reader->line = 2;
  }
  if (reader->delimiter == '\0') reader->delimiter = most_seen(reader->at, reader->end);
}

/* A cell between quotes, unquoted in place; *out is past its closing quote. */
static bool quoted_cell(struct csv_reader *r, const struct csv_row *row, char **cell, char **cell_end,
                        struct vg_error *err) {
  char *to = r->at, *start = r->at;
  for (char *p = r->at + 1; p < r->end; p++) {
    if (*p == '"' && (p + 1 == r->end || p[1] != '"')) {
      r->at = p + 1;
      *cell = start;
      *cell_end = to;
      return true;
    }
    if (*p == '"') p++;
    if (*p == '\n') r->line++;
    *to++ = *p;
    if (p - start > CSV_ROW_MAX) break;
  }
  if (r->end - start > CSV_ROW_MAX)
    return vg_fail(err, VG_E_LIMIT, "line %zu, column %zu: more than %d bytes", row->line, row->count + 1, CSV_ROW_MAX);
  return vg_fail(err, VG_E_INPUT, "line %zu, column %zu: a quote is opened and never closed: is the file cut?", row->line,
                 row->count + 1);
}

static void plain_cell(struct csv_reader *r, char **cell, char **cell_end) {
  char *p = r->at;
  while (p < r->end && *p != r->delimiter && *p != '\n' && *p != '\r') p++;
  *cell = r->at;
  *cell_end = p;
  r->at = p;
}

static void trim(char **cell, char *end) {
  while (*cell < end && (**cell == ' ' || **cell == '\t')) (*cell)++;
  while (end > *cell && (end[-1] == ' ' || end[-1] == '\t')) end--;
  *end = '\0';
}

/* Takes the separator after a cell: true when another cell follows. */
static bool next_cell(struct csv_reader *r, struct csv_row *row, char separator) {
  if (r->at >= r->end) return false;
  r->at++;
  if (separator == r->delimiter) return true;
  row->ended = true;
  if (separator == '\r' && r->at < r->end && *r->at == '\n') r->at++;
  r->line++;
  return false;
}

static bool one_row(struct csv_reader *r, struct csv_row *row, struct vg_error *err) {
  *row = (struct csv_row){.line = r->line};
  const char *start = r->at;
  for (bool more = true; more; row->count++) {
    char *cell = NULL, *cell_end = NULL;
    if (row->count == CSV_CELLS_MAX)
      return vg_fail(err, VG_E_LIMIT, "line %zu: more than %d columns", row->line, CSV_CELLS_MAX);
    bool quoted = r->at < r->end && *r->at == '"';
    if (quoted && !quoted_cell(r, row, &cell, &cell_end, err)) return false;
    if (!quoted) plain_cell(r, &cell, &cell_end);
    if (r->at - start > CSV_ROW_MAX)
      return vg_fail(err, VG_E_LIMIT, "line %zu: more than %d bytes", row->line, CSV_ROW_MAX);
    char separator = r->at < r->end ? *r->at : '\0';
    if (quoted && r->at < r->end && separator != r->delimiter && separator != '\n' && separator != '\r')
      return vg_fail(err, VG_E_INPUT, "line %zu, column %zu: text after a closing quote", row->line, row->count + 1);
    more = next_cell(r, row, separator);
    trim(&cell, cell_end);
    row->cells[row->count] = cell;
  }
  return true;
}

bool csv_next(struct csv_reader *reader, struct csv_row *row, struct vg_error *err) {
  while (reader->at < reader->end) {
    if (!one_row(reader, row, err)) return false;
    if (row->count > 1 || row->cells[0][0] != '\0') return true;
  }
  return false;
}

/* The plain letter of a two-byte Latin-1 character, or '\0'. */
static char plain_letter(unsigned char first, unsigned char second) {
  static const char upper_half[] = "aaaaaaaceeeeiiiidnooooo-ouuuuyts";
  if (first != 0xc3 || second < 0x80 || second > 0xbf) return '\0';
  return upper_half[second & 0x1f];
}

char *csv_fold(struct vg_arena *arena, const char *heading) {
  size_t n = strlen(heading), used = 0;
  char *out = vg_alloc(arena, n + 1);
  bool gap = false;
  for (size_t i = 0; out != NULL && i < n; i++) {
    unsigned char c = (unsigned char)heading[i];
    char letter = '\0';
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letter = (char)c;
    else if (c >= 'A' && c <= 'Z') letter = (char)(c - 'A' + 'a');
    else if (c >= 0x80 && (letter = plain_letter(c, (unsigned char)heading[i + 1])) != '\0') i++;
    if (letter == '\0') {
      gap = true;
      continue;
    }
    if (gap && used > 0) out[used++] = '_';
    gap = false;
    out[used++] = letter;
  }
  return out;
}
