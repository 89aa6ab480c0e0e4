#include "web/evidence/evidence.h"

#include <string.h>
#include <strings.h>

#include "core/text.h"

static const struct {
  const char *extension, *media_type, *magic;
  size_t magic_length; /* 0: plain UTF-8 text */
} types[] = {
    {"pdf", "application/pdf", "%PDF-", 5},
    {"png", "image/png", "\x89PNG\r\n\x1a\n", 8},
    {"jpg", "image/jpeg", "\xff\xd8\xff", 3},
    {"jpeg", "image/jpeg", "\xff\xd8\xff", 3},
    {"odt", "application/vnd.oasis.opendocument.text", "PK\x03\x04", 4},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet", "PK\x03\x04", 4},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\x03\x04", 4},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\x03\x04", 4},
    {"txt", "text/plain", NULL, 0},
    {"csv", "text/csv", NULL, 0},
    {"log", "text/plain", NULL, 0},
};

static bool agrees(size_t type, const struct upload *file) {
  if (types[type].magic_length > 0)
    return file->length >= types[type].magic_length && memcmp(file->data, types[type].magic, types[type].magic_length) == 0;
  const char *text = (const char *)file->data;
  return memchr(text, '\0', file->length) == NULL && text_utf8(text, file->length);
}

const char *evidence_type(const struct upload *file, struct vg_error *err) {
  const char *dot = strrchr(file->filename, '.');
  if (file->length > EVIDENCE_MAX) {
    (void)vg_fail(err, VG_E_LIMIT, N_("\"%s\" has %zu bytes, at most %d are kept"), file->filename, file->length, EVIDENCE_MAX);
    (void)vg_context(err, "%s: ", file->field);
    return NULL;
  }
  if (file->length == 0) {
    (void)vg_refuse(err, file->field, "the file \"%s\" is empty", file->filename);
    return NULL;
  }
  for (size_t i = 0; dot != NULL && i < sizeof types / sizeof *types; i++) {
    if (strcasecmp(dot + 1, types[i].extension) != 0) continue;
    if (agrees(i, file)) return types[i].media_type;
    (void)vg_refuse(err, file->field, "\"%s\" is not what its name says: expected the content of a %s file", file->filename, types[i].extension);
    return NULL;
  }
  (void)vg_refuse(err, file->field, "expected a pdf, png, jpg, odt, ods, docx, xlsx, txt, csv or log file, got \"%s\"", file->filename);
  return NULL;
}

const char *evidence_download_name(struct vg_arena *arena, const char *name) {
  char *out = vg_strdup(arena, name);
  for (char *p = out; p != NULL && *p != '\0'; p++) {
    bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || strchr(".-_", *p) != NULL;
    if (!plain) *p = '_';
  }
  return out != NULL && *out != '\0' && *out != '.' ? out : "evidence";
}
