#include "remind/message.h"

#include "core/text.h"

enum { TEXT_MAX = 128 << 10, LISTED = 10 };

struct writer {
  const struct html *h;
  struct vg_arena *arena;
  const struct message_from *from;
  struct buf *out;
};

static void put_link(const struct writer *w, const char *path) { buf_printf(w->out, "%s%s\n", w->from->public_url, path); }

/* Of ten at most, those that are `told` or those that are not; how many were listed. */
static size_t put_items(const struct writer *w, const struct waiting_cause *c, bool told, size_t listed) {
  for (size_t i = 0; i < c->count && listed < LISTED; i++) {
    if (c->items[i].told != told) continue;
    buf_printf(w->out, "- %s\n", c->items[i].line);
    listed++;
  }
  return listed;
}

static void put_cause(const struct writer *w, enum cause cause, const struct waiting_cause *c) {
  if (c->count == 0) return;
  buf_printf(w->out, "%s\n", cause_title(w->h, w->arena, cause, c->count));
  put_link(w, cause_path(cause));
  size_t listed = put_items(w, c, true, put_items(w, c, false, 0));
  int64_t left = (int64_t)(c->count - listed);
  if (left > 0) buf_printf(w->out, "%s\n", text_say_n(w->h, w->arena, "and {n} other", "and {n} others", left, {"n", HTML_COUNT, .integer = left}));
  buf_char(w->out, '\n');
}

static void put_alerts(const struct writer *w, enum role role, int64_t alerts) {
  if (alerts == 0) return;
  buf_printf(w->out, "%s\n", text_say_n(w->h, w->arena, "{n} alert is open, of which its tool tells itself.", "{n} alerts are open, of which their tools tell themselves.", alerts,
                                        {"n", HTML_COUNT, .integer = alerts}));
  put_link(w, role_may(role, CAP_RECORD) ? "/indicator/alert_open/subjects" : "/indicator/alert_open");
  buf_char(w->out, '\n');
}

static const char *sender(struct vg_arena *arena, const struct message_from *from) {
  return html_given(from->organisation) ? vg_printf(arena, "Vigie (%s)", from->organisation) : "Vigie";
}

static bool finish(struct vg_arena *arena, const struct buf *out, struct message_text *text, struct vg_error *err) {
  if (!buf_check(out, "message", err)) return false;
  text->text = vg_strndup(arena, out->data, out->length);
  return (text->text != NULL && text->subject != NULL) || vg_fail(err, VG_E_LIMIT, "message: out of memory");
}

bool message_write(const struct html *h, struct vg_arena *arena, const struct message_from *from, enum role role, const struct waiting *waiting,
                   struct message_text *out, struct vg_error *err) {
  BUF(text, TEXT_MAX);
  const struct writer w = {h, arena, from, &text};
  int64_t n = (int64_t)waiting->count;
  out->subject = text_say_n(h, arena, "{vigie}: {n} thing waits for you", "{vigie}: {n} things wait for you", n, {"vigie", HTML_TEXT, .text = sender(arena, from)},
                            {"n", HTML_COUNT, .integer = n});
  buf_printf(&text, "%s\n\n", text_say(h, arena, "What waits for somebody of your role, on {at} ({zone}):", {"at", HTML_DATETIME, .time = waiting->at},
                                       {"zone", HTML_TEXT, .text = zone_name(h->zone)}));
  if (waiting->is_sample) buf_printf(&text, "%s %s\n\n", tr(h->lang, N_("Sample data.")), tr(h->lang, N_("These figures are those of an invented organisation.")));
  for (enum cause c = 0; c < CAUSES; c++) put_cause(&w, c, &waiting->of[c]);
  put_alerts(&w, role, waiting->alerts);
  buf_printf(&text, "-- \n%s\n", tr(h->lang, N_("Where and how often you are written to is chosen on your account:")));
  put_link(&w, "/account");
  return finish(arena, &text, out, err);
}

bool message_test(struct vg_arena *arena, const struct message_from *from, struct message_text *out, struct vg_error *err) {
  static const char says[] = N_("This message was asked for to see that messages of Vigie arrive. Nothing else is to be done.");
  BUF(text, TEXT_MAX);
  out->subject = vg_printf(arena, "%s: test", sender(arena, from));
  buf_printf(&text, "%s\n\n%s\n\n%s/\n", tr(LANG_FR, says), tr(LANG_EN, says), from->public_url);
  return finish(arena, &text, out, err);
}
