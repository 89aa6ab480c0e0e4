/* sample/story.h — which world a folder of answers comes from. */
#ifndef VG_SAMPLE_STORY_H
#define VG_SAMPLE_STORY_H

#include "sample/world.h"

/* The folder's file "story": seed and origin. */
bool story_write(const char *folder, uint64_t seed, vg_time origin, struct vg_error *err);
bool story_read(const char *folder, uint64_t *seed, vg_time *origin, struct vg_error *err);
/* Removes a folder with all that is in it; one that is not there is fine. VG_E_STORAGE. */
bool story_remove(const char *folder, struct vg_error *err);

#endif
