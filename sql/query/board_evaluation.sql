-- board_evaluation: the last good evaluation; how many formulas changed between two instants
-- $1 timestamptz earlier instant or NULL; $2 timestamptz later instant
-- role: vigie_web
SELECT e.id, e.known_at, e.finished_at,
       (SELECT count(*) FROM vg.indicator i WHERE i.changed_at > $1 AND i.changed_at <= $2 AND i.version > i.first_version) AS formulas
FROM (SELECT 1) one
LEFT JOIN LATERAL (
  SELECT v.id, v.known_at, v.finished_at FROM vg.evaluation v WHERE v.status = 'ok' ORDER BY v.id DESC LIMIT 1) e ON true;
