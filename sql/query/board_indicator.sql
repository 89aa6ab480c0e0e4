-- board_indicator: what the database keeps of an indicator's formula
-- $1 text code
-- role: vigie_web
SELECT i.version, i.sha256, i.changed_at,
       (SELECT e.known_at FROM vg.evaluation e WHERE e.status = 'ok' ORDER BY e.id DESC LIMIT 1) AS known_at
FROM vg.indicator i WHERE i.code = $1;
