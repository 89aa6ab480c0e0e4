-- own_done: an indicator of the organisation was evaluated
-- $1 text code
-- role: vigie_collect
WITH well AS (UPDATE vg.own_indicator SET failed_at = NULL, error = NULL WHERE code = $1 AND failed_at IS NOT NULL)
UPDATE vg.indicator SET stale = false WHERE code = $1;
