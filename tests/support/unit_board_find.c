#include <string.h>

#include "indicator/board.h"

__attribute__((weak)) const struct rule_line *board_rule(const struct board *b, const char *number) {
  for (size_t i = 0; i < b->rule_count; i++)
    if (strcmp(b->rules[i].number, number) == 0) return &b->rules[i];
  return NULL;
}
__attribute__((weak)) const struct indicator_line *board_indicator(const struct board *b, const char *code) {
  for (size_t i = 0; i < b->indicator_count; i++)
    if (strcmp(b->indicators[i].sheet->code, code) == 0) return &b->indicators[i];
  return NULL;
}
