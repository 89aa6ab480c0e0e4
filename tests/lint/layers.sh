#!/bin/bash
# Includes go the one way that CMakeLists.txt declares (DEPENDS), and each outside library is included in one place.
set -euo pipefail
cd "$1"
find aggregator connectors web -name '*.[ch]' ! -path 'aggregator/tools/*' | sort | xargs awk '
  function owner(path) {
    while (!(path in module)) if (!sub(/\/[^\/]*$/, "", path)) return ""
    return module[path]
  }
  function allowed(from, to,   i, n, d) {
    if (from == to) return 1
    if ((from, to) in known) return known[from, to]
    known[from, to] = 0
    n = split(depends[from], d, " ")
    for (i = 1; i <= n; i++) if (allowed(d[i], to)) { known[from, to] = 1; break }
    return known[from, to]
  }
  function complain(text) { printf "%s:%d: %s\n", FILENAME, FNR, text; bad = 1 }
  BEGIN {
    place["libpq-fe.h"] = "^aggregator/db/"; place["curl/curl.h"] = "^aggregator/http/"
    place["civetweb.h"] = "^web/http/server\\.c$"; place["cyaml/cyaml.h"] = "^aggregator/policy/"; place["yaml.h"] = "^aggregator/policy/tree\\.h$"
    while ((getline line < "CMakeLists.txt") > 0) {
      if (line !~ /^vigie_module\(/) continue
      n = split(line, word, /[ ()]+/); name = word[2]; reading = ""
      for (i = 3; i <= n; i++) {
        if (word[i] ~ /^(FOLDER|DEPENDS|LIBRARIES)$/) reading = word[i]
        else if (reading == "FOLDER") module[word[i]] = name
        else if (reading == "DEPENDS" && word[i] != "") depends[name] = depends[name] " " word[i]
      }
    }
  }
  /^# *include/ {
    split($0, part, /[<>"]/); file = part[2]
    if (file in place && FILENAME !~ place[file]) complain(file " may only be included in " place[file])
    if ($0 !~ /"/ || file !~ /\//) next
    from = FILENAME == "aggregator/main.c" ? "cmd" : owner(FILENAME); to = owner("aggregator/" file); if (to == "") to = owner(file)
    if (to == "") complain(file " belongs to no module")
    else if (!allowed(from, to)) complain("module " from " may not include " file ", of " to ": see DEPENDS in CMakeLists.txt")
  }
  END { exit bad }'
