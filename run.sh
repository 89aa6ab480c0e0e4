#!/bin/bash
# Installs what is missing, builds, and runs Vigie; options go to `vigie run` (see ./run.sh --help).
# Nothing is installed or built again when nothing changed.
set -euo pipefail
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
  packages_install "$here/packages.txt" run build
  say "Building (a minute or two the first time)"
  mkdir -p "$build"
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
