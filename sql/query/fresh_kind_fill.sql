-- fresh_kind_fill: works out when each kind is fresh in each perimeter
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT f.* FROM vg.fresh_kind_of() f),
gone AS (
  DELETE FROM vg.fresh_kind f WHERE NOT EXISTS (SELECT FROM new n WHERE n.perimeter_id = f.perimeter_id AND n.kind = f.kind))
INSERT INTO vg.fresh_kind AS f (perimeter_id, kind, during) SELECT n.perimeter_id, n.kind, n.during FROM new n
ON CONFLICT (perimeter_id, kind) DO UPDATE SET during = excluded.during WHERE f.during <> excluded.during;
