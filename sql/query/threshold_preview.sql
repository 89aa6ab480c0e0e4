-- threshold_preview: an indicator at instants, in its state and in the one it would have had under other thresholds
-- $1 bigint perimeter; $2 text[] instants; $3 text indicator; $4 text target; $5 text warning, both in the unit shown
-- role: vigie_web
SELECT n.place::integer AS place, l.value, l.judged, l.conforming, l.state AS was,
       vg.state_under(l, i.form, i.direction = 'up', $4::text::numeric / s.scale, $5::text::numeric / s.scale,
                      EXISTS (SELECT FROM vg.waiver_reach w WHERE w.indicator = i.code AND w.perimeter_id = $1 AND w.subjects IS NULL
                                                             AND w.during @> n.at::timestamptz)) AS becomes
FROM vg.indicator i
CROSS JOIN LATERAL (SELECT CASE WHEN i.unit = '%' THEN 100 ELSE 1 END AS scale) s
CROSS JOIN unnest($2::text[]) WITH ORDINALITY n(at, place)
JOIN LATERAL (
  SELECT t.* FROM vg.timeline t
  WHERE t.indicator = i.code AND t.perimeter_id = $1 AND t.from_at <= n.at::timestamptz
  ORDER BY t.from_at DESC LIMIT 1) l ON true
WHERE i.code = $3
ORDER BY n.place;
