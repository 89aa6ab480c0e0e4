-- backfill_next: what is to be measured next, and how many indicators wait
-- $1 text indicator or NULL: the first one
-- role: vigie_collect
SELECT b.indicator, b.next_at, b.to_at, (SELECT count(*) FROM vg.backfill w WHERE $1::text IS NULL OR w.indicator = $1) AS waiting
FROM vg.backfill b WHERE $1 IS NULL OR b.indicator = $1 ORDER BY b.indicator LIMIT 1;
