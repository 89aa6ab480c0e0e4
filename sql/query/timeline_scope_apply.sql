-- timeline_scope_apply: keeps with what the timelines of some indicators are made; of each of which that is not what it was made with, the first
-- instant at which it is not, -infinity when it is to be made whole. The engine puts timeline_scope_difference where
-- vg.timeline_scope_difference stands.
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.timeline_scope_difference d),
gone AS (
  DELETE FROM vg.timeline_scope o USING difference d WHERE d.gone AND o.indicator = d.indicator AND o.perimeter_id = d.perimeter_id),
written AS (
  INSERT INTO vg.timeline_scope AS o (indicator, perimeter_id, since, fresh, waived, terms)
  SELECT d.indicator, d.perimeter_id, d.since, d.fresh, d.waived, d.terms FROM difference d WHERE NOT d.gone
  ON CONFLICT (indicator, perimeter_id) DO UPDATE
  SET since = excluded.since, fresh = excluded.fresh, waived = excluded.waived, terms = excluded.terms)
SELECT d.indicator, min(d.first_at) AS first_at FROM difference d GROUP BY d.indicator;
