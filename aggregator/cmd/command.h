/* cmd/command.h — what each file of this folder includes to be a subcommand. */
#ifndef VG_CMD_COMMAND_H
#define VG_CMD_COMMAND_H

#include "cli/command.h"

#endif
