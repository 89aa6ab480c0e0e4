-- snapshot_state: the last good evaluation, whether the sample is being loaded, and since when a change waits for its evaluation
-- role: vigie_web
SELECT e.id, e.known_at, e.finished_at,
       EXISTS (SELECT FROM vg.setting s WHERE s.key = 'sample.state' AND s.value = 'loading') AS loading,
       (SELECT min(w.since) FROM vg.waiting_change w) AS waits_since
FROM (SELECT 1) one
LEFT JOIN LATERAL (
  SELECT v.id, v.known_at, v.finished_at FROM vg.evaluation v WHERE v.status = 'ok' ORDER BY v.id DESC LIMIT 1) e ON true;
