/* supervise/launch_settings.h — hands the settings of vigie run to its children, who may be another user than it was. */
#ifndef VG_SUPERVISE_LAUNCH_SETTINGS_H
#define VG_SUPERVISE_LAUNCH_SETTINGS_H

#include "supervise/launch.h"

enum { LAUNCH_ARGS_MAX = 64 };

/* The text of the file of settings, read before rights are given up; NULL: none. */
bool launch_settings_read(const struct config *, struct vg_arena *, char **text, struct vg_error *err);

/* Once rights are given up: sets the environment that the children get. Paths are told as they are now; a file of settings
 * that this user cannot read is copied into RUN, mode 0600; libpq's own variables do not reach the embedded cluster. */
bool launch_settings_hand(const struct config *, struct vg_arena *, const char *text, struct vg_error *err);

/* "vigie COMMAND… --flags": NULL-terminated, in the arena. `command` is NULL-terminated. */
const char *const *launch_argv(const struct launch *, struct vg_arena *, const char *const *command);

#endif
