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
    {NULL}};
