-- held_read: the kinds of a suspect pull
-- $1 bigint pull
SELECT h.kind, h.complete, h.may_be_empty, lower(h.during) AS covers_from, upper(h.during) AS covers_to,
  (SELECT count(*) FROM vg.held_rows r WHERE r.pull_id = h.pull_id AND r.kind = h.kind) AS pieces
FROM vg.held h WHERE h.pull_id = $1::bigint ORDER BY h.kind
