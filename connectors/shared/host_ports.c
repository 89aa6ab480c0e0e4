#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "connectors/shared/host.h"
#include "core/text.h"

enum { SOCKETS_MAX = 20000, LINKS_MAX = 300000 };

struct listening {
  char address[INET6_ADDRSTRLEN];
  int port;
  bool udp, local;
  uint64_t inode;
  const char *process;
};

struct listeners {
  struct listening *all;
  size_t count;
};

/* "0100007F" or 32 digits: words in the machine's order. */
static bool address_of(const char *hex, size_t digits, struct listening *l) {
  uint32_t words[4];
  if (digits != 8 && digits != 32) return false;
  for (size_t i = 0; i < digits / 8; i++) {
    char word[9];
    memcpy(word, hex + i * 8, 8);
    word[8] = '\0';
    words[i] = (uint32_t)strtoul(word, NULL, 16);
  }
  const unsigned char *b = (const unsigned char *)words;
  if (inet_ntop(digits == 8 ? AF_INET : AF_INET6, words, l->address, sizeof l->address) == NULL) return false;
  l->local = digits == 8 ? b[0] == 127 : strcmp(l->address, "::1") == 0 || text_starts(l->address, "::ffff:127.");
  return true;
}

static bool listens(const char *remote, const char *state, bool udp) {
  const char *colon = strchr(remote, ':');
  return udp ? strcmp(state, "07") == 0 && colon != NULL && strcmp(colon, ":0000") == 0 : strcmp(state, "0A") == 0;
}

static bool parse_line(char *line, bool udp, struct listening *l) {
  const char *words[12];
  size_t n = 0;
  for (char *word; n < 12 && (word = strsep(&line, " \t")) != NULL;)
    if (word[0] != '\0') words[n++] = word;
  if (n < 10 || !listens(words[2], words[3], udp)) return false;
  const char *colon = strchr(words[1], ':');
  if (colon == NULL || !address_of(words[1], (size_t)(colon - words[1]), l)) return false;
  l->port = (int)strtoul(colon + 1, NULL, 16);
  l->inode = strtoull(words[9], NULL, 10);
  l->udp = udp;
  return l->port >= 1 && l->port <= 65535;
}

static int ephemeral_from(struct host *h) {
  const char *range = host_line(h, "/proc/sys/net/ipv4/ip_local_port_range");
  long from = range != NULL ? strtol(range, NULL, 10) : 0;
  return from > 0 && from < 65536 ? (int)from : 32768;
}

static void read_table(struct host *h, const char *path, bool udp, int ephemeral, struct listeners *out) {
  char *text = host_text(h, path);
  (void)strsep(&text, "\n"); /* the heading */
  for (char *line; (line = strsep(&text, "\n")) != NULL && out->count < SOCKETS_MAX;) {
    struct listening l = {0};
    if (parse_line(line, udp, &l) && !(udp && l.port >= ephemeral)) out->all[out->count++] = l;
  }
}

static int by_place(const void *a, const void *b) {
  const struct listening *x = a, *y = b;
  int c = strcmp(x->address, y->address);
  if (c == 0) c = (int)x->udp - (int)y->udp;
  return c != 0 ? c : x->port - y->port;
}

static int by_inode(const void *a, const void *b) {
  const struct listening *x = a, *y = b;
  return (x->inode > y->inode) - (x->inode < y->inode);
}

static void name_process(struct host *h, struct listeners *l, const char *pid, const char *fd, const char **comm) {
  const char *target = ctx_link(h->ctx, vg_printf(h->ctx->arena, "/proc/%s/fd/%s", pid, fd));
  if (target == NULL || !text_starts(target, "socket:[")) return;
  const struct listening wanted = {.inode = strtoull(target + 8, NULL, 10)};
  struct listening *found = bsearch(&wanted, l->all, l->count, sizeof wanted, by_inode);
  if (found == NULL) return;
  if (*comm == NULL) *comm = host_line(h, vg_printf(h->ctx->arena, "/proc/%s/comm", pid));
  found->process = *comm;
}

static bool numeric(const char *text) { return text[0] != '\0' && strspn(text, "0123456789") == strlen(text); }

static void name_processes(struct host *h, struct listeners *l) {
  const char *const *pids, *const *fds;
  size_t pids_count, fds_count, links = 0;
  struct vg_error ignored = {0};
  if (!ctx_list(h->ctx, "/proc", &pids, &pids_count, &ignored)) return;
  for (size_t i = 0; i < pids_count && links < LINKS_MAX; i++) {
    const char *comm = NULL;
    struct vg_error hidden = {0};
    const char *place = numeric(pids[i]) ? vg_printf(h->ctx->arena, "/proc/%s/fd", pids[i]) : NULL;
    if (place == NULL || !ctx_list(h->ctx, place, &fds, &fds_count, &hidden)) continue;
    for (size_t f = 0; f < fds_count && links++ < LINKS_MAX; f++) name_process(h, l, pids[i], fds[f], &comm);
  }
}

static bool put(struct host *h, const struct listening *l, struct vg_error *err) {
  struct record *record = h->ctx->record;
  char key[120];
  (void)snprintf(key, sizeof key, "%s %s %d", l->udp ? "udp" : "tcp", l->address, l->port);
  record_begin(record, KIND_EXPOSURE, key);
  record_text(record, "asset", h->name);
  record_int(record, "port", l->port);
  record_text(record, "protocol", l->udp ? "udp" : "tcp");
  record_text(record, "address", l->address);
  record_text(record, "reach", l->local ? "local" : "network");
  record_text(record, "process", l->process);
  return sink_put(h->sink, record, key, err);
}

bool host_ports(struct host *h, struct vg_error *err) {
  static const struct {
    const char *path;
    bool udp;
  } tables[] = {{"/proc/net/tcp", false}, {"/proc/net/tcp6", false}, {"/proc/net/udp", true}, {"/proc/net/udp6", true}};
  struct listeners l = {.all = vg_alloc(h->ctx->arena, SOCKETS_MAX * sizeof *l.all)};
  if (l.all == NULL) return vg_fail(err, VG_E_LIMIT, "host: out of memory");
  int ephemeral = ephemeral_from(h);
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) read_table(h, tables[i].path, tables[i].udp, ephemeral, &l);
  qsort(l.all, l.count, sizeof *l.all, by_inode);
  name_processes(h, &l);
  qsort(l.all, l.count, sizeof *l.all, by_place);
  for (size_t i = 0; i < l.count; i++) {
    if (i > 0 && by_place(&l.all[i - 1], &l.all[i]) == 0) continue; /* several sockets share a port */
    if (!put(h, &l.all[i], err)) return false;
  }
  return true;
}
