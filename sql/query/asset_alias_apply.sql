-- asset_alias_apply: the names of assets as known at an instant, for indicators and pages; whether any changed
-- $1 timestamptz as known at
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT s.name, s.seen_from, s.perimeter_id, s.subject FROM vg.asset_subject($1) s),
gone AS (
  DELETE FROM vg.asset_alias a WHERE NOT EXISTS (SELECT FROM new n WHERE n.name = a.name AND n.seen_from = a.seen_from) RETURNING 1),
put AS (
  INSERT INTO vg.asset_alias AS a (name, seen_from, perimeter_id, subject)
  SELECT n.name, n.seen_from, n.perimeter_id, n.subject FROM new n
  ON CONFLICT (name, seen_from) DO UPDATE SET perimeter_id = excluded.perimeter_id, subject = excluded.subject
  WHERE (a.perimeter_id, a.subject) IS DISTINCT FROM (excluded.perimeter_id, excluded.subject)
  RETURNING 1)
SELECT EXISTS (SELECT FROM gone) OR EXISTS (SELECT FROM put) AS changed;
