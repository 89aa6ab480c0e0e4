-- snapshot_state: the last good evaluation, and whether the sample is being loaded
-- role: vigie_web
SELECT e.id, e.known_at, e.finished_at,
       EXISTS (SELECT FROM vg.setting s WHERE s.key = 'sample.state' AND s.value = 'loading') AS loading
FROM (SELECT 1) one
LEFT JOIN LATERAL (
  SELECT v.id, v.known_at, v.finished_at FROM vg.evaluation v WHERE v.status = 'ok' ORDER BY v.id DESC LIMIT 1) e ON true;
