#include "policy/policy.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/sql_file.h"
#include "policy/pack.h"

enum { LOG_LIMIT = 400, PACK_BYTES_MAX = 1 << 20 };

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

/* ---- what the schema cannot say ---- */

struct check {
  const char *path;
  struct vg_error *err;
};

static bool bad(const struct check *c, const char *place, const char *expected, const char *found) {
  return vg_fail(c->err, VG_E_INPUT, "%s: %s: expected %s, got \"%s\"", c->path, place, expected, found);
}

static bool name_ok(const char *text, const char *extra) {
  size_t n = 0;
  for (; text[n] != '\0'; n++) {
    bool plain = (text[n] >= 'a' && text[n] <= 'z') || (text[n] >= '0' && text[n] <= '9');
    if (!plain && strchr(extra, text[n]) == NULL) return false;
  }
  return n > 0;
}

static bool check_rule(const struct check *c, const struct policy_chapter *chapter, unsigned n) {
  const struct policy_rule *rule = &chapter->rules[n];
  char place[96], expected[32];
  (void)snprintf(place, sizeof place, "rule %.20s: number", rule->number);
  (void)snprintf(expected, sizeof expected, "%d.%u", chapter->number, n + 1);
  if (strcmp(rule->number, expected) != 0) return bad(c, place, expected, rule->number);
  if ((rule->frequency_fr == NULL) != (rule->frequency_en == NULL))
    return bad(c, place, "frequency_fr and frequency_en, or neither", "one of them");
  for (unsigned i = 0; i < rule->indicators_count; i++) {
    (void)snprintf(place, sizeof place, "rule %.20s: indicators[%u]", rule->number, i);
    if (!name_ok(rule->indicators[i], "_")) return bad(c, place, "a code of [a-z0-9_]", rule->indicators[i]);
    for (unsigned j = 0; j < i; j++) {
      if (strcmp(rule->indicators[i], rule->indicators[j]) == 0)
        return bad(c, place, "a code given once", rule->indicators[i]);
    }
  }
  return true;
}

static bool check_chapters(const struct check *c, const struct policy *policy) {
  for (unsigned i = 0; i < policy->chapters_count; i++) {
    const struct policy_chapter *chapter = &policy->chapters[i];
    char place[64], found[16];
    (void)snprintf(place, sizeof place, "chapters[%u]: number", i);
    (void)snprintf(found, sizeof found, "%d", chapter->number);
    if (chapter->number < 1 || (i > 0 && chapter->number <= policy->chapters[i - 1].number))
      return bad(c, place, "numbers from 1 that go up", found);
    for (unsigned n = 0; n < chapter->rules_count; n++) {
      if (!check_rule(c, chapter, n)) return false;
    }
  }
  return true;
}

static bool check_thresholds(const struct check *c, const struct policy *policy) {
  for (unsigned i = 0; i < policy->thresholds_count; i++) {
    const struct policy_threshold *t = &policy->thresholds[i];
    char place[128], found[96];
    (void)snprintf(place, sizeof place, "thresholds[%u] (%.60s)", i, t->indicator);
    (void)snprintf(found, sizeof found, "%g, %g, %g", t->target, t->warning, t->critical);
    bool up = t->target >= t->warning && t->warning >= t->critical,
         down = t->target <= t->warning && t->warning <= t->critical;
    if (!isfinite(t->target) || !isfinite(t->warning) || !isfinite(t->critical) || (!up && !down))
      return bad(c, place, "target, warning and critical in one direction", found);
    for (unsigned j = 0; j < i; j++) {
      if (strcmp(policy->thresholds[j].indicator, t->indicator) == 0)
        return bad(c, place, "an indicator given once", t->indicator);
    }
  }
  return true;
}

static bool check_head(const struct check *c, const struct policy *policy) {
  struct vg_error ignored = {0};
  vg_time at;
  if (!name_ok(policy->code, "-_") || strlen(policy->code) > 63)
    return bad(c, "code", "a name of [a-z0-9_-]", policy->code);
  if (strlen(policy->effective_on) != 10 || !time_parse(policy->effective_on, &at, &ignored))
    return bad(c, "effective_on", "a date such as 2024-01-31", policy->effective_on);
  return true;
}

/* ---- */

bool policy_parse(const char *path, const char *text, size_t length, struct policy **out, struct vg_error *err) {
  BUF(log, LOG_LIMIT + 200);
  cyaml_config_t config = configuration(&log);
  struct check c = {path, err};
  void *loaded = NULL;
  *out = NULL;
  if (length > PACK_BYTES_MAX) return vg_fail(err, VG_E_LIMIT, "%s: more than 1 MiB", path);
  if (!text_utf8(text, length)) return vg_fail(err, VG_E_INPUT, "%s: expected UTF-8", path);
  cyaml_err_t failed = cyaml_load_data((const uint8_t *)text, length, &config, &policy_pack_schema, &loaded, NULL);
  if (failed != CYAML_OK)
    return vg_fail(err, VG_E_INPUT, "%s: %s", path, log.length > 0 ? log.data : cyaml_strerror(failed));
  *out = loaded;
  if (*out == NULL) return vg_fail(err, VG_E_INPUT, "%s: empty", path);
  if (check_head(&c, *out) && check_chapters(&c, *out) && check_thresholds(&c, *out)) return true;
  policy_free(*out);
  *out = NULL;
  return false;
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

void policy_free(struct policy *policy) {
  cyaml_config_t config = {.mem_fn = cyaml_mem};
  if (policy != NULL) (void)cyaml_free(&config, &policy_pack_schema, policy, 0);
}
