-- board_readings: indicators at instants
-- $1 bigint perimeter; $2 text[] instants; $3 text[] codes, NULL: all
-- role: vigie_web
SELECT n.place::integer AS place, i.code, t.state, t.critical, t.value, t.judged, t.conforming, t.deviating, t.pending, t.unknown, t.waived,
       t.since
FROM vg.indicator i
CROSS JOIN unnest($2::text[]) WITH ORDINALITY n(at, place)
CROSS JOIN LATERAL (
  SELECT l.state, l.critical, l.value, l.judged, l.conforming, l.deviating, l.pending, l.unknown, l.waived, l.since
  FROM vg.timeline l
  WHERE l.indicator = i.code AND l.perimeter_id = $1 AND l.from_at <= n.at::timestamptz
  ORDER BY l.from_at DESC LIMIT 1) t
WHERE $3::text[] IS NULL OR i.code = ANY ($3)
ORDER BY n.place, i.code;
