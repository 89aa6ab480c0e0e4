#!/bin/bash
# Every action that the code, or a statement, writes into the journal has its words in web/view/journal_text.c.
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
exit $bad
