/* db/sql_text.h — the statements of sql/query and sql/indicator, compiled in (aggregator/tools/sqlc.c). */
#ifndef VG_DB_SQL_TEXT_H
#define VG_DB_SQL_TEXT_H

#include <stdbool.h>

#include "sql_id.h"

struct sql_text {
  const char *name;    /* "source_list", "indicator_backup_daily" */
  int parameters;      /* how many $n; always 4 for an indicator */
  bool indicator;
  const char *text;    /* the statement without its heading comment and final ';' */
  const char *comment; /* the heading comment without its dashes: an indicator's sheet */
};

/* By id; SQL_COUNT of them, then one with a NULL name. */
extern const struct sql_text sql_texts[];

/* The id of the indicator CODE ("backup_daily"), or SQL_COUNT when there is none. */
enum sql_id sql_indicator(const char *code);

#endif
