-- touched_told: the subjects of which an indicator may say something else by what was learnt from an instant on, and the names under which it
-- reads of them
-- $1 text function of its sheet; $2 timestamptz as known at; $3 timestamptz since; $4 bigint at most so many; $5 text[] names
-- that are another's than before
-- role: vigie_collect
SELECT DISTINCT t.subject, t.name FROM vg.touched_told($1, $2, $3, $5) t LIMIT $4;
