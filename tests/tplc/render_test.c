/* What compiled templates write, by bytes: each construct, escaping by context, links, JSON from the same view. */
#include <criterion/criterion.h>
#include <string.h>

#include "template.h"
#include "web/html/component.h"

#define NBSP "\xC2\xA0"
#define NNBSP "\xE2\x80\xAF"

static const struct view_probe_row rows[] = {{"a<b", 1}, {"c", 2}};
static const char *const words[] = {"x&y", "z"};

static struct view_probe full(void) {
  return (struct view_probe){.title = "5 < 6 & \"q\" 'z'", .count = 62400, .rate = 0.875, .at = INT64_C(1795421520) * VG_SECOND, .to = "/a?b=1&c=2",
                             .shown = true, .state = "applied", .rows = rows, .rows_count = 2, .words = words, .words_count = 2, .maybe = &rows[0],
                             .inner = {"in", 3}, .part = {"part", 1}, .note = "n/o", .size = HTML_NO_INT, .since = VG_NEVER, .token = "secret"};
}

static struct view_probe empty(void) {
  return (struct view_probe){.title = "", .count = 3, .rate = NAN, .at = VG_NEVER, .to = "javascript:x()", .size = 0, .since = 0};
}

static void render(const struct view_probe *v, enum lang lang, struct buf *out) {
  struct html h = {.out = out, .lang = lang, .zone = zone_get("Europe/Paris", NULL), .keep = "au=2026-09-30&n=7", .csrf = "t\"k"};
  cr_assert(template_probe_html(&h, v));
}

static void holds(const struct buf *b, const char *text) { cr_expect_not_null(strstr(b->data, text), "expected %s in\n%s", text, b->data); }

Test(tplc, writes_every_construct_escaped_for_where_it_stands) {
  struct view_probe v = full();
  BUF(out, 65536);
  render(&v, LANG_FR, &out);
  holds(&out, "<p title=\"5 &lt; 6 &amp; &quot;q&quot; &#39;z&#39;\" data-n=\"62400\" hidden>5 &lt; 6 &amp; &quot;q&quot; &#39;z&#39;</p>");
  holds(&out, "<a href=\"/a?b=1&amp;c=2\">/a?b=1&amp;c=2</a>");
  holds(&out, "<a href=\"/rule/5%20%3C%206%20%26%20%22q%22%20%27z%27?state=n%2Fo&amp;n=62400&amp;au=2026-09-30#top\" data-count=\"62400\">62" NNBSP "400 rules of 5 &lt; 6");
  holds(&out, "<ul><li>1 a&lt;b 5 &lt; 6 &amp; &quot;q&quot; &#39;z&#39;, </li><li>2 c ");
  holds(&out, "<p>x&amp;y+z 2</p>");
  holds(&out, "<p>a&lt;b in +" NBSP "3</p>");
  holds(&out, "<p>yes</p>");
  holds(&out, "<p>87,5" NBSP "% 62" NNBSP "400 2026-11-23 23/11/2026</p>");
  holds(&out, "<i>part</i>");
  holds(&out, "name=\"csrf\" value=\"t&quot;k\"");
  holds(&out, "<pre>\n kept\n</pre>");
  cr_expect_null(strstr(out.data, "secret"));
}

/* A day or a month at the end of a subject's name; the rest is shown as it came. */
Test(tplc, writes_a_subject_with_its_day_in_the_language) {
  static const struct { const char *name, *fr, *en; } all[] = {
      {"brv-db-01, A&B, 2026-11-16", "brv-db-01, A&amp;B, 16" NBSP "nov." NBSP "2026", "brv-db-01, A&amp;B, 16" NBSP "Nov" NBSP "2026"},
      {"strategic, 2026-11", "strategic, novembre 2026", "strategic, November 2026"},
      {"2026-11-16", "2026-11-16", "2026-11-16"},
      {"a, 2026-02-30", "a, 2026-02-30", "a, 2026-02-30"},
      {"a, 16/11/2026", "a, 16/11/2026", "a, 16/11/2026"},
      {"a, 2026-13", "a, 2026-13", "a, 2026-13"},
      {"srv,2026-11-16", "srv,2026-11-16", "srv,2026-11-16"}};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    for (int lang = 0; lang < 2; lang++) {
      BUF(out, 256);
      struct html h = {.out = &out, .lang = lang == 0 ? LANG_FR : LANG_EN};
      html_name(&h, all[i].name);
      cr_expect_str_eq(out.data, lang == 0 ? all[i].fr : all[i].en);
    }
}

Test(tplc, shows_what_is_missing_as_missing) {
  struct view_probe v = empty();
  BUF(out, 65536);
  render(&v, LANG_EN, &out);
  holds(&out, "<p title=\"\" data-n=\"3\"></p>");
  holds(&out, "<a href=\"#\">javascript:x()</a>");
  holds(&out, "<a href=\"/rule/?n=3&amp;au=2026-09-30#top\" data-count=\"3\">");
  holds(&out, "<ul><li>none</li></ul>");
  holds(&out, "<p>nobody ");
  holds(&out, "<p>no three silent sized dated</p>");
}

Test(tplc, gives_the_same_figures_as_json) {
  struct view_probe v = full();
  BUF(out, 65536);
  struct json_writer w;
  struct vg_error err = {0};
  jw_init(&w, &out);
  cr_assert(template_probe_json(&w, &v));
  struct json_doc doc;
  cr_assert(json_parse(&doc, out.data, out.length, "view", JSON_DEFAULTS, &err), "%s", err.message);
  struct jv root = jv_as_object(jv_root(&doc)), list = jv_array(root, "rows");
  cr_expect_str_eq(jv_text(root, "title"), v.title);
  cr_expect_eq(jv_int(root, "count", 0, 1000000), 62400);
  cr_expect_float_eq(jv_real(root, "rate"), 0.875, 1e-9);
  cr_expect_eq(jv_time(root, "at"), v.at);
  cr_expect(jv_bool(root, "shown"));
  cr_expect_eq(jv_count(list), 2);
  cr_expect_str_eq(jv_text(jv_at(list, 0), "name"), "a<b");
  cr_expect_str_eq(jv_text_at(jv_array(root, "words"), 1), "z");
  cr_expect_str_eq(jv_text(jv_object(root, "maybe"), "name"), "a<b");
  cr_expect_null(jv_get(root, "size").value);
  cr_expect_null(jv_get(root, "since").value);
  cr_expect_null(jv_get(root, "token").value, "hidden fields stay out of the JSON");
  cr_expect(jv_ok(&doc, &err), "%s", err.message);
  json_close(&doc);
}

Test(html, escapes_by_bytes) {
  static const struct {
    const char *in, *text, *attr;
  } cases[] = {{"plain é €", "plain é €", "plain é €"},
               {"<script>&\"'", "&lt;script&gt;&amp;&quot;&#39;", "&lt;script&gt;&amp;&quot;&#39;"},
               {"a\nb\tc", "a\nb\tc", "a&#10;b\tc"},
               {"a\x01z\x7F", "a\xEF\xBF\xBDz\xEF\xBF\xBD", "a\xEF\xBF\xBDz\xEF\xBF\xBD"},
               {"\xFF<\xC3", "\xEF\xBF\xBD&lt;\xEF\xBF\xBD", "\xEF\xBF\xBD&lt;\xEF\xBF\xBD"},
               {"\xC0\xBC", "\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD"}, /* overlong < */
               {"\xC2\x85.", "\xEF\xBF\xBD.", "\xEF\xBF\xBD."},
               {NULL, "", ""}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    BUF(text, 1000);
    BUF(attr, 1000);
    html_text(&(struct html){.out = &text}, cases[i].in);
    html_attr(&(struct html){.out = &attr}, cases[i].in);
    cr_expect_str_eq(text.data, cases[i].text);
    cr_expect_str_eq(attr.data, cases[i].attr);
  }
}

Test(html, refuses_urls_that_run_or_leave) {
  static const struct {
    const char *url;
    bool ok;
  } cases[] = {{"/a", true},           {"a/b", true},           {"?q=1", true},        {"#x", true},
               {"", true},             {"https://x.example/", true}, {"HTTP://x", true}, {"mailto:a@b.example", true},
               {"javascript:x()", false}, {"JavaScript:x()", false}, {"data:text/html,x", false}, {"//host/a", false},
               {"/\\host", false},     {"\\\\host", false},     {" javascript:x", false}, {"java\nscript:x", false},
               {"vbscript:x", false},  {"/a\x01" "b", false},   {"x:y", false}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) cr_expect_eq(html_url_ok(cases[i].url), cases[i].ok, "%s", cases[i].url);
}
