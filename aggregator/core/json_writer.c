#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json.h"
#include "core/text.h"

void jw_init(struct json_writer *w, struct buf *out) { *w = (struct json_writer){.out = out, .first = {true}}; }

/* The comma before a value; in an object it was put by jw_key(). */
static void separate(struct json_writer *w) {
  assert(w->after_key || !w->in_object[w->depth]);
  if (!w->after_key && !w->first[w->depth] && w->depth > 0) buf_char(w->out, ',');
  w->first[w->depth] = false;
  w->after_key = false;
}

static void open_level(struct json_writer *w, char bracket, bool object) {
  separate(w);
  assert(w->depth + 1 < (int)(sizeof w->first / sizeof *w->first));
  buf_char(w->out, bracket);
  w->depth++;
  w->first[w->depth] = true;
  w->in_object[w->depth] = object;
}

static void close_level(struct json_writer *w, char bracket, bool object) {
  (void)object; /* read by assertions only */
  assert(w->depth > 0 && w->in_object[w->depth] == object && !w->after_key);
  buf_char(w->out, bracket);
  w->depth--;
}

void jw_begin_object(struct json_writer *w) { open_level(w, '{', true); }
void jw_end_object(struct json_writer *w) { close_level(w, '}', true); }
void jw_begin_array(struct json_writer *w) { open_level(w, '[', false); }
void jw_end_array(struct json_writer *w) { close_level(w, ']', false); }

void jw_key(struct json_writer *w, const char *key) {
  assert(w->in_object[w->depth] && !w->after_key);
  if (!w->first[w->depth]) buf_char(w->out, ',');
  w->first[w->depth] = false;
  text_json(w->out, key, strlen(key));
  buf_char(w->out, ':');
  w->after_key = true;
}

void jw_null(struct json_writer *w) {
  separate(w);
  buf_text(w->out, "null");
}

void jw_text(struct json_writer *w, const char *text) {
  if (text == NULL) {
    jw_null(w);
    return;
  }
  separate(w);
  text_json(w->out, text, strlen(text));
}

void jw_int(struct json_writer *w, int64_t value) {
  separate(w);
  buf_int(w->out, value);
}

void jw_real(struct json_writer *w, double value) {
  if (!isfinite(value)) {
    jw_null(w);
    return;
  }
  separate(w);
  char text[40];
  for (int digits = 15; digits <= 17; digits++) {
    (void)snprintf(text, sizeof text, "%.*g", digits, value == 0 ? 0 : value); /* no minus zero */
    if (strtod(text, NULL) == value) break;
  }
  buf_text(w->out, text);
}

void jw_bool(struct json_writer *w, bool value) {
  separate(w);
  buf_text(w->out, value ? "true" : "false");
}

void jw_time(struct json_writer *w, vg_time at) {
  char text[TIME_TEXT];
  jw_text(w, at == VG_NEVER ? NULL : time_format(at, text));
}
