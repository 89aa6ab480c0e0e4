# Sourced before another program: code(line) is the line without comments and with strings and characters emptied.
# Keeps state between lines (`within`, a block comment); call reset() at the start of a file.
function reset() { within = 0 }
function code(line,    out, i, c, n, quote) {
  out = ""; n = length(line); quote = ""
  for (i = 1; i <= n; i++) {
    c = substr(line, i, 1)
    if (within) {
      if (c == "*" && substr(line, i + 1, 1) == "/") { within = 0; i++ }
    } else if (quote != "") {
      if (c == "\\") i++
      else if (c == quote) { quote = ""; out = out c }
    } else if (c == "/" && substr(line, i + 1, 1) == "*") { within = 1; i++ }
    else if (c == "/" && substr(line, i + 1, 1) == "/") break
    else { if (c == "\"" || c == "'") quote = c; out = out c }
  }
  return out
}
