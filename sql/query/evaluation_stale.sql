-- evaluation_stale: takes the indicators that are to be evaluated again
-- role: vigie_collect
UPDATE vg.indicator SET stale = false WHERE stale RETURNING code;
