#include "config/config.h"

#include <stddef.h>

static const char *const levels[] = {"debug", "info", "warning", "error", NULL};

#define AT(member) .offset = offsetof(struct config, member)

const struct config_key config_keys[] = {
    {"data_dir", CONFIG_PATH, AT(data_dir), .argument = "DIR",
     .dflt_help = "/var/lib/vigie for root, else $XDG_DATA_HOME/vigie or ~/.local/share/vigie",
     .help = "Where Vigie keeps what is its own: the embedded database (pg), keys (keys) and logs (log)."},
    {"run_dir", CONFIG_PATH, AT(run_dir), .argument = "DIR", .dflt_help = "run, within data_dir",
     .help = "Where sockets are. At most 80 bytes: the system limits the path of a socket."},
    {"database", CONFIG_TEXT, AT(database), .argument = "CONNINFO", .dflt_help = "empty: the embedded cluster",
     .help = "An external PostgreSQL, as libpq parameters without a user: host=db1,db2 dbname=vigie "
             "target_session_attrs=read-write."},
    {"postgres_bin", CONFIG_PATH, AT(postgres_bin), .argument = "DIR", .dflt_help = "the newest in /usr/lib/postgresql",
     .help = "Where PostgreSQL's programs are, for the embedded cluster."},
    {"listen", CONFIG_LISTEN, AT(listen_address), .dflt = "127.0.0.1:8080", .argument = "ADDRESS:PORT",
     .help = "Where the web server listens. Another address than this machine's own needs behind_proxy, since Vigie "
             "speaks no TLS itself. Port 0 takes a free one."},
    {"behind_proxy", CONFIG_BOOL, AT(behind_proxy), .dflt = "no", .argument = "yes|no",
     .help = "A reverse proxy that speaks TLS is in front: cookies are Secure, and listen may be any address."},
    {"public_url", CONFIG_URL, AT(public_url), .argument = "URL", .dflt_help = "http:// and the value of listen",
     .help = "The address that people type: used in links, and to refuse requests made for another host."},
    {"zone", CONFIG_ZONE, AT(zone), .dflt = "Europe/Paris", .argument = "ZONE",
     .help = "The IANA time zone of what is shown. What is stored is UTC."},
    {"organisation", CONFIG_TEXT, AT(organisation), .dflt = "", .argument = "NAME", .dflt_help = "empty: as set in the pages",
     .help = "The name of the organisation, in the title block of each board."},
    {"log_level", CONFIG_CHOICE, AT(log_level), .dflt = "info", .choices = levels, .argument = "LEVEL",
     .help = "What is below is not logged."},
    {"workers", CONFIG_INT, AT(workers), .dflt = "256", .min = 4, .max = 1024, .argument = "N",
     .help = "Threads of the web server: as many people as can be answered at the same time."},
    {"smtp_url", CONFIG_SMTP, AT(smtp_url), .argument = "URL", .dflt_help = "empty: no message is sent",
     .help = "The mail server that takes what Vigie sends: smtp://HOST:25, smtp://HOST:587 or smtps://HOST:465. With smtp://, TLS (STARTTLS) is "
             "required, unless the host is this machine (127.0.0.1, ::1, localhost). Certificates are verified."},
    {"smtp_from", CONFIG_ADDRESS, AT(smtp_from), .argument = "ADDRESS", .dflt_help = "needed with smtp_url",
     .help = "The address that messages come from, and where the mail server sends back those that it could not deliver."},
    {"smtp_user", CONFIG_TEXT, AT(smtp_user), .argument = "NAME", .dflt_help = "empty: nobody signs in at the mail server",
     .help = "Who signs in at the mail server; needs smtp_password_file."},
    {"smtp_password_file", CONFIG_PATH, AT(smtp_password_file), .argument = "FILE", .dflt_help = "empty: none",
     .help = "A file that holds the password of smtp_user on one line, and that its owner alone may read (chmod 600). The user that Vigie runs as "
             "must be able to read it."},
    {"smtp_ca_file", CONFIG_PATH, AT(smtp_ca_file), .argument = "FILE", .dflt_help = "empty: those of the system",
     .help = "The certificates of authorities (PEM) to trust for the mail server instead of those of the system."},
    {"mail_hour", CONFIG_INT, AT(mail_hour), .dflt = "8", .min = 0, .max = 23, .argument = "HOUR",
     .help = "From which hour of the day, in the zone, people are told by e-mail what waits for them."},
    {NULL}};
