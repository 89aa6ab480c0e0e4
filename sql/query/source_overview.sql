-- source_overview: all sources with their last pull and last good reading
SELECT s.id, s.code, s.name, s.connector, p.code AS perimeter, s.enabled, s.is_sample, s.period_s, s.staleness_s,
       l.id AS pull_id, l.status, l.read_at, l.message, g.read_at AS good_at, g.read AS good_count, g.rejected AS good_rejected,
       CASE WHEN s.period_s > 0 THEN t.due_at END AS due_at, t.failures,
       (SELECT min(upper(c.during)) FROM vg.coverage c WHERE c.pull_id = g.id) AS stale_at,
       (SELECT e.said_at FROM vg.register e WHERE e.source_id = s.id) AS said_at
FROM vg.source s
JOIN vg.perimeter p ON p.id = s.perimeter_id
LEFT JOIN vg.source_state t ON t.source_id = s.id
LEFT JOIN LATERAL (SELECT id, status, read_at, message FROM vg.pull WHERE source_id = s.id ORDER BY id DESC LIMIT 1) l ON true
LEFT JOIN LATERAL (SELECT id, read_at, read, rejected FROM vg.pull WHERE source_id = s.id AND status = 'ok' ORDER BY id DESC LIMIT 1) g ON true
ORDER BY s.code
