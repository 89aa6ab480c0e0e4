-- evaluation_last: the last good evaluation
-- role: vigie_collect
SELECT e.id, e.known_at, e.finished_at FROM vg.evaluation e WHERE e.status = 'ok' ORDER BY e.id DESC LIMIT 1;
