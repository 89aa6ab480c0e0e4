-- evaluation_wanted: whether something else than a pull (a source removed, a threshold changed) asks for an evaluation
-- role: vigie_collect
SELECT EXISTS (SELECT FROM vg.indicator i WHERE i.stale) OR EXISTS (SELECT FROM vg.waiting_change w) AS wanted;
