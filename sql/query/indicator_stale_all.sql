-- indicator_stale_all: records went that no pull announced: all figures, and what is kept brought together, are to be made again
-- role: vigie_collect
WITH forgotten AS (
  DELETE FROM vg.digest_whole)
UPDATE vg.indicator SET stale = true WHERE NOT stale;
