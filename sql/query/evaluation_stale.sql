-- evaluation_stale: takes the indicators that are to be evaluated again; those of the organisation are taken one by one, later
-- role: vigie_collect
WITH taken AS (
  UPDATE vg.indicator i SET stale = false
  WHERE i.stale AND NOT EXISTS (SELECT FROM vg.own_indicator o WHERE o.code = i.code)
  RETURNING i.code)
SELECT t.code, false AS own FROM taken t
UNION ALL
SELECT i.code, true FROM vg.indicator i JOIN vg.own_indicator o ON o.code = i.code WHERE i.stale;
