/* The one binary. Everything it can do is a subcommand: cmd/. */
#include "cli/command.h"

int main(int argc, char **argv) { return command_main(argc, argv, commands); }
