/* web/evidence/evidence.h — files kept as proof: what they may be.
 *
 * The type is read from the content and must agree with the name: what is kept is a document, a picture or plain text, and
 * it is only ever handed back as a download.                                                                       */
#ifndef VG_WEB_EVIDENCE_EVIDENCE_H
#define VG_WEB_EVIDENCE_EVIDENCE_H

#include "web/http/multipart.h"

enum { EVIDENCE_MAX = 5 << 20, EVIDENCE_FORM_MAX = 8 << 20 };

/* Its media type ("application/pdf"). NULL: it is too large (VG_E_LIMIT), or empty, of a type that is not taken, or not what its
 * name says (VG_E_INPUT, with what was expected and found).                                                           */
const char *evidence_type(const struct upload *, struct vg_error *err);

/* A name for a download: ASCII letters, digits, '.', '-', '_'; the others become '_'. In the arena. */
const char *evidence_download_name(struct vg_arena *, const char *name);

#endif
