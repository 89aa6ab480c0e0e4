/* web/http/multipart.h — forms with files: strict multipart/form-data (RFC 7578).
 *
 * Texts obey the same rules as an urlencoded form's. Files stay where they are in the body: nothing is copied, nothing is
 * believed of their type. What browsers never send is refused: other headers, transfer encodings, text before or after. */
#ifndef VG_WEB_HTTP_MULTIPART_H
#define VG_WEB_HTTP_MULTIPART_H

#include "core/arena.h"
#include "core/error.h"
#include "web/http/params.h"

enum { UPLOADS_MAX = 5, BOUNDARY_MAX = 70, UPLOAD_NAME_MAX = 200 };

struct upload {
  const char *field;    /* name in the form */
  const char *filename; /* what its sender calls it, without folders, control characters or quotes; never "" */
  const unsigned char *data;
  size_t length;        /* 0: an empty file */
};
struct uploads {
  struct upload items[UPLOADS_MAX];
  size_t count; /* a file field that was left empty is not counted */
};

/* The boundary of a Content-Type, into `out` (BOUNDARY_MAX + 1 bytes); false when it is not such a form. */
bool multipart_boundary(const char *content_type, char *out);

/* `body` must outlive the uploads. VG_E_INPUT names the part and what was expected, VG_E_LIMIT says how many are taken. */
bool multipart_parse(struct params *, struct uploads *, struct vg_arena *, const char *boundary, const char *body, size_t length,
                     struct vg_error *err);

/* The texts of a form as an urlencoded body: what may be kept of it. NULL when the arena is exhausted. */
const char *multipart_texts(struct vg_arena *, const struct params *, size_t *length);

#endif
