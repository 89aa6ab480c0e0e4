/* The kinds themselves. Order and ids: kind.h. One block a kind: its enums, its fields, its row. */
#include "kind/kind.h"

#define CHOICES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define REQUIRED .required = true
#define INDEXED .indexed = true
#define PERSONAL .personal = true
#define LABELS(fr, en) .label_fr = (fr), .label_en = (en)
#define END {.name = NULL}

static const struct kind_field asset_fields[] = {
    {"name", FIELD_HOST, REQUIRED, INDEXED, LABELS("Nom", "Name"), .help = N_("name under which sources know it"), .example = "srv-web-01"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("server", "workstation", "laptop", "phone", "tablet", "network", "application", "database", "storage", "middleware", "removable", "other"), .example = "server"},
    {"title", FIELD_TEXT, LABELS("Désignation", "Title"), .example = "Frontal web n° 1"},
    {"owner", FIELD_EMAIL, PERSONAL, LABELS("Responsable", "Owner"), .help = N_("mail of the person who answers for it"), .example = "claire.morvan@example.test"},
    {"classification", FIELD_ENUM, LABELS("Classification", "Classification"), .choices = CHOICES("public", "internal", "confidential", "secret"), .example = "confidential"},
    {"environment", FIELD_ENUM, LABELS("Environnement", "Environment"), .choices = CHOICES("production", "staging", "test", "development", "office"), .example = "production"},
    {"status", FIELD_ENUM, REQUIRED, LABELS("État", "Status"), .choices = CHOICES("in_service", "in_stock", "retired"), .example = "in_service"},
    {"critical", FIELD_BOOL, LABELS("Critique", "Critical"), .example = "oui"},
    {"datacenter", FIELD_TEXT, LABELS("Centre de données", "Datacenter"), .example = "DC-Lille"},
    {"location", FIELD_TEXT, LABELS("Emplacement", "Location"), .example = "Baie 3"},
    {"serial", FIELD_TEXT, LABELS("Numéro de série", "Serial number"), .example = "SN-48211"},
    {"client", FIELD_TEXT, LABELS("Client", "Client"), .help = N_("the client whose platform it belongs to"), .example = ""},
    {"public", FIELD_BOOL, LABELS("Accessible de l’internet", "Reachable from the internet"), .example = "oui"},
    {"backup_class", FIELD_TEXT, LABELS("Classe de sauvegarde", "Backup class"), .help = N_("one of the classes of the policy"), .example = "daily"},
    {"redundancy_group", FIELD_TEXT, LABELS("Groupe de redondance", "Redundancy group"), .example = "pare-feu"},
    {"disposed_on", FIELD_DATE, LABELS("Mise au rebut", "Disposed on"), .example = ""},
    {"disposal_proof", FIELD_TEXT, LABELS("Preuve de mise au rebut", "Proof of disposal"), .help = N_("reference of the certificate"), .example = ""},
    {"aliases", FIELD_LIST, LABELS("Autres noms", "Other names"), .help = N_("other names under which sources know it"), .example = "web01|frontal-1"},
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
    {"person", FIELD_EMAIL, INDEXED, PERSONAL, LABELS("Personne", "Person"), .help = N_("mail of the one natural person it belongs to"), .example = "claire.morvan@example.test"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("personal", "admin", "service", "shared"), .example = "personal"},
    {"enabled", FIELD_BOOL, REQUIRED, LABELS("Actif", "Enabled"), .example = "oui"},
    {"privileged", FIELD_BOOL, LABELS("Privilégié", "Privileged"), .example = "non"},
    {"mfa", FIELD_BOOL, LABELS("Authentification multifacteur", "Multi-factor"), .example = "oui"},
    {"roles", FIELD_LIST, LABELS("Rôles", "Roles"), .help = N_("roles and groups that it holds on the system"), .example = "sauvegarde|astreinte"},
    {"remote", FIELD_BOOL, LABELS("Accès distant", "Remote access"), .help = N_("opens the system from outside the company's networks"), .example = "oui"},
    {"created_at", FIELD_TIME, LABELS("Création", "Created"), .example = "02/01/2024 09:00"},
    {"last_login_at", FIELD_TIME, LABELS("Dernière connexion", "Last login"), .example = "20/11/2026 08:41"},
    {"disabled_at", FIELD_TIME, LABELS("Désactivation", "Disabled"), .help = N_("when it was closed, if the source knows"), .example = ""},
    END};

static const struct kind_field training_fields[] = {
    {"person", FIELD_EMAIL, REQUIRED, INDEXED, PERSONAL, LABELS("Personne", "Person"), .example = "claire.morvan@example.test"},
    {"course", FIELD_TEXT, REQUIRED, LABELS("Formation", "Course"), .example = "Bonnes pratiques SSI"},
    {"theme", FIELD_ENUM, REQUIRED, LABELS("Thème", "Theme"), .choices = CHOICES("welcome", "security", "owasp", "phishing", "procedure", "other"), .example = "security"},
    {"document", FIELD_TEXT, INDEXED, LABELS("Document", "Document"), .help = N_("reference of the document that was read and acknowledged"), .example = ""},
    {"version", FIELD_TEXT, LABELS("Version", "Version"), .help = N_("its version"), .example = ""},
    {"clicked", FIELD_BOOL, LABELS("A cliqué", "Clicked"), .help = N_("phishing simulations: the person followed the link"), .example = ""},
    {"completed_at", FIELD_TIME, LABELS("Terminée le", "Completed"), .help = N_("empty: enrolled, not completed"), .example = "18/11/2026"},
    {"enrolled_at", FIELD_TIME, LABELS("Inscrite le", "Enrolled"), .example = "02/11/2026"},
    {"expires_at", FIELD_TIME, LABELS("Valable jusqu’au", "Valid until"), .example = ""},
    {"score", FIELD_REAL, .min = 0, .max = 100, .unit = "%", LABELS("Note", "Score"), .example = "84"},
    END};

static const struct kind_field backup_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, .indexed_with = "finished_at", LABELS("Système", "System"), .example = "srv-db-01"},
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
    {"lessons_at", FIELD_TIME, LABELS("Retour d’expérience", "Lessons recorded"), .example = ""},
    {"notified_at", FIELD_TIME, LABELS("Notifié à l’autorité", "Authority notified"), .help = N_("personal data: when the authority was told"), .example = ""},
    {"notification_reason", FIELD_TEXT, LABELS("Motif de non-notification", "Reason not to notify"), .example = ""},
    END};

static const struct kind_field alert_fields[] = {
    {"asset", FIELD_HOST, INDEXED, LABELS("Système", "System"), .example = "srv-web-01"},
    {"name", FIELD_TEXT, REQUIRED, LABELS("Alerte", "Alert"), .example = "DisquePlein"},
    {"severity", FIELD_ENUM, REQUIRED, LABELS("Gravité", "Severity"), .choices = CHOICES("critical", "warning", "info", "none"), .example = "warning"},
    {"summary", FIELD_TEXT, LABELS("Résumé", "Summary"), .example = "Disque presque plein"},
    {"raised_at", FIELD_TIME, REQUIRED, INDEXED, LABELS("Levée le", "Raised"), .example = "22/11/2026 02:14"},
    {"notified_at", FIELD_TIME, INDEXED, LABELS("Notifiée le", "Notified"), .help = N_("when people were told"), .example = "22/11/2026 02:16"},
    {"resolved_at", FIELD_TIME, LABELS("Résolue le", "Resolved"), .example = ""},
    {"suppressed", FIELD_BOOL, LABELS("Mise en sourdine", "Suppressed"), .example = "non"},
    END};

static const struct kind_field monitor_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "app-client-a"},
    {"name", FIELD_TEXT, REQUIRED, LABELS("Contrôle", "Check"), .example = "site-client"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("application", "hardware"), .example = "application"},
    {"alerting", FIELD_BOOL, REQUIRED, LABELS("Alerte en cas de panne", "Alerts on failure"), .help = N_("an alert reaches people when it fails"), .example = "oui"},
    {"repeat", FIELD_INT, .min = 0, .max = 31536000, .unit = "s", LABELS("Répétition", "Repeat interval"), .help = N_("0: not repeated"), .example = "14400"},
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
    {"oldest_security_at", FIELD_TIME, LABELS("Plus ancienne de sécurité", "Oldest security update"), .help = N_("since when the oldest pending security update is available"), .example = "10/11/2026"},
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

static const struct kind_field account_review_fields[] = {
    {"system", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "annuaire"},
    {"reviewed_at", FIELD_TIME, REQUIRED, LABELS("Revue le", "Reviewed"), .example = "12/10/2026 10:00"},
    {"completed", FIELD_BOOL, REQUIRED, LABELS("Terminée", "Completed"), .help = N_("all accounts of the system were looked at"), .example = "oui"},
    {"reviewer", FIELD_EMAIL, PERSONAL, LABELS("Relecteur", "Reviewer"), .example = "claire.morvan@example.test"},
    {"accounts", FIELD_INT, .min = 0, .max = 10000000, LABELS("Comptes revus", "Accounts reviewed"), .example = "64"},
    {"revoked", FIELD_INT, .min = 0, .max = 10000000, LABELS("Comptes fermés", "Accounts revoked"), .example = "3"},
    {"evidence", FIELD_TEXT, LABELS("Preuve", "Evidence"), .example = "REV-2026-2"},
    END};

static const struct kind_field document_fields[] = {
    {"reference", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Référence", "Reference"), .example = "PRO-INC-01"},
    {"title", FIELD_TEXT, REQUIRED, LABELS("Intitulé", "Title"), .example = "Procédure de gestion des incidents"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("policy", "procedure", "incident_procedure", "intervention_procedure", "continuity_plan", "recovery_plan", "other"), .example = "incident_procedure"},
    {"process", FIELD_TEXT, .process = true, LABELS("Processus", "Process"), .help = N_("code of the process of the policy that it documents"), .example = "incident"},
    {"asset", FIELD_HOST, LABELS("Système", "System"), .help = N_("the system that it is about"), .example = ""},
    {"version", FIELD_TEXT, LABELS("Version", "Version"), .example = "3.1"},
    {"status", FIELD_ENUM, REQUIRED, LABELS("État", "Status"), .choices = CHOICES("draft", "in_force", "withdrawn"), .example = "in_force"},
    {"owner", FIELD_EMAIL, PERSONAL, LABELS("Responsable", "Owner"), .example = "claire.morvan@example.test"},
    {"approved_at", FIELD_TIME, LABELS("Approuvé le", "Approved"), .example = "14/01/2026"},
    {"reviewed_at", FIELD_TIME, LABELS("Revu le", "Reviewed"), .example = "14/01/2026"},
    {"review_days", FIELD_INT, .min = 1, .max = 3660, .unit = "d", LABELS("Période de revue", "Review period"), .help = N_("in days; 365 where none is given"), .example = "365"},
    END};

static const struct kind_field badge_fields[] = {
    {"number", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Numéro", "Number"), .example = "B-0042"},
    {"person", FIELD_EMAIL, INDEXED, PERSONAL, LABELS("Titulaire", "Holder"), .example = "claire.morvan@example.test"},
    {"active", FIELD_BOOL, REQUIRED, LABELS("Actif", "Active"), .example = "oui"},
    {"zones", FIELD_LIST, LABELS("Zones", "Zones"), .example = "bureaux|salle-serveurs"},
    {"issued_at", FIELD_TIME, LABELS("Remis le", "Issued"), .example = "02/01/2024"},
    END};

static const struct kind_field place_fields[] = {
    {"name", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Nom", "Name"), .example = "Salle serveurs"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("site", "secure_area"), .example = "secure_area"},
    {"site", FIELD_TEXT, LABELS("Site", "Site"), .example = "Siège"},
    {"in_use", FIELD_BOOL, REQUIRED, LABELS("Utilisé", "In use"), .example = "oui"},
    END};

static const struct kind_field attestation_fields[] = {
    {"control", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Contrôle", "Control"), .help = N_("code of the attested control of the policy"), .example = "intrusion_system"},
    {"subject", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Objet", "Subject"), .help = N_("the place or perimeter that it is about"), .example = "Siège"},
    {"attested_at", FIELD_TIME, REQUIRED, LABELS("Déclaré le", "Attested"), .example = "03/11/2026 11:00"},
    {"result", FIELD_ENUM, REQUIRED, LABELS("Résultat", "Result"), .choices = CHOICES("passed", "failed"), .example = "passed"},
    {"share", FIELD_REAL, .min = 0, .max = 100, .unit = "%", LABELS("Part conforme", "Share that conforms"), .example = "92"},
    {"author", FIELD_EMAIL, PERSONAL, LABELS("Déclarant", "Author"), .example = "claire.morvan@example.test"},
    {"reviewer", FIELD_EMAIL, PERSONAL, LABELS("Relecteur", "Reviewer"), .example = "karim.benali@example.test"},
    {"valid_until", FIELD_TIME, LABELS("Valable jusqu’au", "Valid until"), .example = "03/05/2027"},
    {"evidence", FIELD_TEXT, LABELS("Preuve", "Evidence"), .example = "PV-ALARME-2026-2"},
    END};

static const struct kind_field endpoint_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Poste", "Endpoint"), .example = "pc-042"},
    {"seen_at", FIELD_TIME, REQUIRED, LABELS("Dernier contact", "Last contact"), .example = "23/11/2026 08:40"},
    {"authentication", FIELD_BOOL, LABELS("Authentification exigée", "Authentication enforced"), .example = "oui"},
    {"autolock", FIELD_BOOL, LABELS("Verrouillage automatique", "Automatic lock"), .example = "oui"},
    {"antivirus", FIELD_BOOL, LABELS("Antivirus actif", "Antivirus on"), .example = "oui"},
    {"signatures_at", FIELD_TIME, LABELS("Signatures du", "Signatures of"), .example = "23/11/2026 06:00"},
    {"encrypted", FIELD_BOOL, LABELS("Chiffré", "Encrypted"), .example = "oui"},
    {"biometrics", FIELD_BOOL, LABELS("Biométrie", "Biometrics"), .example = ""},
    {"managed", FIELD_BOOL, LABELS("Conforme à la gestion de flotte", "Compliant with device management"), .example = "oui"},
    END};

static const struct kind_field contract_fields[] = {
    {"number", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Numéro", "Number"), .example = "CT-2024-07"},
    {"supplier", FIELD_TEXT, REQUIRED, LABELS("Prestataire", "Supplier"), .example = "Hébergeur du Nord"},
    {"begins_on", FIELD_DATE, REQUIRED, LABELS("Début", "Begins"), .example = "01/07/2024"},
    {"ends_on", FIELD_DATE, LABELS("Fin", "Ends"), .help = N_("last day in force; empty: open-ended"), .example = ""},
    {"security_clauses", FIELD_BOOL, LABELS("Clauses de sécurité", "Security clauses"), .example = "oui"},
    {"control_means", FIELD_BOOL, LABELS("Moyens de contrôle", "Means of control"), .example = "oui"},
    {"controlled_at", FIELD_TIME, LABELS("Dernier contrôle", "Last control"), .example = "18/03/2026"},
    {"equivalent", FIELD_BOOL, LABELS("Exigences équivalentes", "Equivalent requirements"), .help = N_("assessed, and at least equal to the internal ones"), .example = "oui"},
    END};

static const struct kind_field network_test_fields[] = {
    {"flow", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Flux", "Flow"), .help = N_("code of the flow or path"), .example = "FLX-014"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("flow", "datacenter_path", "remote_access"), .example = "flow"},
    {"from", FIELD_TEXT, LABELS("Depuis", "From"), .example = "VLAN invités"},
    {"to", FIELD_TEXT, LABELS("Vers", "To"), .example = "VLAN serveurs"},
    {"expected", FIELD_ENUM, REQUIRED, LABELS("Attendu", "Expected"), .choices = CHOICES("open", "blocked"), .example = "blocked"},
    {"observed", FIELD_ENUM, REQUIRED, LABELS("Observé", "Observed"), .choices = CHOICES("open", "blocked"), .example = "blocked"},
    {"encrypted", FIELD_BOOL, LABELS("Chiffré", "Encrypted"), .example = ""},
    {"authenticated", FIELD_BOOL, LABELS("Authentifié", "Authenticated"), .example = ""},
    {"mfa", FIELD_BOOL, LABELS("Authentification multifacteur", "Multi-factor"), .example = ""},
    {"tested_at", FIELD_TIME, REQUIRED, LABELS("Testé le", "Tested"), .example = "20/11/2026 04:00"},
    {"system", FIELD_HOST, LABELS("Système", "System"), .help = N_("remote access: the system whose accounts enter by it"), .example = ""},
    END};

static const struct kind_field hardening_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "srv-web-01"},
    {"check", FIELD_ENUM, REQUIRED, LABELS("Contrôle", "Check"), .choices = CHOICES("baseline", "host_firewall", "packages", "middleware_authentication", "service_authentication", "session_isolation", "password_hashing"), .example = "host_firewall"},
    {"result", FIELD_ENUM, REQUIRED, LABELS("Résultat", "Result"), .choices = CHOICES("passed", "failed"), .example = "passed"},
    {"tool", FIELD_TEXT, LABELS("Outil", "Tool"), .example = "lynis"},
    {"checked_at", FIELD_TIME, REQUIRED, LABELS("Vérifié le", "Checked"), .example = "15/11/2026 05:00"},
    {"message", FIELD_TEXT, LABELS("Constat", "Finding"), .example = ""},
    END};

static const struct kind_field data_access_fields[] = {
    {"system", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "srv-db-01"},
    {"person", FIELD_EMAIL, PERSONAL, LABELS("Personne", "Person"), .example = "karim.benali@example.test"},
    {"client", FIELD_TEXT, LABELS("Client", "Client"), .example = "Brévelin"},
    {"accessed_at", FIELD_TIME, REQUIRED, LABELS("Accès le", "Accessed"), .example = "20/11/2026 14:12"},
    {"reference", FIELD_TEXT, LABELS("Justification", "Reference"), .help = N_("contract or ticket that allows it"), .example = "TCK-4821"},
    END};

static const struct kind_field vulnerability_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "srv-web-01"},
    {"identifier", FIELD_TEXT, REQUIRED, LABELS("Identifiant", "Identifier"), .example = "CVE-2026-1234"},
    {"component", FIELD_TEXT, LABELS("Composant", "Component"), .example = "openssl"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("system", "library"), .example = "system"},
    {"severity", FIELD_ENUM, REQUIRED, LABELS("Gravité", "Severity"), .choices = CHOICES("critical", "high", "medium", "low"), .example = "high"},
    {"exploited", FIELD_BOOL, LABELS("Exploitée", "Known exploited"), .example = "non"},
    {"found_at", FIELD_TIME, REQUIRED, INDEXED, LABELS("Découverte le", "Found"), .example = "02/11/2026"},
    {"fixed_at", FIELD_TIME, LABELS("Corrigée le", "Fixed"), .example = ""},
    END};

static const struct kind_field tls_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Site", "Site"), .help = N_("the application or site that was tested"), .example = "app-client-a"},
    {"tested_at", FIELD_TIME, REQUIRED, INDEXED, LABELS("Testé le", "Tested"), .example = "23/11/2026 04:10"},
    {"grade", FIELD_ENUM, LABELS("Note", "Grade"), .choices = CHOICES("A+", "A", "A-", "B", "C", "D", "E", "F", "T", "M"), .example = "A"},
    {"reachable", FIELD_BOOL, LABELS("Joignable", "Reachable"), .example = "oui"},
    {"redirects", FIELD_BOOL, LABELS("HTTP redirigé ou fermé", "Plain HTTP redirected or closed"), .example = "oui"},
    {"hsts", FIELD_BOOL, LABELS("HSTS", "HSTS"), .example = "oui"},
    {"expires_at", FIELD_TIME, LABELS("Expiration du certificat", "Certificate expires"), .example = "14/02/2027"},
    {"issuer", FIELD_TEXT, LABELS("Émetteur", "Issuer"), .example = "AC interne"},
    END};

static const struct kind_field deployment_fields[] = {
    {"asset", FIELD_HOST, INDEXED, LABELS("Application", "Application"), .example = "app-client-a"},
    {"environment", FIELD_ENUM, REQUIRED, LABELS("Environnement", "Environment"), .choices = CHOICES("production", "staging", "test"), .example = "production"},
    {"automated", FIELD_BOOL, REQUIRED, LABELS("Par la chaîne", "By the pipeline"), .example = "oui"},
    {"version", FIELD_TEXT, LABELS("Version", "Version"), .example = "2026.11.2"},
    {"author", FIELD_TEXT, PERSONAL, LABELS("Auteur", "Author"), .example = "ci"},
    {"deployed_at", FIELD_TIME, REQUIRED, INDEXED, LABELS("Déployé le", "Deployed"), .example = "19/11/2026 16:20"},
    END};

static const struct kind_field log_source_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Système", "System"), .example = "srv-web-01"},
    {"last_event_at", FIELD_TIME, REQUIRED, LABELS("Dernier événement", "Last event"), .example = "23/11/2026 08:58"},
    {"type", FIELD_TEXT, LABELS("Type", "Type"), .example = "syslog"},
    END};

static const struct kind_field advisory_fields[] = {
    {"reference", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Référence", "Reference"), .example = "CERTFR-2026-AVI-0412"},
    {"title", FIELD_TEXT, REQUIRED, LABELS("Intitulé", "Title"), .example = "Vulnérabilité dans un serveur web"},
    {"topic", FIELD_ENUM, REQUIRED, LABELS("Sujet", "Topic"), .choices = CHOICES("threats", "standards", "regulation"), .example = "threats"},
    {"feed", FIELD_TEXT, LABELS("Flux", "Feed"), .example = "CERT-FR"},
    {"published_at", FIELD_TIME, REQUIRED, INDEXED, LABELS("Publié le", "Published"), .example = "18/11/2026 10:00"},
    {"triaged_at", FIELD_TIME, LABELS("Trié le", "Triaged"), .example = "19/11/2026 09:30"},
    {"applicable", FIELD_BOOL, LABELS("Applicable", "Applicable"), .example = "non"},
    END};

static const struct kind_field pentest_fields[] = {
    {"asset", FIELD_HOST, REQUIRED, INDEXED, LABELS("Application", "Application"), .example = "app-client-a"},
    {"tool", FIELD_TEXT, LABELS("Outil", "Tool"), .example = "zap"},
    {"ran_at", FIELD_TIME, REQUIRED, INDEXED, LABELS("Réalisé le", "Ran"), .example = "05/11/2026 22:00"},
    {"automated", FIELD_BOOL, LABELS("Automatisé", "Automated"), .example = "oui"},
    {"high", FIELD_INT, REQUIRED, .min = 0, .max = 1000000, LABELS("Constats de gravité haute", "High findings"), .example = "0"},
    {"due_at", FIELD_TIME, LABELS("À corriger avant", "To be mended by"), .help = N_("when its high findings must be mended"), .example = ""},
    {"mended_at", FIELD_TIME, LABELS("Corrigés le", "Mended"), .help = N_("when all its high findings were"), .example = ""},
    END};

static const struct kind_field change_fields[] = {
    {"repository", FIELD_TEXT, REQUIRED, LABELS("Dépôt", "Repository"), .example = "boutique"},
    {"number", FIELD_TEXT, REQUIRED, LABELS("Numéro", "Number"), .example = "412"},
    {"title", FIELD_TEXT, LABELS("Intitulé", "Title"), .example = "Corrige le panier"},
    {"author", FIELD_TEXT, REQUIRED, PERSONAL, LABELS("Auteur", "Author"), .example = "cmorvan"},
    {"approvers", FIELD_LIST, PERSONAL, LABELS("Approbateurs", "Approvers"), .example = "kbenali"},
    {"merged_at", FIELD_TIME, REQUIRED, INDEXED, LABELS("Fusionné le", "Merged"), .example = "18/11/2026 15:03"},
    END};

static const struct kind_field exercise_fields[] = {
    {"document", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Document", "Document"), .help = N_("reference of the procedure or plan"), .example = "PRO-INC-01"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("incident", "continuity", "recovery", "other"), .example = "incident"},
    {"held_at", FIELD_TIME, REQUIRED, LABELS("Tenu le", "Held"), .example = "12/06/2026 14:00"},
    {"result", FIELD_ENUM, REQUIRED, LABELS("Résultat", "Result"), .choices = CHOICES("success", "partial", "failure"), .example = "success"},
    {"lessons", FIELD_TEXT, LABELS("Enseignements", "Lessons"), .example = "annuaire d’astreinte à jour"},
    END};

static const struct kind_field redundancy_fields[] = {
    {"group", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Groupe", "Group"), .example = "pare-feu"},
    {"member", FIELD_HOST, REQUIRED, LABELS("Membre", "Member"), .example = "fw-01"},
    {"healthy", FIELD_BOOL, REQUIRED, LABELS("Sain", "Healthy"), .example = "oui"},
    {"message", FIELD_TEXT, LABELS("Message", "Message"), .example = ""},
    END};

static const struct kind_field review_fields[] = {
    {"object", FIELD_ENUM, REQUIRED, LABELS("Objet", "Object"), .choices = CHOICES("rule", "watch"), .help = N_("what was reviewed: a rule of the policy, or a watch topic"), .example = "rule"},
    {"reference", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Référence", "Reference"), .help = N_("number of the rule, or code of the watch topic"), .example = "12.3"},
    {"reviewed_at", FIELD_TIME, REQUIRED, LABELS("Revu le", "Reviewed"), .example = "10/09/2026"},
    {"reviewer", FIELD_EMAIL, PERSONAL, LABELS("Relecteur", "Reviewer"), .example = "claire.morvan@example.test"},
    {"threats", FIELD_BOOL, LABELS("Menaces", "Threats"), .help = N_("the question of new threats was answered"), .example = "oui"},
    {"risks", FIELD_BOOL, LABELS("Risques", "Risks"), .example = "oui"},
    {"regulation", FIELD_BOOL, LABELS("Réglementation", "Regulation"), .example = "oui"},
    {"coverage", FIELD_BOOL, LABELS("Couverture", "Coverage"), .help = N_("of the whole perimeter"), .example = "oui"},
    {"conclusion", FIELD_TEXT, LABELS("Conclusion", "Conclusion"), .example = "maintenue"},
    END};

static const struct kind_field publication_fields[] = {
    {"board", FIELD_ENUM, REQUIRED, LABELS("Tableau", "Board"), .choices = CHOICES("strategic", "steering"), .example = "strategic"},
    {"due_on", FIELD_DATE, REQUIRED, LABELS("Attendue le", "Due"), .help = N_("last day on which it is on time"), .example = "15/10/2026"},
    {"published_at", FIELD_TIME, LABELS("Publiée le", "Published"), .example = "12/10/2026 17:00"},
    {"author", FIELD_EMAIL, PERSONAL, LABELS("Auteur", "Author"), .example = "claire.morvan@example.test"},
    END};

static const struct kind_field audit_fields[] = {
    {"title", FIELD_TEXT, REQUIRED, LABELS("Intitulé", "Title"), .example = "Audit interne annuel"},
    {"type", FIELD_ENUM, REQUIRED, LABELS("Type", "Type"), .choices = CHOICES("internal", "external"), .example = "internal"},
    {"planned_on", FIELD_DATE, REQUIRED, LABELS("Prévu le", "Planned"), .example = "15/06/2026"},
    {"held_on", FIELD_DATE, LABELS("Tenu le", "Held"), .example = "22/06/2026"},
    {"auditor", FIELD_TEXT, LABELS("Auditeur", "Auditor"), .example = "Cabinet Arven"},
    END};

static const struct kind_field finding_fields[] = {
    {"title", FIELD_TEXT, REQUIRED, LABELS("Constat", "Finding"), .example = "Comptes partagés sur la préproduction"},
    {"audit", FIELD_TEXT, LABELS("Audit", "Audit"), .example = "AUD-2026-1"},
    {"rule", FIELD_TEXT, LABELS("Règle", "Rule"), .example = "4.2"},
    {"severity", FIELD_ENUM, LABELS("Gravité", "Severity"), .choices = CHOICES("critical", "high", "medium", "low"), .example = "medium"},
    {"raised_on", FIELD_DATE, REQUIRED, LABELS("Relevé le", "Raised"), .example = "24/06/2026"},
    {"due_on", FIELD_DATE, REQUIRED, LABELS("Échéance", "Due"), .example = "30/09/2026"},
    {"closed_on", FIELD_DATE, LABELS("Clos le", "Closed"), .example = ""},
    {"proof", FIELD_TEXT, LABELS("Preuve", "Proof"), .example = ""},
    END};

static const struct kind_field action_fields[] = {
    {"title", FIELD_TEXT, REQUIRED, LABELS("Action", "Action"), .example = "Supprimer les comptes partagés"},
    {"owner", FIELD_EMAIL, PERSONAL, LABELS("Responsable", "Owner"), .example = "karim.benali@example.test"},
    {"rule", FIELD_TEXT, LABELS("Règle", "Rule"), .example = "4.2"},
    {"origin", FIELD_ENUM, LABELS("Origine", "Origin"), .choices = CHOICES("audit", "incident", "decision", "review", "other"), .example = "audit"},
    {"due_on", FIELD_DATE, REQUIRED, LABELS("Échéance", "Due"), .example = "30/09/2026"},
    {"done_on", FIELD_DATE, LABELS("Faite le", "Done"), .example = ""},
    {"proof", FIELD_TEXT, LABELS("Preuve", "Proof"), .example = ""},
    END};

static const struct kind_field budget_fields[] = {
    {"code", FIELD_TEXT, REQUIRED, INDEXED, LABELS("Code", "Code"), .help = N_("of the line: the same from one period to the next"), .example = "SEC-02"},
    {"title", FIELD_TEXT, REQUIRED, LABELS("Intitulé", "Title"), .example = "Second site de sauvegarde"},
    {"theme", FIELD_TEXT, LABELS("Thème", "Theme"), .help = N_("chapter of the policy or of the accounts"), .example = "Les sauvegardes"},
    {"begins_on", FIELD_DATE, REQUIRED, LABELS("Début", "Begins"), .help = N_("first day of the period, such as that of the financial year"), .example = "01/01/2026"},
    {"ends_on", FIELD_DATE, REQUIRED, .not_before = "begins_on", LABELS("Fin", "Ends"), .help = N_("its last day"), .example = "31/12/2026"},
    {"planned", FIELD_REAL, REQUIRED, .min = 0, .max = 1000000000000, LABELS("Prévu", "Planned"), .help = N_("amount voted for the period"), .example = "18500"},
    {"committed", FIELD_REAL, REQUIRED, .min = 0, .max = 1000000000000, LABELS("Engagé", "Committed"), .help = N_("amount committed so far: orders and contracts signed, paid or not"), .example = "12400"},
    {"currency", FIELD_ENUM, REQUIRED, LABELS("Devise", "Currency"), .choices = CHOICES("AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "DZD", "EUR", "GBP", "HUF", "ILS", "INR", "JPY", "MAD", "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "TND", "TRY", "USD", "XAF", "XOF", "XPF", "ZAR"), .help = N_("of both amounts: amounts of several currencies are never added"), .example = "EUR"},
    {"owner", FIELD_EMAIL, PERSONAL, LABELS("Responsable", "Owner"), .example = "claire.morvan@example.test"},
    END};

#define KIND(k, n, fr, en, pfr, pen) .id = (k), .name = #n, .fields = n##_fields, .label_fr = (fr), .label_en = (en), .plural_fr = (pfr), .plural_en = (pen)

static const struct kind kinds[KIND_COUNT] = {
    [KIND_ASSET] = {KIND(KIND_ASSET, asset, "Bien", "Asset", "Biens", "Assets"), .nature = KIND_STATE, .help = N_("Hardware, system or application of the inventory."), .key_help = "inventory or serial number, else the name"},
    [KIND_PERSON] = {KIND(KIND_PERSON, person, "Personne", "Person", "Personnes", "Persons"), .nature = KIND_STATE, .help = N_("A collaborator, from arrival to departure."), .key_help = "employee number, else the mail", .retention_days = 1826},
    [KIND_ACCOUNT] = {KIND(KIND_ACCOUNT, account, "Compte", "Account", "Comptes", "Accounts"), .nature = KIND_STATE, .help = N_("An account on a system."), .key_help = "login@system", .subject = "system", .retention_days = 1826},
    [KIND_TRAINING] = {KIND(KIND_TRAINING, training, "Formation", "Training", "Formations", "Trainings"), .nature = KIND_EVENT, .help = N_("A training followed by a person."), .key_help = "person + course + session", .subject = "person", .effective = "completed_at"},
    [KIND_BACKUP] = {KIND(KIND_BACKUP, backup, "Sauvegarde", "Backup", "Sauvegardes", "Backups"), .nature = KIND_EVENT, .help = N_("One run of a backup job."), .key_help = "tool + snapshot or job number", .subject = "asset", .effective = "finished_at"},
    [KIND_RESTORE_TEST] = {KIND(KIND_RESTORE_TEST, restore_test, "Test de restauration", "Restore test", "Tests de restauration", "Restore tests"), .nature = KIND_EVENT, .help = N_("A restore tried for proof."), .key_help = "number of the report", .subject = "asset", .effective = "tested_at"},
    [KIND_INCIDENT] = {KIND(KIND_INCIDENT, incident, "Incident", "Incident", "Incidents", "Incidents"), .nature = KIND_EVENT, .help = N_("An incident of the register."), .key_help = "number in the tracker", .subject = "asset", .effective = "occurred_at"},
    [KIND_ALERT] = {KIND(KIND_ALERT, alert, "Alerte", "Alert", "Alertes", "Alerts"), .nature = KIND_EVENT, .help = N_("An alert of the monitoring, from raised to resolved."), .key_help = "fingerprint + raised_at", .subject = "asset", .effective = "raised_at"},
    [KIND_MONITOR] = {KIND(KIND_MONITOR, monitor, "Contrôle de supervision", "Monitor", "Contrôles de supervision", "Monitors"), .nature = KIND_STATE, .help = N_("A check that watches a system."), .key_help = "host + check", .subject = "asset"},
    [KIND_AVAILABILITY] = {KIND(KIND_AVAILABILITY, availability, "Disponibilité", "Availability", "Disponibilités", "Availabilities"), .nature = KIND_EVENT, .help = N_("Availability of an application over one day (UTC)."), .key_help = "application + day", .subject = "asset", .effective = "day"},
    [KIND_PATCH] = {KIND(KIND_PATCH, patch, "État des correctifs", "Patch state", "États des correctifs", "Patch states"), .nature = KIND_STATE, .help = N_("What updates wait on a system."), .key_help = "system", .subject = "asset"},
    [KIND_EXPOSURE] = {KIND(KIND_EXPOSURE, exposure, "Port ouvert", "Open port", "Ports ouverts", "Open ports"), .nature = KIND_STATE, .help = N_("A port that listens on a system."), .key_help = "system + protocol + address + port", .subject = "asset"},
    [KIND_SERVICE] = {KIND(KIND_SERVICE, service, "Service", "Service", "Services", "Services"), .nature = KIND_STATE, .help = N_("A service of a system."), .key_help = "system + service", .subject = "asset"},
    [KIND_DISK] = {KIND(KIND_DISK, disk, "Disque", "Disk", "Disques", "Disks"), .nature = KIND_STATE, .help = N_("A mounted file system."), .key_help = "system + mount point", .subject = "asset"},
    [KIND_ACCOUNT_REVIEW] = {KIND(KIND_ACCOUNT_REVIEW, account_review, "Revue de comptes", "Account review", "Revues de comptes", "Account reviews"), .nature = KIND_EVENT, .help = N_("A review of the accounts of a system."), .key_help = "system + date", .subject = "system", .effective = "reviewed_at"},
    [KIND_DOCUMENT] = {KIND(KIND_DOCUMENT, document, "Document", "Document", "Documents", "Documents"), .nature = KIND_STATE, .help = N_("A document of the security management system."), .key_help = "reference"},
    [KIND_BADGE] = {KIND(KIND_BADGE, badge, "Badge", "Badge", "Badges", "Badges"), .nature = KIND_STATE, .help = N_("An access badge."), .key_help = "number", .subject = "person", .retention_days = 1826},
    [KIND_PLACE] = {KIND(KIND_PLACE, place, "Lieu", "Place", "Lieux", "Places"), .nature = KIND_STATE, .help = N_("A site or a secure area."), .key_help = "name"},
    [KIND_ATTESTATION] = {KIND(KIND_ATTESTATION, attestation, "Déclaration", "Attestation", "Déclarations", "Attestations"), .nature = KIND_EVENT, .help = N_("A control made by a person, read over by another one."), .key_help = "control + subject + date", .subject = "subject", .effective = "attested_at"},
    [KIND_ENDPOINT] = {KIND(KIND_ENDPOINT, endpoint, "Poste", "Endpoint", "Postes", "Endpoints"), .nature = KIND_STATE, .help = N_("What device management says of a workstation or mobile."), .key_help = "device", .subject = "asset"},
    [KIND_CONTRACT] = {KIND(KIND_CONTRACT, contract, "Contrat", "Contract", "Contrats", "Contracts"), .nature = KIND_STATE, .help = N_("A contract with a subcontractor."), .key_help = "number"},
    [KIND_NETWORK_TEST] = {KIND(KIND_NETWORK_TEST, network_test, "Test réseau", "Network test", "Tests réseau", "Network tests"), .nature = KIND_EVENT, .help = N_("A flow of the matrix, a path or a remote access, tried."), .key_help = "flow + date", .subject = "flow", .effective = "tested_at"},
    [KIND_HARDENING] = {KIND(KIND_HARDENING, hardening, "Contrôle de durcissement", "Hardening check", "Contrôles de durcissement", "Hardening checks"), .nature = KIND_EVENT, .help = N_("A configuration check of a system."), .key_help = "system + check + date", .subject = "asset", .effective = "checked_at"},
    [KIND_DATA_ACCESS] = {KIND(KIND_DATA_ACCESS, data_access, "Accès aux données", "Data access", "Accès aux données", "Data accesses"), .nature = KIND_EVENT, .help = N_("An access to the data of a client."), .key_help = "log entry", .subject = "system", .effective = "accessed_at", .retention_days = 1826},
    [KIND_VULNERABILITY] = {KIND(KIND_VULNERABILITY, vulnerability, "Vulnérabilité", "Vulnerability", "Vulnérabilités", "Vulnerabilities"), .nature = KIND_EVENT, .help = N_("A vulnerability of a system, from found to fixed."), .key_help = "system + identifier + component", .subject = "asset", .effective = "found_at"},
    [KIND_TLS] = {KIND(KIND_TLS, tls, "Test TLS", "TLS test", "Tests TLS", "TLS tests"), .nature = KIND_EVENT, .help = N_("A test of the encryption of a public site."), .key_help = "site + date", .subject = "asset", .effective = "tested_at"},
    [KIND_DEPLOYMENT] = {KIND(KIND_DEPLOYMENT, deployment, "Déploiement", "Deployment", "Déploiements", "Deployments"), .nature = KIND_EVENT, .help = N_("A deployment of an application."), .key_help = "application + date", .subject = "asset", .effective = "deployed_at"},
    [KIND_LOG_SOURCE] = {KIND(KIND_LOG_SOURCE, log_source, "Source de journaux", "Log source", "Sources de journaux", "Log sources"), .nature = KIND_STATE, .help = N_("A system seen by the log collection."), .key_help = "system", .subject = "asset"},
    [KIND_ADVISORY] = {KIND(KIND_ADVISORY, advisory, "Avis", "Advisory", "Avis", "Advisories"), .nature = KIND_EVENT, .help = N_("A notice of the security watch."), .key_help = "reference", .effective = "published_at"},
    [KIND_PENTEST] = {KIND(KIND_PENTEST, pentest, "Test d’intrusion", "Intrusion test", "Tests d’intrusion", "Intrusion tests"), .nature = KIND_EVENT, .help = N_("An intrusion test of an application."), .key_help = "application + date", .subject = "asset", .effective = "ran_at"},
    [KIND_CHANGE] = {KIND(KIND_CHANGE, change, "Modification", "Change", "Modifications", "Changes"), .nature = KIND_EVENT, .help = N_("A change of code that was merged."), .key_help = "repository + number", .effective = "merged_at"},
    [KIND_EXERCISE] = {KIND(KIND_EXERCISE, exercise, "Exercice", "Exercise", "Exercices", "Exercises"), .nature = KIND_EVENT, .help = N_("A procedure or plan put to the test."), .key_help = "document + date", .subject = "document", .effective = "held_at"},
    [KIND_REDUNDANCY] = {KIND(KIND_REDUNDANCY, redundancy, "Redondance", "Redundancy", "Redondances", "Redundancies"), .nature = KIND_STATE, .help = N_("A member of a redundant group of equipment."), .key_help = "group + member", .subject = "group"},
    [KIND_REVIEW] = {KIND(KIND_REVIEW, review, "Revue", "Review", "Revues", "Reviews"), .nature = KIND_EVENT, .help = N_("A rule of the policy, or a watch topic, reviewed."), .key_help = "object + reference + date", .subject = "reference", .effective = "reviewed_at"},
    [KIND_PUBLICATION] = {KIND(KIND_PUBLICATION, publication, "Publication", "Publication", "Publications", "Publications"), .nature = KIND_EVENT, .help = N_("A board due, and when it was published."), .key_help = "board + due date", .subject = "board"},
    [KIND_AUDIT] = {KIND(KIND_AUDIT, audit, "Audit", "Audit", "Audits", "Audits"), .nature = KIND_EVENT, .help = N_("An audit of the programme."), .key_help = "number of the audit"},
    [KIND_FINDING] = {KIND(KIND_FINDING, finding, "Constat d’audit", "Finding", "Constats d’audit", "Findings"), .nature = KIND_EVENT, .help = N_("What an audit found."), .key_help = "number of the finding", .effective = "raised_on"},
    [KIND_ACTION] = {KIND(KIND_ACTION, action, "Action", "Action", "Actions", "Actions"), .nature = KIND_EVENT, .help = N_("What someone must do by a date."), .key_help = "number of the action"},
    [KIND_BUDGET] = {KIND(KIND_BUDGET, budget, "Ligne de budget", "Budget line", "Lignes de budget", "Budget lines"), .nature = KIND_STATE, .help = N_("A line of the security budget over a period: what is planned and what is committed."), .key_help = "code of the line + first day of its period"},
};

const struct kind *kind_get(enum kind_id id) { return &kinds[id]; }

