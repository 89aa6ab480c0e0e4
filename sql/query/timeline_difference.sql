-- timeline_difference: the steps of the timeline of an indicator that differ from those that are kept, with the first instant at which
-- the figure of each differs. The engine puts the timeline where vg.timeline_row stands.
-- $1 text indicator; $2 timestamptz the timeline says what follows the step that leads to this instant; NULL: all
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT n.* FROM vg.timeline_row n),
old AS MATERIALIZED (
  SELECT t.* FROM vg.timeline t WHERE t.indicator = $1::text AND ($2::timestamptz IS NULL OR t.to_at >= $2))
SELECT $1 AS indicator, perimeter_id, from_at, n.to_at, n.judged, n.conforming, n.deviating, n.pending, n.unknown, n.waived, n.value, n.state,
       n.critical, n.since, n.state IS NULL AS gone,
       CASE WHEN (n.judged, n.conforming, n.deviating, n.pending, n.unknown, n.waived, n.value, n.state)
                 IS DISTINCT FROM (o.judged, o.conforming, o.deviating, o.pending, o.unknown, o.waived, o.value, o.state) THEN from_at
            ELSE least(n.to_at, o.to_at) END AS first_at
FROM new n FULL JOIN old o USING (perimeter_id, from_at)
WHERE (n.to_at, n.judged, n.conforming, n.deviating, n.pending, n.unknown, n.waived, n.value, n.state, n.critical, n.since)
      IS DISTINCT FROM (o.to_at, o.judged, o.conforming, o.deviating, o.pending, o.unknown, o.waived, o.value, o.state, o.critical, o.since);
