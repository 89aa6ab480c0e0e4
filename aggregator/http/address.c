/* Which addresses are never called. */
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "http/http.h"

static bool v4_denied(uint32_t a) {
  return a >> 24 == 0 || a >> 16 == 0xa9fe || a >> 28 == 0xe || a == 0xffffffff;
}

static uint32_t v4_at(const unsigned char *b) {
  return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | (uint32_t)b[3];
}

static bool v6_denied(const unsigned char b[16]) {
  static const unsigned char zero[16], mapped[12] = {[10] = 0xff, [11] = 0xff},
                             nat64[12] = {0, 0x64, 0xff, 0x9b}, metadata[16] = {0xfd, 0, 0x0e, 0xc2, [14] = 2, [15] = 0x54};
  if (memcmp(b, zero, 16) == 0 || memcmp(b, metadata, 16) == 0) return true;
  if (b[0] == 0xff || (b[0] == 0xfe && (b[1] & 0xc0) == 0x80)) return true;
  if (memcmp(b, mapped, 12) == 0 || memcmp(b, nat64, 12) == 0) return v4_denied(v4_at(b + 12));
  if (b[0] == 0x20 && b[1] == 0x02) return v4_denied(v4_at(b + 2));
  return false;
}

bool http_address_denied(const struct sockaddr *address) {
  if (address->sa_family == AF_INET) {
    struct sockaddr_in in;
    memcpy(&in, address, sizeof in);
    return v4_denied(ntohl(in.sin_addr.s_addr));
  }
  if (address->sa_family == AF_INET6) {
    struct sockaddr_in6 in6;
    memcpy(&in6, address, sizeof in6);
    return v6_denied(in6.sin6_addr.s6_addr);
  }
  return true;
}
