-- board_values: the subjects of a statistic at an instant with the statistic of their values in force, the greatest first; of a share, what it is
-- a share of too (`amount` of `base`, in the unit that the detail is)
-- $1 bigint perimeter; $2 timestamptz instant; $3 text indicator; $4 text statistic; $5 bigint offset; $6 bigint limit or NULL
-- role: vigie_web
WITH said AS MATERIALIZED (
  SELECT v.perimeter_id, p.name AS perimeter, v.subject, max(v.label) AS label, max(v.detail) AS detail, min(lower(v.during)) AS since,
         CASE WHEN bool_or(upper_inf(v.during)) THEN NULL ELSE max(upper(v.during)) END AS until,
         CASE $4::text WHEN 'mean' THEN avg(v.value) WHEN 'median' THEN (percentile_cont(0.5) WITHIN GROUP (ORDER BY v.value))::numeric
                       WHEN 'p90' THEN (percentile_cont(0.9) WITHIN GROUP (ORDER BY v.value))::numeric
                       WHEN 'share' THEN CASE WHEN min(v.detail) = max(v.detail) THEN sum(v.value) / nullif(sum(v.base), 0) END
                       ELSE sum(v.value) END AS value,
         sum(v.value) AS amount, CASE WHEN min(v.detail) = max(v.detail) THEN sum(v.base) END AS base -- in several units: none
  FROM vg.dated_value v
  JOIN vg.perimeter_tree t ON t.ancestor_id = $1 AND t.descendant_id = v.perimeter_id
  JOIN vg.perimeter p ON p.id = v.perimeter_id
  WHERE v.indicator = $3 AND v.during @> $2::timestamptz AND coalesce(upper(v.during), 'infinity') > $2::timestamptz
  GROUP BY v.perimeter_id, p.name, v.subject),
total AS (SELECT count(*) AS conforming FROM said s),
page AS (
  SELECT s.perimeter_id, s.perimeter, s.subject, s.label, s.detail, s.since, s.until, s.value, s.amount, s.base
  FROM said s, vg.indicator i
  WHERE i.code = $3
  ORDER BY CASE WHEN i.direction = 'up' THEN s.value ELSE -s.value END, s.since, s.label, s.perimeter_id, s.subject
  OFFSET $5::bigint LIMIT $6::bigint)
SELECT t.conforming, g.perimeter_id, g.perimeter, g.subject, g.label, g.detail, g.since, g.until, g.value, g.amount, g.base
FROM total t LEFT JOIN page g ON true;
