-- check_ready: whether what is kept is what was known at an instant: no pull and no decision waits for an evaluation, and none came later;
-- and the start of the window
-- $1 timestamptz as known at
-- role: vigie_collect
SELECT NOT EXISTS (SELECT FROM vg.pull p WHERE p.status = 'ok' AND p.evaluation_id IS NULL AND p.read_at <= $1)
         AND NOT EXISTS (SELECT FROM vg.waiting_change w)
         AND NOT EXISTS (SELECT FROM vg.indicator i WHERE i.stale AND NOT EXISTS (SELECT FROM vg.own_indicator o WHERE o.code = i.code))
         AND (SELECT e.known_at <= $1 FROM vg.evaluation e WHERE e.status = 'ok' ORDER BY e.id DESC LIMIT 1) AS ready,
       (SELECT coalesce(min(lower(c.during)), $1) FROM vg.covered c) AS since;
