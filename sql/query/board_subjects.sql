-- board_subjects: who a ratio judges at an instant, deviating first
-- $1 bigint perimeter; $2 timestamptz instant; $3 text indicator; $4 text verdict or NULL; $5 bigint offset; $6 bigint limit or NULL
-- role: vigie_web
WITH said AS MATERIALIZED (
  SELECT v.perimeter_id, p.name AS perimeter, v.subject, v.label, v.detail, w.place, w.verdict, w.during
  FROM vg.verdict v
  JOIN vg.perimeter_tree t ON t.ancestor_id = $1 AND t.descendant_id = v.perimeter_id
  JOIN vg.perimeter p ON p.id = v.perimeter_id
  CROSS JOIN LATERAL (
    VALUES (1, 'deviating', v.deviating - v.waived), (2, 'waived', v.waived), (3, 'unknown', v.unknown), (4, 'pending', v.pending),
           (5, 'conforming', v.conforming)) w(place, verdict, during)
  WHERE v.indicator = $3 AND coalesce(upper(v.judged), 'infinity') > $2 AND w.during @> $2),
total AS (
  SELECT count(*) FILTER (WHERE s.verdict = 'deviating') AS deviating, count(*) FILTER (WHERE s.verdict = 'waived') AS waived,
         count(*) FILTER (WHERE s.verdict = 'unknown') AS unknown, count(*) FILTER (WHERE s.verdict = 'pending') AS pending,
         count(*) FILTER (WHERE s.verdict = 'conforming') AS conforming
  FROM said s),
page AS (
  SELECT s.perimeter_id, s.perimeter, s.subject, s.label, s.detail, s.place, s.verdict, s.during, lower(r) AS since, upper(r) AS until
  FROM said s CROSS JOIN LATERAL (SELECT r FROM unnest(s.during) r WHERE r @> $2) r
  WHERE $4::text IS NULL OR s.verdict = $4
  ORDER BY s.place, lower(r), s.label, s.perimeter_id, s.subject
  OFFSET $5::bigint LIMIT $6::bigint)
SELECT t.deviating, t.waived, t.unknown, t.pending, t.conforming, g.perimeter_id, g.perimeter, g.subject, g.label,
       CASE WHEN upper(g.during) IS NOT DISTINCT FROM g.until THEN g.detail END AS detail, g.verdict, g.since, g.until
FROM total t LEFT JOIN page g ON true
ORDER BY g.place, g.since, g.label, g.perimeter_id, g.subject;
