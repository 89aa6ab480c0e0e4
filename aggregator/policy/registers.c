#include "policy/registers.h"

#include "core/buf.h"
#include "core/json.h"
#include "core/typography.h"

enum { JSON_MAX = 1 << 20 };

static void text(struct json_writer *w, const char *key, const char *value) {
  jw_key(w, key);
  jw_text(w, value == NULL ? "" : value);
}

static void number(struct json_writer *w, const char *key, int value) {
  jw_key(w, key);
  jw_int(w, value);
}

static void texts(struct json_writer *w, const char *key, const char *const *values, unsigned count) {
  jw_key(w, key);
  jw_begin_array(w);
  for (unsigned i = 0; i < count; i++) jw_text(w, values[i]);
  jw_end_array(w);
}

static void list(struct json_writer *w, const char *key) {
  jw_key(w, key);
  jw_begin_array(w);
}

static void rights(struct json_writer *w, const struct policy_registers *r) {
  list(w, "profiles");
  for (unsigned i = 0; i < r->profiles_count; i++) {
    const struct policy_profile *p = &r->profiles[i];
    jw_begin_object(w);
    text(w, "job", p->job);
    texts(w, "privileges", p->privileges, p->privileges_count);
    texts(w, "zones", p->zones, p->zones_count);
    jw_end_object(w);
  }
  jw_end_array(w);
  list(w, "incompatible_roles");
  for (unsigned i = 0; i < r->incompatible_roles_count; i++) {
    jw_begin_object(w);
    text(w, "one", r->incompatible_roles[i].one);
    text(w, "other", r->incompatible_roles[i].other);
    jw_end_object(w);
  }
  jw_end_array(w);
}

static void delays(struct json_writer *w, const struct policy_registers *r) {
  list(w, "deadlines");
  for (unsigned i = 0; i < r->deadlines_count; i++) {
    jw_begin_object(w);
    text(w, "topic", r->deadlines[i].topic);
    text(w, "severity", r->deadlines[i].severity);
    number(w, "days", r->deadlines[i].days);
    jw_end_object(w);
  }
  jw_end_array(w);
  list(w, "backup_classes");
  for (unsigned i = 0; i < r->backup_classes_count; i++) {
    jw_begin_object(w);
    text(w, "code", r->backup_classes[i].code);
    number(w, "hours", r->backup_classes[i].hours);
    jw_end_object(w);
  }
  jw_end_array(w);
}

static void topics(struct json_writer *w, struct vg_arena *a, const char *key, const struct policy_topic *items, unsigned count) {
  list(w, key);
  for (unsigned i = 0; i < count; i++) {
    jw_begin_object(w);
    text(w, "code", items[i].code);
    text(w, "title_fr", typography_fr(a, items[i].title_fr));
    text(w, "title_en", items[i].title_en);
    if (items[i].days > 0) number(w, "days", items[i].days);
    jw_end_object(w);
  }
  jw_end_array(w);
}

static void controls(struct json_writer *w, struct vg_arena *a, const struct policy_registers *r) {
  list(w, "controls");
  for (unsigned i = 0; i < r->controls_count; i++) {
    const struct policy_control *c = &r->controls[i];
    jw_begin_object(w);
    text(w, "code", c->code);
    text(w, "rule", c->rule);
    text(w, "subject", c->subject);
    number(w, "days", c->days);
    text(w, "question_fr", typography_fr(a, c->question_fr));
    text(w, "question_en", c->question_en);
    jw_end_object(w);
  }
  jw_end_array(w);
}

const char *registers_json(struct vg_arena *a, const struct policy_registers *r) {
  BUF(out, JSON_MAX);
  struct json_writer w;
  struct vg_error ignored = {0};
  jw_init(&w, &out);
  jw_begin_object(&w);
  delays(&w, r);
  rights(&w, r);
  topics(&w, a, "processes", r->processes, r->processes_count);
  topics(&w, a, "watch_topics", r->watch_topics, r->watch_topics_count);
  controls(&w, a, r);
  jw_end_object(&w);
  return buf_check(&out, "registers", &ignored) ? vg_strdup(a, out.data) : NULL;
}
