#include "remind/remind.h"

#include <string.h>

#include "core/log.h"
#include "http/mail.h"
#include "remind/message.h"
#include "remind/step.h"

enum { MEMORY = 64 << 20, BUDGET_MS = 240000 }; /* of a run; a server that never answers takes 40 s a message */

struct mailer {
  struct db *db;
  const struct config *config;
  struct message_from from;
  struct mail_server server;
  char password[256];
};

/* Of a row of mail_people, mail_take or mail_person. */
struct person {
  int64_t id;
  const char *login, *email; /* email NULL: none */
  enum role role;
  enum lang lang;
  struct turn turn;
};

static struct person person_of(struct vg_arena *arena, const struct db_result *rows, size_t i) {
  struct person p = {.id = row_int(rows, i, "id"),
                     .login = vg_strdup(arena, row_text(rows, i, "login")),
                     .email = row_null(rows, i, "email") ? NULL : vg_strdup(arena, row_text(rows, i, "email")),
                     .role = role_parse(row_text(rows, i, "role")),
                     .turn = {often_parse(row_text(rows, i, "mail")), row_time(rows, i, "email_at"), row_time(rows, i, "settled_at"),
                              row_time(rows, i, "tried_at"), row_int(rows, i, "failures")}};
  (void)lang_parse(row_text(rows, i, "lang"), &p.lang);
  return p;
}

static struct message_from from_of(const struct config *config, const char *pages) { return (struct message_from){pages, config->organisation}; }

static bool set_up(struct mailer *m, struct vg_error *err) {
  const struct config *c = m->config;
  if (c->smtp_url == NULL) {
    (void)vg_fail(err, VG_E_CONFIG, "smtp_url: expected a mail server, got nothing: no message is sent");
    return vg_hint(err, "set smtp_url and smtp_from");
  }
  m->server = (struct mail_server){.url = c->smtp_url, .from = c->smtp_from, .user = c->smtp_user, .ca_file = c->smtp_ca_file};
  if (c->smtp_user == NULL) return true;
  m->server.password = m->password;
  return remind_password(c->smtp_password_file, m->password, err);
}

/* ---- one person ---- */

static bool load(struct db *db, struct vg_arena *arena, const struct html *h, const struct person *p, vg_time now, struct waiting *out, size_t *fresh,
                 struct vg_error *err) {
  return waiting_load(db, arena, h, p->role, now, out, err) && waiting_told(db, p->id, out, fresh, err);
}

/* Each day what is new, each week whatever waits. */
static bool worth_it(const struct person *p, const struct waiting *w, size_t fresh) { return p->turn.often == OFTEN_WEEKLY ? w->count > 0 : fresh > 0; }

static bool send_to(const struct mailer *m, struct vg_arena *arena, const struct html *h, const struct person *p, const struct waiting *w, struct vg_error *err) {
  struct message_text text;
  if (!message_write(h, arena, &m->from, p->role, w, &text, err)) return false;
  struct mail_message message = {p->email, text.subject, text.text, vg_printf(arena, "%lld.%lld", (long long)p->id, (long long)w->at), w->at};
  if (message.id == NULL) return vg_fail(err, VG_E_LIMIT, "message: out of memory");
  return mail_send(&m->server, &message, NULL, err);
}

static bool write_failure(const struct mailer *m, struct vg_arena *arena, int64_t person, vg_time now, const struct vg_error *why, struct vg_error *err) {
  return db_run(m->db, NULL, SQL_MAIL_FAILED, DB_NONE, err, P_INT(person), P_TIME(now), P_TEXT(vg_printf(arena, "%s%s", why->message, why->words)));
}

static bool keep_failure(const struct mailer *m, struct vg_arena *arena, const struct person *p, vg_time now, const struct vg_error *why, struct vg_error *err) {
  log_event(LOG_WARNING, "mail.failed", LOG_TEXT("login", p->login), LOG_INT("failures", p->turn.failures + 1), LOG_TEXT("message", why->message),
            LOG_TEXT("hint", why->hint));
  return write_failure(m, arena, p->id, now, why, err);
}

/* Within the transaction that holds their row. `unready`: why nothing can be sent at all, VG_OK when it can. */
static bool tell(const struct mailer *m, struct vg_arena *arena, const struct person *p, vg_time now, const struct vg_error *unready, struct remind_done *done,
                 struct vg_error *err) {
  const struct html h = {.lang = p->lang, .zone = m->config->zone, .plain = true};
  struct waiting w;
  struct vg_error why = *unready;
  size_t fresh;
  if (!load(m->db, arena, &h, p, now, &w, &fresh, err)) return false;
  bool worth = worth_it(p, &w, fresh);
  if (worth && (why.code != VG_OK || !send_to(m, arena, &h, p, &w, &why))) {
    done->failed++;
    return keep_failure(m, arena, p, now, &why, err);
  }
  done->sent += worth;
  done->quiet += !worth;
  if (worth) log_event(LOG_INFO, "mail.sent", LOG_TEXT("login", p->login), LOG_INT("things", (int64_t)w.count), LOG_INT("new", (int64_t)fresh));
  return waiting_keep(m->db, arena, p->id, &w, worth, err) && db_run(m->db, NULL, SQL_MAIL_SETTLED, DB_NONE, err, P_INT(p->id), P_TIME(now));
}

static bool turn_of(const struct mailer *m, int64_t id, const struct vg_error *unready, struct remind_done *done, struct vg_error *err) {
  VG_ARENA(arena, MEMORY);
  DB_RESULT(rows);
  DB_TX(tx);
  vg_time now = clock_now();
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  if (!db_begin(m->db, &tx, err) || !db_run(m->db, &rows, SQL_MAIL_TAKE, DB_ZERO_OR_ONE, err, P_INT(id))) return false;
  if (row_count(rows) == 0) return true; /* somebody else's process is at it */
  struct person p = person_of(arena, rows, 0);
  if (!row_ok(rows, err)) return false;
  if (!turn_due(m->config->zone, m->config->mail_hour, &p.turn, now)) return true; /* or has just been */
  return tell(m, arena, &p, now, unready, done, err) && db_commit(&tx, err);
}

/* ---- all of them ---- */

static bool due_row(const struct config *c, struct vg_arena *arena, const struct db_result *rows, size_t i, vg_time now) {
  struct person p = person_of(arena, rows, i);
  return turn_due(c->zone, c->mail_hour, &p.turn, now);
}

bool remind_wanted(struct db *db, const struct config *config, vg_time now, bool *wanted, struct vg_error *err) {
  VG_ARENA(arena, MEMORY);
  DB_RESULT(rows);
  *wanted = false;
  if (config->smtp_url == NULL) return true;
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  if (!db_run(db, &rows, SQL_MAIL_PEOPLE, DB_MANY, err)) return false;
  for (size_t i = 0; i < row_count(rows) && !*wanted; i++) *wanted = due_row(config, arena, rows, i, now);
  return row_ok(rows, err);
}

/* What goes wrong with one person is logged, and the next one comes. */
static bool run_all(const struct mailer *m, const struct vg_error *unready, struct remind_done *done, struct vg_error *err) {
  VG_ARENA(arena, MEMORY);
  DB_RESULT(rows);
  int64_t end = clock_monotonic_ms() + BUDGET_MS;
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  if (!db_run(m->db, NULL, SQL_MAIL_STATE_ADD, DB_ANY, err) || !db_run(m->db, &rows, SQL_MAIL_PEOPLE, DB_MANY, err)) return false;
  for (size_t i = 0; i < row_count(rows); i++) {
    struct vg_error why = {0};
    const struct remind_done before = *done;
    if (!due_row(m->config, arena, rows, i, clock_now())) continue;
    if (clock_monotonic_ms() >= end) {
      done->more = true;
      break;
    }
    if (turn_of(m, row_int(rows, i, "id"), unready, done, &why)) continue;
    log_error("mail.not_made", &why);
    done->unkept += done->sent > before.sent;
    done->failed += done->sent == before.sent && done->failed == before.failed;
    if (!write_failure(m, arena, row_int(rows, i, "id"), clock_now(), &why, err)) return false;
  }
  return row_ok(rows, err);
}

bool remind_run(struct db *db, const struct config *config, const char *pages, struct remind_done *done, struct vg_error *err) {
  struct mailer m = {.db = db, .config = config, .from = from_of(config, pages)};
  struct vg_error unready = {0};
  *done = (struct remind_done){0};
  if (!set_up(&m, &unready) && config->smtp_url == NULL) {
    *err = unready;
    return false;
  }
  bool ok = run_all(&m, &unready, done, err);
  explicit_bzero(m.password, sizeof m.password);
  return ok;
}

/* ---- by hand ---- */

static bool preview_one(struct db *db, const struct config *config, const struct message_from *from, const struct db_result *rows, size_t i, struct buf *out,
                        struct vg_error *err) {
  VG_ARENA(arena, MEMORY);
  static const char *const often[] = {[OFTEN_NEVER] = "never", [OFTEN_DAILY] = "daily", [OFTEN_WEEKLY] = "weekly"};
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  struct person p = person_of(arena, rows, i);
  const struct html h = {.lang = p.lang, .zone = config->zone, .plain = true};
  struct waiting w;
  struct message_text text;
  size_t fresh;
  if (!load(db, arena, &h, &p, clock_now(), &w, &fresh, err) || !message_write(&h, arena, from, p.role, &w, &text, err)) return false;
  buf_printf(out, "%s, %s, %s: ", p.login, p.email != NULL ? p.email : "no address", often[p.turn.often]);
  buf_printf(out, "%zu thing%s, %zu not told yet%s\n", w.count, w.count == 1 ? "" : "s", fresh, worth_it(&p, &w, fresh) ? "" : ": nothing would be sent");
  if (w.count > 0) buf_printf(out, "\n%s\n\n%s", text.subject, text.text);
  buf_char(out, '\n');
  return buf_check(out, "preview", err);
}

bool remind_preview(struct db *db, const struct config *config, const char *pages, const char *login, struct buf *out, struct vg_error *err) {
  DB_RESULT(rows);
  const struct message_from from = from_of(config, pages);
  bool ok = login == NULL ? db_run(db, &rows, SQL_MAIL_PEOPLE, DB_MANY, err) : db_run(db, &rows, SQL_MAIL_PERSON, DB_ZERO_OR_ONE, err, P_TEXT(login));
  if (ok && login != NULL && row_count(rows) == 0) {
    (void)vg_fail(err, VG_E_NOTFOUND, "there is no user %s", login);
    return vg_hint(err, "vigie user list names them");
  }
  for (size_t i = 0; ok && i < row_count(rows); i++) ok = preview_one(db, config, &from, rows, i, out, err);
  return ok && row_ok(rows, err);
}

bool remind_test(const struct config *config, const char *pages, const char *address, char *answer, struct vg_error *err) {
  VG_ARENA(arena, MEMORY);
  struct mailer m = {.config = config, .from = from_of(config, pages)};
  struct message_text text;
  if (arena == NULL) return vg_fail(err, VG_E_LIMIT, "out of memory");
  bool ok = set_up(&m, err) && message_test(arena, &m.from, &text, err);
  struct mail_message message = {address, ok ? text.subject : "", ok ? text.text : "", ok ? vg_printf(arena, "test.%lld", (long long)clock_now()) : "", clock_now()};
  ok = ok && mail_send(&m.server, &message, answer, err);
  explicit_bzero(m.password, sizeof m.password);
  return ok;
}
