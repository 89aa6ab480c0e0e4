#include "web/view/mistake.h"

#include <string.h>

#include "core/buf.h"
#include "core/zone.h"
#include "i18n/format.h"
#include "web/view/source_text.h"

enum { ARGS_MAX = 12, MISTAKE_MAX = 4000 };

static const struct {
  const char *field, *label;
} labels[] = {
    {"action", N_("Action")}, {"actor", N_("Who")}, {"again", N_("The same password again")}, {"answer", N_("Answer")},
    {"applies", N_("There, this rule")}, {"approver", N_("Approver")}, {"attested_on", N_("Day of the control")},
    {"au", N_("Situation as of")}, {"cause", N_("Why it happened")}, {"chapter", N_("Chapter")}, {"code", N_("Code")},
    {"compensation", N_("Compensating measure")}, {"connector", N_("Connector")}, {"cover", N_("Cover")},
    {"critical", N_("Critical")}, {"current", N_("Present password")}, {"decision", N_("What you say of it")},
    {"deputy", N_("Deputy")}, {"do", N_("Button")}, {"evidence", N_("Evidence")}, {"from", N_("From")}, {"in", N_("Perimeter")},
    {"indicator", N_("Indicator")}, {"lang", N_("Language")}, {"login", N_("Login")}, {"measured", N_("Measured")},
    {"mended_by", N_("What mended it")}, {"name", N_("Name")}, {"object", N_("Object contains")}, {"owner", N_("Owner")},
    {"page", N_("Page")}, {"password", N_("Password")}, {"perimeter", N_("Perimeter")}, {"perimeter_code", N_("Perimeter")},
    {"period", N_("Pulled every")}, {"q", N_("Key contains")}, {"reason", N_("Reason")}, {"record", N_("Record")},
    {"remark", N_("Remark")}, {"result", N_("Result")}, {"reviewer", N_("Reviewed by")}, {"role", N_("Role")},
    {"rule", N_("Rule")}, {"share", N_("Share that conforms")}, {"source", N_("Source")}, {"staleness", N_("Good for")},
    {"state", N_("State")}, {"statement", N_("What you saw, where, with whom")}, {"subject", N_("Subject")},
    {"subjects", N_("Subjects")}, {"target", N_("Target")}, {"theme", N_("Theme")}, {"to", N_("To")}, {"until", N_("Until")},
    {"verb", N_("Your review")}, {"verdict", N_("Verdict")}, {"version", N_("Version")}, {"vs", N_("Compared with")},
    {"warning", N_("Warning")}, {"whom", N_("Whom it covers")},
};

const char *mistake_label(const struct html *h, const char *field) {
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
    if (strcmp(labels[i].field, field) == 0) return tr(h->lang, labels[i].label);
  return NULL;
}

static const char *colon(const struct html *h) { return h->lang == LANG_FR ? NBSP ": " : ": "; }

/* "until: " as the label of that field; another place as it is. */
static void put_place(struct buf *out, const struct html *h, const struct vg_error *err) {
  char place[sizeof err->message];
  size_t n = err->prefix < sizeof place ? err->prefix : 0;
  memcpy(place, err->message, n);
  place[n] = '\0';
  if (n > 2 && strcmp(place + n - 2, ": ") == 0) {
    place[n - 2] = '\0';
    const char *label = mistake_label(h, place);
    buf_printf(out, "%s%s", label != NULL ? label : place, colon(h));
  } else {
    buf_text(out, place);
  }
}

/* ---- arguments ---- */

static bool put_day(struct buf *out, const char *text) {
  struct vg_error ignored = {0};
  int64_t day;
  int year, month, mday;
  if (strlen(text) != 10 || text[4] != '-' || !date_parse(text, &day, &ignored)) return false;
  date_from_days(day, &year, &month, &mday);
  buf_printf(out, "%02d/%02d/%04d", mday, month, year);
  return true;
}

/* A figure with its unit, "99.5%", "4h": with the comma and the space of French. Without one it may be a rule's number. */
static bool put_figure(struct buf *out, const struct html *h, const char *text) {
  size_t n = strspn(text, "0123456789.");
  const char *unit = text + n;
  if (h->lang != LANG_FR || n == 0 || (strcmp(unit, "%") != 0 && strcmp(unit, "h") != 0)) return false;
  for (size_t i = 0; i < n; i++) buf_char(out, text[i] == '.' ? ',' : text[i]);
  buf_printf(out, NBSP "%s", unit);
  return true;
}

static void put_arg(struct buf *out, const struct html *h, const char *text, bool typed) {
  if (typed) buf_text(out, text);
  else if (!put_day(out, text) && !put_figure(out, h, text)) buf_text(out, tr(h->lang, text));
}

struct args {
  const char *text[ARGS_MAX];
  bool typed[ARGS_MAX];
  size_t count;
};

static size_t conversion(const char *at) { return strcspn(at, "diuxXcsfFgGeE") + 1; }

static void read_args(const struct vg_error *err, struct args *a) {
  const char *value = err->args;
  *a = (struct args){0};
  for (const char *p = err->format; (p = strchr(p, '%')) != NULL;) {
    if (p[1] == '%') {
      p += 2;
      continue;
    }
    if (a->count == ARGS_MAX) return;
    a->typed[a->count] = p > err->format && p[-1] == '"';
    a->text[a->count++] = value;
    value += strlen(value) + 1;
    p += conversion(p);
  }
}

/* The translated format, its conversions replaced one after the other, or by number ("%2$s"). */
static void put_message(struct buf *out, const struct html *h, const struct vg_error *err) {
  struct args a;
  size_t next = 0;
  read_args(err, &a);
  for (const char *p = tr(h->lang, err->format); *p != '\0';) {
    if (*p != '%' || p[1] == '%') {
      buf_char(out, *p);
      p += *p == '%' ? 2 : 1;
      continue;
    }
    size_t digits = strspn(p + 1, "0123456789"), i = next++;
    if (digits == 1 && p[2] == '$') i = (size_t)(p[1] - '1');
    if (i < a.count) put_arg(out, h, a.text[i], a.typed[i]);
    p += conversion(p);
  }
}

const char *mistake_text(const struct html *h, struct vg_arena *arena, const struct vg_error *err) {
  if (err->format == NULL) return vg_strdup(arena, err->message);
  BUF(out, MISTAKE_MAX);
  put_place(&out, h, err);
  put_message(&out, h, err);
  return buf_ok(&out) ? vg_strdup(arena, out.data) : vg_strdup(arena, err->message);
}

/* ---- options of connectors ---- */

static const char *choices_of(const struct html *h, struct vg_arena *arena, const struct option_spec *o) {
  BUF(out, MISTAKE_MAX);
  for (size_t i = 0; o->choices[i] != NULL; i++) buf_printf(&out, "%s%s", i > 0 ? ", " : "", option_word(h, o, o->choices[i]));
  return vg_strdup(arena, out.data);
}

static const char *span_of(const struct html *h, struct vg_arena *arena, int64_t seconds) {
  return text_value(h, arena, (struct html_value){.as = HTML_SPAN, .integer = seconds});
}

static const char *option_wanted(const struct html *h, struct vg_arena *arena, const struct option_spec *o) {
  bool ranged = o->min != 0 || o->max != 0;
  switch (o->type) {
  case OPTION_URL: return tr(h->lang, N_("an http or https address without credentials, query or fragment"));
  case OPTION_PATH: return tr(h->lang, N_("an absolute path without “..”"));
  case OPTION_BOOL: return tr(h->lang, N_("yes or no"));
  case OPTION_CHOICE: return text_say(h, arena, "one of {choices}", {"choices", HTML_TEXT, .text = choices_of(h, arena, o)});
  case OPTION_INT:
    if (!ranged) return tr(h->lang, N_("an integer"));
    return text_say(h, arena, "an integer between {min} and {max}", {"min", HTML_COUNT, .integer = o->min}, {"max", HTML_COUNT, .integer = o->max});
  case OPTION_DURATION:
    if (!ranged) return tr(h->lang, N_("a duration such as 10 min, 26 h or 30 d"));
    return text_say(h, arena, "a duration between {min} and {max}, such as 26 h", {"min", HTML_TEXT, .text = span_of(h, arena, o->min)},
                    {"max", HTML_TEXT, .text = span_of(h, arena, o->max)});
  default: return tr(h->lang, N_("one line of text, not too long"));
  }
}

const char *option_problem(const struct html *h, struct vg_arena *arena, const struct option_spec *o, const char *label, const char *typed) {
  const char *wanted = option_wanted(h, arena, o);
  if (typed == NULL || *typed == '\0')
    return text_say(h, arena, "{field}: expected {what}", {"field", HTML_TEXT, .text = label}, {"what", HTML_TEXT, .text = wanted});
  return text_say(h, arena, "{field}: expected {what}, found “{typed}”", {"field", HTML_TEXT, .text = label}, {"what", HTML_TEXT, .text = wanted},
                  {"typed", HTML_TEXT, .text = typed});
}
