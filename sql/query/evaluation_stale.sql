-- evaluation_stale: takes the indicators that are to be evaluated again, and the changes that wait for it; those of the organisation are taken
-- one by one, later
-- role: vigie_collect
WITH change AS (DELETE FROM vg.waiting_change w RETURNING w.indicator),
wanted AS (
  SELECT i.code, o.code IS NOT NULL AS own
  FROM vg.indicator i LEFT JOIN vg.own_indicator o USING (code)
  WHERE i.stale OR (o.error IS NULL AND (i.code IN (SELECT c.indicator FROM change c) OR EXISTS (SELECT FROM change c WHERE c.indicator IS NULL)))),
marked AS (
  UPDATE vg.indicator i SET stale = w.own FROM wanted w WHERE w.code = i.code AND i.stale <> w.own)
SELECT w.code, w.own FROM wanted w;
