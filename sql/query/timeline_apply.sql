-- timeline_apply: brings the timeline of an indicator to what it should be; the first instant at which a figure changed, NULL when none
-- did. The engine puts timeline_difference where vg.timeline_difference stands.
-- $1 text indicator
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.timeline_difference d),
gone AS (
  DELETE FROM vg.timeline t USING difference d
  WHERE d.gone AND t.indicator = $1::text AND t.perimeter_id = d.perimeter_id AND t.from_at = d.from_at
    -- found by where they stand
    AND t.perimeter_id = ANY (ARRAY(SELECT DISTINCT g.perimeter_id FROM difference g WHERE g.gone))
    AND t.from_at >= (SELECT min(g.from_at) FROM difference g WHERE g.gone)),
written AS (
  INSERT INTO vg.timeline AS t (indicator, perimeter_id, from_at, to_at, judged, conforming, deviating, pending, unknown, waived, value,
                                state, critical, since)
  SELECT d.indicator, d.perimeter_id, d.from_at, d.to_at, d.judged, d.conforming, d.deviating, d.pending, d.unknown, d.waived, d.value,
         d.state, d.critical, d.since
  FROM difference d WHERE NOT d.gone
  ON CONFLICT (indicator, perimeter_id, from_at) DO UPDATE
  SET to_at = excluded.to_at, judged = excluded.judged, conforming = excluded.conforming, deviating = excluded.deviating,
      pending = excluded.pending, unknown = excluded.unknown, waived = excluded.waived, value = excluded.value,
      state = excluded.state, critical = excluded.critical, since = excluded.since)
SELECT min(d.first_at) AS first_at FROM difference d;
