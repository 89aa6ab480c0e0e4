-- subject_spans: the verdicts of a subject before an instant, the latest first; `since`: of a deviation, when it began, whatever of it was waived
-- $1 text indicator  $2 bigint perimeter  $3 text subject  $4 timestamptz at
SELECT v.label, v.detail, s.verdict, lower(s.during) AS from_at, upper(s.during) AS to_at,
       CASE s.verdict WHEN 'deviating' THEN (SELECT lower(d) FROM unnest(v.deviating) AS d WHERE d @> s.during) ELSE lower(s.during) END AS since,
       NOT (v.conforming && tstzrange(NULL, $4) OR v.deviating && tstzrange(NULL, $4)) AS never_told
  FROM vg.verdict AS v
 CROSS JOIN LATERAL (
   SELECT 'conforming' AS verdict, unnest(v.conforming) AS during
   UNION ALL SELECT 'deviating', unnest(v.deviating - v.waived)
   UNION ALL SELECT 'waived', unnest(v.waived)
   UNION ALL SELECT 'pending', unnest(v.pending)
   UNION ALL SELECT 'unknown', unnest(v.unknown)) AS s
 WHERE v.indicator = $1::text AND v.perimeter_id = $2::bigint AND v.subject = $3::text
   AND (lower_inf(s.during) OR lower(s.during) < $4::timestamptz)
 ORDER BY lower(s.during) DESC NULLS LAST
 LIMIT 60
