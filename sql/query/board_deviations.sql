-- board_deviations: deviations that overlap a period, the newest first, and what followed each that is over
-- $1 bigint perimeter; $2 text indicator; $3 timestamptz from; $4 timestamptz to; $5 bigint limit
-- role: vigie_web
WITH period AS (
  SELECT v.perimeter_id, v.subject, v.label, r, v.waived && r AS waived,
         CASE WHEN v.conforming @> upper(r) THEN 'conforming' WHEN v.unknown @> upper(r) THEN 'unknown' ELSE '' END AS followed
  FROM vg.verdict v
  JOIN vg.perimeter_tree t ON t.ancestor_id = $1 AND t.descendant_id = v.perimeter_id
  CROSS JOIN LATERAL unnest(v.deviating) r
  WHERE v.indicator = $2 AND coalesce(upper(v.judged), 'infinity') > $3 AND r && tstzrange($3, $4))
SELECT p.perimeter_id, n.name AS perimeter, p.subject, p.label, lower(p.r) AS from_at, least(upper(p.r), $4) AS to_at,
       upper_inf(p.r) OR upper(p.r) > $4 AS open, p.waived, p.followed, count(*) OVER () AS total
FROM period p
JOIN vg.perimeter n ON n.id = p.perimeter_id
ORDER BY lower(p.r) DESC, p.label, n.name
LIMIT $5::bigint;
