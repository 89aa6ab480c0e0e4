-- doctor_evaluation: the last good evaluation, the last one that ended, and how many indicators wait for another
-- role: vigie_web
SELECT (SELECT e.finished_at FROM vg.evaluation e WHERE e.status = 'ok' ORDER BY e.id DESC LIMIT 1) AS good_at,
       l.status AS last_status, l.message AS last_message, l.finished_at AS last_at,
       (SELECT count(*) FROM vg.indicator i WHERE i.stale) AS stale
FROM (SELECT 1) one
LEFT JOIN LATERAL (SELECT e.status, e.message, e.finished_at FROM vg.evaluation e
                   WHERE e.status <> 'running' ORDER BY e.id DESC LIMIT 1) l ON true;
