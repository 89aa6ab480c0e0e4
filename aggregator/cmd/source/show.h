/* cmd/source/show.h — what `vigie source` prints. */
#ifndef VG_CMD_SOURCE_SHOW_H
#define VG_CMD_SOURCE_SHOW_H

#include "cmd/command.h"
#include "collect/preview.h"

bool show_list(struct db *, vg_time now, struct vg_error *err);
bool show_source(struct db *, const struct source *, struct vg_error *err);
/* The first records as a table a kind, then what was refused. */
void show_preview(const struct preview *);
void show_result(const struct pull_result *);
/* "2 h", "90 s": for people. Returns `out`. */
char *show_duration(int64_t seconds, char *out, size_t size);

#endif
