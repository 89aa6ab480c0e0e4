#!/bin/bash
# Calls that the house does without, each with what to use instead.
set -euo pipefail
cd "$1"
find aggregator connectors web tests -name '*.[ch]' | sort | xargs awk -f tests/lint/strip.awk -f <(cat << 'AWK'
function ban(names, instead,   n, i, list) {
  n = split(names, list, " ")
  for (i = 1; i <= n; i++) banned[list[i]] = instead
}
BEGIN {
  ban("time localtime localtime_r gmtime gmtime_r mktime timegm strftime ctime asctime gettimeofday", "core/clock.h, core/zone.h or i18n/format.h")
  ban("sprintf vsprintf strcpy strcat stpcpy strncpy strncat gets", "snprintf or core/buf.h")
  ban("strtok strtok_r", "strcspn and a pointer")
  ban("atoi atol atoll atof scanf", "text_int or text_real")
  ban("system popen wordexp", "process_run")
  ban("setlocale", "i18n/format.h")
  ban("alloca", "an arena")
  ban("setjmp longjmp", "bool and struct vg_error")
  ban("rand srand random srandom drand48", "libsodium, or a seeded generator of your own in tests")
  ban("tmpnam tempnam mktemp", "mkstemp")
  ban("mg_handle_form_request mg_store_body mg_get_form mg_read_form", "the bounded readers of web/http")
}
FNR == 1 { reset() }
{
  rest = code($0)
  while (match(rest, /[A-Za-z_][A-Za-z0-9_]*[ ]*\(/)) {
    name = substr(rest, RSTART, RLENGTH); sub(/[ ]*\($/, "", name)
    before = substr(rest, 1, RSTART - 1)
    if (name in banned && before !~ /(\.|->)$/) { printf "%s:%d: %s is banned: use %s\n", FILENAME, FNR, name, banned[name]; bad = 1 }
    if (name == "clock_gettime" && FILENAME != "aggregator/core/clock.c" && $0 !~ /CLOCK_(MONOTONIC|PROCESS_CPUTIME_ID)/) { printf "%s:%d: the clock is core/clock.h\n", FILENAME, FNR; bad = 1 }
    rest = substr(rest, RSTART + RLENGTH)
  }
}
END { exit bad }
AWK
)
if grep -rnE '\b(TODO|FIXME|XXX|HACK)\b' aggregator connectors web sql cmake scripts docs tests --include='*.[ch]' --include='*.sh' --include='*.sql' --include='*.md' --include='*.cmake' --include='*.html' --include='*.css' --exclude-dir=node_modules --exclude-dir=lint; then
  echo "finish it, or open an issue"
  exit 1
fi
