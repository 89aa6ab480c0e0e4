-- verdict_edge_apply: brings the edges kept of the verdicts of an indicator to what they are. The engine puts verdict_edge_difference where
-- vg.verdict_edge_difference stands.
-- $1 text indicator
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.verdict_edge_difference d),
gone AS (
  DELETE FROM vg.verdict_edge e USING difference d
  WHERE d.gone AND e.indicator = $1::text AND e.perimeter_id = d.perimeter_id AND e.scope = d.scope AND e.at = d.at)
INSERT INTO vg.verdict_edge AS e (indicator, perimeter_id, scope, at, conforming, deviating, pending, unknown, waived)
SELECT d.indicator, d.perimeter_id, d.scope, d.at, d.conforming, d.deviating, d.pending, d.unknown, d.waived FROM difference d WHERE NOT d.gone
ON CONFLICT (indicator, scope, perimeter_id, at) DO UPDATE
SET conforming = excluded.conforming, deviating = excluded.deviating, pending = excluded.pending, unknown = excluded.unknown,
    waived = excluded.waived;
