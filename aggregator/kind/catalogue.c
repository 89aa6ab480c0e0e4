/* The kinds themselves. Order and ids: kind.h. One block a kind: its enums, its fields, its row. */
#include "kind/kind.h"

#define CHOICES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define REQUIRED .required = true
#define INDEXED .indexed = true
#define PERSONAL .personal = true
#define LABELS(fr, en) .label_fr = (fr), .label_en = (en)
#define END {.name = NULL}

static const struct kind_field asset_fields[] = {
    {"name", FIELD_HOST, REQUIRED, INDEXED, LABELS("Nom", "Name"), .help = "name under which sources know it", .example = "srv-web-01"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("server", "workstation", "laptop", "phone", "tablet", "network", "application", "database", "storage", "removable", "other"), .example = "server"},
    {"title", FIELD_TEXT, LABELS("Désignation", "Title"), .example = "Frontal web n° 1"},
    {"owner", FIELD_EMAIL, PERSONAL, LABELS("Responsable", "Owner"), .help = "mail of the person who answers for it", .example = "claire.morvan@example.test"},
    {"classification", FIELD_ENUM, LABELS("Classification", "Classification"), .choices = CHOICES("public", "internal", "confidential", "secret"), .example = "confidential"},
    {"environment", FIELD_ENUM, LABELS("Environnement", "Environment"), .choices = CHOICES("production", "staging", "test", "development", "office"), .example = "production"},
    {"status", FIELD_ENUM, REQUIRED, LABELS("État", "Status"), .choices = CHOICES("in_service", "in_stock", "retired"), .example = "in_service"},
    {"critical", FIELD_BOOL, LABELS("Critique", "Critical"), .example = "oui"},
    {"datacenter", FIELD_TEXT, LABELS("Centre de données", "Datacenter"), .example = "DC-Lille"},
    {"location", FIELD_TEXT, LABELS("Emplacement", "Location"), .example = "Baie 3"},
    {"serial", FIELD_TEXT, LABELS("Numéro de série", "Serial number"), .example = "SN-48211"},
    {"aliases", FIELD_LIST, LABELS("Autres noms", "Other names"), .help = "other names under which sources know it", .example = "web01|frontal-1"},
    {"in_service_on", FIELD_DATE, LABELS("Mise en service", "In service on"), .example = "14/03/2024"},
    {"retired_on", FIELD_DATE, LABELS("Retrait", "Retired on"), .example = ""},
    END};

static const struct kind_field person_fields[] = {
    {"mail", FIELD_EMAIL, REQUIRED, INDEXED, PERSONAL, LABELS("Courriel", "Mail"), .example = "claire.morvan@example.test"},
    {"name", FIELD_TEXT, REQUIRED, PERSONAL, LABELS("Nom", "Name"), .example = "Claire Morvan"},
    {"department", FIELD_TEXT, LABELS("Service", "Department"), .example = "Production"},
    {"job", FIELD_ENUM, LABELS("Métier", "Job"), .choices = CHOICES("developer", "system_administrator", "network_administrator", "ciso", "manager", "project_manager", "designer", "sales", "support", "other"), .example = "developer"},
    {"hired_on", FIELD_DATE, REQUIRED, LABELS("Arrivée", "Hired on"), .example = "02/01/2024"},
    {"left_on", FIELD_DATE, LABELS("Départ", "Left on"), .example = ""},
    END};

static const struct kind_field account_fields[] = {
    {"system", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "annuaire"},
    {"login", FIELD_TEXT, REQUIRED, PERSONAL, LABELS("Identifiant", "Login"), .example = "cmorvan"},
    {"person", FIELD_EMAIL, INDEXED, PERSONAL, LABELS("Personne", "Person"), .help = "mail of the one natural person it belongs to", .example = "claire.morvan@example.test"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("personal", "admin", "service", "shared"), .example = "personal"},
    {"enabled", FIELD_BOOL, REQUIRED, LABELS("Actif", "Enabled"), .example = "oui"},
    {"privileged", FIELD_BOOL, LABELS("Privilégié", "Privileged"), .example = "non"},
    {"mfa", FIELD_BOOL, LABELS("Authentification multifacteur", "Multi-factor"), .example = "oui"},
    {"created_at", FIELD_TIME, LABELS("Création", "Created"), .example = "02/01/2024 09:00"},
    {"last_login_at", FIELD_TIME, LABELS("Dernière connexion", "Last login"), .example = "20/11/2026 08:41"},
    {"disabled_at", FIELD_TIME, LABELS("Désactivation", "Disabled"), .help = "when it was closed, if the source knows", .example = ""},
    END};

static const struct kind_field training_fields[] = {
    {"person", FIELD_EMAIL, REQUIRED, INDEXED, PERSONAL, LABELS("Personne", "Person"), .example = "claire.morvan@example.test"},
    {"course", FIELD_TEXT, REQUIRED, LABELS("Formation", "Course"), .example = "Bonnes pratiques SSI"},
    {"theme", FIELD_ENUM, REQUIRED, LABELS("Thème", "Theme"), .choices = CHOICES("welcome", "security", "owasp", "phishing", "other"), .example = "security"},
    {"completed_at", FIELD_TIME, LABELS("Terminée le", "Completed"), .help = "empty: enrolled, not completed", .example = "18/11/2026"},
    {"enrolled_at", FIELD_TIME, LABELS("Inscrite le", "Enrolled"), .example = "02/11/2026"},
    {"expires_at", FIELD_TIME, LABELS("Valable jusqu’au", "Valid until"), .example = ""},
    {"score", FIELD_REAL, .min = 0, .max = 100, .unit = "%", LABELS("Note", "Score"), .example = "84"},
    END};

static const struct kind_field backup_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "srv-db-01"},
    {"dataset", FIELD_TEXT, LABELS("Jeu de données", "Dataset"), .example = "/srv/data"},
    {"tool", FIELD_TEXT, LABELS("Outil", "Tool"), .example = "restic"},
    {"status", FIELD_ENUM, REQUIRED, LABELS("Résultat", "Status"), .choices = CHOICES("ok", "warning", "failed"), .example = "ok"},
    {"started_at", FIELD_TIME, LABELS("Début", "Started"), .example = "23/11/2026 02:00"},
    {"finished_at", FIELD_TIME, REQUIRED, INDEXED, LABELS("Fin", "Finished"), .example = "23/11/2026 02:14"},
    {"size", FIELD_INT, .min = 0, .max = INT64_MAX, .unit = "bytes", LABELS("Taille", "Size"), .example = "48211000"},
    {"repository", FIELD_TEXT, LABELS("Dépôt", "Repository"), .example = "dépôt-lille"},
    {"datacenter", FIELD_TEXT, LABELS("Centre de données de la copie", "Datacenter of the copy"), .example = "DC-Roubaix"},
    {"message", FIELD_TEXT, LABELS("Message", "Message"), .example = ""},
    END};

static const struct kind_field restore_test_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "srv-db-01"},
    {"tested_at", FIELD_TIME, REQUIRED, LABELS("Testé le", "Tested"), .example = "17/11/2026 11:30"},
    {"result", FIELD_ENUM, REQUIRED, LABELS("Résultat", "Result"), .choices = CHOICES("success", "partial", "failure"), .example = "success"},
    {"tester", FIELD_EMAIL, PERSONAL, LABELS("Réalisé par", "Tester"), .example = "karim.benali@example.test"},
    {"duration", FIELD_INT, .min = 0, .max = 31536000, .unit = "s", LABELS("Durée", "Duration"), .example = "5400"},
    {"objective", FIELD_INT, .min = 0, .max = 31536000, .unit = "s", LABELS("Objectif de reprise", "Recovery-time objective"), .example = "14400"},
    {"scope", FIELD_TEXT, LABELS("Étendue", "Scope"), .example = "base complète"},
    {"evidence", FIELD_TEXT, LABELS("Preuve", "Evidence"), .example = "PV-2026-11"},
    {"message", FIELD_TEXT, LABELS("Constat", "Finding"), .example = ""},
    END};

static const struct kind_field incident_fields[] = {
    {"title", FIELD_TEXT, REQUIRED, LABELS("Intitulé", "Title"), .example = "Hameçonnage ciblé"},
    {"category", FIELD_TEXT, LABELS("Catégorie", "Category"), .example = "hameçonnage"},
    {"severity", FIELD_ENUM, REQUIRED, LABELS("Gravité", "Severity"), .choices = CHOICES("critical", "high", "medium", "low"), .example = "medium"},
    {"security", FIELD_BOOL, REQUIRED, LABELS("Sécurité", "Security incident"), .example = "oui"},
    {"personal_data", FIELD_BOOL, LABELS("Données personnelles", "Personal data"), .example = "non"},
    {"asset", FIELD_HOST, INDEXED, LABELS("Système", "System"), .example = "srv-web-01"},
    {"cause", FIELD_TEXT, LABELS("Cause", "Cause"), .example = "mot de passe divulgué"},
    {"occurred_at", FIELD_TIME, REQUIRED, LABELS("Survenu le", "Occurred"), .example = "12/11/2026 09:10"},
    {"detected_at", FIELD_TIME, LABELS("Détecté le", "Detected"), .example = "12/11/2026 10:00"},
    {"reported_at", FIELD_TIME, LABELS("Signalé le", "Reported"), .example = "12/11/2026 10:05"},
    {"resolved_at", FIELD_TIME, LABELS("Résolu le", "Resolved"), .example = "13/11/2026 16:40"},
    {"closed_at", FIELD_TIME, LABELS("Clos le", "Closed"), .example = ""},
    END};

static const struct kind_field alert_fields[] = {
    {"asset", FIELD_HOST, INDEXED, LABELS("Système", "System"), .example = "srv-web-01"},
    {"name", FIELD_TEXT, REQUIRED, LABELS("Alerte", "Alert"), .example = "DisquePlein"},
    {"severity", FIELD_ENUM, REQUIRED, LABELS("Gravité", "Severity"), .choices = CHOICES("critical", "warning", "info", "none"), .example = "warning"},
    {"summary", FIELD_TEXT, LABELS("Résumé", "Summary"), .example = "Disque presque plein"},
    {"raised_at", FIELD_TIME, REQUIRED, INDEXED, LABELS("Levée le", "Raised"), .example = "22/11/2026 02:14"},
    {"resolved_at", FIELD_TIME, LABELS("Résolue le", "Resolved"), .example = ""},
    {"suppressed", FIELD_BOOL, LABELS("Mise en sourdine", "Suppressed"), .example = "non"},
    END};

static const struct kind_field monitor_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "app-client-a"},
    {"name", FIELD_TEXT, REQUIRED, LABELS("Contrôle", "Check"), .example = "site-client"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("application", "hardware"), .example = "application"},
    {"alerting", FIELD_BOOL, REQUIRED, LABELS("Alerte en cas de panne", "Alerts on failure"), .help = "an alert reaches people when it fails", .example = "oui"},
    {"repeat", FIELD_INT, .min = 0, .max = 31536000, .unit = "s", LABELS("Répétition", "Repeat interval"), .help = "0: not repeated", .example = "14400"},
    {"state", FIELD_ENUM, LABELS("État", "State"), .choices = CHOICES("up", "down", "unknown"), .example = "up"},
    {"last_check_at", FIELD_TIME, LABELS("Dernier contrôle", "Last check"), .example = ""},
    {"message", FIELD_TEXT, LABELS("Message", "Message"), .example = ""},
    END};

static const struct kind_field availability_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "app-client-a"},
    {"day", FIELD_DATE, REQUIRED, LABELS("Jour", "Day"), .example = "22/11/2026"},
    {"ratio", FIELD_REAL, REQUIRED, .min = 0, .max = 1, .unit = "ratio", LABELS("Disponibilité", "Availability"), .example = "0,9993"},
    {"samples", FIELD_INT, .min = 0, .max = INT64_MAX, LABELS("Points de mesure", "Samples"), .example = "2880"},
    END};

static const struct kind_field patch_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "srv-web-01"},
    {"pending", FIELD_INT, REQUIRED, .min = 0, .max = 1000000, LABELS("Mises à jour en attente", "Updates pending"), .example = "14"},
    {"security_pending", FIELD_INT, REQUIRED, .min = 0, .max = 1000000, LABELS("dont sécurité", "of which security"), .example = "3"},
    {"oldest_security_at", FIELD_TIME, LABELS("Plus ancienne de sécurité", "Oldest security update"), .help = "since when the oldest pending security update is available", .example = "10/11/2026"},
    {"oldest_critical_at", FIELD_TIME, LABELS("Plus ancienne critique", "Oldest critical update"), .example = ""},
    {"reboot_required", FIELD_BOOL, LABELS("Redémarrage requis", "Reboot required"), .example = "non"},
    {"packages", FIELD_LIST, LABELS("Paquets", "Packages"), .example = "openssl|libc6"},
    END};

static const struct kind_field exposure_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "srv-web-01"},
    {"port", FIELD_INT, REQUIRED, .min = 1, .max = 65535, LABELS("Port", "Port"), .example = "443"},
    {"protocol", FIELD_ENUM, REQUIRED, LABELS("Protocole", "Protocol"), .choices = CHOICES("tcp", "udp"), .example = "tcp"},
    {"address", FIELD_TEXT, LABELS("Adresse", "Address"), .example = "0.0.0.0"},
    {"reach", FIELD_ENUM, LABELS("Portée", "Reach"), .choices = CHOICES("local", "network", "internet"), .example = "internet"},
    {"process", FIELD_TEXT, LABELS("Programme", "Process"), .example = "nginx"},
    {"allowed", FIELD_BOOL, LABELS("Autorisé", "Allowed"), .example = "oui"},
    END};

static const struct kind_field service_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "srv-web-01"},
    {"name", FIELD_TEXT, REQUIRED, LABELS("Service", "Service"), .example = "nginx"},
    {"state", FIELD_ENUM, REQUIRED, LABELS("État", "State"), .choices = CHOICES("running", "stopped", "failed", "unknown"), .example = "running"},
    {"enabled", FIELD_BOOL, LABELS("Démarrage automatique", "Starts at boot"), .example = "oui"},
    END};

static const struct kind_field disk_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "srv-web-01"},
    {"mount", FIELD_TEXT, REQUIRED, LABELS("Point de montage", "Mount point"), .example = "/srv"},
    {"size", FIELD_INT, REQUIRED, .min = 0, .max = INT64_MAX, .unit = "bytes", LABELS("Taille", "Size"), .example = "500000000000"},
    {"used", FIELD_INT, REQUIRED, .min = 0, .max = INT64_MAX, .unit = "bytes", LABELS("Occupé", "Used"), .example = "320000000000"},
    {"encrypted", FIELD_BOOL, LABELS("Chiffré", "Encrypted"), .example = "oui"},
    END};

#define KIND(k, n, fr, en, pfr, pen) .id = (k), .name = #n, .fields = n##_fields, .label_fr = (fr), .label_en = (en), .plural_fr = (pfr), .plural_en = (pen)

static const struct kind kinds[KIND_COUNT] = {
    [KIND_ASSET] = {KIND(KIND_ASSET, asset, "Bien", "Asset", "Biens", "Assets"), .nature = KIND_STATE, .help = "Hardware, system or application of the inventory.", .key_help = "inventory or serial number, else the name"},
    [KIND_PERSON] = {KIND(KIND_PERSON, person, "Personne", "Person", "Personnes", "Persons"), .nature = KIND_STATE, .help = "A collaborator, from arrival to departure.", .key_help = "employee number, else the mail", .retention_days = 1826},
    [KIND_ACCOUNT] = {KIND(KIND_ACCOUNT, account, "Compte", "Account", "Comptes", "Accounts"), .nature = KIND_STATE, .help = "An account on a system.", .key_help = "login@system", .subject = "system", .retention_days = 1826},
    [KIND_TRAINING] = {KIND(KIND_TRAINING, training, "Formation", "Training", "Formations", "Trainings"), .nature = KIND_EVENT, .help = "A training followed by a person.", .key_help = "person + course + session", .subject = "person", .effective = "completed_at"},
    [KIND_BACKUP] = {KIND(KIND_BACKUP, backup, "Sauvegarde", "Backup", "Sauvegardes", "Backups"), .nature = KIND_EVENT, .help = "One run of a backup job.", .key_help = "tool + snapshot or job number", .subject = "asset", .effective = "finished_at"},
    [KIND_RESTORE_TEST] = {KIND(KIND_RESTORE_TEST, restore_test, "Test de restauration", "Restore test", "Tests de restauration", "Restore tests"), .nature = KIND_EVENT, .help = "A restore tried for proof.", .key_help = "number of the report", .subject = "asset", .effective = "tested_at"},
    [KIND_INCIDENT] = {KIND(KIND_INCIDENT, incident, "Incident", "Incident", "Incidents", "Incidents"), .nature = KIND_EVENT, .help = "An incident of the register.", .key_help = "number in the tracker", .subject = "asset", .effective = "occurred_at"},
    [KIND_ALERT] = {KIND(KIND_ALERT, alert, "Alerte", "Alert", "Alertes", "Alerts"), .nature = KIND_EVENT, .help = "An alert of the monitoring, from raised to resolved.", .key_help = "fingerprint + raised_at", .subject = "asset", .effective = "raised_at"},
    [KIND_MONITOR] = {KIND(KIND_MONITOR, monitor, "Contrôle de supervision", "Monitor", "Contrôles de supervision", "Monitors"), .nature = KIND_STATE, .help = "A check that watches a system.", .key_help = "host + check", .subject = "asset"},
    [KIND_AVAILABILITY] = {KIND(KIND_AVAILABILITY, availability, "Disponibilité", "Availability", "Disponibilités", "Availabilities"), .nature = KIND_EVENT, .help = "Availability of an application over one day (UTC).", .key_help = "application + day", .subject = "asset", .effective = "day"},
    [KIND_PATCH] = {KIND(KIND_PATCH, patch, "État des correctifs", "Patch state", "États des correctifs", "Patch states"), .nature = KIND_STATE, .help = "What updates wait on a system.", .key_help = "system", .subject = "asset"},
    [KIND_EXPOSURE] = {KIND(KIND_EXPOSURE, exposure, "Port ouvert", "Open port", "Ports ouverts", "Open ports"), .nature = KIND_STATE, .help = "A port that listens on a system.", .key_help = "system + protocol + address + port", .subject = "asset"},
    [KIND_SERVICE] = {KIND(KIND_SERVICE, service, "Service", "Service", "Services", "Services"), .nature = KIND_STATE, .help = "A service of a system.", .key_help = "system + service", .subject = "asset"},
    [KIND_DISK] = {KIND(KIND_DISK, disk, "Disque", "Disk", "Disques", "Disks"), .nature = KIND_STATE, .help = "A mounted file system.", .key_help = "system + mount point", .subject = "asset"},
};

const struct kind *kind_get(enum kind_id id) { return &kinds[id]; }

