/* core/typography.h — French typography for texts that are typed without it in sheets, packs and catalogues. */
#ifndef VG_CORE_TYPOGRAPHY_H
#define VG_CORE_TYPOGRAPHY_H

#include "core/arena.h"

/* A copy in the arena: ' becomes U+2019; the space before : % € » and after «, and between a number and what it counts,
 * becomes U+00A0; the space before ; ! ? becomes U+202F. NULL gives NULL, also past the arena's limit.              */
char *typography_fr(struct vg_arena *, const char *text);

#endif
