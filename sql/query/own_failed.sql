-- own_failed: an indicator of the organisation could not be evaluated: unknown from the first failure on
-- $1 text code; $2 timestamptz as known at; $3 text why; $4 boolean whether what was decided while it ran asks for another try
-- role: vigie_collect
WITH ill AS (UPDATE vg.own_indicator SET failed_at = coalesce(failed_at, $2), error = $3 WHERE code = $1)
UPDATE vg.indicator SET stale = $4 AND EXISTS (SELECT FROM vg.waiting_change w WHERE w.indicator IS NULL OR w.indicator = $1) WHERE code = $1;
