/* cmd/indicator/author.h — vigie indicator check, add, remove: indicators of the organisation. */
#ifndef VG_CMD_INDICATOR_AUTHOR_H
#define VG_CMD_INDICATOR_AUTHOR_H

#include "cmd/command.h"

extern const struct command command_indicator_check, command_indicator_add, command_indicator_remove;

#endif
