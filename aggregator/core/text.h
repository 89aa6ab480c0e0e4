/* core/text.h — small, strict helpers on text. No locale, no static buffers: thread-safe. */
#ifndef VG_CORE_TEXT_H
#define VG_CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/buf.h"

/* Whole text is a decimal integer of [min, max]: an optional '-', digits, nothing else. */
bool text_int(const char *text, int64_t min, int64_t max, int64_t *out);
/* Whole text is a finite decimal number: digits, one '.', exponent allowed. NaN and infinities are refused. */
bool text_real(const char *text, double *out);

/* Valid UTF-8 without NUL: no overlong form, no surrogate, at most U+10FFFF. */
bool text_utf8(const char *text, size_t length);
/* Windows-1252 to UTF-8 in the arena. False where a byte has no character (0x81 0x8d 0x8f 0x90 0x9d): *bad is its place. */
bool text_from_cp1252(struct vg_arena *, const char *text, size_t length, char **out, size_t *bad);

/* The most bytes of `text`, at most `most`, that do not end within a UTF-8 sequence. */
size_t text_cut(const char *text, size_t most);

/* `text` made fit for a message: control, bidirectional and invalid bytes become U+FFFD; what does not fit into `size`
 * (at least 8) is cut and "…" put after it. The result is valid UTF-8. Returns `out`.                                */
char *text_show(const char *text, char *out, size_t size);

/* Is there nothing in it that text_fit() replaces? */
bool text_plain(const char *text, size_t length);

/* Appends `text` made fit for a terminal: as text_show(), but whole, with its line ends and tabs. */
void text_fit(struct buf *out, const char *text, size_t length);

/* Appends a JSON string with its quotes. Control, bidirectional and invalid bytes come out as \uXXXX (U+FFFD). */
void text_json(struct buf *, const char *text, size_t length);

/* The candidate that was probably meant by `name` (few letters apart); NULL when none is near. For "did you mean". */
const char *text_nearest(const char *name, const char *const *candidates, size_t count);

/* Lower-case ASCII copy in the arena, without leading and trailing white space. */
char *text_lower_trim(struct vg_arena *, const char *text);
bool text_starts(const char *text, const char *prefix);
bool text_equal(const char *a, const char *b); /* NULL equals NULL only */

/* The name under which a host is known to every source: lower-case, without port, brackets, trailing dot, or domain
 * ("SRV-Web-01.corp.example:9100" gives "srv-web-01"); an IP address keeps all but its port. "" stays "".          */
char *text_host(struct vg_arena *, const char *name);

/* An e-mail address as Vigie takes them: name@host in plain ASCII letters, digits and the usual signs, at most 254 bytes; no quoted name, no space,
 * nothing that could end a header or an SMTP command. */
bool text_mail_address(const char *text);

/* Nothing but white space. */
bool text_blank(const char *text);

#endif
