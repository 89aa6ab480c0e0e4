-- subject_values: the dated values of a subject before an instant, the latest first
-- $1 text indicator  $2 bigint perimeter  $3 text subject  $4 timestamptz at
SELECT d.label, d.detail, d.value, d.base, 'conforming' AS verdict, lower(d.during) AS from_at, upper(d.during) AS to_at,
       lower(d.during) AS since
  FROM vg.dated_value AS d
 WHERE d.indicator = $1::text AND d.perimeter_id = $2::bigint AND d.subject = $3::text
   AND (lower_inf(d.during) OR lower(d.during) < $4::timestamptz)
 ORDER BY lower(d.during) DESC NULLS LAST
 LIMIT 60
