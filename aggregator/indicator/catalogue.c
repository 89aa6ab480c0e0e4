#include "indicator/catalogue.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { CATALOGUE_LIMIT = 4 << 20 };

static struct {
  pthread_once_t once;
  struct vg_arena *arena; /* for the life of the process */
  struct indicator *items;
  size_t count;
  struct vg_error error;
} catalogue = {.once = PTHREAD_ONCE_INIT};

static bool add(enum sql_id id) {
  const struct sql_text *sql = &sql_texts[id];
  const char *code = sql->name + strlen("indicator_");
  const char *path = vg_printf(catalogue.arena, "sql/indicator/%s.sql", code);
  struct indicator *one = &catalogue.items[catalogue.count];
  if (path == NULL) return vg_fail(&catalogue.error, VG_E_LIMIT, "indicators: out of memory");
  if (!indicator_sheet_parse(catalogue.arena, path, sql->comment, one, &catalogue.error)) return false;
  one->statement = sql;
  crypto_hash_sha256(one->sha256, (const unsigned char *)sql->text, strlen(sql->text));
  catalogue.count++;
  return true;
}

static void load(void) {
  catalogue.arena = vg_arena_new(CATALOGUE_LIMIT);
  if (catalogue.arena != NULL) catalogue.items = vg_alloc(catalogue.arena, SQL_COUNT * sizeof *catalogue.items);
  if (catalogue.items == NULL) {
    (void)vg_fail(&catalogue.error, VG_E_LIMIT, "indicators: out of memory");
    return;
  }
  for (int id = 0; id < SQL_COUNT; id++) {
    if (sql_texts[id].indicator && !add((enum sql_id)id)) return;
  }
}

__attribute__((destructor)) static void unload(void) {
  vg_arena_free(catalogue.arena);
}

const struct indicator *indicator_all(size_t *count, struct vg_error *err) {
  (void)pthread_once(&catalogue.once, load);
  *count = 0;
  if (catalogue.error.code != VG_OK) {
    *err = catalogue.error;
    return NULL;
  }
  *count = catalogue.count;
  return catalogue.items;
}

const struct indicator *indicator_find(const char *code) {
  struct vg_error ignored = {0};
  size_t count;
  const struct indicator *all = indicator_all(&count, &ignored);
  for (size_t i = 0; i < count; i++) {
    if (strcmp(all[i].code, code) == 0) return &all[i];
  }
  return NULL;
}

size_t indicator_place(const struct indicator *indicator) { return (size_t)(indicator - catalogue.items); }

const char *indicator_sentence(struct vg_arena *arena, const struct indicator *indicator, bool french,
                               const char *detail) {
  const char *text = french ? indicator->deviation.fr : indicator->deviation.en;
  const char *nothing = french ? indicator->nothing.fr : indicator->nothing.en;
  if (detail == NULL && nothing != NULL) return nothing;
  const char *place = strstr(text, "{detail}");
  if (place == NULL) return text;
  return vg_printf(arena, "%.*s%s%s", (int)(place - text), text, detail == NULL ? "?" : detail,
                   place + strlen("{detail}"));
}

const char *indicator_titles(struct vg_arena *arena, bool french, const char *codes) {
  const char *out = "";
  for (const char *p = codes; p != NULL && *p != '\0' && out != NULL;) {
    size_t n = strcspn(p, ",");
    char *code = vg_strndup(arena, p, n);
    const struct indicator *one = code == NULL ? NULL : indicator_find(code);
    const char *title = one == NULL ? code : french ? one->title.fr : one->title.en;
    out = vg_printf(arena, "%s%s%s", out, *out == '\0' ? "" : ", ", title == NULL ? "" : title);
    for (p += n; *p == ',' || *p == ' ';) p++;
  }
  return out;
}
