/* core/log.h — one JSON object a line on standard error: {"at":…,"level":…,"event":…,"process":…, fields…}.
 *
 * Control, escape and bidirectional characters are escaped; a field longer than 4 KiB is cut and says so. Never log
 * a secret, a parameter of a query or a body. One failure is logged once, where it is handled. Thread-safe.       */
#ifndef VG_CORE_LOG_H
#define VG_CORE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "core/error.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

struct log_field {
  const char *name;
  const char *text; /* NULL: `number` is written instead */
  int64_t number;
};
#define LOG_TEXT(n, t) ((struct log_field){.name = (n), .text = (t) != NULL ? (t) : ""})
#define LOG_INT(n, v) ((struct log_field){.name = (n), .number = (v)})

/* `event` is a stable dotted name ("pull.failed"), never a sentence. End the fields with nothing:
 * log_event(LOG_INFO, "pull.done", LOG_INT("source", 3), LOG_INT("rows", 120));                    */
#define log_event(level, event, ...)                                                                                   \
  log_write((level), (event), (const struct log_field[]){__VA_ARGS__ __VA_OPT__(, ){0}})
void log_write(enum log_level, const char *event, const struct log_field *fields);

/* The event with the error's code, message and hint. */
void log_error(const char *event, const struct vg_error *err);

/* What is below is not written. Default LOG_INFO. */
void log_set_level(enum log_level);
bool log_level_parse(const char *name, enum log_level *out);
/* The name of this process in every line ("serve", "collect"); kept by reference. */
void log_set_process(const char *name);
/* Where lines go: a file descriptor, 2 by default. */
void log_set_fd(int fd);

#endif
