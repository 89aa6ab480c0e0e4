#!/bin/bash
# Every text of the code and the templates has its French translation, with the same formats, in good typography.
set -euo pipefail
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
web/po/update.sh --template "$work/vigie.pot" "$2"
msguniq --no-location web/po/fr.po -o "$work/fr.po"
msgfmt --check -o /dev/null "$work/fr.po"
bad=0
msgcmp "$work/fr.po" "$work/vigie.pot" 2> "$work/errors" || bad=1
if [ $bad = 1 ]; then
  echo "web/po/fr.po lacks translations (run web/po/update.sh, then translate):"
  sed -n 's|.*vigie\.pot:\([0-9]*\): .*|\1|p' "$work/errors" | while read -r line; do
    sed -n "$line,/^msgstr/{/^msgstr/!p}" "$work/vigie.pot"
  done
  sed -n '/vigie\.pot:/!p' "$work/errors"
fi
# Typography, in the French texts only: U+2019, and a no-break space before : ; ? ! % and inside « ».
if msgattrib --translated --no-obsolete --no-wrap "$work/fr.po" | grep -A99 '^msgstr' | grep -E '^(msgstr|")' |
  grep -nE "[[:alpha:]]'[[:alpha:]]| [:;?!]| %([^-.0-9a-z]|$)|« | »" | grep -vE 'Plural-Forms|Content-Type|Project-Id|Language|MIME|Transfer'; then
  echo "French typography: expected U+2019 as apostrophe, and U+00A0 (or U+202F) before : ; ? ! % and inside « »"
  bad=1
fi
exit $bad
