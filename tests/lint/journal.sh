#!/bin/bash
# Every action that the code, or a statement, writes into the journal, and every key of its details, has its words in
# web/view/journal_text.c.
set -euo pipefail
cd "$1"
table=web/view/journal_text.c
known=$(grep -oE '^ +\{"[a-z_]+\.[a-z_]+"' $table | grep -oE '[a-z_]+\.[a-z_]+' | sort -u)
nouns=$(sed 's/\..*//' <<< "$known" | sort -u | paste -sd'|')
bad=0
# What stands in a statement that writes the journal; and a known noun with a verb, wherever it goes through a variable. Logs and
# fault points use the same form for what they call.
written=$(find aggregator connectors web -name '*.c' ! -path "$table" -print0 | xargs -0 awk '
  FNR == 1 { open = 0 }
  /^ *(\/\*|\*)/ { next }
  /(journal_write|journal_add|author_journal|source_journal|journal_user|SQL_JOURNAL_ADD)/ && !/^(static )?bool / { open = 1 }
  open { rest = $0; while (match(rest, /"[a-z_]+\.[a-z_]+"/)) { print substr(rest, RSTART + 1, RLENGTH - 2); rest = substr(rest, RSTART + RLENGTH) } if (/;/) open = 0 }')
passed=$(grep -rhE --include='*.c' "\"($nouns)\.[a-z_]+\"" aggregator connectors web | grep -vE 'log_[a-z]+\(|FAULT|fault' | grep -oE "\"($nouns)\.[a-z_]+\"" | tr -d '"')
told=$(grep -rl 'INSERT INTO vg.journal' sql/query | xargs grep -hoE "'[a-z_]+\.[a-z_]+'" | tr -d "'")
for action in $(sort -u <<< "$written"$'\n'"$passed"$'\n'"$told"); do
  if ! grep -qx "$action" <<< "$known"; then
    echo "$table: expected the words of action \"$action\", which the code writes"
    bad=1
  fi
done

# Keys: every other text of the pairs of author_journal(); where the line is written by hand, the keys of its JSON object.
writers=$(grep -rlE --include='*.c' \
  '(journal_write|journal_add|author_journal|source_journal|journal_user|SQL_JOURNAL_ADD)\(?' aggregator connectors web)
paired=$(awk '
  FNR == 1 { open = 0 }
  /author_journal\(db/ { open = 1; call = "" }
  open { call = call $0; if (/;/) { open = 0; pairs(call) } }
  function pairs(text,   i, c, depth, nth, part) {
    if (!sub(/.*const char \*const\[\]\)\{/, "", text)) return
    depth = nth = 0; part = ""
    for (i = 1; i <= length(text); i++) {
      c = substr(text, i, 1)
      if (c == "}" && depth == 0) return
      if (c == "(") depth++
      if (c == ")") depth--
      if (c != "," || depth > 0) { part = part c; continue }
      if (nth++ % 2 == 0) while (match(part, /"[a-z_]+"/)) { print substr(part, RSTART + 1, RLENGTH - 2); part = substr(part, RSTART + RLENGTH) }
      part = ""
    }
  }' $writers)
keyed=$(grep -hoE '(jw_key\(&w, "[a-z_]+"|\\"[a-z_]+\\":)' $writers | grep -oE '"[a-z_]+|\\"[a-z_]+' | tr -d '"\\')
named=$(grep -hE 'journal_user\(db' $writers | grep -oE '"[a-z_]+", [a-z]' | grep -oE '[a-z_]{2,}')
built=$(grep -l 'INSERT INTO vg.journal' sql/query/*.sql | xargs cat | tr '\n' ' ' |
  grep -oE "jsonb_build_object\(.*" | grep -oE "'[a-z_]+'" | tr -d "'")
for key in $(printf '%s\n' "$paired" "$keyed" "$named" "$built" | sort -u); do
  if ! grep -qE "^ +\{\"$key\", N_\(" $table; then
    echo "$table: expected a label of \"$key\", a key of the details of a line"
    bad=1
  fi
done
exit $bad
