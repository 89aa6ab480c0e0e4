/* web/view/governed.h — what people decided, as pages show it: waivers, statements of applicability, changes of target. */
#ifndef VG_WEB_VIEW_GOVERNED_H
#define VG_WEB_VIEW_GOVERNED_H

#include "governance/rule.h"
#include "governance/threshold.h"
#include "governance/waiver.h"
#include "web/http/router.h"
#include "web/view/figures.h"

/* "Ending within 30 days", in the reader's language; the state whose shape and colour it takes. */
const char *stand_label(const struct html *, enum waiver_stand);
const char *stand_state(enum waiver_stand);

/* `board` NULL: rules are shown by their number alone. Without CAP_RECORD subjects are counted, not named. */
struct view_waiver_row waiver_row_of(struct request_ctx *, const struct board *, const struct waiver *);
bool waiver_rows_fill(struct request_ctx *, const struct board *, const struct waivers *, struct view_waiver_rows *out,
                      struct vg_error *err);
bool statement_rows_fill(struct request_ctx *, const struct board *, const struct statements *,
                         const struct view_statement_row **out, size_t *count, struct vg_error *err);
/* "Target 95 % → 97 %, warning 90 %", for a list or a mark. */
const char *threshold_change_text(const struct desk *, const struct indicator *, const struct threshold_change *);

/* The sections of a rule's page and of an indicator's. */
bool governed_rule(struct request_ctx *, const struct board *, const char *number, struct view_governed *out,
                   struct vg_error *err);
bool governed_indicator(struct request_ctx *, const struct board *, const struct indicator *, struct view_governed *out,
                        struct vg_error *err);

/* Changes of thresholds as marks of a chart: those in force by the moment, but for the first. threshold_history() draws besides what was in
 * force at each point, where it was not the same all along. */
bool threshold_marks(struct request_ctx *, const struct moment *, const struct indicator *, struct view_chart *,
                     struct vg_error *err);
bool threshold_history(struct request_ctx *, const struct moment *, const struct indicator *, struct view_chart *,
                     struct vg_error *err);
/* What happened to a rule as marks of its lifeline. */
bool lifeline_marks(struct request_ctx *, const struct moment *, const char *number, struct view_lifeline *,
                    struct vg_error *err);

#endif
