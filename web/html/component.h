/* web/html/component.h — the elements that templates cannot write themselves: {{@name value …}} calls component_name().
 *
 * A component takes struct html * first and escapes what it is given. Views of components are declared, like those of
 * pages, in web/template (part.html), so that JSON shows what they draw.                                           */
#ifndef VG_WEB_HTML_COMPONENT_H
#define VG_WEB_HTML_COMPONENT_H

#include "template.h"
#include "web/html/html.h"

/* The hidden field that every form sent by POST holds. */
void component_csrf(struct html *);
/* Hidden fields for what links keep (au, vs, perimeter): inside forms sent by GET, but for the one field named `except`
 * ("" for none). */
void component_keep(struct html *, const char *except);
/* An icon of the sprite ("ok", "up", "search" …), hidden from assistive technology. */
void component_icon(struct html *, const char *name);
/* Icon and word of one of the six states ("applied", "watch" …) of a rule, on a tinted ground. */
void component_state(struct html *, const char *state);
/* The same of an indicator, a subject or an attested control, which are masculine in French. */
void component_state_masculine(struct html *, const char *state);
const char *state_masculine(enum lang, const char *state);
/* The same with words of the caller's: a state's shape and colour, "7 days". */
void component_badge(struct html *, const char *state, const char *text);
/* Shape of the title block's freshness: all sources fresh, some, none, or no source at all. */
void component_freshness(struct html *, int64_t fresh, int64_t sources);
/* "↑ +3 rules", with its direction said. */
void component_delta(struct html *, const struct view_delta *);

/* Charts: see web/chart/chart.h and the structs of web/template/part.html. */
void component_bullet(struct html *, const struct view_bullet *);
void component_sparkline(struct html *, const struct view_sparkline *);
void component_state_bar(struct html *, const struct view_state_bar *);
void component_chart_line(struct html *, const struct view_chart *);
void component_lifeline(struct html *, const struct view_lifeline *);
void component_frieze(struct html *, const struct view_frieze *);
void component_frieze_scale(struct html *, const struct view_frieze_scale *);

#endif
