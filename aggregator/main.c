/* The one binary. Everything it can do is a subcommand: cmd/. */
#include <stdio.h>

int main(int argc, char **argv) {
  (void)argc;
  (void)fprintf(stderr, "%s: no command is built in yet\n", argv[0]);
  return 70;
}
