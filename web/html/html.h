/* web/html/html.h — what compiled templates and components write with: every value goes through an escaping function.
 *
 * There is no way to write raw text but html_literal(), for text that the program itself holds (templates, components),
 * never for data. Templates are compiled to calls of these functions; docs/templates.md says what {{x|name}} calls.   */
#ifndef VG_WEB_HTML_HTML_H
#define VG_WEB_HTML_HTML_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/zone.h"
#include "i18n/i18n.h"

struct html {
  struct buf *out;         /* sticky: check html_ok() once at the end */
  enum lang lang;
  const struct zone *zone; /* of the dates shown; NULL: UTC */
  const char *keep;        /* names and values that every {{link}} keeps: "au=2026-09-30&perimeter=lyon", encoded; NULL: none */
  const struct code_titles *titles; /* what records name by codes of the policy: see web/view/code_title.h; NULL: codes are shown */
  const char *csrf;        /* for {{@csrf}}; NULL: "" */
  bool plain;              /* a text, not HTML: nothing is escaped (text_message()) */
};

/* A field of the JSON of a view or struct, as its template declares it: "since", "time?", and what the declaration says of it. */
struct html_field {
  const char *view, *name, *type, *says; /* says "": nothing */
};

/* "No value" of an optional int. Of the others: NULL, NAN, VG_NEVER. */
#define HTML_NO_INT INT64_MIN

bool html_ok(const struct html *);
void html_literal(struct html *, const char *text, size_t length);
#define html_const(h, text) html_literal((h), (text), sizeof(text) - 1)

/* Escapes & < > " ', and writes U+FFFD for what is no valid UTF-8 and for control characters. NULL writes nothing. */
void html_text(struct html *, const char *);
void html_attr(struct html *, const char *); /* the same, and line ends as references */
/* What a subject is called: text; a day or month that it ends with is written in the language: "brv-db-01, 16 nov. 2026". */
void html_name(struct html *, const char *);
/* The whole value of a URL attribute: relative to this server (/path, ?query, #fragment, path), http:, https: or mailto:.
 * Anything else (javascript:, //host, /\host, control characters …) becomes "#".                                      */
void html_url(struct html *, const char *);
bool html_url_ok(const char *);

/* Values in the language and zone of the page. Absent ones are written as an en dash. */
void html_count(struct html *, int64_t);    /* 62 400 */
void html_lists(struct html *, int64_t);    /* the attribute of a link whose page lists so many; nothing for HTML_NO_INT */
void html_plain(struct html *, int64_t);    /* 62400; absent: nothing */
void html_signed(struct html *, int64_t);   /* +3, −1, 0 */
void html_span(struct html *, int64_t);     /* seconds as a duration: 6 h 40 */
void html_number(struct html *, double);    /* one decimal at most */
void html_number0(struct html *, double);
void html_number2(struct html *, double);
void html_decimal(struct html *, double);   /* 12.5, for attributes and forms; absent: nothing */
void html_percent(struct html *, double);   /* a ratio 0..1: 87,5 % */
void html_percent0(struct html *, double);  /* without decimals */
void html_points(struct html *, double);    /* a difference of ratios: −1,3 point */
void html_hours(struct html *, double);     /* hours as a duration: 6 h 40 */
void html_times(struct html *, double);     /* times something: 1,25 × */
void html_date(struct html *, vg_time);     /* 23 novembre 2026 */
void html_day(struct html *, vg_time);      /* lundi 23 novembre 2026 */
void html_short(struct html *, vg_time);    /* 23 nov. */
void html_medium(struct html *, vg_time);   /* 23 nov. 2026 */
void html_month3(struct html *, vg_time);   /* nov. */
void html_month(struct html *, vg_time);    /* novembre 2026 */
void html_hour(struct html *, vg_time);     /* 09 h 12 */
void html_datetime(struct html *, vg_time); /* 23 nov. 2026, 09 h 12 */
void html_told(struct html *, vg_time);     /* what a source told: the same, or its day alone, 23 nov. 2026, when it is midnight: no hour was told */
void html_iso(struct html *, vg_time);      /* 2026-11-23T08:12:00Z */
void html_isodate(struct html *, vg_time);  /* 2026-11-23, in the zone */
void html_field(struct html *, vg_time);    /* 23/11/2026; absent: nothing */
void html_quarter(struct html *, vg_time);  /* T4 2026 / Q4 2026 */

/* A placeholder's value: which of the functions above writes it. */
enum html_as {
  HTML_TEXT, HTML_NAME, HTML_COUNT, HTML_PLAIN, HTML_SIGNED, HTML_SPAN, HTML_NUMBER, HTML_NUMBER0, HTML_NUMBER2, HTML_DECIMAL,
  HTML_PERCENT, HTML_PERCENT0, HTML_POINTS, HTML_HOURS, HTML_TIMES, HTML_DATE, HTML_DAY, HTML_SHORT, HTML_MEDIUM, HTML_MONTH, HTML_MONTH3,
  HTML_HOUR, HTML_DATETIME, HTML_TOLD, HTML_ISO, HTML_ISODATE, HTML_FIELD, HTML_QUARTER
};
struct html_value {
  const char *name;
  enum html_as as;
  union {
    const char *text;
    int64_t integer;
    double real;
    vg_time time;
  };
};
void html_value(struct html *, const struct html_value *);

/* A msgid with placeholders, "{applied} of {total} rules", translated, each value escaped. A placeholder without a value
 * is written as it stands. */
void html_message(struct html *, const char *msgid, const struct html_value *, size_t count);
void html_plural(struct html *, const char *one, const char *many, int64_t n, const struct html_value *, size_t count);
/* A path of Vigie, as the whole value of an attribute: values are percent-encoded, pairs of the query whose value is
 * absent are left out, and h->keep is added but for the names that the pattern gives. "/rules?state={state}#list".  */
void html_link(struct html *, const char *pattern, const struct html_value *, size_t count);

/* The same as plain text in the arena, for headings and names computed in C: not escaped, so pass it to a template as any
 * text. "" when memory is short.                                                                                       */
const char *text_message(const struct html *, struct vg_arena *, const char *msgid, const struct html_value *, size_t count);
const char *text_plural(const struct html *, struct vg_arena *, const char *one, const char *many, int64_t n,
                        const struct html_value *, size_t count);
/* A link as html_link() writes it, for fields of type url. `like` gives what is kept. */
const char *text_link(const struct html *like, struct vg_arena *, const char *pattern, const struct html_value *, size_t count);
/* text_to(h, arena, "/rule/{number}", {"number", HTML_TEXT, .text = "12.3"}) */
#define text_to(h, arena, pattern, ...)                                                                                \
  text_link((h), (arena), (pattern), (const struct html_value[]){__VA_ARGS__ __VA_OPT__(, ) {0}},                      \
            sizeof((const struct html_value[]){__VA_ARGS__ __VA_OPT__(, ) {0}}) / sizeof(struct html_value) - 1)
/* One value as text: text_value(h, arena, (struct html_value){.as = HTML_PERCENT, .real = 0.875}). */
const char *text_value(const struct html *, struct vg_arena *, struct html_value);
/* text_say(h, arena, "{n} of {all} rules", {"n", HTML_COUNT, .integer = 3}, …) */
#define text_say(h, arena, msgid, ...)                                                                                 \
  text_message((h), (arena), (msgid), (const struct html_value[]){__VA_ARGS__ __VA_OPT__(, ) {0}},                     \
               sizeof((const struct html_value[]){__VA_ARGS__ __VA_OPT__(, ) {0}}) / sizeof(struct html_value) - 1)
#define text_say_n(h, arena, one, many, n, ...)                                                                        \
  text_plural((h), (arena), (one), (many), (n), (const struct html_value[]){__VA_ARGS__ __VA_OPT__(, ) {0}},           \
              sizeof((const struct html_value[]){__VA_ARGS__ __VA_OPT__(, ) {0}}) / sizeof(struct html_value) - 1)

/* For compiled templates: is there something to show? */
bool html_given(const char *text);
bool html_is(const char *text, const char *other);

#endif
