-- evaluation_kinds: the kinds that the pulls of this evaluation covered
-- $1 bigint evaluation
-- role: vigie_collect
SELECT DISTINCT c.kind FROM vg.coverage c JOIN vg.pull p ON p.id = c.pull_id WHERE p.evaluation_id = $1;
