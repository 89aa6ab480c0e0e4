#include "web/auth/throttle.h"

#include <arpa/inet.h>
#include <string.h>

#include "db/db.h"

enum { FREE_PAIR = 5, FREE_ACCOUNT = 20, FREE_NETWORK = 60, FREE_DEVICE = 10, LOGIN_SHOWN = 100 };

const char *address_network(struct vg_arena *arena, const char *address) {
  unsigned char bytes[16];
  char text[INET6_ADDRSTRLEN];
  if (inet_pton(AF_INET, address, bytes) == 1) {
    bytes[3] = 0;
    return vg_printf(arena, "%s/24", inet_ntop(AF_INET, bytes, text, sizeof text));
  }
  if (inet_pton(AF_INET6, address, bytes) == 1) {
    (void)memset(bytes + 7, 0, 9);
    return vg_printf(arena, "%s/56", inet_ntop(AF_INET6, bytes, text, sizeof text));
  }
  return address;
}

static void name_buckets(struct vg_arena *arena, const char *login, const char *address, const char *device,
                         struct attempt *attempt, int64_t free_failures[3]) {
  if (device != NULL) {
    *attempt = (struct attempt){{vg_printf(arena, "device:%s", device)}, 1};
    free_failures[0] = FREE_DEVICE;
    return;
  }
  const char *network = address_network(arena, address);
  attempt->keys[0] = vg_printf(arena, "pair:%.*s %s", LOGIN_SHOWN, login, network);
  attempt->keys[1] = vg_printf(arena, "account:%.*s", LOGIN_SHOWN, login);
  attempt->keys[2] = vg_printf(arena, "network:%s", network);
  attempt->count = 3;
  free_failures[0] = FREE_PAIR;
  free_failures[1] = FREE_ACCOUNT;
  free_failures[2] = FREE_NETWORK;
}

bool throttle_take(struct db *db, struct vg_arena *arena, const char *login, const char *address, const char *device,
                   vg_time now, struct attempt *attempt, int *wait, struct vg_error *err) {
  int64_t free_failures[3];
  DB_RESULT(rows);
  *attempt = (struct attempt){0};
  name_buckets(arena, login, address, device, attempt, free_failures);
  if (!db_run(db, &rows, SQL_THROTTLE_TAKE, DB_ONE, err, P_TEXTS(attempt->keys, attempt->count),
              P_INTS(free_failures, attempt->count), P_TIME(now)))
    return false;
  *wait = (int)row_int(rows, 0, "seconds");
  return row_ok(rows, err);
}

bool throttle_forgive(struct db *db, const struct attempt *attempt, struct vg_error *err) {
  size_t forgotten = attempt->count > 0 ? 1 : 0;
  return db_run(db, NULL, SQL_THROTTLE_FORGIVE, DB_NONE, err, P_TEXTS(attempt->keys, forgotten),
                P_TEXTS(attempt->keys + forgotten, attempt->count - forgotten));
}
