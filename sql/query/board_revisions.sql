-- board_revisions: all revisions of the measurement of a day
-- $1 bigint perimeter; $2 text indicator; $3 timestamptz an instant: the first day that ends then or later
-- role: vigie_web
SELECT m.at, m.known_at, m.evaluation_id, m.revision, m.state, false AS critical, NULL::timestamptz AS since, m.value, m.judged, m.conforming, m.deviating, m.pending, m.unknown, m.waived
FROM vg.measurement m
WHERE m.indicator = $2 AND m.perimeter_id = $1 AND m.day = (
  SELECT d.day FROM vg.measurement d WHERE d.indicator = $2 AND d.perimeter_id = $1 AND d.day >= ($3 AT TIME ZONE 'UTC')::date - 2 AND d.at >= $3
  ORDER BY d.day LIMIT 1)
ORDER BY m.revision;
