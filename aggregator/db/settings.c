#include "db/settings.h"

#include <errno.h>
#include <unistd.h>

#include "db/conninfo.h"

enum { CONNINFO_MAX = 64 * 1024 };

static bool open_at(struct db **out, const struct config *config, const char *conninfo, const struct db_conf *with,
                    struct vg_error *err) {
  struct db_conf conf = *with;
  *out = NULL;
  conf.conninfo = conninfo;
  if (conninfo == NULL) return vg_fail(err, VG_E_LIMIT, "setting database: too long");
  if (config->database != NULL && !conninfo_check(conninfo, err)) return false;
  struct vg_error failed = {0};
  if (db_open(out, &conf, &failed)) return true;
  bool ours = config->database == NULL && failed.code == VG_E_UNAVAILABLE;
  if (ours) failed.hint[0] = '\0';
  if (err->code == VG_OK) *err = failed;
  if (!ours) return false;
  if (access(config->run_dir, X_OK) != 0 && errno == EACCES) return vg_hint(err, "run it as root, or as the user who runs Vigie");
  return vg_hint(err, "start Vigie (vigie run), or its database alone (vigie db start)");
}

bool db_open_as(struct db **out, const struct config *config, const char *role, const char *application, int timeout_ms,
                struct vg_error *err) {
  VG_ARENA(arena, CONNINFO_MAX);
  struct db_conf conf = {.role = role, .application = application, .timeout_ms = timeout_ms};
  return open_at(out, config, conninfo_of(arena, config), &conf, err);
}

bool db_open_admin(struct db **out, const struct config *config, const char *database, int timeout_ms, struct vg_error *err) {
  VG_ARENA(arena, CONNINFO_MAX);
  struct db_conf conf = {.role = DB_EMBEDDED_ADMIN, .application = "vigie", .timeout_ms = timeout_ms};
  *out = NULL;
  if (config->database != NULL)
    return vg_fail(err, VG_E_CONFIG, "setting database: an external server is administered by its own means");
  const char *own = conninfo_of(arena, config);
  return open_at(out, config, own == NULL ? NULL : conninfo_set(arena, own, "dbname", database), &conf, err);
}
