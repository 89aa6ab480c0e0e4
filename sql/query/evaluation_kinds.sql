-- evaluation_kinds: the kinds that the pulls of this evaluation covered
-- $1 bigint evaluation
-- role: vigie_collect
SELECT DISTINCT c.kind FROM vg.coverage c WHERE c.pull_id = ANY (ARRAY(SELECT p.id FROM vg.pull p WHERE p.evaluation_id = $1));
