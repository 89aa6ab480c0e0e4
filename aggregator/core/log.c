#include "core/log.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"

enum { FIELD_MAX = 4096, LINE_MAX_BYTES = 64 * 1024 };

static _Atomic int threshold = LOG_INFO;
static _Atomic int output = 2;
static const char *_Atomic process_name = "vigie";
static const char *const names[] = {"debug", "info", "warning", "error"};

void log_set_level(enum log_level level) { atomic_store(&threshold, (int)level); }
void log_set_process(const char *name) { atomic_store(&process_name, name); }
void log_set_fd(int fd) { atomic_store(&output, fd); }

bool log_level_parse(const char *name, enum log_level *out) {
  for (int i = LOG_DEBUG; i <= LOG_ERROR; i++) {
    if (strcmp(name, names[i]) == 0) return *out = (enum log_level)i, true;
  }
  return false;
}

static void put_member(struct buf *line, const char *name, const char *text) {
  buf_char(line, ',');
  text_json(line, name, strlen(name));
  buf_char(line, ':');
  size_t length = strlen(text);
  text_json(line, text, length > FIELD_MAX ? FIELD_MAX : length);
}

static void put_field(struct buf *line, const struct log_field *f) {
  if (f->text != NULL) {
    put_member(line, f->name, f->text);
    return;
  }
  buf_char(line, ',');
  text_json(line, f->name, strlen(f->name));
  buf_char(line, ':');
  buf_int(line, f->number);
}

void log_write(enum log_level level, const char *event, const struct log_field *fields) {
  if ((int)level < atomic_load(&threshold)) return;
  BUF(line, LINE_MAX_BYTES);
  char at[TIME_TEXT];
  buf_text(&line, "{\"at\":\"");
  buf_text(&line, time_format(clock_now(), at));
  buf_char(&line, '"');
  put_member(&line, "level", names[level]);
  put_member(&line, "process", atomic_load(&process_name));
  put_member(&line, "event", event);
  for (const struct log_field *f = fields; f->name != NULL; f++) put_field(&line, f);
  buf_text(&line, "}\n");
  if (buf_ok(&line)) (void)!write(atomic_load(&output), line.data, line.length);
}

void log_error(const char *event, const struct vg_error *err) {
  log_event(LOG_ERROR, event, LOG_TEXT("code", vg_error_info(err->code)->name), LOG_TEXT("message", err->message),
            LOG_TEXT("hint", err->hint));
}
