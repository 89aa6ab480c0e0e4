#!/bin/bash
# Installs what is missing, builds, and runs Vigie; options go to `vigie run` (see ./run.sh --help).
# Nothing is installed or built again when nothing changed.
set -euo pipefail
case " $* " in
  *" -h "* | *" --help "*) # says so at once, and changes nothing
    echo "Usage: ./run.sh [--empty] [OPTIONS of vigie run]"
    echo
    echo "Installs the packages that are missing, builds what changed, then runs Vigie on http://127.0.0.1:8080 until Ctrl-C."
    echo
    help=$(dirname "$0")/build/release/vigie
    if [ -x "$help" ]; then exec "$help" run --help; fi
    echo "  --empty        on the first start, do not load the sample organisation"
    echo "  --data-dir DIR where Vigie keeps its database, keys and logs"
    echo "  --listen ADDRESS:PORT"
    echo
    echo "Once built, this lists every option."
    exit 0
    ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
build=$here/build/release
binary=$build/vigie
stamp=$build/.current
. "$here/scripts/packages.sh"

current() {
  [ -x "$binary" ] && [ -e "$stamp" ] &&
    [ -z "$(find "$here"/{aggregator,cmake,connectors,sql,web,CMakeLists.txt,CMakePresets.json,packages.txt} -newer "$stamp" -print -quit)" ]
}

if ! current; then
  if ! mkdir -p "$build" 2> /dev/null || ! [ -w "$build" ]; then
    owner=$(stat -c %U "$here")
    fail "$build is to be built in, which $(id -un) may not: run ./run.sh as $owner, who owns it, or make a clone of your own."
  fi
  packages_install "$here/packages.txt" run build
  say "Building (a minute or two the first time)"
  touch "$stamp.began"
  (cd "$here" && cmake --preset release > "$build/configure.log" 2>&1) || { cat "$build/configure.log" >&2; exit 1; }
  (cd "$here" && CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)} cmake --build --preset release >&2)
  mv "$stamp.began" "$stamp"
fi

# As root, the database and the servers run as a user of their own.
if [ "$(id -u)" = 0 ] && ! id -u vigie > /dev/null 2>&1; then
  useradd --system --user-group --home-dir /var/lib/vigie --no-create-home --shell /usr/sbin/nologin vigie
fi
exec "$binary" run "$@"
