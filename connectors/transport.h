/* connectors/transport.h — where the answers of a source come from.
 *
 * A connector calls ctx_http_get(), ctx_command(), ctx_file() …; those go to ctx->transport:
 *   live       aggregator/collect/transport_live.h: the network, programs and files, with limits;
 *   recorded   answers read from a directory, in each source's own format: tests and the sample organisation;
 *   recorder   passes everything to another transport and writes what came back, in the recorded layout.
 *
 * Layout of a recorded directory. One directory holds the answers of one pull.
 *   http/LABEL.json     the body of the answer to an http_call. LABEL is call->label; without one, the path of the
 *                       URL without its query, leading '/' dropped, every other byte than [A-Za-z0-9._-] made '-':
 *                       http://p:9090/api/v1/rules → http/api-v1-rules.json. (.json whatever the format is.)
 *   command/LABEL.out   standard output of a program_call. LABEL is call->label, else the base name of argv[0].
 *   command/LABEL.exit  its exit status in decimal; absent: 0.      command/LABEL.err   its standard error; absent: "".
 *   file/PATH           the file, directory or symbolic link that is at the absolute PATH: option path=/srv/rh.csv
 *                       → file/srv/rh.csv. Its date of modification counts; a date after ctx->now is read as ctx->now.
 *   http|command/LABEL.error   the call fails: first line the name of a code (vg_error_info(): "unavailable",
 *                       "denied", "timeout", "input" …), then the message.
 * When a label is called several times in one pull, the nth answer is LABEL.n.json (n from 2); when there is no such
 * file, LABEL.json is given again, so a connector must drop what lies outside of what it asked.
 * An answer that is not there is VG_E_NOTFOUND (files), VG_E_UNAVAILABLE (http, command), naming the missing file.
 *
 * Labels used by the connectors:
 *   restic        command/snapshots (or the file of option snapshots_file)
 *   prometheus    http/buildinfo, http/rules, http/targets, http/alertmanagers, and query_range answers (matrix):
 *                 http/query_range-ALERTS      of ALERTS_FOR_STATE and ignoring(alertstate) ALERTS{alertstate="firing"}:
 *                                              each value is the epoch second since which the alert is active
 *                 http/query_range-up_ratio    of avg_over_time(up[1d]) and http/query_range-up_samples of
 *                                              count_over_time(up[1d]), each at midnights UTC, for the day that ends
 *                 http/query_range-up_count    of count(up): when Prometheus really had data
 *   alertmanager  http/status, http/alerts
 *   csv           file/PATH of option path
 *   form          file/entered.csv: what people entered in the source, as a CSV of its kind's template; its date of modification is
 *                 when they last entered, changed, removed or confirmed something
 *   host          command/apt-upgrade, command/df, command/systemctl-units, command/systemctl-files, file/proc/…, file/etc/…  */
#ifndef VG_CONNECTORS_TRANSPORT_H
#define VG_CONNECTORS_TRANSPORT_H

#include "connectors/connector.h"

#define ENTERED_FILE "/entered.csv" /* of the connector form: see above */

/* Same contracts as the ctx_* functions of connector.h, which check their arguments and fill in the defaults first. */
struct transport_ops {
  bool (*http_get)(struct transport *, struct connector_ctx *, const struct http_call *, struct buf *body,
                   struct vg_error *err);
  bool (*command)(struct transport *, struct connector_ctx *, const struct program_call *, struct buf *output,
                  int *exit_status, char *errors, struct vg_error *err);
  bool (*file)(struct transport *, struct connector_ctx *, const char *path, size_t limit, struct buf *content,
               struct vg_error *err);
  bool (*info)(struct transport *, struct connector_ctx *, const char *path, struct file_info *, struct vg_error *err);
  bool (*list)(struct transport *, struct connector_ctx *, const char *path, const char *const **names, size_t *count,
               struct vg_error *err);
  const char *(*link)(struct transport *, struct connector_ctx *, const char *path);
};
struct transport {
  const struct transport_ops *ops;
};

/* Answers from `directory`, which is kept by reference. Nothing to free. */
struct transport_recorded {
  struct transport base;
  const char *directory;
  struct {
    char label[140];
    int calls;
  } seen[64];
  size_t seen_count;
};
void transport_recorded_init(struct transport_recorded *, const char *directory);

/* Passes calls to `inner` and writes what came back into `directory` (made when missing; mode 0700: it may hold
 * personal data, never a secret of the source's options). A file that cannot be written fails the call: VG_E_STORAGE. */
struct transport_recorder {
  struct transport base;
  struct transport *inner;
  struct transport_recorded names; /* counts the calls, as the reading side does */
};
void transport_recorder_init(struct transport_recorder *, struct transport *inner, const char *directory);

/* Where that call is recorded: "DIRECTORY/http/LABEL[.n]" without its suffix; counts the call. */
bool recorded_http_name(struct transport_recorded *, const struct http_call *, char *out, size_t size,
                        struct vg_error *err);
bool recorded_command_name(struct transport_recorded *, const struct program_call *, char *out, size_t size,
                           struct vg_error *err);

/* The file functions of all transports, on real paths. `shown` is the path said in messages. */
bool real_file(const char *path, const char *shown, size_t limit, struct buf *content, struct vg_error *err);
bool real_info(const char *path, const char *shown, struct file_info *, struct vg_error *err);
bool real_list(struct vg_arena *, const char *path, const char *shown, const char *const **names, size_t *count,
               struct vg_error *err);
const char *real_link(struct vg_arena *, const char *path);

#endif
