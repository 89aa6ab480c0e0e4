/* The boards rendered from invented figures, in both languages and three moods. With VIGIE_PREVIEW=FOLDER the pages are written
 * there as files, to look at them in a browser without a server.                                                    */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/output.h"
#include "support/unit_board.h"
#include "web/view/strategic_paper.h"

static const char *const modes[] = {"usual", "empty", "one"};

struct bench {
  struct vg_arena *arena;
  struct buf out;
  struct html h;
  struct desk desk;
  struct invented *v;
  enum lang lang;
  const char *theme;
};

static void setup(struct bench *b, enum lang lang, enum invented_mood mood) {
  b->arena = vg_arena_new(32 << 20);
  buf_init(&b->out, 8 << 20);
  b->lang = lang;
  b->theme = getenv("VIGIE_THEME") != NULL ? getenv("VIGIE_THEME") : "light";
  b->h = (struct html){.out = &b->out, .lang = lang, .zone = zone_get("Europe/Paris", NULL), .keep = "au=2026-11-23", .csrf = "t0ken"};
  b->desk = (struct desk){b->arena, &b->h, true};
  b->v = invent(b->arena, mood);
}

static void teardown(struct bench *b) {
  buf_free(&b->out);
  vg_arena_free(b->arena);
}

static void keep(struct bench *b, const char *name, const char *kind, enum invented_mood mood) {
  const char *folder = getenv("VIGIE_PREVIEW");
  if (folder == NULL) return;
  char path[512];
  (void)snprintf(path, sizeof path, "%s/%s-%s-%s.%s", folder, name, modes[mood], lang_code(b->lang), kind);
  FILE *f = fopen(path, "w");
  cr_assert_not_null(f);
  (void)fwrite(b->out.data, 1, b->out.length, f);
  (void)fclose(f);
}

/* What no page may hold. */
static void check(struct bench *b, const char *name, enum invented_mood mood) {
  static const char *const never[] = {"nan", "NaN", "(null)", "inf%", " style=", "<script", "onclick", "{n}", "{of}", "javascript:"};
  cr_assert(buf_ok(&b->out));
  for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
    const char *at = strstr(b->out.data, never[i]);
    bool word = at != NULL && (strcmp(never[i], "nan") != 0 || strstr(b->out.data, ">nan") != NULL || strstr(b->out.data, "\"nan") != NULL);
    cr_expect_not(word, "%s %s %s holds \"%s\": …%.60s", name, modes[mood], lang_code(b->lang), never[i], at == NULL ? "" : at);
  }
  cr_expect_not_null(strstr(b->out.data, "<h1"));
  keep(b, name, "html", mood);
  buf_clear(&b->out);
}

static void strategic(struct bench *b, enum invented_mood mood) {
  struct view_strategic v = {0};
  strategic_fill(&b->desk, &b->v->board, b->v->questions, &v);
  invent_frame(b->arena, b->lang, b->theme, "strategic", v.heading, &v.frame);
  cr_assert(template_strategic_html(&b->h, &v));
  check(b, "strategic", mood);
}

/* The same view on paper: the file is in its folder too, and says every state in words. */
static void strategic_file(struct bench *b, enum invented_mood mood) {
  struct view_strategic v = {0};
  struct vg_error err = {0};
  struct pdf *pdf;
  const struct pdf_title title = {.lang = lang_code(b->lang), .name = "x", .page_word = "p", .of_word = "/", .footer = "",
                                  .made_at = b->v->board.moment.at};
  strategic_fill(&b->desk, &b->v->board, b->v->questions, &v);
  cr_assert(pdf_open(&pdf, &title, &err), "%s", err.message);
  strategic_paper(&b->desk, &v, pdf);
  cr_assert(pdf_close(pdf, &b->out, &err), "%s", err.message);
  const char *text = pdf_says(b->out.data, b->out.length);
  for (size_t i = 0; i < v.chapters_count; i++)
    for (size_t k = 0; k < v.chapters[i].rules_count; k++) {
      const struct view_chip *r = &v.chapters[i].rules[k];
      const char *line = plain_spaces(vg_printf(b->arena, "%s %s %s", r->number, r->title, r->state_name));
      cr_expect_not_null(strstr(text, line), "%s: %s", modes[mood], line);
    }
  for (size_t i = 0; i < v.bar.parts_count; i++) cr_expect_not_null(strstr(text, plain_spaces(v.bar.parts[i].label)), "%s", v.bar.parts[i].label);
  cr_expect_eq(count_of(text, tr(b->lang, "No value")) > 0, mood == INVENTED_EMPTY);
  cr_expect_null(strstr(text, "nan"));
  if (mood == INVENTED_EMPTY) cr_expect_null(strstr(text, "100 %,"), "no rate of nothing");
  keep(b, "strategic", "pdf", mood);
  buf_clear(&b->out);
}

static const char *cause_said(struct bench *b, enum verdict now, bool never_told) {
  struct view_steering v = {0};
  struct change_cause *cause = b->v->changes.items[0].causes;
  struct steering_data data = {.board = &b->v->board, .changes = &b->v->changes, .all = b->v->all, .weeks = b->v->weeks,
                               .controls = b->v->controls, .months = b->v->months};
  cause->now = now, cause->never_told = never_told;
  steering_fill(&b->desk, &data, &v);
  return v.changes[0].causes[0].text;
}

/* Who may read no names is told once of what happened to several at one instant. */
Test(boards, a_cause_without_names_is_told_once) {
  struct bench b;
  setup(&b, LANG_FR, INVENTED_USUAL);
  struct change *c = &b.v->changes.items[0];
  struct change_cause several[] = {c->causes[0], c->causes[0], c->causes[0]};
  several[1].label = several[1].subject = "srv-web-02";
  several[2].at -= VG_DAY;
  c->causes = several, c->cause_count = 3;
  struct view_steering v = {0};
  struct steering_data data = {.board = &b.v->board, .changes = &b.v->changes, .all = b.v->all, .weeks = b.v->weeks,
                               .controls = b.v->controls, .months = b.v->months};
  for (int may = 0; may < 2; may++) {
    b.desk.may_list = may == 1;
    steering_fill(&b.desk, &data, &v);
    cr_expect_eq(v.changes[0].causes_count, may == 1 ? 3 : 2, "%zu", v.changes[0].causes_count);
  }
  teardown(&b);
}

Test(boards, a_cause_that_was_never_known_is_not_said_to_be_known_no_longer) {
  struct bench b;
  setup(&b, LANG_FR, INVENTED_USUAL);
  cr_expect_not_null(strstr(cause_said(&b, VERDICT_UNKNOWN, true), "srv-web-01 n’est pas connu\u00a0: "));
  cr_expect_not_null(strstr(cause_said(&b, VERDICT_UNKNOWN, false), "srv-web-01 n’est plus connu\u00a0: "));
  teardown(&b);
}

static void steering(struct bench *b, enum invented_mood mood) {
  struct view_steering v = {0};
  struct steering_data data = {.board = &b->v->board, .changes = &b->v->changes, .all = b->v->all, .weeks = b->v->weeks,
                               .controls = b->v->controls, .months = b->v->months};
  steering_fill(&b->desk, &data, &v);
  invent_frame(b->arena, b->lang, b->theme, "steering", v.heading, &v.frame);
  cr_assert(template_steering_html(&b->h, &v));
  check(b, "steering", mood);
}

static void operational(struct bench *b, enum invented_mood mood) {
  struct view_operational v = {0};
  struct operational_data data = {.board = &b->v->board, .alerts = &b->v->alerts, .nights = &b->v->nights, .sources = b->v->sources,
                                  .source_count = mood == INVENTED_EMPTY ? 0 : 6};
  operational_fill(&b->desk, &data, &v);
  invent_frame(b->arena, b->lang, b->theme, "operational", v.heading, &v.frame);
  cr_assert(template_operational_html(&b->h, &v));
  check(b, "operational", mood);
}

static void rules(struct bench *b, enum invented_mood mood) {
  struct view_rules all = {0};
  rules_fill(&b->desk, &b->v->board, &(struct rules_wanted){.state = -1}, &all);
  cr_expect_eq(all.total, (int64_t)b->v->board.rule_count);
  for (size_t i = 0; i < all.filters_count; i++) { /* a figure is the length of its list */
    struct view_rules some = {0};
    rules_fill(&b->desk, &b->v->board, &(struct rules_wanted){.state = (int)i}, &some);
    cr_expect_eq(some.total, all.filters[i].count);
  }
  invent_frame(b->arena, b->lang, b->theme, "rules", all.heading, &all.frame);
  cr_assert(template_rules_html(&b->h, &all));
  check(b, "rules", mood);
}

static void rule(struct bench *b, enum invented_mood mood) {
  struct view_rule v = {0};
  struct rule_data data = {.board = &b->v->board, .rule = &b->v->board.rules[0], .text = &b->v->rule_text, .life = &b->v->life,
                           .from = b->v->life.steps[0].from, .to = b->v->board.moment.at};
  rule_fill(&b->desk, &data, &v);
  invent_frame(b->arena, b->lang, b->theme, "rules", v.heading, &v.frame);
  cr_assert(template_rule_html(&b->h, &v));
  check(b, "rule", mood);
}

Test(boards, say_what_they_know_in_both_languages_and_nothing_else) {
  for (int lang = 0; lang < LANG_COUNT; lang++)
    for (int mood = INVENTED_USUAL; mood <= INVENTED_ONE; mood++) {
      struct bench b;
      setup(&b, (enum lang)lang, (enum invented_mood)mood);
      strategic(&b, (enum invented_mood)mood);
      strategic_file(&b, (enum invented_mood)mood);
      steering(&b, (enum invented_mood)mood);
      operational(&b, (enum invented_mood)mood);
      rules(&b, (enum invented_mood)mood);
      rule(&b, (enum invented_mood)mood);
      teardown(&b);
    }
}
