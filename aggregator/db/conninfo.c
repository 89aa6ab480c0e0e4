#include "db/conninfo.h"

#include <libpq-fe.h>
#include <string.h>

#include "core/buf.h"

bool conninfo_check(const char *conninfo, struct vg_error *err) {
  char *message = NULL;
  PQconninfoOption *options = PQconninfoParse(conninfo, &message);
  PQfreemem(message);
  if (options == NULL) {
    (void)vg_fail(err, VG_E_CONFIG, "setting database: not a connection string of libpq");
    return vg_hint(err, "for example: host=db.example port=5432 dbname=vigie sslmode=verify-full");
  }
  PQconninfoFree(options);
  return true;
}

char *conninfo_get(struct vg_arena *arena, const char *conninfo, const char *keyword) {
  PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
  char *found = NULL;
  for (PQconninfoOption *o = options; o != NULL && o->keyword != NULL; o++) {
    if (o->val != NULL && strcmp(o->keyword, keyword) == 0) found = vg_strdup(arena, o->val);
  }
  PQconninfoFree(options);
  return found;
}

static void put(struct buf *out, const char *keyword, const char *value) {
  if (out->length > 0) buf_char(out, ' ');
  buf_text(out, keyword);
  buf_text(out, "='");
  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '\'' || *p == '\\') buf_char(out, '\\');
    buf_char(out, *p);
  }
  buf_char(out, '\'');
}

char *conninfo_set(struct vg_arena *arena, const char *conninfo, const char *keyword, const char *value) {
  PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
  if (options == NULL) return NULL;
  BUF(out, 64 * 1024);
  for (PQconninfoOption *o = options; o->keyword != NULL; o++) {
    if (o->val != NULL && strcmp(o->keyword, keyword) != 0) put(&out, o->keyword, o->val);
  }
  put(&out, keyword, value);
  PQconninfoFree(options);
  return buf_ok(&out) ? vg_strndup(arena, out.data, out.length) : NULL;
}

const char *conninfo_of(struct vg_arena *arena, const struct config *config) {
  if (config->database != NULL) return config->database;
  return conninfo_set(arena, "port=5432 dbname=vigie", "host", config->run_dir);
}
