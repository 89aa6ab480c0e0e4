#include "support/connectors_fault_server.h"

#include <criterion/criterion.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define OK "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"

static void say(int fd, const char *text) {
  if (write(fd, text, strlen(text)) < 0) _exit(0);
}

static void endless(int fd, const char *head) {
  static char block[1 << 16];
  memset(block, ' ', sizeof block);
  say(fd, head);
  while (write(fd, block, sizeof block) > 0) continue;
}

static void deep(int fd) {
  say(fd, OK "\r\n");
  for (int i = 0; i < 100000; i++) say(fd, "[[[[[[[[[[");
}

static void drip(int fd) {
  say(fd, OK "Content-Length: 1000\r\n\r\n");
  for (;;) {
    say(fd, " ");
    (void)usleep(100000);
  }
}

static void headers(int fd) {
  say(fd, "HTTP/1.1 200 OK\r\n");
  for (;;) say(fd, "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
}

static void echo(int fd, const char *request) {
  say(fd, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  say(fd, request);
}

static void answer(int fd, const char *request, const char *path) {
  static const struct {
    const char *path, *answer;
  } plain[] = {
      {"/500", "HTTP/1.1 500 Oops\r\nConnection: close\r\n\r\n<b>down\x01\x1b[31m</b> \xff\xfe"},
      {"/429", "HTTP/1.1 429 Slow down\r\nConnection: close\r\n\r\n"},
      {"/401", "HTTP/1.1 401 Who\r\nConnection: close\r\n\r\nno"},
      {"/404", "HTTP/1.1 404 No\r\nConnection: close\r\n\r\n"},
      {"/204", "HTTP/1.1 204 Nothing\r\nConnection: close\r\n\r\n"},
      {"/half", OK "Content-Length: 1000\r\n\r\n{\"half\":"},
      {"/chunk", OK "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":"},
      {"/redirect", "HTTP/1.1 302 Found\r\nLocation: http://u:p@169.254.169.254/latest?token=x\r\nConnection: close\r\n\r\n"},
      {"/text", OK "\r\nnot JSON at all"},
      {"/duplicate", OK "\r\n{\"status\":\"success\",\"status\":\"success\",\"data\":{}}"},
      {"/nul", OK "\r\n{\"status\":\"suc\\u0000cess\",\"data\":{}}"},
      {"/array", OK "\r\n[]"},
      {"/encoded", OK "Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08"},
      {"/close", ""},
  };
  size_t p = 0;
  while (p < sizeof plain / sizeof *plain && strcmp(plain[p].path, path) != 0) p++;
  if (p < sizeof plain / sizeof *plain) say(fd, plain[p].answer);
  else if (strcmp(path, "/endless") == 0) endless(fd, OK "\r\n");
  else if (strcmp(path, "/declared") == 0) endless(fd, OK "Content-Length: 10000000000\r\n\r\n");
  else if (strcmp(path, "/drip") == 0) drip(fd);
  else if (strcmp(path, "/deep") == 0) deep(fd);
  else if (strcmp(path, "/headers") == 0) headers(fd);
  else if (strcmp(path, "/echo") == 0) echo(fd, request);
  else if (strcmp(path, "/silence") == 0) (void)pause();
  else say(fd, OK "\r\n{}");
}

/* /half/api/v1/rules answers as /half: so a connector's address may be http://server/half. */
static void serve(int fd) {
  char request[8192] = "", path[100] = "";
  ssize_t n = read(fd, request, sizeof request - 1);
  if (n > 0 && sscanf(request, "GET %99[^ ?]", path) == 1) {
    char *second = strchr(path + 1, '/');
    if (second != NULL) *second = '\0';
    answer(fd, request, path);
  }
  _exit(0);
}

static void loop(int server) {
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  (void)signal(SIGCHLD, SIG_IGN);
  (void)signal(SIGPIPE, SIG_IGN);
  for (;;) {
    int fd = accept(server, NULL, NULL);
    if (fd < 0) _exit(1);
    if (fork() == 0) {
      (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
      serve(fd);
    }
    (void)close(fd);
  }
}

int fault_server_start(pid_t *pid) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof at;
  int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  cr_assert(server >= 0);
  cr_assert_eq(bind(server, (struct sockaddr *)&at, sizeof at), 0);
  cr_assert_eq(listen(server, 64), 0);
  cr_assert_eq(getsockname(server, (struct sockaddr *)&at, &size), 0);
  *pid = fork();
  cr_assert(*pid >= 0);
  if (*pid == 0) loop(server);
  (void)close(server);
  return ntohs(at.sin_port);
}

void fault_server_stop(pid_t pid) {
  (void)kill(pid, SIGKILL);
  (void)waitpid(pid, NULL, 0);
}
