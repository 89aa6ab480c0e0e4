-- own_due: the organisation's indicators that are to be run once the others are done
-- $1 text[] codes
-- role: vigie_collect
UPDATE vg.indicator SET stale = true WHERE code = ANY ($1) AND NOT stale;
