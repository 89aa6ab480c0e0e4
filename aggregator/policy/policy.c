#include "policy/policy.h"

#include <stdio.h>
#include <string.h>

#include "core/buf.h"
#include "core/text.h"
#include "db/sql_file.h"
#include "policy/check.h"
#include "policy/marks.h"
#include "policy/pack.h"
#include "policy/shape.h"

enum { LOG_LIMIT = 400 };

/* ---- libcyaml ---- */

/* Its messages, errors first, on one line: "Load: Unexpected key: titel; in mapping (line: 12, column: 7)". */
__attribute__((format(printf, 3, 0))) static void take_log(cyaml_log_t level, void *user, const char *format,
                                                           va_list args) {
  struct buf *out = user;
  char line[200];
  if (level < CYAML_LOG_ERROR || out->length + sizeof line > LOG_LIMIT) return;
  (void)vsnprintf(line, sizeof line, format, args);
  line[strcspn(line, "\n")] = '\0';
  const char *text = line + strspn(line, " ");
  if (text_starts(text, "Load: Backtrace:")) return;
  if (text_starts(text, "Load: ")) text += strlen("Load: ");
  if (out->length > 0) buf_text(out, "; ");
  buf_text(out, text);
}

static cyaml_config_t configuration(struct buf *log) {
  return (cyaml_config_t){.log_fn = take_log,
                          .log_ctx = log,
                          .mem_fn = cyaml_mem,
                          .log_level = CYAML_LOG_ERROR,
                          .flags = CYAML_CFG_NO_ALIAS};
}

/* Of the first line that is not UTF-8: its number, and what stands there. */
static bool not_utf8(const char *path, const char *text, size_t length, struct vg_error *err) {
  size_t line = 1, from = 0, to;
  char found[80], shown[200];
  for (;; from = to + 1, line++) {
    const char *end = memchr(text + from, '\n', length - from);
    to = end != NULL ? (size_t)(end - text) : length;
    if (!text_utf8(text + from, to - from) || to == length) break;
  }
  (void)snprintf(found, sizeof found, "%.*s", (int)(to - from), text + from);
  return vg_fail(err, VG_E_INPUT, "%s:%zu: expected UTF-8, found \"%s\"", path, line, text_show(found, shown, sizeof shown));
}

bool pack_read(const char *path, const char *text, size_t length, const cyaml_schema_value_t *schema, void **out,
               struct vg_error *err) {
  BUF(log, LOG_LIMIT + 200);
  cyaml_config_t config = configuration(&log);
  *out = NULL;
  if (length > POLICY_BYTES_MAX) return vg_fail(err, VG_E_LIMIT, "%s: more than 1 MiB", path);
  if (!text_utf8(text, length)) return not_utf8(path, text, length, err);
  if (!shape_given(path, text, length, schema, err) || !marks_translated(path, text, length, err) ||
      !shape_check(path, text, length, schema, err))
    return false;
  cyaml_err_t failed = cyaml_load_data((const uint8_t *)text, length, &config, schema, out, NULL);
  if (failed != CYAML_OK)
    return vg_fail(err, VG_E_INPUT, "%s: %s", path, log.length > 0 ? log.data : cyaml_strerror(failed));
  return *out != NULL || vg_fail(err, VG_E_INPUT, "%s: empty", path);
}

void pack_free(const cyaml_schema_value_t *schema, void *pack) {
  cyaml_config_t config = {.mem_fn = cyaml_mem};
  if (pack != NULL) (void)cyaml_free(&config, schema, pack, 0);
}

/* ---- */

bool policy_parse(const char *path, const char *text, size_t length, struct policy **out, struct vg_error *err) {
  struct check c = {path, text, length, err};
  void *loaded = NULL;
  *out = NULL;
  if (!pack_read(path, text, length, &policy_pack_schema, &loaded, err)) return false;
  if (!check_pack(&c, loaded) || !check_registers(&c, loaded)) {
    policy_free(loaded);
    return false;
  }
  *out = loaded;
  return true;
}

bool policy_builtin(const char *code, struct policy **out, struct vg_error *err) {
  char path[128];
  *out = NULL;
  for (const struct sql_file *f = sql_policies; f->name != NULL; f++) {
    if (strcmp(f->name, code) != 0) continue;
    (void)snprintf(path, sizeof path, "sql/policy/%s.yaml", f->name);
    return policy_parse(path, f->text, f->length, out, err);
  }
  return vg_fail(err, VG_E_NOTFOUND, "no policy pack is called \"%s\"", code);
}

const char *policy_builtin_text(const char *code) {
  for (const struct sql_file *f = sql_policies; f->name != NULL; f++) {
    if (strcmp(f->name, code) == 0) return f->text;
  }
  return NULL;
}

void policy_free(struct policy *policy) {
  pack_free(&policy_pack_schema, policy);
}

unsigned policy_rules(const struct policy *p) {
  unsigned n = 0;
  for (unsigned i = 0; i < p->chapters_count; i++) n += p->chapters[i].rules_count;
  return n;
}

const struct policy_rule *policy_rule_find(const struct policy *p, const char *number) {
  for (unsigned i = 0; i < p->chapters_count; i++) {
    for (unsigned r = 0; r < p->chapters[i].rules_count; r++) {
      if (strcmp(p->chapters[i].rules[r].number, number) == 0) return &p->chapters[i].rules[r];
    }
  }
  return NULL;
}
