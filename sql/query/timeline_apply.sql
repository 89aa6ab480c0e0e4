-- timeline_apply: brings the timeline of an indicator to that of the work table, writing only what differs; the first instant at
-- which a figure changed, NULL when none did
-- $1 text indicator; $2 timestamptz the work table says what follows the step that leads to this instant; NULL: all
-- role: vigie_collect
WITH old AS MATERIALIZED (
  SELECT t.* FROM vg.timeline t WHERE t.indicator = $1 AND ($2::timestamptz IS NULL OR t.to_at >= $2)),
new AS MATERIALIZED (
  SELECT n.* FROM vg.timeline_next n WHERE n.indicator = $1),
gone AS (
  DELETE FROM vg.timeline t
  WHERE t.indicator = $1 AND ($2 IS NULL OR t.to_at >= $2) AND NOT EXISTS (SELECT FROM new n WHERE n.perimeter_id = t.perimeter_id AND n.from_at = t.from_at)),
difference AS MATERIALIZED (
  SELECT n.*, o.from_at IS NULL AS added,
         CASE WHEN (n.judged, n.conforming, n.deviating, n.pending, n.unknown, n.waived, n.value, n.state)
                   IS DISTINCT FROM (o.judged, o.conforming, o.deviating, o.pending, o.unknown, o.waived, o.value, o.state) THEN n.from_at
              ELSE least(n.to_at, o.to_at) END AS first_at
  FROM new n LEFT JOIN old o USING (perimeter_id, from_at)
  WHERE o.from_at IS NULL OR (n.*) IS DISTINCT FROM (o.*)),
written AS (
  INSERT INTO vg.timeline AS t (indicator, perimeter_id, from_at, to_at, judged, conforming, deviating, pending, unknown, waived, value,
                                state, critical, since)
  SELECT d.indicator, d.perimeter_id, d.from_at, d.to_at, d.judged, d.conforming, d.deviating, d.pending, d.unknown, d.waived, d.value,
         d.state, d.critical, d.since
  FROM difference d
  ON CONFLICT (indicator, perimeter_id, from_at) DO UPDATE
  SET to_at = excluded.to_at, judged = excluded.judged, conforming = excluded.conforming, deviating = excluded.deviating,
      pending = excluded.pending, unknown = excluded.unknown, waived = excluded.waived, value = excluded.value,
      state = excluded.state, critical = excluded.critical, since = excluded.since)
SELECT least((SELECT min(d.first_at) FROM difference d),
             (SELECT min(o.from_at) FROM old o LEFT JOIN new n USING (perimeter_id, from_at) WHERE n.from_at IS NULL)) AS first_at;
