/* connectors/shared/prom.h — what Prometheus and Alertmanager have in common: labels, addresses, notification routes. */
#ifndef VG_CONNECTORS_PROM_H
#define VG_CONNECTORS_PROM_H

#include "connectors/connector.h"

/* The options that reach a server, declared alike by its connectors: url, user, password, token, ca_file. */
#define PROM_ACCESS_OPTIONS(example_url)                                                                               \
  {.name = "url", .type = OPTION_URL, .required = true, .label_fr = "Adresse", .label_en = "Address",                  \
   .help_fr = "Adresse du serveur, préfixe compris.", .help_en = "Address of the server, with its prefix.",            \
   .example = example_url},                                                                                            \
      {.name = "user", .type = OPTION_TEXT, .label_fr = "Utilisateur", .label_en = "User",                             \
       .help_fr = "Pour l’authentification Basic d’un mandataire.", .help_en = "For a proxy's Basic authentication.",  \
       .example = "vigie"},                                                                                            \
      {.name = "password", .type = OPTION_SECRET, .label_fr = "Mot de passe", .label_en = "Password",                  \
       .help_fr = "Celui de l’utilisateur.", .help_en = "The user's."},                                                \
      {.name = "token", .type = OPTION_SECRET, .label_fr = "Jeton", .label_en = "Token",                               \
       .help_fr = "Jeton Bearer, à la place d’un utilisateur.", .help_en = "Bearer token, instead of a user."},        \
      {.name = "ca_file", .type = OPTION_PATH, .label_fr = "Autorité de certification", .label_en = "Certificate authority", \
       .help_fr = "Certificats à croire à la place de ceux du système.",                                               \
       .help_en = "Certificates to trust instead of the system's.", .example = "/srv/vigie/ca.pem"}

/* GET on option url + `path` (+ "?" + `query`), parsed. Yours on success: json_close(doc). */
bool prom_get(struct connector_ctx *, const char *path, const char *query, const char *label, struct json_doc *doc,
              struct vg_error *err);
/* prom_get() of Prometheus' API: checks status and gives "data". */
bool prom_api(struct connector_ctx *, const char *path, const char *query, const char *label, struct json_doc *doc,
              struct jv *data, struct vg_error *err);
/* Percent-encoded, appended. */
void prom_encode(struct buf *, const char *text);

/* "name\xffvalue\xff…", labels sorted, without __name__ and alertstate, in the arena: equal texts, equal series. */
const char *prom_series(struct vg_arena *, struct jv labels);
/* Prometheus' own fingerprint of such a text: 16 hexadecimal digits. Returns `out`. */
char *prom_fingerprint(const char *series, char out[17]);
/* The value of a label, or NULL. */
const char *prom_label(struct jv labels, const char *name);
/* The system that labels speak of: label `asset_label`, else the host of "instance" (an address or a URL); or NULL. */
const char *prom_asset(struct vg_arena *, struct jv labels, const char *asset_label);
/* critical, warning, info or none, from the label severity. */
const char *prom_severity(struct jv labels);
/* True when `regex` (POSIX extended, whole text) matches. An invalid one matches nothing; check it by prom_regex_ok(). */
bool prom_matches(const char *regex, const char *text);
bool prom_regex_ok(const char *regex);
/* "Application {{ $labels.asset }} down" with its labels put in; other templates become "…". In the arena. */
const char *prom_expand(struct vg_arena *, const char *text, struct jv labels);

/* True when the expression selects up or probe_success of a target with these labels. */
bool prom_watches(const char *expression, struct jv labels);

/* The longest repeat_interval of the routes of an Alertmanager's configuration (the YAML it shows), in seconds: an alert
 * is repeated at least that often. Alertmanager's default, 4 h, when there is none.                                 */
int64_t prom_repeat_interval(const char *yaml);

#endif
