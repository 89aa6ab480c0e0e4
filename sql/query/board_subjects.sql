-- board_subjects: who a ratio judges at an instant, deviating first. What was waived of a deviation does not make it begin anew
-- $1 bigint perimeter; $2 timestamptz instant; $3 text indicator; $4 text verdict or NULL; $5 bigint offset; $6 bigint limit or NULL
-- role: vigie_web
WITH said AS MATERIALIZED (
  SELECT v.perimeter_id, v.subject, v.label, v.detail,
         CASE WHEN v.deviating @> $2::timestamptz THEN CASE WHEN v.waived @> $2::timestamptz THEN 'waived' ELSE 'deviating' END
              WHEN v.unknown @> $2::timestamptz THEN 'unknown' WHEN v.pending @> $2::timestamptz THEN 'pending' ELSE 'conforming' END AS verdict,
         CASE WHEN v.deviating @> $2::timestamptz THEN CASE WHEN v.waived @> $2::timestamptz THEN v.waived ELSE v.deviating - v.waived END
              WHEN v.unknown @> $2::timestamptz THEN v.unknown WHEN v.pending @> $2::timestamptz THEN v.pending ELSE v.conforming END AS during,
         v.deviating,
         v.unknown @> $2::timestamptz AND NOT (v.conforming && tstzrange(NULL, $2) OR v.deviating && tstzrange(NULL, $2)) AS never_told
  FROM vg.verdict v
  WHERE v.indicator = $3 AND v.perimeter_id IN (SELECT t.descendant_id FROM vg.perimeter_tree t WHERE t.ancestor_id = $1)
    AND coalesce(upper(v.judged), 'infinity') > $2::timestamptz AND v.judged @> $2::timestamptz),
total AS (
  SELECT count(*) FILTER (WHERE s.verdict = 'deviating') AS deviating, count(*) FILTER (WHERE s.verdict = 'waived') AS waived,
         count(*) FILTER (WHERE s.verdict = 'unknown') AS unknown, count(*) FILTER (WHERE s.verdict = 'pending') AS pending,
         count(*) FILTER (WHERE s.verdict = 'conforming') AS conforming
  FROM said s),
page AS (
  SELECT s.perimeter_id, s.subject, s.label, s.detail, s.verdict, s.during, s.never_told, r.since, r.until,
         CASE s.verdict WHEN 'deviating' THEN 1 WHEN 'waived' THEN 2 WHEN 'unknown' THEN 3 WHEN 'pending' THEN 4 ELSE 5 END AS place
  FROM said s
  CROSS JOIN LATERAL (
    SELECT CASE s.verdict WHEN 'deviating' THEN (SELECT lower(d) FROM unnest(s.deviating) d WHERE d @> $2::timestamptz) ELSE lower(x) END AS since,
           upper(x) AS until
    FROM unnest(s.during) x WHERE x @> $2::timestamptz) r
  WHERE $4::text IS NULL OR s.verdict = $4
  ORDER BY place, r.since, s.label, s.perimeter_id, s.subject
  OFFSET $5::bigint LIMIT $6::bigint)
SELECT t.deviating, t.waived, t.unknown, t.pending, t.conforming, g.perimeter_id, p.name AS perimeter, g.subject, g.label,
       CASE WHEN upper(g.during) IS NOT DISTINCT FROM g.until THEN g.detail END AS detail, g.verdict, g.never_told, g.since, g.until
FROM total t
LEFT JOIN page g ON true
LEFT JOIN vg.perimeter p ON p.id = g.perimeter_id
ORDER BY g.place, g.since, g.label, g.perimeter_id, g.subject;
