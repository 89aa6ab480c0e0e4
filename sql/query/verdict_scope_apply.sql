-- verdict_scope_apply: keeps with what freshness the verdicts of an indicator are made; the first instant at which it is not what verdicts
-- were made with, infinity when it is. The engine puts verdict_scope_difference where vg.verdict_scope_difference stands.
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.verdict_scope_difference d),
written AS (
  INSERT INTO vg.verdict_scope AS o (indicator, perimeter_id, sources, fresh)
  SELECT d.indicator, d.perimeter_id, d.sources, d.fresh FROM difference d
  ON CONFLICT (indicator, perimeter_id, sources) DO UPDATE SET fresh = excluded.fresh)
SELECT coalesce(min(d.first_at), 'infinity') AS first_at FROM difference d;
