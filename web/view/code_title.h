/* web/view/code_title.h — what the policy calls that which records name by a code of it: the process of a document. */
#ifndef VG_WEB_VIEW_CODE_TITLE_H
#define VG_WEB_VIEW_CODE_TITLE_H

#include "kind/kind.h"
#include "web/http/router.h"

/* Records of that kind are shown with them from now on; could they not be read, with their codes alone. Reads nothing for a kind without. */
void code_titles_load(struct request_ctx *, struct html *, const struct kind *);

/* In the language of the page; NULL: there is none. */
const char *code_title(const struct html *, const struct kind_field *, const char *code);

#endif
