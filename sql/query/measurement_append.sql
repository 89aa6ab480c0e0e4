-- measurement_append: for each day that ended by the instant known, the figures of some indicators where they are new or differ from
-- the last revision
-- $1 text[] indicators; $2 bigint[] of each, the first instant at which its timeline changed, in microseconds since 1970
-- $3 timestamptz as known at; $4 bigint evaluation; $5 timestamptz only days that ended before it; NULL: all
-- role: vigie_collect
INSERT INTO vg.measurement (indicator, perimeter_id, day, revision, at, known_at, evaluation_id, judged, conforming, deviating, pending,
                            unknown, waived, value, state)
WITH zone AS (SELECT coalesce((SELECT s.value FROM vg.setting s WHERE s.key = 'zone'), 'Europe/Paris') AS name),
asked AS MATERIALIZED (
  SELECT a.indicator, '1970-01-01 00:00+00'::timestamptz + a.at * interval '1 microsecond' AS changed_at
  FROM unnest($1::text[], $2::bigint[]) a(indicator, at)),
changed AS MATERIALIZED (
  SELECT t.*, a.changed_at
  FROM vg.timeline t JOIN asked a USING (indicator)
  WHERE t.indicator = ANY ($1) AND t.to_at > least((SELECT min(f.changed_at) FROM asked f), $3::timestamptz)
    AND t.to_at > least(a.changed_at, $3) AND t.from_at <= least($3, $5)),
day AS (
  SELECT t.indicator, t.perimeter_id, d::date AS day, (d + interval '1 day') AT TIME ZONE z.name AS at, t.judged, t.conforming, t.deviating,
         t.pending, t.unknown, t.waived, t.value, t.state
  FROM changed t
  CROSS JOIN zone z
  CROSS JOIN LATERAL generate_series(date_trunc('day', greatest(t.from_at, t.changed_at) AT TIME ZONE z.name) - interval '1 day',
                                     least(t.to_at, $3, $5) AT TIME ZONE z.name, interval '1 day') d
  WHERE (d + interval '1 day') AT TIME ZONE z.name <= $3
    AND (d + interval '1 day') AT TIME ZONE z.name >= t.from_at AND (d + interval '1 day') AT TIME ZONE z.name < t.to_at
    AND (d + interval '1 day') AT TIME ZONE z.name >= t.changed_at
    AND ($5::timestamptz IS NULL OR (d + interval '1 day') AT TIME ZONE z.name < $5)),
last AS (
  SELECT DISTINCT ON (m.indicator, m.perimeter_id, m.day) m.indicator, m.perimeter_id, m.day, m.revision, m.judged, m.conforming, m.deviating,
         m.pending, m.unknown, m.waived, m.value, m.state
  FROM vg.measurement m
  WHERE m.indicator = ANY ($1) AND m.at >= (SELECT min(f.changed_at) FROM asked f) AND ($5 IS NULL OR m.at < $5)
  ORDER BY m.indicator, m.perimeter_id, m.day, m.revision DESC)
SELECT d.indicator, d.perimeter_id, d.day, coalesce(l.revision, 0) + 1, d.at, $3, $4, d.judged, d.conforming, d.deviating, d.pending, d.unknown,
       d.waived, d.value, d.state
FROM day d
LEFT JOIN last l USING (indicator, perimeter_id, day)
WHERE l.revision IS NULL
   OR (d.judged, d.conforming, d.deviating, d.pending, d.unknown, d.waived, d.value, d.state)
      IS DISTINCT FROM (l.judged, l.conforming, l.deviating, l.pending, l.unknown, l.waived, l.value, l.state);
