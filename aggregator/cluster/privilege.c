#include "cluster/privilege.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_FOLDERS = 16 };

/* What Vigie keeps in DATA; the cluster itself, pg, is never given away. */
static const char *const own[] = {"log", "keys", "run", "sample", "spool", "backup", "vigie.lock", "pg", "pg.new"};

int privilege_self(void) { return open("/proc/self/exe", O_PATH | O_CLOEXEC); }

/* Creates missing parents too. */
static bool make_folder(const char *path, struct vg_error *err) {
  char part[4096];
  size_t n = strlen(path);
  if (n >= sizeof part) return vg_fail(err, VG_E_CONFIG, "setting data_dir: too long");
  memcpy(part, path, n + 1);
  for (char *p = part + 1; *p != '\0'; p++) {
    if (*p != '/') continue;
    *p = '\0';
    (void)mkdir(part, 0755);
    *p = '/';
  }
  if (mkdir(part, 0700) == 0 || errno == EEXIST) return true;
  (void)vg_fail(err, errno == EACCES ? VG_E_DENIED : VG_E_STORAGE, "%s: %s", path, strerrordesc_np(errno));
  return vg_hint(err, "set data_dir to a folder that this user may write");
}

/* A folder that is there already must be empty or ours: what is in it may be given to another user. */
static bool check_ours(const char *path, struct vg_error *err) {
  DIR *dir = opendir(path);
  bool empty = true, ours = false;
  if (dir == NULL) return true;
  for (const struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
    empty = false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) ours = ours || strcmp(e->d_name, own[i]) == 0;
  }
  (void)closedir(dir);
  if (empty || ours) return true;
  (void)vg_fail(err, VG_E_CONFIG, "setting data_dir: %s holds other things than Vigie's", path);
  return vg_hint(err, "it must be a folder of its own: empty, or absent");
}

static const char *below(const struct config *config, struct vg_arena *a, const char *name) {
  return vg_printf(a, "%s/%s", config->data_dir, name);
}

static bool make_folders(const struct config *config, struct vg_arena *a, struct vg_error *err) {
  if (!check_ours(config->data_dir, err) || !make_folder(config->data_dir, err)) return false;
  return make_folder(below(config, a, "log"), err) && make_folder(below(config, a, "keys"), err) &&
         make_folder(config->run_dir, err);
}

static const struct passwd *choose_user(const struct config *config, struct vg_arena *a) {
  static const char *const names[] = {"vigie", "postgres", "nobody"};
  struct stat st;
  const char *cluster = vg_printf(a, "%s/pg", config->data_dir);
  if (cluster != NULL && stat(cluster, &st) == 0 && st.st_uid != 0) return getpwuid(st.st_uid);
  const struct passwd *found = NULL;
  for (size_t i = 0; i < 3 && found == NULL; i++) found = getpwnam(names[i]);
  return found;
}

static uid_t give_uid;
static gid_t give_gid;

static int give(const char *path, const struct stat *st, int type, struct FTW *where) {
  (void)type;
  (void)where;
  if (st->st_uid == give_uid) return 0;
  return lchown(path, give_uid, give_gid);
}

static bool give_tree(const char *path, struct vg_error *err) {
  struct stat st;
  if (lstat(path, &st) != 0 || nftw(path, give, OPEN_FOLDERS, FTW_PHYS | FTW_MOUNT) == 0) return true;
  return vg_fail(err, VG_E_STORAGE, "%s: cannot be given to another user: %s", path, strerrordesc_np(errno));
}

static bool give_one(const char *path, const struct passwd *user, struct vg_error *err) {
  if (chown(path, user->pw_uid, user->pw_gid) == 0) return true;
  return vg_fail(err, VG_E_STORAGE, "%s: cannot be given to user %s: %s", path, user->pw_name, strerrordesc_np(errno));
}

static bool give_folders(const struct config *config, struct vg_arena *a, const struct passwd *user,
                         struct vg_error *err) {
  struct stat st;
  give_uid = user->pw_uid;
  give_gid = user->pw_gid;
  if (!give_one(config->data_dir, user, err)) return false;
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
    if (strncmp(own[i], "pg", 2) != 0 && !give_tree(below(config, a, own[i]), err)) return false;
  }
  if (stat(config->run_dir, &st) == 0 && (st.st_mode & 0077) == 0 && st.st_uid == 0)
    return give_one(config->run_dir, user, err);
  return true;
}

static bool become(const struct config *config, const struct passwd *user, struct vg_error *err) {
  if (initgroups(user->pw_name, user->pw_gid) != 0 || setresgid(user->pw_gid, user->pw_gid, user->pw_gid) != 0 ||
      setresuid(user->pw_uid, user->pw_uid, user->pw_uid) != 0)
    return vg_fail(err, VG_E_DENIED, "cannot become user %s: %s", user->pw_name, strerrordesc_np(errno));
  if (setuid(0) == 0) return vg_fail(err, VG_E_INTERNAL, "user %s can become root again", user->pw_name);
  (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  (void)setenv("HOME", config->data_dir, 1);
  (void)setenv("USER", user->pw_name, 1);
  (void)setenv("LOGNAME", user->pw_name, 1);
  (void)unsetenv("XDG_RUNTIME_DIR");
  return true;
}

/* `user`: whom root became; NULL: nobody else. */
static bool reaches(const char *setting, const char *path, const char *user, struct vg_error *err) {
  if (access(path, R_OK | W_OK | X_OK) == 0) return true;
  if (user == NULL) {
    (void)vg_fail(err, VG_E_CONFIG, "setting %s: this user cannot use %s: %s", setting, path, strerrordesc_np(errno));
    return vg_hint(err, "run it as root, or as the user whose folder it is, or set %s to another", setting);
  }
  (void)vg_fail(err, VG_E_CONFIG, "setting %s: user %s cannot use %s: %s", setting, user, path, strerrordesc_np(errno));
  return vg_hint(err, "Vigie gives up root's rights: choose a folder that is not below a closed one, such as /var/lib/vigie");
}

bool privilege_prepare(const struct config *config, struct vg_arena *a, const char **user, struct vg_error *err) {
  *user = NULL;
  bool there = access(config->data_dir, F_OK) == 0;
  if (geteuid() != 0 && there && !reaches("data_dir", config->data_dir, NULL, err)) return false;
  if (!make_folders(config, a, err)) return false;
  if (geteuid() != 0) return reaches("data_dir", config->data_dir, NULL, err) && reaches("run_dir", config->run_dir, NULL, err);
  const struct passwd *pw = choose_user(config, a);
  if (pw == NULL) {
    (void)vg_fail(err, VG_E_CONFIG, "started by root, and there is no user vigie, postgres or nobody to become");
    return vg_hint(err, "adduser --system --group --home /var/lib/vigie vigie");
  }
  *user = vg_strdup(a, pw->pw_name);
  return give_folders(config, a, pw, err) && become(config, pw, err) &&
         reaches("data_dir", config->data_dir, *user, err) && reaches("run_dir", config->run_dir, *user, err);
}
