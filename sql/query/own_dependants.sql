-- own_dependants: what is made of other indicators or of rules is to be made again
-- role: vigie_collect
UPDATE vg.indicator SET stale = true WHERE (form = 'composite' OR reads = 'rules') AND NOT stale;
