/* A target for Prometheus: exporter [PORT] serves one metric on 127.0.0.1, port 0 by default, and prints its port. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
  static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nConnection: close\r\n\r\nanswer 42\n";
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof at;
  int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  at.sin_port = htons((uint16_t)(argc > 1 ? strtol(argv[1], NULL, 10) : 0));
  (void)setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(server, (struct sockaddr *)&at, sizeof at) != 0 || listen(server, 16) != 0) return 1;
  if (getsockname(server, (struct sockaddr *)&at, &size) != 0) return 1;
  (void)printf("%d\n", ntohs(at.sin_port));
  (void)fflush(stdout);
  for (;;) {
    char request[4096];
    int fd = accept(server, NULL, NULL);
    if (fd < 0) return 1;
    if (read(fd, request, sizeof request) > 0 && write(fd, answer, sizeof answer - 1) < 0) perror("write");
    (void)close(fd);
  }
}
