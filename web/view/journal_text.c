#include "web/view/journal_text.h"

#include <string.h>

#include "core/json.h"
#include "core/zone.h"
#include "source/options.h"
#include "web/auth/role.h"
#include "web/auth/user.h"
#include "web/view/record_text.h"
#include "web/view/source_text.h"

const struct journal_action journal_actions[] = {
    {"source.created", N_("Source added")},
    {"source.changed", N_("Source changed")},
    {"source.enabled", N_("Source started")},
    {"source.disabled", N_("Source stopped")},
    {"source.removed", N_("Source removed")},
    {"entry.added", N_("Entry added")},
    {"entry.changed", N_("Entry changed")},
    {"entry.removed", N_("Entry removed")},
    {"register.confirmed", N_("Register confirmed up to date")},
    {"pull.accepted", N_("Held pull accepted")},
    {"pull.refused", N_("Held pull refused")},
    {"session.opened", N_("Signed in")},
    {"session.refused", N_("Sign-in refused")},
    {"session.closed", N_("Signed out")},
    {"session.revoked", N_("Other sessions ended")},
    {"user.added", N_("User added")},
    {"user.enabled", N_("User let in again")},
    {"user.disabled", N_("User disabled")},
    {"user.role_changed", N_("Role changed")},
    {"user.setup_link", N_("Set-up link made")},
    {"user.mail_changed", N_("E-mail of a user changed")},
    {"user.password_changed", N_("Password chosen")},
    {"waiver.requested", N_("Waiver asked for")},
    {"waiver.approved", N_("Waiver approved")},
    {"waiver.refused", N_("Waiver refused")},
    {"waiver.ended", N_("Waiver ended early")},
    {"indicator.added", N_("Indicator of the organisation added")},
    {"indicator.removed", N_("Indicator of the organisation removed")},
    {"threshold.changed", N_("Target changed")},
    {"rule.owner_changed", N_("Owner changed")},
    {"applicability.stated", N_("Applicability stated")},
    {"applicability.confirmed", N_("Applicability confirmed")},
    {"applicability.refused", N_("Statement of applicability refused")},
    {"deviation.noted", N_("Deviation explained")},
    {"attestation.written", N_("Attestation written")},
    {"attestation.accepted", N_("Attestation accepted")},
    {"attestation.refused", N_("Attestation refused")},
    {"evidence.read", N_("Evidence downloaded")},
    {"policy.loaded", N_("Policy loaded")},
    {"policy.removed", N_("Policy removed")},
    {"evaluation.disagreed", N_("Disagreement found by night")},
    {NULL, NULL}};

/* The first words of objects. */
static const char *const nouns[] = {N_("source"), N_("user"), N_("session"), N_("pull"), N_("waiver"), N_("indicator"), N_("rule"), N_("policy"), NULL};

const char *journal_action_text(enum lang lang, const char *code) {
  for (const struct journal_action *a = journal_actions; a->code != NULL; a++)
    if (strcmp(a->code, code) == 0) return tr(lang, a->title);
  return code;
}

const char *journal_object_text(enum lang lang, struct vg_arena *arena, const char *object) {
  size_t length = strcspn(object, " ");
  for (const char *const *noun = nouns; *noun != NULL; noun++) {
    if (strlen(*noun) != length || strncmp(*noun, object, length) != 0) continue;
    const char *text = vg_printf(arena, "%s%s", tr(lang, *noun), object + length);
    return text != NULL ? text : object;
  }
  return object;
}

const char *journal_actor_text(enum lang lang, const char *actor) {
  return strcmp(actor, "command line") == 0 ? tr(lang, N_("command line")) : actor;
}

/* ---- details ---- */

enum detail_as { AS_TEXT, AS_WORD, AS_DAY, AS_ROLE, AS_CONNECTOR, AS_KIND, AS_FIELD, AS_MAIL };

/* In the order in which they are shown. */
static const struct detail_key {
  const char *key, *label;
  enum detail_as as;
} detail_keys[] = {
    {"login", N_("Login"), AS_TEXT},
    {"role", N_("Role"), AS_ROLE},
    {"email", N_("E-mail address"), AS_WORD},
    {"mail", N_("Told by e-mail"), AS_MAIL},
    {"by", N_("By"), AS_WORD},
    {"connector", N_("Connector"), AS_CONNECTOR},
    {"kind", N_("Kind"), AS_KIND},
    {"entry", N_("Entry"), AS_TEXT},
    {"fields", N_("Fields"), AS_FIELD},
    {"rule", N_("Rule"), AS_TEXT},
    {"indicator", N_("Indicator"), AS_TEXT},
    {"subject", N_("Subject"), AS_TEXT},
    {"perimeter", N_("Perimeter"), AS_TEXT},
    {"applicable", N_("Applicable"), AS_WORD},
    {"owner", N_("Owner"), AS_TEXT},
    {"deputy", N_("Deputy"), AS_TEXT},
    {"target", N_("Target"), AS_TEXT},
    {"warning", N_("Warning"), AS_TEXT},
    {"critical", N_("Critical"), AS_TEXT},
    {"from", N_("From"), AS_DAY},
    {"until", N_("Until"), AS_DAY},
    {"effective_on", N_("In force on"), AS_DAY},
    {"rules", N_("Rules"), AS_TEXT},
    {"enabled", N_("In service"), AS_TEXT},
    {"options", N_("Options"), AS_TEXT},
    {"kinds", N_("Kinds of records"), AS_TEXT},
    {"secrets_typed", N_("Secrets typed"), AS_TEXT},
    {"secrets_wiped", N_("Secrets wiped"), AS_TEXT},
    {"what", N_("What differs"), AS_TEXT},
    {"cause", N_("Why it happened"), AS_TEXT},
    {"mended_by", N_("What mended it"), AS_TEXT},
    {"decision", N_("Decision"), AS_TEXT},
    {"compensation", N_("Compensating measure"), AS_TEXT},
    {"reason", N_("Reason"), AS_TEXT},
};

struct details {
  const struct html *h;
  struct vg_arena *arena;
  const struct connector *connector; /* of the source that it is about; NULL */
  const struct kind *kind;           /* of the entry that it is about; NULL */
};

static bool is_known(const char *key) {
  for (size_t i = 0; i < sizeof detail_keys / sizeof *detail_keys; i++)
    if (strcmp(detail_keys[i].key, key) == 0) return true;
  return false;
}

static const char *day_text(const struct details *d, const char *text) {
  struct vg_error ignored = {0};
  int64_t day;
  vg_time at;
  if (date_parse(text, &day, &ignored))
    return text_value(d->h, d->arena,
                      (struct html_value){.as = HTML_MEDIUM, .time = d->h->zone != NULL ? zone_midnight(d->h->zone, day) : day * VG_DAY});
  ignored = (struct vg_error){0};
  return time_parse(text, &at, &ignored) ? text_value(d->h, d->arena, (struct html_value){.as = HTML_DATETIME, .time = at}) : text;
}

static const char *text_as(const struct details *d, enum detail_as as, const char *text) {
  enum role role = as == AS_ROLE ? role_parse(text) : ROLE_NONE;
  bool french = d->h->lang == LANG_FR;
  if (as == AS_DAY) return day_text(d, text);
  if (as == AS_WORD) return tr(d->h->lang, strcmp(text, "set-up link") == 0 ? N_("set-up link") : text);
  if (as == AS_MAIL) return tr(d->h->lang, user_mail_title(text));
  if (role != ROLE_NONE) return tr(d->h->lang, role_title(role));
  if (as == AS_KIND && d->kind != NULL) return kind_label(d->h, d->kind);
  int field = as == AS_FIELD && d->kind != NULL ? kind_field_index(d->kind, text) : -1;
  if (field >= 0) return field_label(d->h, &d->kind->fields[field]);
  if (as == AS_CONNECTOR && d->connector != NULL) return french ? d->connector->title_fr : d->connector->title_en;
  return text;
}

/* A value, in one line; of an object its members, which are options of a connector; "" for what is empty. */
static void put_value(const struct details *d, struct buf *out, enum detail_as as, const json_t *value) {
  size_t i, length = out->length;
  const char *name;
  json_t *one;
  if (json_is_boolean(value)) buf_text(out, tr(d->h->lang, json_is_true(value) ? N_("yes") : N_("no")));
  else if (json_is_integer(value)) buf_printf(out, "%lld", (long long)json_integer_value(value));
  else if (json_is_string(value)) buf_text(out, text_as(d, as, json_string_value(value)));
  json_array_foreach((json_t *)(uintptr_t)value, i, one) {
    if (out->length > length) buf_text(out, ", ");
    put_value(d, out, as, one);
  }
  json_object_foreach((json_t *)(uintptr_t)value, name, one) {
    const struct option_spec *spec = d->connector != NULL ? option_spec_of(d->connector, name) : NULL;
    buf_printf(out, "%s%s = ", out->length > length ? ", " : "", option_label(d->h, d->connector, name));
    if (spec != NULL && json_is_string(one)) buf_text(out, option_word(d->h, spec, json_string_value(one)));
    else put_value(d, out, as, one);
  }
}

static bool says_nothing(const char *key, const json_t *value) {
  return value == NULL || json_is_null(value) || (json_is_string(value) && json_string_length(value) == 0) ||
         ((json_is_array(value) || json_is_object(value)) && json_array_size(value) + json_object_size(value) == 0) ||
         (json_is_false(value) && strcmp(key, "secrets_wiped") == 0);
}

static void put_detail(const struct details *d, struct buf *out, const char *key, const char *label, enum detail_as as, const json_t *value) {
  if (says_nothing(key, value)) return;
  if (out->length > 0) buf_text(out, tr(d->h->lang, N_("; ")));
  buf_printf(out, "%s%s", label, tr(d->h->lang, N_(": ")));
  put_value(d, out, as, value);
}

const char *journal_detail_text(const struct html *h, struct vg_arena *arena, const char *json) {
  struct vg_error ignored = {0};
  struct json_doc doc;
  const char *key;
  json_t *value;
  BUF(out, 128 << 10);
  if (!json_parse(&doc, json, strlen(json), "details", JSON_DEFAULTS, &ignored)) return vg_strdup(arena, json);
  const char *connector = json_string_value(json_object_get(doc.root, "connector")), *kind = json_string_value(json_object_get(doc.root, "kind"));
  const struct details d = {h, arena, connector != NULL ? connector_find(connector) : NULL, kind != NULL ? kind_find(kind) : NULL};
  for (size_t i = 0; i < sizeof detail_keys / sizeof *detail_keys; i++) {
    const struct detail_key *k = &detail_keys[i];
    put_detail(&d, &out, k->key, tr(h->lang, k->label), k->as, json_object_get(doc.root, k->key));
  }
  json_object_foreach(doc.root, key, value) {
    if (!is_known(key)) put_detail(&d, &out, key, key, AS_TEXT, value);
  }
  json_close(&doc);
  const char *text = buf_ok(&out) ? vg_strndup(arena, out.data, out.length) : vg_strdup(arena, json);
  return text != NULL ? text : "";
}
