#!/bin/bash
# ./test.sh              everything: built with sanitizers under gcc, compiled with clang too
# ./test.sh LEVEL…       some levels: lint unit db web connectors system fuzz browser … (labels of ctest)
# ./test.sh clang        only compiles with clang
# ./test.sh fuzz-run [S] fuzzes each target with libFuzzer for S seconds (default 60)
# ./test.sh fresh [run|test [LEVEL…]]  both commands, run.sh and test.sh, in a minimal Debian 12 made for it (needs root)
# ./test.sh bench [ARG…] the benchmarks of tests/bench: ingest and evaluation; "bench web" for the boards
set -euo pipefail
cd "$(dirname "$0")"
. scripts/packages.sh
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}

configure() {
  local log=build/configure-$1.log
  mkdir -p build
  cmake --preset "$1" > "$log" 2>&1 || { cat "$log" >&2; exit 1; }
}

build() {
  say "Building: $1"
  configure "$1"
  cmake --build --preset "$1"
}

# Browser tests bring their own packages, locked.
prepare_browser() {
  [ -f tests/browser/package-lock.json ] || return 0
  packages_install packages.txt browser
  if [ ! -e tests/browser/node_modules/.package-lock.json ] ||
    [ tests/browser/package-lock.json -nt tests/browser/node_modules/.package-lock.json ]; then
    say "Installing the packages of the browser tests"
    (cd tests/browser && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund)
  fi
}

run_levels() {
  local only=()
  if [ $# -gt 0 ]; then only=(-L "^($(IFS='|'; echo "$*"))$"); fi
  ctest --test-dir build/asan --output-on-failure --no-tests=error --timeout 900 -j 2 "${only[@]}"
}

case ${1:-} in
  -h | --help)
    sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' test.sh
    ;;
  fresh)
    packages_install packages.txt fresh
    shift
    as_root scripts/fresh.sh "$@"
    ;;
  bench)
    shift
    packages_install packages.txt run build test bench
    case ${1:-} in
      web) shift; exec tests/bench/web.sh "$@" ;;
      *) exec tests/bench/run.sh "$@" ;;
    esac
    ;;
  fuzz-run)
    packages_install packages.txt run build test fuzz
    build fuzz
    exec tests/fuzz/run.sh "${2:-60}"
    ;;
  clang)
    packages_install packages.txt run build test
    build clang
    ;;
  *)
    packages_install packages.txt run build test
    if [ $# = 0 ] || [[ " $* " == *" browser "* ]]; then prepare_browser; fi
    build asan
    if [ $# = 0 ]; then build clang; fi
    say "Testing: ${*:-everything}"
    run_levels "$@"
    ;;
esac
