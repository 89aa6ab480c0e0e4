-- own_show: an indicator that the organisation added
-- $1 text code
SELECT o.added_by, o.added_at, o.failed_at, o.error FROM vg.own_indicator o WHERE o.code = $1;
