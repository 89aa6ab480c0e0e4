#include "db/entered.h"

#include <criterion/criterion.h>
#include <stdarg.h>

int64_t entered_source(struct db *owner, const char *code, const char *kind, vg_time now) {
  const struct option_value options[] = {{"kind", kind}};
  const struct source_draft draft = {.code = code, .name = code, .connector = "form", .perimeter = "all", .options = options, .options_count = 1,
                                     .enabled = true, .actor = "test", .now = now};
  struct source_saved saved;
  struct vg_error err = {0};
  cr_assert(source_save(owner, &draft, &saved, &err), "%s", err.message);
  return saved.id;
}

static void read_draft(struct entry_draft *draft, va_list fields) {
  for (const char *name; (name = va_arg(fields, const char *)) != NULL;) {
    int i = kind_field_index(draft->kind, name);
    cr_assert_geq(i, 0, "no field %s", name);
    draft->fields[i] = va_arg(fields, const char *);
  }
}

int64_t entered_save(struct db *web, int64_t source, const char *key, vg_time now, ...) {
  VG_ARENA(arena, 4 << 20);
  struct source s;
  struct entry_checked checked;
  struct vg_error err = {0};
  const struct entry_author author = {"ada", now};
  int64_t request;
  va_list fields;
  cr_assert(source_load(web, arena, source, &s, &err), "%s", err.message);
  struct entry_draft draft = {.kind = entry_kind(&s), .key = key};
  va_start(fields, now);
  read_draft(&draft, fields);
  va_end(fields);
  cr_assert(entry_check(arena, &draft, zone_get("Europe/Paris", &err), now, &checked, &err), "%zu wrong; %s", checked.wrong, err.message);
  cr_assert(entry_save(web, arena, &s, 0, 0, &checked, &author, &request, &err), "%s", err.message);
  return request;
}

void entered_confirm(struct db *web, int64_t source, vg_time now) {
  VG_ARENA(arena, 4 << 20);
  struct source s;
  struct vg_error err = {0};
  const struct entry_author author = {"ada", now};
  int64_t request;
  cr_assert(source_load(web, arena, source, &s, &err) && register_confirm(web, arena, &s, &author, &request, &err), "%s", err.message);
}
