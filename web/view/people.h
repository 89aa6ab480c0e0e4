/* web/view/people.h — people by their names. A login identifies for administration: users, the journal. */
#ifndef VG_WEB_VIEW_PEOPLE_H
#define VG_WEB_VIEW_PEOPLE_H

#include "web/http/router.h"

/* The name of the user of that login; what is no user's, "command line" or a name, as it is; NULL for NULL. The first call of a request reads
 * all of them; could it not, they are called by their logins. */
const char *people_name(struct request_ctx *, const char *login);

#endif
