-- board_spread: the values of a statistic in force at an instant: how many have each detail, the most first, and the 90th percentile of all
-- $1 bigint perimeter; $2 timestamptz instant; $3 text indicator
-- role: vigie_web
WITH value AS MATERIALIZED (
  SELECT v.detail, v.value FROM vg.dated_value v
  WHERE v.indicator = $3::text AND v.during @> $2::timestamptz
    AND v.perimeter_id IN (SELECT t.descendant_id FROM vg.perimeter_tree t WHERE t.ancestor_id = $1::bigint))
SELECT v.detail, count(*) AS many, (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY x.value) FROM value x) AS high
FROM value v GROUP BY v.detail ORDER BY many DESC, v.detail LIMIT 12;
