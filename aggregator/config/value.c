#include "config/value.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"

enum { VALUE_MAX = 2000 };

static const char *const expectations[] = {
    [CONFIG_TEXT] = "a text",
    [CONFIG_PATH] = "a path",
    [CONFIG_BOOL] = "yes or no",
    [CONFIG_LISTEN] = "an IPv4 address and a port such as 127.0.0.1:8080",
    [CONFIG_URL] = "an http or https address without path such as https://vigie.example.org",
    [CONFIG_ZONE] = "an IANA time zone such as Europe/Paris",
    [CONFIG_CHOICE] = "one of",
    [CONFIG_SMTP] = "smtp:// or smtps:// and a host, with or without a port, such as smtp://mail.example.org:25",
    [CONFIG_ADDRESS] = "an e-mail address such as vigie@example.org",
};

const char *config_expects(const struct config_key *key, char *out, size_t size) {
  if (key->type == CONFIG_INT) {
    (void)snprintf(out, size, "a number between %d and %d", key->min, key->max);
    return out;
  }
  (void)snprintf(out, size, "%s", expectations[key->type]);
  for (const char *const *c = key->choices; c != NULL && *c != NULL; c++) {
    size_t used = strlen(out);
    (void)snprintf(out + used, size - used, "%s %s", c == key->choices ? "" : ",", *c);
  }
  return out;
}

static bool refuse(const struct config_key *key, const char *value, const char *place, struct vg_error *err) {
  char expects[200], shown[100];
  (void)config_expects(key, expects, sizeof expects);
  if (key->type == CONFIG_TEXT) { /* may hold a password */
    return vg_fail(err, VG_E_CONFIG, "%s: %s: expected %s without control characters", place, key->name, expects);
  }
  if (key->type == CONFIG_SMTP) return vg_fail(err, VG_E_CONFIG, "%s: %s: expected %s", place, key->name, expects); /* so may this */
  return vg_fail(err, VG_E_CONFIG, "%s: %s: expected %s, got \"%s\"", place, key->name, expects,
                 text_show(value, shown, sizeof shown));
}

static bool set_bool(bool *out, const char *value) {
  static const char *const yes[] = {"yes", "true", "on", "1"}, *const no[] = {"no", "false", "off", "0"};
  for (int i = 0; i < 4; i++) {
    if (strcasecmp(value, yes[i]) == 0) return *out = true, true;
    if (strcasecmp(value, no[i]) == 0) return *out = false, true;
  }
  return false;
}

static bool set_listen(struct config *c, const char *value) {
  unsigned char address[sizeof(struct in_addr)];
  char *host = vg_strdup(c->arena, value);
  char *colon = host == NULL ? NULL : strrchr(host, ':');
  int64_t port;
  if (colon == NULL) return false;
  *colon = '\0';
  if (inet_pton(AF_INET, host, address) != 1 || !text_int(colon + 1, 0, 65535, &port)) return false;
  c->listen_address = host;
  c->listen_port = (int)port;
  return true;
}

static bool set_url(struct config *c, const char *value) {
  const char *host = text_starts(value, "https://") ? value + 8 : text_starts(value, "http://") ? value + 7 : NULL;
  size_t n = host == NULL ? 0 : strlen(host);
  if (n > 1 && host[n - 1] == '/') n--;
  if (n == 0) return false;
  for (size_t i = 0; i < n; i++) {
    if (!isalnum((unsigned char)host[i]) && strchr(".-:[]", host[i]) == NULL) return false;
  }
  c->public_url = vg_strndup(c->arena, value, (size_t)(host - value) + n);
  return c->public_url != NULL;
}

/* No user, password or path: what signs in is said by settings of its own. */
static bool is_smtp(const char *value) {
  const char *host = text_starts(value, "smtps://") ? value + 8 : text_starts(value, "smtp://") ? value + 7 : "";
  bool bracketed = *host == '[';
  size_t n = bracketed ? strspn(host + 1, "0123456789abcdefABCDEF:.") + 2 : strcspn(host, ":");
  int64_t port;
  if (bracketed ? n < 4 || n > strlen(host) || host[n - 1] != ']' : n == 0) return false;
  for (size_t i = 0; i < n && !bracketed; i++)
    if (!isalnum((unsigned char)host[i]) && strchr(".-", host[i]) == NULL) return false;
  return host[n] == '\0' || (host[n] == ':' && text_int(host + n + 1, 1, 65535, &port));
}

static bool set_checked(struct config *c, bool right, const char *value, const char **out) {
  return right && (*out = vg_strdup(c->arena, value)) != NULL;
}

static const char *absolute(struct config *c, const char *path) {
  char here[VALUE_MAX];
  if (*path == '/') return vg_strdup(c->arena, path);
  if (getcwd(here, sizeof here) == NULL) return NULL;
  return vg_printf(c->arena, "%s/%s", here, path);
}

static bool set_choice(const struct config_key *key, const char *value, void *out) {
  int index = 0;
  while (key->choices[index] != NULL && strcmp(key->choices[index], value) != 0) index++;
  if (key->choices[index] == NULL) return false;
  *(enum log_level *)out = (enum log_level)index;
  return true;
}

static bool set_text(struct config *c, const struct config_key *key, const char *value, const char **out) {
  if (*value == '\0') return *out = NULL, true;
  *out = key->type == CONFIG_PATH ? absolute(c, value) : vg_strdup(c->arena, value);
  return *out != NULL;
}

static bool set(struct config *c, const struct config_key *key, const char *value) {
  void *at = (char *)c + key->offset;
  if (*value == '\0' && key->dflt == NULL) { /* as if it were not set; these are all texts */
    *(const char **)at = NULL;
    return true;
  }
  struct vg_error ignored = {0};
  int64_t number;
  switch (key->type) {
  case CONFIG_TEXT:
  case CONFIG_PATH: return set_text(c, key, value, at);
  case CONFIG_BOOL: return set_bool(at, value);
  case CONFIG_CHOICE: return set_choice(key, value, at);
  case CONFIG_LISTEN: return set_listen(c, value);
  case CONFIG_URL: return set_url(c, value);
  case CONFIG_ZONE: return (c->zone = zone_get(value, &ignored)) != NULL;
  case CONFIG_SMTP: return set_checked(c, is_smtp(value), value, at);
  case CONFIG_ADDRESS: return set_checked(c, text_mail_address(value), value, at);
  case CONFIG_INT: break;
  }
  if (!text_int(value, key->min, key->max, &number)) return false;
  *(int *)at = (int)number;
  return true;
}

bool config_set(struct config *c, const struct config_key *key, const char *value, const char *place,
                struct vg_error *err) {
  size_t length = strnlen(value, VALUE_MAX + 1);
  if (length > VALUE_MAX) {
    return vg_fail(err, VG_E_CONFIG, "%s: %s: expected at most %d bytes", place, key->name, VALUE_MAX);
  }
  for (const char *p = value; *p != '\0'; p++) {
    if ((unsigned char)*p < 0x20 || *p == 0x7F) return refuse(key, value, place, err);
  }
  return (text_utf8(value, length) && set(c, key, value)) || refuse(key, value, place, err);
}

bool config_unknown(const char *name, const char *place, struct vg_error *err) {
  const char *names[64];
  size_t count = 0;
  for (const struct config_key *k = config_keys; k->name != NULL && count < 64; k++) names[count++] = k->name;
  char shown[60];
  (void)vg_fail(err, VG_E_CONFIG, "%s: no setting is named \"%s\"", place, text_show(name, shown, sizeof shown));
  const char *nearest = text_nearest(name, names, count);
  if (nearest != NULL) return vg_hint(err, "Did you mean %s?", nearest);
  return vg_hint(err, "See vigie help settings");
}
