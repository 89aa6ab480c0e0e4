#include "sample/story.h"

#include <errno.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/text.h"

enum { PATH_LIMIT = 4096 };

bool story_write(const char *folder, uint64_t seed, vg_time origin, struct vg_error *err) {
  char path[PATH_LIMIT], at[TIME_TEXT];
  (void)snprintf(path, sizeof path, "%s/story", folder);
  if (mkdir(folder, 0700) != 0 && errno != EEXIST)
    return vg_fail(err, VG_E_STORAGE, "sample: cannot make the folder %s: %s", folder, strerror(errno));
  FILE *file = fopen(path, "we");
  if (file == NULL) return vg_fail(err, VG_E_STORAGE, "sample: cannot write %s: %s", path, strerror(errno));
  (void)fprintf(file, "%" PRIu64 " %s\n", seed, time_format(origin, at));
  bool failed = ferror(file) != 0; /* a few bytes: they are written when the file is closed */
  return (fclose(file) == 0 && !failed) || vg_fail(err, VG_E_STORAGE, "sample: cannot write %s: %s", path, strerror(errno));
}

bool story_read(const char *folder, uint64_t *seed, vg_time *origin, struct vg_error *err) {
  char path[PATH_LIMIT], line[128] = "";
  int64_t number;
  (void)snprintf(path, sizeof path, "%s/story", folder);
  FILE *file = fopen(path, "re");
  if (file == NULL) return vg_fail(err, VG_E_NOTFOUND, "sample: cannot read %s: %s", path, strerror(errno));
  bool read = fgets(line, sizeof line, file) != NULL;
  (void)fclose(file);
  line[strcspn(line, "\n")] = '\0';
  char *space = strchr(line, ' ');
  if (!read || space == NULL) return vg_fail(err, VG_E_INPUT, "%s: expected a seed and an instant", path);
  *space = '\0';
  if (!text_int(line, 0, INT64_MAX, &number))
    return vg_fail(err, VG_E_INPUT, "%s: expected a seed, got \"%s\"", path, line);
  *seed = (uint64_t)number;
  return time_parse(space + 1, origin, err);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *where) {
  (void)info, (void)type, (void)where;
  return remove(path);
}

bool story_remove(const char *folder, struct vg_error *err) {
  if (nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT) return true;
  return vg_fail(err, VG_E_STORAGE, "sample: cannot remove %s: %s", folder, strerror(errno));
}
