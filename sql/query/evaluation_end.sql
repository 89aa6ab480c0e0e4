-- evaluation_end: an evaluation is over
-- $1 bigint evaluation; $2 timestamptz the present instant; $3 bigint last pull or NULL; $4 integer how many indicators were run
-- role: vigie_collect
UPDATE vg.evaluation SET status = 'ok', finished_at = $2, pull_id = $3, indicators = $4 WHERE id = $1;
