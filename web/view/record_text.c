#include "web/view/record_text.h"

#include <string.h>

#include "core/text.h"
#include "i18n/format.h"
#include "web/view/code_title.h"

#define MASK "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2" /* three U+2022 */

const char *kind_label(const struct html *h, const struct kind *k) { return h->lang == LANG_FR ? k->label_fr : k->label_en; }
const char *kind_plural(const struct html *h, const struct kind *k) { return h->lang == LANG_FR ? k->plural_fr : k->plural_en; }
const char *field_label(const struct html *h, const struct kind_field *f) {
  return h->lang == LANG_FR ? f->label_fr : f->label_en;
}

/* Choices of all kinds and connectors, in English as stored, with the word that people read. */
static const struct {
  const char *choice, *msgid;
} choices[] = {
    {"server", N_("server")}, {"workstation", N_("workstation")}, {"laptop", N_("laptop")}, {"phone", N_("phone")},
    {"tablet", N_("tablet")}, {"network", N_("network")}, {"application", N_("application")},
    {"database", N_("database")}, {"storage", N_("storage")}, {"removable", N_("removable medium")},
    {"other", N_("other")}, {"public", N_("public")}, {"internal", N_("internal")},
    {"confidential", N_("confidential")}, {"secret", N_("secret")}, {"production", N_("production")},
    {"staging", N_("staging")}, {"test", N_("test")}, {"development", N_("development")}, {"office", N_("office")},
    {"in_service", N_("in service")}, {"in_stock", N_("in stock")}, {"retired", N_("retired")},
    {"developer", N_("developer")}, {"system_administrator", N_("system administrator")},
    {"network_administrator", N_("network administrator")}, {"ciso", N_("CISO")}, {"manager", N_("manager")},
    {"human_resources", N_("human resources")}, {"leadership", N_("leadership")}, {"operator", N_("operators")},
    {"project_manager", N_("project manager")}, {"designer", N_("designer")}, {"sales", N_("sales")},
    {"support", N_("support")}, {"personal", N_("personal")}, {"admin", N_("administration")},
    {"service", N_("service account")}, {"shared", N_("shared")}, {"welcome", N_("welcome")},
    {"security", N_("security")}, {"owasp", N_("web security (OWASP)")}, {"phishing", N_("phishing")},
    {"ok", N_("succeeded")}, {"warning", N_("warning")}, {"failed", N_("failed")}, {"success", N_("success")},
    {"partial", N_("partial")}, {"failure", N_("failure")}, {"critical", N_("critical")}, {"high", N_("high")},
    {"medium", N_("medium")}, {"low", N_("low")}, {"info", N_("information")}, {"none", N_("none")},
    {"hardware", N_("hardware")}, {"up", N_("up")}, {"down", N_("down")}, {"unknown", N_("unknown")},
    {"local", N_("this machine only")}, {"internet", N_("internet")}, {"running", N_("running")},
    {"stopped", N_("stopped")}, {"tcp", "TCP"}, {"udp", "UDP"}, {"middleware", N_("middleware")},
    {"procedure", N_("procedure")}, {"policy", N_("policy")}, {"incident_procedure", N_("incident procedure")},
    {"intervention_procedure", N_("intervention procedure")}, {"continuity_plan", N_("continuity plan")},
    {"recovery_plan", N_("recovery plan")}, {"draft", N_("draft")}, {"in_force", N_("in force")},
    {"withdrawn", N_("withdrawn")}, {"site", N_("site")}, {"secure_area", N_("secure area")}, {"passed", N_("passed")},
    {"flow", N_("network flow")}, {"datacenter_path", N_("path between datacenters")},
    {"remote_access", N_("remote access")}, {"open", N_("flow open")}, {"blocked", N_("flow blocked")},
    {"baseline", N_("hardening baseline")}, {"host_firewall", N_("firewall of the host")}, {"packages", N_("packages")},
    {"middleware_authentication", N_("authentication of middleware")},
    {"service_authentication", N_("authentication of services")}, {"session_isolation", N_("isolation of sessions")},
    {"password_hashing", N_("hashing of passwords")}, {"system", N_("system")}, {"library", N_("library")},
    {"threats", N_("threats")}, {"standards", N_("standards")}, {"regulation", N_("regulation")},
    {"incident", N_("incident")}, {"continuity", N_("continuity")}, {"recovery", N_("recovery")},
    {"rule", N_("rule of the policy")}, {"watch", N_("watch topic")}, {"strategic", N_("strategic")},
    {"steering", N_("steering")}, {"external", N_("external")}, {"audit", N_("audit")}, {"decision", N_("decision")},
    {"review", N_("review")}, {"A+", "A+"}, {"A", "A"}, {"A-", "A-"}, {"B", "B"}, {"C", "C"}, {"D", "D"}, {"E", "E"},
    {"F", "F"}, {"T", "T"}, {"M", "M"}, {"auto", N_("found by itself")}, {"semicolon", N_("semicolon")}, {"comma", N_("comma")},
    {"tab", N_("tab")},
    {"AED", "AED"}, {"AUD", "AUD"}, {"BGN", "BGN"}, {"BRL", "BRL"}, {"CAD", "CAD"}, {"CHF", "CHF"}, {"CNY", "CNY"},
    {"CZK", "CZK"}, {"DKK", "DKK"}, {"DZD", "DZD"}, {"EUR", "EUR"}, {"GBP", "GBP"}, {"HUF", "HUF"}, {"ILS", "ILS"},
    {"INR", "INR"}, {"JPY", "JPY"}, {"MAD", "MAD"}, {"NOK", "NOK"}, {"NZD", "NZD"}, {"PLN", "PLN"}, {"RON", "RON"},
    {"SEK", "SEK"}, {"SGD", "SGD"}, {"TND", "TND"}, {"TRY", "TRY"}, {"USD", "USD"}, {"XAF", "XAF"}, {"XOF", "XOF"},
    {"XPF", "XPF"}, {"ZAR", "ZAR"},
};

const char *choice_word(enum lang lang, const char *choice) {
  for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
    if (strcmp(choices[i].choice, choice) == 0) return tr(lang, choices[i].msgid);
  }
  return NULL;
}

const char *choice_label(const struct html *h, const char *choice) {
  const char *word = choice_word(h->lang, choice);
  return word != NULL ? word : choice;
}

static void put_day(struct buf *out, const struct html *h, const char *iso) {
  struct vg_error ignored = {0};
  vg_time at;
  if (time_parse(iso, &at, &ignored)) put_date_medium(out, h->lang, at / VG_DAY - (at % VG_DAY < 0));
}

/* PostgreSQL's array text of plain names: {a,b}. Quotes are dropped; no nested arrays are declared. */
static void put_list(struct buf *out, const char *array) {
  for (const char *p = array; *p != '\0'; p++) {
    if (*p == '{' || *p == '}' || *p == '"') continue;
    if (*p == '\\' && p[1] != '\0') p++;
    buf_text(out, *p == ',' ? ", " : (char[]){*p, '\0'});
  }
}

static void put_number_unit(struct buf *out, const struct html *h, const struct db_result *r, size_t row,
                            const struct kind_field *f) {
  bool integer = f->type == FIELD_INT;
  const char *unit = f->unit != NULL ? f->unit : "";
  if (strcmp(unit, "bytes") == 0) {
    put_bytes(out, h->lang, row_int(r, row, f->name));
  } else if (strcmp(unit, "s") == 0) {
    put_duration(out, h->lang, row_int(r, row, f->name) * VG_SECOND);
  } else if (strcmp(unit, "ratio") == 0) {
    put_percent(out, h->lang, row_real(r, row, f->name));
  } else if (integer) {
    put_integer(out, h->lang, row_int(r, row, f->name));
  } else {
    put_number(out, h->lang, row_real(r, row, f->name), 2);
  }
}

/* "Incident management (incident)": the source said the code. */
static void put_text(struct buf *out, const struct html *h, const struct kind_field *f, const char *text) {
  const char *title = code_title(h, f, text);
  if (title != NULL) buf_printf(out, "%s (%s)", title, text);
  else buf_text(out, text);
}

static void put_value(struct buf *out, const struct html *h, const struct db_result *r, size_t row,
                      const struct kind_field *f) {
  switch (f->type) {
  case FIELD_INT:
  case FIELD_REAL: put_number_unit(out, h, r, row, f); break;
  case FIELD_BOOL: buf_text(out, row_bool(r, row, f->name) ? tr(h->lang, N_("yes")) : tr(h->lang, N_("no"))); break;
  case FIELD_TIME: put_told(out, h->lang, h->zone != NULL ? h->zone : zone_utc(), row_time(r, row, f->name)); break;
  case FIELD_DATE: put_day(out, h, row_text(r, row, f->name)); break;
  case FIELD_ENUM: buf_text(out, choice_label(h, row_text(r, row, f->name))); break;
  case FIELD_LIST: put_list(out, row_text(r, row, f->name)); break;
  case FIELD_TEXT: put_text(out, h, f, row_text(r, row, f->name)); break;
  case FIELD_HOST:
  case FIELD_EMAIL: buf_text(out, row_text(r, row, f->name)); break;
  }
}

const char *field_text(const struct html *h, struct vg_arena *arena, const struct db_result *r, size_t row,
                       const struct kind_field *f, bool masked) {
  if (row_null(r, row, f->name)) return NULL;
  if (masked && f->personal) return MASK;
  BUF(out, 64 << 10);
  put_value(&out, h, r, row, f);
  return vg_strndup(arena, out.data, out.length);
}

const char *record_title(const struct html *h, struct vg_arena *arena, const struct db_result *r, size_t row,
                         const struct kind *kind, bool masked) {
  static const char *const naming[] = {"title", "name", "asset", "person", "login", NULL};
  for (const char *const *n = naming; *n != NULL; n++) {
    int i = kind_field_index(kind, *n);
    const char *text = i < 0 ? NULL : field_text(h, arena, r, row, &kind->fields[i], masked);
    if (text != NULL && *text != '\0') return text;
  }
  return row_text(r, row, "key");
}

const char *record_facts(const struct html *h, struct vg_arena *arena, const struct db_result *r, size_t row,
                         const struct kind *kind, const char *except, bool masked) {
  enum { FACTS = 5 };
  BUF(out, 64 << 10);
  int shown = 0;
  for (const struct kind_field *f = kind->fields; f->name != NULL && shown < FACTS; f++) {
    const char *value = text_equal(f->name, except) ? NULL : field_text(h, arena, r, row, f, masked);
    if (value == NULL || *value == '\0') continue;
    buf_printf(&out, "%s%s%s %s", shown++ > 0 ? " · " : "", field_label(h, f), h->lang == LANG_FR ? NBSP ":" : ":", value);
  }
  return vg_strndup(arena, out.data, out.length);
}

bool kind_personal(const struct kind *kind) {
  for (const struct kind_field *f = kind->fields; f->name != NULL; f++) {
    if (f->personal) return true;
  }
  return false;
}
