#include "web/html/component.h"

#include <stdio.h>
#include <string.h>

void component_csrf(struct html *h) {
  html_const(h, "<input type=\"hidden\" name=\"csrf\" value=\"");
  html_attr(h, h->csrf);
  html_const(h, "\">");
}

/* The kept pairs are encoded with %XX only: what a form field needs is decoded. */
static void decoded(struct html *h, const char *text, size_t length) {
  BUF(b, 4096);
  for (size_t i = 0; i < length; i++) {
    unsigned value;
    if (text[i] == '%' && i + 2 < length && sscanf(text + i + 1, "%2X", &value) == 1) {
      buf_char(&b, (char)value);
      i += 2;
    } else {
      buf_char(&b, text[i]);
    }
  }
  html_attr(h, b.data);
}

void component_keep(struct html *h, const char *except) {
  for (const char *at = h->keep != NULL ? h->keep : ""; *at != '\0';) {
    size_t n = strcspn(at, "&"), key = strcspn(at, "=&");
    if (strlen(except) != key || strncmp(at, except, key) != 0) {
      html_const(h, "<input type=\"hidden\" name=\"");
      decoded(h, at, key);
      html_const(h, "\" value=\"");
      decoded(h, at + key + 1, n - key - (n > key));
      html_const(h, "\">");
    }
    at += n + (at[n] == '&');
  }
}

void component_icon(struct html *h, const char *name) {
  html_const(h, "<svg class=\"ic\" aria-hidden=\"true\" focusable=\"false\"><use href=\"#i-");
  html_attr(h, name);
  html_const(h, "\"/></svg>");
}

/* What the six states are called on screen, in the order of indicator/state.h, and one for what is no state. */
static const struct {
  const char *name, *title;
} states[] = {
    {"applied", N_("Applied")},           {"watch", N_("To watch")},   {"not_applied", N_("Not applied")},
    {"waived", N_("Under waiver")},       {"unknown", N_("Unknown")},  {"not_applicable", N_("Not applicable")},
};

static const char *title_of(const char *state) {
  for (size_t i = 0; i < sizeof states / sizeof *states; i++)
    if (html_is(state, states[i].name)) return states[i].title;
  return states[4].title;
}

const char *state_masculine(enum lang lang, const char *state) {
  if (html_is(state, "applied")) return tr_c(lang, "masculine", "Applied");
  if (html_is(state, "not_applied")) return tr_c(lang, "masculine", "Not applied");
  if (html_is(state, "unknown")) return tr_c(lang, "masculine", "Unknown");
  return tr(lang, title_of(state)); /* the others are the same for both */
}

void component_badge(struct html *h, const char *state, const char *text) {
  html_const(h, "<span class=\"state s-");
  html_attr(h, state);
  html_const(h, " tinted\">");
  component_icon(h, state);
  html_text(h, text);
  html_const(h, "</span>");
}

void component_state(struct html *h, const char *state) { component_badge(h, state, tr(h->lang, title_of(state))); }

void component_state_masculine(struct html *h, const char *state) { component_badge(h, state, state_masculine(h->lang, state)); }

void component_freshness(struct html *h, int64_t fresh, int64_t sources) {
  const char *state = sources == 0 || fresh == 0 ? "unknown" : fresh < sources ? "watch" : "applied";
  html_const(h, "<span class=\"s-");
  html_attr(h, state);
  html_const(h, "\">");
  component_icon(h, state);
  html_const(h, "</span>");
}

void component_delta(struct html *h, const struct view_delta *d) {
  html_const(h, "<span class=\"delta");
  if (d->better) html_const(h, " better");
  if (d->worse) html_const(h, " worse");
  html_const(h, "\">");
  component_icon(h, d->direction);
  html_const(h, "<span class=\"vh\">");
  html_text(h, d->said);
  html_const(h, "</span>");
  html_text(h, d->shown);
  html_const(h, "</span>");
}
