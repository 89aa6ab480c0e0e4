-- backfill_done: the days that ended before an instant are measured
-- $1 text indicator; $2 timestamptz instant
-- role: vigie_collect
WITH over AS (DELETE FROM vg.backfill b WHERE b.indicator = $1 AND b.to_at <= $2)
UPDATE vg.backfill b SET next_at = $2 WHERE b.indicator = $1 AND b.to_at > $2;
