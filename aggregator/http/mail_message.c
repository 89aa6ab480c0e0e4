#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "http/mail.h"

enum { LINE_MAX = 76, SUBJECT_MAX = 600, ENCODED_MAX = 39 }; /* bytes of a word: 73 characters with "Subject: =?UTF-8?B?" and "?=" */

static const char hexadecimal[] = "0123456789ABCDEF";

/* ---- headers ---- */

static bool is_plain(const char *text) {
  for (; *text != '\0'; text++)
    if ((unsigned char)*text < 0x20 || (unsigned char)*text >= 0x7F) return false;
  return true;
}

static void put_base64(struct buf *out, const char *text, size_t length) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < length; i += 3) {
    uint32_t three = 0;
    for (size_t j = 0; j < 3; j++) three = three << 8 | (i + j < length ? (unsigned char)text[i + j] : 0u);
    buf_char(out, digits[three >> 18]);
    buf_char(out, digits[three >> 12 & 63]);
    buf_char(out, i + 1 < length ? digits[three >> 6 & 63] : '=');
    buf_char(out, i + 2 < length ? digits[three & 63] : '=');
  }
}

/* Words of RFC 2047, each of whole characters. A short one in ASCII stays as it is, unless it looks like such a word. */
static void put_subject(struct buf *out, const char *subject) {
  char shown[SUBJECT_MAX];
  (void)text_show(subject, shown, sizeof shown);
  buf_text(out, "Subject: ");
  if (is_plain(shown) && strlen(shown) <= LINE_MAX - 9 && strstr(shown, "=?") == NULL) {
    buf_text(out, shown);
  } else {
    for (const char *p = shown; *p != '\0';) {
      size_t n = text_cut(p, ENCODED_MAX);
      buf_text(out, p == shown ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?");
      put_base64(out, p, n);
      buf_text(out, "?=");
      p += n;
    }
  }
  buf_text(out, "\r\n");
}

static void put_date(struct buf *out, vg_time at) {
  static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  int64_t day = at / VG_DAY - (at % VG_DAY < 0), second = (at - day * VG_DAY) / VG_SECOND;
  int year, month, of_month;
  date_from_days(day, &year, &month, &of_month);
  buf_printf(out, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\r\n", days[(day % 7 + 7) % 7], of_month, months[month - 1], year, (int)(second / 3600),
             (int)(second / 60 % 60), (int)(second % 60));
}

/* ---- the text, as quoted-printable ---- */

static void put_quoted(struct buf *out, const char *text) {
  size_t column = 0;
  for (; *text != '\0'; text++) {
    unsigned char c = (unsigned char)*text;
    bool ends = text[1] == '\n' || text[1] == '\0';
    bool plain = (c > 0x20 && c < 0x7F && c != '=') || (c == ' ' && !ends);
    if (c == '\n') {
      buf_text(out, "\r\n");
      column = 0;
      continue;
    }
    if (column + (plain ? 1 : 3) > LINE_MAX - 1) {
      buf_text(out, "=\r\n");
      column = 0;
    }
    if (column == 0 && c == '.') plain = false; /* a line that is one dot would end the message, should whoever carries it forget to double it */
    if (plain) buf_char(out, (char)c);
    else buf_printf(out, "=%c%c", hexadecimal[c >> 4], hexadecimal[c & 15]);
    column += plain ? 1 : 3;
  }
}

/* ---- all of it ---- */

static bool check_address(const char *what, const char *address, struct vg_error *err) {
  char shown[120];
  return text_mail_address(address) || vg_fail(err, VG_E_INPUT, "%s: expected an e-mail address, got \"%s\"", what, text_show(address, shown, sizeof shown));
}

static bool check_id(const char *id, struct vg_error *err) {
  size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.");
  return (n > 0 && n <= 100 && id[n] == '\0') || vg_fail(err, VG_E_INPUT, "message: expected an id of letters, digits and dots");
}

bool mail_write(const struct mail_server *s, const struct mail_message *m, struct buf *out, struct vg_error *err) {
  if (!check_address("from", s->from, err) || !check_address("to", m->to, err) || !check_id(m->id, err)) return false;
  if (!text_utf8(m->text, strlen(m->text))) return vg_fail(err, VG_E_INPUT, "message: expected UTF-8 text");
  put_date(out, m->date);
  buf_printf(out, "From: Vigie <%s>\r\nTo: <%s>\r\n", s->from, m->to);
  put_subject(out, m->subject);
  buf_printf(out, "Message-ID: <vigie.%s@%s>\r\n", m->id, strchr(s->from, '@') + 1);
  buf_text(out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
                "Auto-Submitted: auto-generated\r\n\r\n");
  put_quoted(out, m->text);
  return buf_check(out, "message", err);
}
