-- fresh_kind_fill: works out when each kind is fresh in each perimeter
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT r.perimeter_id, k.kind, vg.fresh_of(array_agg(coalesce(c.during, '{}')), array_agg(s.enabled)) AS during
  FROM vg.source s
  JOIN vg.source_kind k ON k.source_id = s.id
  JOIN vg.perimeter_related r ON r.other_id = s.perimeter_id
  LEFT JOIN vg.covered c ON c.source_id = s.id AND c.kind = k.kind
  WHERE r.distance IS NOT NULL
  GROUP BY r.perimeter_id, k.kind),
gone AS (
  DELETE FROM vg.fresh_kind f WHERE NOT EXISTS (SELECT FROM new n WHERE n.perimeter_id = f.perimeter_id AND n.kind = f.kind))
INSERT INTO vg.fresh_kind AS f (perimeter_id, kind, during) SELECT n.perimeter_id, n.kind, n.during FROM new n
ON CONFLICT (perimeter_id, kind) DO UPDATE SET during = excluded.during WHERE f.during <> excluded.during;
