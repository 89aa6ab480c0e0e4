#include "db/sql_text.h"

#include <string.h>

enum sql_id sql_indicator(const char *code) {
  for (int id = SQL_FIRST_INDICATOR; id < (int)SQL_COUNT; id++) {
    if (strcmp(sql_texts[id].name + strlen("indicator_"), code) == 0) return (enum sql_id)id;
  }
  return SQL_COUNT;
}
