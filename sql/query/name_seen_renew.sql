-- name_seen_renew: brings some names that facts of a kind bear to what the facts say
-- $1 text kind; $2 timestamptz as known at; $3 text[] names
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT s.* FROM vg.name_shown($2, $3::text[]) s WHERE s.kind = $1),
gone AS (
  DELETE FROM vg.name_seen o
  WHERE o.kind = $1 AND o.name = ANY ($3)
    AND (SELECT count(*) FROM new n WHERE n.name = o.name AND n.perimeter_id = o.perimeter_id AND n.source_id = o.source_id) = 0)
INSERT INTO vg.name_seen AS o (kind, name, perimeter_id, source_id, during, kept_at)
SELECT n.kind, n.name, n.perimeter_id, n.source_id, n.during, $2 FROM new n
ON CONFLICT (kind, name, perimeter_id, source_id) DO UPDATE SET during = excluded.during WHERE o.during <> excluded.during;
