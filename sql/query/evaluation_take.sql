-- evaluation_take: takes the good pulls that no evaluation took into account; how many, the last one, and the first
-- instant at which one of them read
-- $1 bigint evaluation; $2 timestamptz as known at
-- role: vigie_collect
WITH taken AS (
  UPDATE vg.pull SET evaluation_id = $1 WHERE status = 'ok' AND evaluation_id IS NULL AND read_at <= $2 RETURNING id, read_at)
SELECT count(*) AS pulls, max(id) AS last, min(read_at) AS first_read FROM taken;
