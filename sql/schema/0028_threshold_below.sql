-- Thresholds of a perimeter hold in those below it too, until these have their own; those of the root are the general ones.

-- Thresholds in force in each perimeter, of those that were decided by an instant: those of the nearest perimeter, itself included, that has
-- some by then.
CREATE FUNCTION vg.threshold_known(known timestamptz)
  RETURNS TABLE (id bigint, indicator text, perimeter_id bigint, target numeric, warning numeric, critical numeric, during tstzrange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p.id, p.indicator, p.descendant_id, p.target, p.warning, p.critical, p.during
  FROM (
    SELECT o.id, o.indicator, t.descendant_id, o.target, o.warning, o.critical,
           vg.span(o.from_at, least(o.to_at, min(o.from_at) OVER (PARTITION BY o.indicator, t.descendant_id ORDER BY t.distance
                                                                  GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))) AS during
    FROM (
      SELECT h.id, h.indicator, h.place, h.target, h.warning, h.critical, h.from_at,
             lead(h.from_at) OVER (PARTITION BY h.indicator, h.place ORDER BY h.from_at, h.id) AS to_at
      FROM (
        SELECT w.id, w.indicator, coalesce(w.perimeter_id, r.id) AS place, w.target, w.warning, w.critical, w.from_at
        FROM vg.threshold w CROSS JOIN (SELECT q.id FROM vg.perimeter q WHERE q.parent_id IS NULL) r
        WHERE coalesce(w.decided_at, w.from_at) <= $1) h) o
    JOIN vg.perimeter_tree t ON t.ancestor_id = o.place) p
  WHERE NOT isempty(p.during) $$;

CREATE OR REPLACE VIEW vg.threshold_period WITH (security_invoker) AS
  SELECT k.id, k.indicator, k.perimeter_id, k.target, k.warning, k.critical, k.during FROM vg.threshold_known('infinity') k;

UPDATE vg.indicator i SET stale = true WHERE EXISTS (SELECT FROM vg.threshold t WHERE t.indicator = i.code AND t.perimeter_id IS NOT NULL);
