-- verdict_scope_apply: keeps with what freshness the verdicts of some indicators are made, and where they end; of each for which that differs the
-- first instant at which verdicts are others for that, infinity when they are not, and the first at which a figure is since an end moved. The engine puts
-- verdict_scope_difference where vg.verdict_scope_difference stands.
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.verdict_scope_difference d),
written AS (
  INSERT INTO vg.verdict_scope AS o (indicator, perimeter_id, sources, fresh, until)
  SELECT d.indicator, d.perimeter_id, d.sources, d.fresh, d.until FROM difference d
  ON CONFLICT (indicator, perimeter_id, sources) DO UPDATE SET fresh = excluded.fresh, until = excluded.until)
SELECT d.indicator, min(d.first_at) AS first_at, min(d.end_moved) AS end_moved FROM difference d GROUP BY d.indicator;
