#include "web/view/mistake.h"

#include <string.h>

#include "core/buf.h"
#include "core/zone.h"
#include "i18n/format.h"
#include "web/view/record_text.h"
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
    {"deputy", N_("Deputy")}, {"do", N_("Button")}, {"due", N_("To attest")}, {"email", N_("E-mail address")},
    {"evidence", N_("Evidence")}, {"from", N_("From")},
    {"in", N_("Perimeter")}, {"indicator", N_("Indicator")}, {"key", N_("Key")}, {"kind", N_("Kind")}, {"lang", N_("Language")}, {"login", N_("Login")},
    {"mail", N_("How often")}, {"measured", N_("Measured")},
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

/* ---- arguments ---- */

/* What is being said, to whom. */
struct saying {
  const struct html *h;
  struct vg_arena *arena;
  struct buf *out;
  bool form;               /* a field is one of our forms */
  const struct kind *kind; /* whose fields are called by their labels; NULL */
};

static bool put_day(const struct saying *s, const char *text) {
  struct vg_error ignored = {0};
  int64_t day;
  int year, month, mday;
  if (strlen(text) != 10 || text[4] != '-' || !date_parse(text, &day, &ignored)) return false;
  date_from_days(day, &year, &month, &mday);
  buf_printf(s->out, "%02d/%02d/%04d", mday, month, year);
  return true;
}

static bool put_moment(const struct saying *s, const char *text) {
  struct vg_error ignored = {0};
  vg_time at;
  if (strlen(text) < 20 || text[10] != 'T' || s->h->zone == NULL || !time_parse(text, &at, &ignored)) return false;
  buf_text(s->out, text_value(s->h, s->arena, (struct html_value){.as = HTML_DATETIME, .time = at}));
  return true;
}

/* A figure with its unit, "99.5%", "4h", "30 d": with the comma and the space of French. Without one it may be a rule's number. */
static bool put_figure(const struct saying *s, const char *text) {
  static const struct {
    const char *unit, *french;
  } units[] = {{"%", "%"}, {"h", "h"}, {"min", "min"}, {"s", "s"}, {"d", "j"}};
  size_t n = strspn(text, "0123456789.");
  const char *unit = text + n + strspn(text + n, " ");
  for (size_t u = 0; s->h->lang == LANG_FR && n > 0 && u < sizeof units / sizeof *units; u++) {
    if (strcmp(unit, units[u].unit) != 0) continue;
    for (size_t i = 0; i < n; i++) buf_char(s->out, text[i] == '.' ? ',' : text[i]);
    buf_printf(s->out, NBSP "%s", units[u].french);
    return true;
  }
  return false;
}

/* The label of the kind that is spoken of, or of a field of it; NULL: `text` is neither. */
static const char *kind_word(const struct saying *s, const char *text) {
  int field = s->kind != NULL ? kind_field_index(s->kind, text) : -1;
  if (field >= 0) return field_label(s->h, &s->kind->fields[field]);
  return s->kind != NULL && strcmp(s->kind->name, text) == 0 ? kind_label(s->h, s->kind) : NULL;
}

static void put_word(const struct saying *s, const char *text) {
  const char *label = kind_word(s, text);
  if (label != NULL) buf_text(s->out, label);
  else if (!put_day(s, text) && !put_moment(s, text) && !put_figure(s, text)) buf_text(s->out, place_text(s->h, s->arena, tr(s->h->lang, text)));
}

/* ---- words ---- */

enum arg_kind { ARG_WORD, ARG_TYPED, ARG_KIND, ARG_FIELD };

struct args {
  const char *text[ARGS_MAX];
  enum arg_kind kind[ARGS_MAX];
  size_t count;
};

static size_t conversion(const char *at) { return strcspn(at, "diuxXcsfFgGeE") + 1; }

/* The next text of words, "" when there is none; *words goes on behind it. */
static const char *next_word(struct vg_arena *arena, const char **words) {
  if (**words != VG_WORD) return "";
  size_t n = strcspn(++*words, (const char[]){VG_WORD, '\0'});
  const char *word = vg_strndup(arena, *words, n);
  *words += n;
  return word != NULL ? word : "";
}

static enum arg_kind arg_kind(const char *format, const char *at) {
  if (strcmp(format, "%s: ") == 0) return ARG_FIELD;
  if (at > format && at[-1] == '"') return ARG_TYPED;
  return at - format >= 5 && strncmp(at - 5, "kind ", 5) == 0 ? ARG_KIND : ARG_WORD;
}

static void read_args(const struct saying *s, const char *format, const char **words, struct args *a) {
  *a = (struct args){0};
  for (const char *p = format; (p = strchr(p, '%')) != NULL;) {
    if (p[1] == '%') {
      p += 2;
      continue;
    }
    const char *text = next_word(s->arena, words);
    if (a->count < ARGS_MAX) a->kind[a->count] = arg_kind(format, p), a->text[a->count++] = text;
    size_t n = conversion(p);
    if (strlen(p) < n) return;
    p += n;
  }
}

static void say_arg(const struct saying *s, enum arg_kind kind, const char *text) {
  const struct kind *of = kind == ARG_KIND ? kind_find(text) : NULL;
  const char *label = kind != ARG_FIELD ? NULL : s->form ? mistake_label(s->h, text) : kind_word(s, text);
  if (of != NULL) buf_text(s->out, kind_plural(s->h, of));
  else if (label != NULL) buf_text(s->out, label);
  else if (kind == ARG_FIELD) buf_text(s->out, place_text(s->h, s->arena, text));
  else if (kind == ARG_TYPED) buf_text(s->out, text);
  else put_word(s, text);
}

/* The translated format, its conversions replaced one after the other, or by number ("%2$s"). */
static void say_format(const struct saying *s, const char *format, const struct args *a) {
  size_t next = 0;
  for (const char *p = tr(s->h->lang, format); *p != '\0';) {
    if (*p != '%' || p[1] == '%') {
      buf_char(s->out, *p);
      p += *p == '%' ? 2 : 1;
      continue;
    }
    size_t digits = strspn(p + 1, "0123456789"), i = next++, n = conversion(p);
    if (digits == 1 && p[2] == '$') i = (size_t)(p[1] - '1');
    if (i < a->count) say_arg(s, a->kind[i], a->text[i]);
    p += strlen(p) < n ? strlen(p) : n;
  }
}

/* `plain` when the words do not fit. */
static const char *say(struct saying s, const char *words, const char *plain) {
  BUF(out, MISTAKE_MAX);
  struct args args;
  s.out = &out;
  while (*words == VG_WORD) {
    const char *format = next_word(s.arena, &words);
    read_args(&s, format, &words, &args);
    say_format(&s, format, &args);
  }
  const char *said = vg_strdup(s.arena, buf_ok(&out) && out.length > 0 ? out.data : plain);
  return said != NULL ? said : "";
}

const char *mistake_text(const struct html *h, struct vg_arena *arena, const struct vg_error *err) {
  return say((struct saying){.h = h, .arena = arena, .form = true}, err->words, err->message);
}

const char *mistake_hint(const struct html *h, struct vg_arena *arena, const struct vg_error *err) {
  return say((struct saying){.h = h, .arena = arena, .form = true}, err->hint_words, err->hint);
}

const char *said_text(const struct html *h, struct vg_arena *arena, const struct kind *kind, const char *said) {
  return say((struct saying){.h = h, .arena = arena, .kind = kind}, said, said);
}

const char *place_text(const struct html *h, struct vg_arena *arena, const char *place) {
  size_t n = strncmp(place, "line ", 5) == 0 ? strspn(place + 5, "0123456789") : 0;
  const char *rest = place + 5 + n;
  if (n == 0) return place;
  struct html_value line = {"line", HTML_TEXT, .text = vg_strndup(arena, place + 5, n)};
  if (*rest == '\0') return text_say(h, arena, "line {line}", line);
  if (strncmp(rest, ", column ", 9) != 0) return place;
  return text_say(h, arena, "line {line}, column {column}", line, {"column", HTML_TEXT, .text = rest + 9});
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
