-- own_done: an indicator of the organisation was evaluated; once more when something was decided while it ran
-- $1 text code
-- role: vigie_collect
WITH well AS (UPDATE vg.own_indicator SET failed_at = NULL, error = NULL WHERE code = $1 AND failed_at IS NOT NULL)
UPDATE vg.indicator SET stale = EXISTS (SELECT FROM vg.waiting_change w WHERE w.indicator IS NULL OR w.indicator = $1) WHERE code = $1;
