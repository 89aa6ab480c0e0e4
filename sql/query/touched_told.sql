-- touched_told: the subjects of which an indicator may say something else by what was learnt from an instant on
-- $1 text function of its sheet; $2 timestamptz as known at; $3 timestamptz since; $4 bigint at most so many
-- role: vigie_collect
SELECT DISTINCT true AS subject, t.name FROM vg.touched_told($1, $2, $3) t(name) LIMIT $4;
