-- board_revised: the indicators of which the figure of a day was corrected since it was first published: the first revision, then the
-- last one
-- $1 bigint perimeter; $2 timestamptz the end of the day
-- role: vigie_web
SELECT i.code, m.at, m.known_at, m.evaluation_id, m.revision, m.state, false AS critical, NULL::timestamptz AS since, m.value, m.judged, m.conforming,
       m.deviating, m.pending, m.unknown, m.waived
FROM vg.indicator i
CROSS JOIN LATERAL (
  SELECT d.day, d.at FROM vg.measurement d
  WHERE d.indicator = i.code AND d.perimeter_id = $1 AND d.day >= ($2::timestamptz AT TIME ZONE 'UTC')::date - 2 AND d.at >= $2
  ORDER BY d.day LIMIT 1) d
CROSS JOIN LATERAL (
  SELECT f.* FROM vg.measurement f WHERE f.indicator = i.code AND f.perimeter_id = $1 AND f.day = d.day ORDER BY f.revision LIMIT 1) f
CROSS JOIN LATERAL (
  SELECT l.* FROM vg.measurement l WHERE l.indicator = i.code AND l.perimeter_id = $1 AND l.day = d.day ORDER BY l.revision DESC LIMIT 1) l
JOIN vg.measurement m ON m.indicator = i.code AND m.perimeter_id = $1 AND m.day = d.day AND m.revision IN (f.revision, l.revision)
WHERE d.at < $2 + interval '23 hours' -- the shortest day, that of March: the next one is another day
  AND (f.judged, f.conforming, f.deviating, f.pending, f.unknown, f.waived, f.value, f.state)
      IS DISTINCT FROM (l.judged, l.conforming, l.deviating, l.pending, l.unknown, l.waived, l.value, l.state)
ORDER BY i.code, m.revision;
