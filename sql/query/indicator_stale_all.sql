-- indicator_stale_all: all figures are to be made again
-- role: vigie_collect
UPDATE vg.indicator SET stale = true WHERE NOT stale;
