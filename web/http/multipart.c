#include "web/http/multipart.h"

#include <string.h>
#include <strings.h>

#include "core/buf.h"
#include "core/text.h"

enum { PART_HEADERS_MAX = 1000, TEXTS_MAX = 1 << 20 };

struct part {
  const char *head, *head_end; /* its headers, without the empty line */
  const char *data;
  size_t length;
};

struct reading {
  struct params *params;
  struct uploads *uploads;
  struct vg_arena *arena;
  const char *at, *end; /* what is left of the body */
  char mark[BOUNDARY_MAX + 5]; /* CR LF -- boundary */
  size_t mark_length, parts;
  struct vg_error *err;
};

static bool boundary_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("'()+_,-./:=?", c) != NULL;
}

bool multipart_boundary(const char *content_type, char *out) {
  static const char type[] = "multipart/form-data;", name[] = "boundary=";
  if (content_type == NULL || strncasecmp(content_type, type, sizeof type - 1) != 0) return false;
  const char *p = content_type + sizeof type - 1;
  p += strspn(p, " ");
  if (strncasecmp(p, name, sizeof name - 1) != 0) return false;
  p += sizeof name - 1;
  size_t n = strlen(p);
  if (n >= 2 && p[0] == '"' && p[n - 1] == '"') p++, n -= 2;
  if (n == 0 || n > BOUNDARY_MAX) return false;
  for (size_t i = 0; i < n; i++)
    if (p[i] == '\0' || !boundary_char(p[i])) return false;
  memcpy(out, p, n);
  out[n] = '\0';
  return true;
}

static bool bad(struct reading *r, const char *expected) {
  return vg_fail(r->err, VG_E_INPUT, "part %zu of the form: expected %s", r->parts + 1, expected);
}

static bool starts(const struct reading *r, const char *text, size_t n) {
  return (size_t)(r->end - r->at) >= n && memcmp(r->at, text, n) == 0;
}

/* ---- one part ---- */

static bool next_part(struct reading *r, struct part *out) {
  const char *blank = memmem(r->at, (size_t)(r->end - r->at), "\r\n\r\n", 4);
  if (blank == NULL || blank - r->at > PART_HEADERS_MAX) return bad(r, "headers of at most 1000 bytes and an empty line");
  out->head = r->at;
  out->head_end = blank;
  out->data = blank + 4;
  const char *mark = memmem(blank + 2, (size_t)(r->end - blank - 2), r->mark, r->mark_length);
  if (mark == NULL) return bad(r, "its end");
  if (mark < out->data) return bad(r, "an empty line before its content");
  out->length = (size_t)(mark - out->data);
  r->at = mark + r->mark_length;
  return true;
}

/* A quoted value: browsers write %22, %0D and %0A for what would break it. */
static const char *quoted(struct reading *r, const char **p, const char *end) {
  const char *from = *p, *to = memchr(from, '"', (size_t)(end - from));
  if (to == NULL) return NULL;
  *p = to + 1;
  return vg_strndup(r->arena, from, (size_t)(to - from));
}

static bool take_disposition(struct reading *r, const char *p, const char *end, const char **name, const char **filename) {
  static const char form[] = "form-data; name=\"", file[] = "; filename=\"";
  if ((size_t)(end - p) < sizeof form - 1 || memcmp(p, form, sizeof form - 1) != 0) return false;
  p += sizeof form - 1;
  *name = quoted(r, &p, end);
  if (*name == NULL || p == end) return *name != NULL;
  if ((size_t)(end - p) < sizeof file - 1 || memcmp(p, file, sizeof file - 1) != 0) return false;
  p += sizeof file - 1;
  *filename = quoted(r, &p, end);
  return *filename != NULL && p == end;
}

static bool take_headers(struct reading *r, const struct part *part, const char **name, const char **filename) {
  static const char disposition[] = "Content-Disposition: ", type[] = "Content-Type: ";
  for (const char *line = part->head; line < part->head_end;) {
    const char *end = memmem(line, (size_t)(part->head_end - line), "\r\n", 2);
    if (end == NULL) end = part->head_end;
    size_t n = (size_t)(end - line);
    if (n >= sizeof disposition - 1 && strncasecmp(line, disposition, sizeof disposition - 1) == 0) {
      if (*name != NULL || !take_disposition(r, line + sizeof disposition - 1, end, name, filename))
        return bad(r, "Content-Disposition: form-data; name=\"…\", once");
    } else if (n < sizeof type - 1 || strncasecmp(line, type, sizeof type - 1) != 0) {
      return bad(r, "Content-Disposition and Content-Type alone");
    }
    line = end == part->head_end ? end : end + 2;
  }
  return *name != NULL || bad(r, "a Content-Disposition");
}

/* Browsers write the quote of a file's name as %22, and nothing else of what can be shown. */
static char *with_quotes(char *name) {
  for (char *p = name; p != NULL && (p = strstr(p, "%22")) != NULL; p++) {
    *p = '"';
    memmove(p + 1, p + 3, strlen(p + 3) + 1);
  }
  return name;
}

/* The last name of a path, of characters that can be shown. */
static const char *plain_filename(struct reading *r, const char *given) {
  const char *slash = strrchr(given, '/'), *back = strrchr(given, '\\'), *base = given;
  if (slash != NULL) base = slash + 1;
  if (back != NULL && back + 1 > base) base = back + 1;
  size_t n = strlen(base);
  if (n > UPLOAD_NAME_MAX || !text_utf8(base, n)) return NULL;
  for (const unsigned char *p = (const unsigned char *)base; *p != '\0'; p++)
    if (*p < 0x20 || *p == 0x7f) return NULL;
  return with_quotes(vg_strdup(r->arena, n == 0 ? "" : base));
}

static bool take_file(struct reading *r, const struct part *part, const char *name, const char *filename) {
  struct uploads *u = r->uploads;
  const char *plain = plain_filename(r, filename);
  if (plain == NULL) return bad(r, "a file name of at most 200 characters that can be shown");
  if (*plain == '\0' && part->length == 0) return true;
  if (*plain == '\0') return bad(r, "a file with a name");
  if (u->count == UPLOADS_MAX) {
    (void)vg_fail(r->err, VG_E_LIMIT, N_("more files than the %d that are taken at once"), UPLOADS_MAX);
    return vg_context(r->err, "%s: ", name);
  }
  u->items[u->count++] = (struct upload){name, plain, (const unsigned char *)part->data, part->length};
  return true;
}

static bool take_part(struct reading *r, const struct part *part) {
  const char *name = NULL, *filename = NULL;
  if (!take_headers(r, part, &name, &filename)) return false;
  if (filename == NULL) return params_add(r->params, r->arena, name, part->data, part->length, r->err);
  return params_name_valid(name) ? take_file(r, part, name, filename) : bad(r, "a name of a field");
}

/* ---- the whole ---- */

bool multipart_parse(struct params *params, struct uploads *uploads, struct vg_arena *arena, const char *boundary, const char *body,
                     size_t length, struct vg_error *err) {
  struct reading r = {.params = params, .uploads = uploads, .arena = arena, .at = body, .end = body + length, .err = err};
  *params = (struct params){0};
  *uploads = (struct uploads){0};
  r.mark_length = strlen(boundary) + 4;
  memcpy(r.mark, "\r\n--", 4);
  memcpy(r.mark + 4, boundary, r.mark_length - 4);
  if (!starts(&r, r.mark + 2, r.mark_length - 2)) return bad(&r, "the boundary that its type announces");
  r.at += r.mark_length - 2;
  for (; !starts(&r, "--", 2); r.parts++) {
    struct part part = {0};
    if (!starts(&r, "\r\n", 2)) return bad(&r, "a line after the boundary");
    r.at += 2;
    if (!next_part(&r, &part) || !take_part(&r, &part)) return false;
  }
  r.at += 2;
  return r.at == r.end || (starts(&r, "\r\n", 2) && r.at + 2 == r.end) || bad(&r, "nothing after its end");
}

static void put_encoded(struct buf *out, const char *text) {
  static const char hex[] = "0123456789ABCDEF";
  for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++)
    buf_put(out, (char[]){'%', hex[*p >> 4], hex[*p & 15]}, 3);
}

const char *multipart_texts(struct vg_arena *arena, const struct params *params, size_t *length) {
  BUF(out, TEXTS_MAX);
  for (size_t i = 0; i < params->count; i++) {
    if (i > 0) buf_char(&out, '&');
    put_encoded(&out, params->items[i].name);
    buf_char(&out, '=');
    put_encoded(&out, params->items[i].value);
  }
  *length = out.length;
  return buf_ok(&out) ? vg_strndup(arena, out.data != NULL ? out.data : "", out.length) : NULL;
}
