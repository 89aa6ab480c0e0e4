/* A folder that is somebody else's: what is said is what to do, not what to start. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cluster/privilege.h"
#include "db/settings.h"

enum { NOBODY = 65534 };

static char data[] = "/tmp/vigie-denied-XXXXXX", run[sizeof data + 8];

static const char *const names[] = {"log", "keys", "run"};

static void folder(const char *name) {
  char path[sizeof data + 8];
  (void)snprintf(path, sizeof path, "%s/%s", data, name);
  cr_assert_eq(mkdir(path, 0700), 0);
}

/* Folders of an installation, and then a user to whom they are closed. */
static void start(void) {
  cr_assert_not_null(mkdtemp(data));
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) folder(names[i]);
  (void)snprintf(run, sizeof run, "%s/run", data);
  cr_assert(chmod(run, 0) == 0 && chmod(data, 0555) == 0);
  if (geteuid() == 0) cr_assert(setresgid(NOBODY, NOBODY, 0) == 0 && setresuid(NOBODY, NOBODY, 0) == 0);
}

static void end(void) {
  char path[sizeof data + 8];
  (void)setresuid((uid_t)-1, 0, (uid_t)-1);
  (void)chmod(data, 0700);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    (void)snprintf(path, sizeof path, "%s/%s", data, names[i]);
    (void)rmdir(path);
  }
  cr_assert_eq(rmdir(data), 0);
}

TestSuite(denied, .init = start, .fini = end);

static struct config config(void) {
  return (struct config){.data_dir = data, .run_dir = run};
}

Test(denied, a_start_says_whose_folder_it_takes) {
  VG_ARENA(arena, 1 << 20);
  struct config c = config();
  struct vg_error err = {0};
  const char *user;
  cr_assert_not(privilege_prepare(&c, arena, &user, &err));
  cr_expect_not_null(strstr(err.message, "setting data_dir: this user cannot use /tmp/vigie-denied-"), "%s", err.message);
  cr_expect_str_eq(err.hint, "run it as root, or as the user whose folder it is, or set data_dir to another");
}

Test(denied, a_command_says_who_may_run_it) {
  struct config c = config();
  struct vg_error err = {0};
  struct db *db;
  cr_assert_not(db_open_as(&db, &c, "vigie_web", "test", 1000, &err));
  cr_expect_not_null(strstr(err.message, "Permission denied"), "%s", err.message);
  cr_expect_str_eq(err.hint, "run it as root, or as the user who runs Vigie");
}
