/* web/view/provenance.h — where an indicator's figure comes from: its sources at the moment, its staleness, its completeness, its formula. */
#ifndef VG_WEB_VIEW_PROVENANCE_H
#define VG_WEB_VIEW_PROVENANCE_H

#include "web/http/router.h"
#include "web/view/figures.h"

/* Fills the sources and all that is said of them. `reading`: the indicator's at the moment. */
bool provenance_load(struct request_ctx *, const struct desk *, const struct moment *, const struct indicator *, const struct reading *,
                     struct view_indicator *, struct vg_error *err);

#endif
