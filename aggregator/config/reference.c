#include "config/value.h"

#include <ctype.h>

static const char *default_of(const struct config_key *k) {
  if (k->dflt_help != NULL) return k->dflt_help;
  return k->dflt;
}

static void upper(struct buf *out, const char *name) {
  for (; *name != '\0'; name++) buf_char(out, (char)toupper((unsigned char)*name));
}

static void flag(struct buf *out, const char *name) {
  for (; *name != '\0'; name++) buf_char(out, *name == '_' ? '-' : *name);
}

void config_reference(struct buf *out) {
  buf_text(out, "# Settings\n\n"
                "<!-- Made by `vigie help settings --markdown`; tests/lint checks that it is current. -->\n\n"
                "From the weakest to the strongest: the default, the file `vigie.conf`, the environment, the command line.\n"
                "The file is the one of `--config` or `VIGIE_CONFIG`, else `/etc/vigie/vigie.conf` for root and\n"
                "`~/.config/vigie/vigie.conf` for others. Its lines are `name = value`; `#` starts a comment line. A name\n"
                "that does not exist is refused.\n");
  for (const struct config_key *k = config_keys; k->name != NULL; k++) {
    char expects[200];
    buf_printf(out, "\n## %s\n\n%s\n\n", k->name, k->help);
    buf_printf(out, "- expected: %s\n- default: %s\n- environment: `VIGIE_", config_expects(k, expects, sizeof expects),
               default_of(k));
    upper(out, k->name);
    buf_text(out, "`\n- command line: `--");
    flag(out, k->name);
    buf_printf(out, " %s`\n", k->argument);
  }
}

static void comment(struct buf *out, const char *text) {
  size_t column = 0;
  buf_char(out, '#');
  while (*text != '\0') {
    size_t n = 0;
    while (text[n] != '\0' && text[n] != ' ') n++;
    if (column + n > 100) {
      buf_text(out, "\n#");
      column = 0;
    }
    buf_char(out, ' ');
    buf_put(out, text, n);
    column += n + 1;
    text += n + (text[n] == ' ');
  }
  buf_char(out, '\n');
}

void config_example(struct buf *out) {
  buf_text(out, "# Settings of Vigie. What is commented out shows the default.\n");
  for (const struct config_key *k = config_keys; k->name != NULL; k++) {
    buf_char(out, '\n');
    comment(out, k->help);
    if (k->dflt_help != NULL) buf_printf(out, "# Default: %s.\n", k->dflt_help);
    buf_printf(out, "#%s = %s\n", k->name, k->dflt != NULL ? k->dflt : "");
  }
}
