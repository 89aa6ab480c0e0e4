-- evaluation_take: takes the good pulls that no evaluation took into account; how many, and the last one
-- $1 bigint evaluation; $2 timestamptz as known at
-- role: vigie_collect
WITH taken AS (
  UPDATE vg.pull SET evaluation_id = $1 WHERE status = 'ok' AND evaluation_id IS NULL AND read_at <= $2 RETURNING id)
SELECT count(*) AS pulls, max(id) AS last FROM taken;
