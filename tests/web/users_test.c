#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "support/web_page.h"

TestSuite(web_users, .init = web_start, .fini = web_stop);

/* The path of the set-up link that the page shows. */
static const char *setup_path(const struct reply *r) {
  static char path[100];
  const char *at = strstr(r->body, "/setup/");
  cr_assert_not_null(at, "%d %s", r->status, r->body);
  (void)snprintf(path, sizeof path, "%.50s", at);
  return path;
}

Test(web_users, a_new_user_chooses_a_password_once) {
  struct browser admin = web_session(web_user("root", "administrator"));
  (void)web_get(&admin, "/users");
  struct reply r = web_post(&admin, "/users", "login=Bob&name=Bob+B.&role=ciso&lang=en");
  cr_assert_eq(r.status, 200);
  char path[100];
  (void)snprintf(path, sizeof path, "%s", setup_path(&r));
  r = web_get(&admin, "/users");
  cr_assert_null(strstr(r.body, "/setup/"), "the link is shown once");
  struct browser bob = {0};
  r = web_get(&bob, path);
  cr_assert_eq(r.status, 200);
  cr_assert(reply_says(&r, "Bob B."));
  cr_assert_eq(web_post(&bob, path, "password=short&again=short").status, 422);
  cr_assert_eq(web_post(&bob, path, "password=bob.bob.bob.bob&again=bob.bob.bob.bob").status, 422);
  cr_assert_eq(web_post(&bob, path, "password=tortue+parapluie+granit&again=tortue+parapluie+basalte").status, 422);
  r = web_post(&bob, path, "password=tortue+parapluie+granit&again=tortue+parapluie+granit");
  cr_assert_eq(r.status, 303);
  r = web_get(&bob, "/");
  cr_assert_str_eq(reply_header(&r, "Location"), "/steering");
  struct browser thief = {0};
  cr_assert_eq(web_get(&thief, path).status, 404);
  (void)web_get(&thief, "/login");
  cr_assert_eq(web_post(&thief, path, "password=tortue+parapluie+granit&again=tortue+parapluie+granit").status, 404);
  (void)web_sign_in("bob");
  cr_assert_str_eq(text("SELECT string_agg(actor || ' ' || action || ' ' || object, ', ' ORDER BY id) FROM vg.journal"),
                   "root user.added user bob, root user.setup_link user bob, bob user.password_changed user bob, bob session.opened session, bob session.opened session");
}

Test(web_users, links_end_with_time_and_with_the_next_one) {
  int64_t id = web_user("bob", "reader");
  struct browser admin = web_session(web_user("root", "administrator"));
  char path[100], first[100], second[100];
  (void)snprintf(path, sizeof path, "/users/%lld/setup-link", (long long)id);
  (void)web_get(&admin, "/users");
  struct reply r = web_post(&admin, path, "");
  (void)snprintf(first, sizeof first, "%s", setup_path(&r));
  r = web_post(&admin, path, "");
  (void)snprintf(second, sizeof second, "%s", setup_path(&r));
  struct browser bob = {0};
  cr_assert_eq(web_get(&bob, first).status, 404);
  cr_assert_eq(web_get(&bob, second).status, 200);
  web_sql("UPDATE vg.setup_link SET expires_at = now() - interval '1 second'");
  cr_assert_eq(web_get(&bob, second).status, 404);
}

Test(web_users, what_is_wrong_is_said_and_kept) {
  (void)web_user("bob", "reader");
  struct browser admin = web_session(web_user("root", "administrator"));
  (void)web_get(&admin, "/users");
  struct reply r = web_post(&admin, "/users", "login=bob&name=%3Cb%3EBob&role=reader&lang=fr");
  cr_assert_eq(r.status, 409);
  cr_assert(reply_says(&r, "value=\"&lt;b&gt;Bob\""));
  cr_assert_eq(web_post(&admin, "/users", "login=b+b&name=Bob&role=reader&lang=fr").status, 422);
  cr_assert_eq(web_post(&admin, "/users", "login=eve&name=Eve&role=god&lang=fr").status, 422);
  cr_assert_eq(web_post(&admin, "/users", "login=eve&name=Eve&role=reader&lang=fr&enabled=1").status, 400);
  cr_assert_eq(web_get(&admin, "/users/999999").status, 404);
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.app_user"), "2");
}

Test(web_users, a_change_of_role_is_asked_twice_and_ends_sessions) {
  int64_t id = web_user("bob", "reader");
  struct browser bob = web_session(id), admin = web_session(web_user("root", "administrator"));
  char path[100];
  (void)snprintf(path, sizeof path, "/users/%lld/role", (long long)id);
  (void)web_get(&admin, "/users");
  struct reply r = web_post(&admin, path, "role=operator");
  cr_assert_eq(r.status, 200);
  cr_assert(reply_says(&r, "name=\"confirmed\" value=\"1\""));
  cr_assert_str_eq(text("SELECT role FROM vg.app_user WHERE login = 'bob'"), "reader");
  r = web_post(&admin, path, "role=operator&confirmed=1");
  cr_assert_eq(r.status, 303);
  cr_assert_str_eq(text("SELECT role FROM vg.app_user WHERE login = 'bob'"), "operator");
  r = web_get(&bob, "/");
  cr_assert_eq(strncmp(reply_header(&r, "Location"), "/login", 6), 0);
}

Test(web_users, the_last_administrator_stays) {
  int64_t id = web_user("root", "administrator");
  struct browser admin = web_session(id);
  char disable[100], role[100];
  (void)snprintf(disable, sizeof disable, "/users/%lld/disable", (long long)id);
  (void)snprintf(role, sizeof role, "/users/%lld/role", (long long)id);
  (void)web_get(&admin, "/users");
  cr_assert_eq(web_post(&admin, disable, "confirmed=1").status, 409);
  cr_assert_eq(web_post(&admin, role, "role=reader&confirmed=1").status, 409);
  (void)web_user("other", "administrator");
  cr_assert_eq(web_post(&admin, role, "role=reader&confirmed=1").status, 303);
  cr_assert_eq(web_get(&admin, "/users").status, 303, "the session ended with the role");
}

Test(web_users, disabling_takes_everything_away_and_enabling_gives_it_back) {
  int64_t id = web_user("bob", "reader");
  struct browser bob = web_session(id), admin = web_session(web_user("root", "administrator"));
  char path[100];
  (void)snprintf(path, sizeof path, "/users/%lld/disable", (long long)id);
  (void)web_get(&admin, "/users");
  cr_assert_eq(web_post(&admin, path, "confirmed=1").status, 303);
  cr_assert_eq(web_get(&bob, "/account").status, 303);
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.session JOIN vg.app_user u ON u.id = user_id WHERE login = 'bob'"), "0");
  (void)snprintf(path, sizeof path, "/users/%lld/setup-link", (long long)id);
  cr_assert_eq(web_post(&admin, path, "").status, 409);
  (void)snprintf(path, sizeof path, "/users/%lld/enable", (long long)id);
  cr_assert_eq(web_post(&admin, path, "").status, 303);
  (void)web_sign_in("bob");
}

Test(web_users, a_new_password_needs_the_present_one_and_ends_other_sessions) {
  int64_t id = web_user("ada", "reader");
  struct browser here = web_session(id), there = web_session(id);
  (void)web_get(&here, "/account");
  cr_assert_eq(web_post(&here, "/account/password", "current=wrong&password=quatre+nuages+sous+verre&again=quatre+nuages+sous+verre").status, 422);
  struct reply r = web_post(&here, "/account/password", "current=tortue+parapluie+granit&password=quatre+nuages+sous+verre&again=quatre+nuages+sous+verre");
  cr_assert_eq(r.status, 200);
  cr_assert_eq(web_get(&here, "/account").status, 200);
  cr_assert_eq(web_get(&there, "/account").status, 303);
  struct browser b = {0};
  (void)web_get(&b, "/login");
  cr_assert_eq(web_post(&b, "/login", "login=ada&password=tortue+parapluie+granit&next=/").status, 401);
  cr_assert_eq(web_post(&b, "/login", "login=ada&password=quatre+nuages+sous+verre&next=/").status, 303);
}

Test(web_users, signing_out_elsewhere_keeps_this_session) {
  int64_t id = web_user("ada", "reader");
  struct browser here = web_session(id), there = web_session(id);
  (void)web_get(&here, "/account");
  cr_assert_eq(web_post(&here, "/account/sessions", "").status, 200);
  cr_assert_eq(web_get(&here, "/account").status, 200);
  cr_assert_eq(web_get(&there, "/account").status, 303);
}

/* ---- where people are written to ---- */

#define MAIL_OF(login) text("SELECT concat_ws(' ', email, coalesce(mail, 'as ' || vg.mail_default(role)), email_at IS NOT NULL) FROM vg.app_user WHERE login = '" login "'")

Test(web_users, say_themselves_where_they_are_written_to) {
  struct browser ada = web_session(web_user("ada", "operator"));
  struct reply r = web_get(&ada, "/account");
  cr_assert(reply_says(&r, "No mail server is set here") || reply_says(&r, "Aucun serveur de courriel"), "%s", r.body);
  cr_assert_eq(web_post(&ada, "/account/mail", "email=ada%40example.test&mail=weekly").status, 200);
  cr_assert_str_eq(MAIL_OF("ada"), "ada@example.test weekly t");
  r = web_get(&ada, "/account");
  cr_assert(reply_says(&r, "value=\"ada@example.test\"") && reply_says(&r, "value=\"weekly\" selected"), "%s", r.body);
  cr_assert_eq(web_post(&ada, "/account/mail", "email=ada%40example.test&mail=daily").status, 200);
  cr_assert_str_eq(MAIL_OF("ada"), "ada@example.test as daily t", "what the role says is not kept");
  cr_assert_eq(web_post(&ada, "/account/mail", "email=&mail=daily").status, 200);
  cr_assert_str_eq(MAIL_OF("ada"), "as daily f");
  cr_assert_eq(web_post(&ada, "/account/mail", "email=&mail=daily").status, 200);
  cr_assert_str_eq(text("SELECT string_agg(actor || ' ' || object || ' ' || (detail->>'mail') || ' ' || (detail->>'email'), ', ' ORDER BY id) FROM vg.journal WHERE action = 'user.mail_changed'"),
                   "ada user ada weekly changed, ada user ada daily kept, ada user ada daily removed");
  cr_assert_str_eq(text("SELECT count(*)::text FROM vg.journal j WHERE j::text LIKE '%example.test%'"), "0", "the journal is for ever");
}

Test(web_users, what_is_no_address_is_refused_and_shown_again) {
  static const char *const wrong[] = {"ada", "ada%40", "%40example.test", "a%40b%40c", "ada%40example.test%0D%0ABcc%3A+eve%40evil.test", "a+b%40example.test",
                                      "%3Cada%40example.test%3E", "ada%40exa%E2%80%AEmple.test", "ada%40.example.test", "ada%40example..test", "%22ada%22%40example.test"};
  struct browser ada = web_session(web_user("ada", "operator")), root = web_session(web_user("root", "administrator"));
  char form[400], path[100];
  (void)snprintf(path, sizeof path, "/users/%s/mail", text("SELECT id::text FROM vg.app_user WHERE login = 'ada'"));
  (void)web_get(&ada, "/account");
  (void)web_get(&root, "/users");
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    (void)snprintf(form, sizeof form, "email=%s&mail=daily", wrong[i]);
    cr_expect_eq(web_post(&ada, "/account/mail", form).status, 422, "%s", wrong[i]);
    cr_expect_eq(web_post(&root, path, form).status, 422, "%s", wrong[i]);
    (void)snprintf(form, sizeof form, "login=eve&name=Eve&role=reader&lang=fr&email=%s", wrong[i]);
    cr_expect_eq(web_post(&root, "/users", form).status, 422, "%s", wrong[i]);
  }
  struct reply r = web_post(&ada, "/account/mail", "email=ada%40&mail=weekly");
  cr_expect(reply_says(&r, "value=\"ada@\"") && reply_says(&r, "value=\"weekly\" selected"), "%s", r.body);
  r = web_post(&root, "/users", "login=eve&name=Eve&role=reader&lang=fr&email=eve%40&mail=never");
  cr_expect(reply_says(&r, "value=\"eve@\"") && reply_says(&r, "value=\"never\" selected"), "%s", r.body);
  cr_expect_eq(web_post(&ada, "/account/mail", "email=a%40b.test&mail=hourly").status, 422);
  cr_expect_str_eq(text("SELECT count(*)::text FROM vg.app_user WHERE email IS NOT NULL"), "0");
  cr_expect_str_eq(text("SELECT count(*)::text FROM vg.app_user"), "2");
  cr_expect_eq(db_fixture_try(web_db(), "UPDATE vg.app_user SET email_at = now(), email = E'a@b.test\\nBcc: x' WHERE login = 'ada'"), VG_E_INPUT, "nor does the database");
}

Test(web_users, an_administrator_says_it_for_others_and_nobody_else_does) {
  struct browser root = web_session(web_user("root", "administrator"));
  char path[100];
  (void)web_get(&root, "/users");
  cr_assert_eq(web_post(&root, "/users", "login=bob&name=Bob&role=ciso&lang=en&email=bob%40example.test").status, 200);
  cr_assert_str_eq(MAIL_OF("bob"), "bob@example.test as weekly t");
  cr_assert_eq(web_post(&root, "/users", "login=lea&name=Lea&role=leadership&lang=en&mail=weekly&email=").status, 200);
  cr_assert_str_eq(MAIL_OF("lea"), "weekly f");
  (void)snprintf(path, sizeof path, "/users/%s/mail", text("SELECT id::text FROM vg.app_user WHERE login = 'bob'"));
  cr_assert_eq(web_post(&root, path, "email=other%40example.test&mail=never").status, 303);
  cr_assert_str_eq(MAIL_OF("bob"), "other@example.test never t");
  struct browser ciso = web_session(web_user("carl", "ciso"));
  (void)web_get(&ciso, "/account");
  cr_assert_eq(web_post(&ciso, path, "email=mine%40example.test&mail=daily").status, 403);
}

Test(web_users, a_role_for_which_nothing_waits_is_told_so) {
  struct browser lea = web_session(web_user("lea", "leadership")), omar = web_session(web_user("omar", "operator"));
  struct reply hers = web_get(&lea, "/account"), his = web_get(&omar, "/account");
  cr_expect(reply_says(&hers, "Ce rôle n’a rien à décider") || reply_says(&hers, "This role has nothing to decide"), "%s", hers.body);
  cr_expect_not(reply_says(&his, "Ce rôle n’a rien à décider") || reply_says(&his, "This role has nothing to decide"));
}

/* ---- vigie user ---- */

static int command(const char *arguments, char *out, size_t size) {
  return db_fixture_vigie("user", arguments, "VIGIE_PUBLIC_URL=https://vigie.example", out, size);
}

Test(web_users, the_command_line_does_the_same) {
  char out[2000], path[100];
  cr_assert_eq(command("first", out, sizeof out), 0, "%s", out);
  cr_assert_eq(strncmp(out, "https://vigie.example/setup/", 28), 0, "%s", out);
  (void)snprintf(path, sizeof path, "%.50s", out + 21);
  struct browser b = {0};
  cr_assert_eq(web_get(&b, path).status, 200, "%s", path);
  cr_assert_eq(web_post(&b, path, "password=tortue+parapluie+granit&again=tortue+parapluie+granit").status, 303);
  cr_assert_eq(command("first", out, sizeof out), 0);
  cr_assert_str_eq(out, "", "no link once an administrator is there");
  cr_assert_eq(command("add bob --role operator --name 'Bob B.'", out, sizeof out), 0, "%s", out);
  cr_assert_eq(command("add bob", out, sizeof out), 6, "%s", out);
  cr_assert_eq(command("add 'B b'", out, sizeof out), 4, "%s", out);
  cr_assert_eq(command("role bob god", out, sizeof out), 2, "%s", out);
  cr_assert_eq(command("role nobody ciso", out, sizeof out), 5, "%s", out);
  cr_assert_not_null(strstr(out, "\nvigie user list names them\n"), "%s", out);
  cr_assert_eq(command("role bob ciso", out, sizeof out), 0, "%s", out);
  cr_assert_eq(command("disable admin", out, sizeof out), 6, "%s", out);
  cr_assert_eq(command("disable bob", out, sizeof out), 0, "%s", out);
  cr_assert_eq(command("setup-link bob", out, sizeof out), 6, "%s", out);
  cr_assert_eq(command("enable bob", out, sizeof out), 0, "%s", out);
  cr_assert_eq(command("email bob bob@example.test --mail daily", out, sizeof out), 0, "%s", out);
  cr_assert_str_eq(MAIL_OF("bob"), "bob@example.test daily t");
  cr_assert_eq(command("email bob robert@example.test", out, sizeof out), 0, "%s", out);
  cr_assert_str_eq(MAIL_OF("bob"), "robert@example.test daily t");
  cr_assert_eq(command("email bob 'bob@x y'", out, sizeof out), 4, "%s", out);
  cr_assert_eq(command("email nobody a@b.test", out, sizeof out), 5, "%s", out);
  cr_assert_eq(command("email bob none", out, sizeof out), 0, "%s", out);
  cr_assert_str_eq(MAIL_OF("bob"), "daily f");
  cr_assert_eq(command("add eve --email eve@example.test --role operator", out, sizeof out), 0, "%s", out);
  cr_assert_str_eq(MAIL_OF("eve"), "eve@example.test as daily t");
  cr_assert_eq(command("list", out, sizeof out), 0);
  cr_assert_eq(strncmp(out, "LOGIN                    ROLE           STATE     LAST LOGIN                  NAME\n", 83), 0, "%s", out);
  cr_assert(strstr(out, "bob ") != NULL && strstr(out, "ciso") != NULL && strstr(out, "invited") != NULL, "%s", out);
}
