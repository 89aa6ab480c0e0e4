/* web/view/source_text.h — the health of sources and the outcome of pulls as people read them. */
#ifndef VG_WEB_VIEW_SOURCE_TEXT_H
#define VG_WEB_VIEW_SOURCE_TEXT_H

#include "connectors/connector.h"
#include "db/db.h"
#include "web/html/html.h"

struct health {
  const char *state; /* whose shape and colour it takes: "applied", "watch", "unknown", "not_applicable" */
  const char *label; /* in the reader's language */
};
/* From a row of source_health. */
struct health source_health(const struct html *, const struct db_result *, size_t row, vg_time now);

/* Of a pull: "ok", "failed" … */
struct health pull_outcome(const struct html *, const char *status);
/* Who or what started it: "schedule", "person", "sample". */
const char *pull_trigger(const struct html *, const char *trigger);

/* The label of a connector's option; its name when the connector has it no more (NULL allowed). */
const char *option_label(const struct html *, const struct connector *, const char *name);
/* A value of it as people read it: yes or no, the word of a choice, the plural of a kind; others as they are. */
const char *option_word(const struct html *, const struct option_spec *, const char *value);

#endif
