-- asset_alias_apply: the names of assets as known at an instant, for indicators and pages; those that are another's than before, whose they were and are,
-- and all names of these: up to one more than TOUCHED_MAX
-- $1 timestamptz as known at; $2 timestamptz of the names alone that assets bear of which something was learnt from then on; NULL: of all
-- role: vigie_collect
WITH looked AS MATERIALIZED (
  SELECT CASE WHEN $2::timestamptz IS NOT NULL THEN ARRAY(SELECT t FROM vg.asset_name_touched($1, $2) t) END AS names),
new AS MATERIALIZED (
  SELECT s.name, s.seen_from, s.perimeter_id, s.subject FROM looked l CROSS JOIN LATERAL vg.asset_subject_of($1, l.names) s),
old AS MATERIALIZED (
  SELECT o.name, o.seen_from, o.perimeter_id, o.subject FROM vg.asset_alias o
  WHERE $2 IS NULL OR o.name IN (SELECT unnest(l.names) FROM looked l)),
difference AS MATERIALIZED (
  SELECT name, seen_from, n.perimeter_id, n.subject, o.subject AS was_subject, n.subject IS NULL AS gone
  FROM new n FULL JOIN old o USING (name, seen_from)
  WHERE (n.perimeter_id, n.subject) IS DISTINCT FROM (o.perimeter_id, o.subject)),
gone AS (
  DELETE FROM vg.asset_alias a USING difference d WHERE d.gone AND a.name = d.name AND a.seen_from = d.seen_from),
put AS (
  INSERT INTO vg.asset_alias AS a (name, seen_from, perimeter_id, subject)
  SELECT d.name, d.seen_from, d.perimeter_id, d.subject FROM difference d WHERE NOT d.gone
  ON CONFLICT (name, seen_from) DO UPDATE SET perimeter_id = excluded.perimeter_id, subject = excluded.subject),
concerned AS MATERIALIZED (
  SELECT DISTINCT c AS subject FROM difference d CROSS JOIN LATERAL unnest(ARRAY[d.name, d.subject, d.was_subject]) c WHERE c IS NOT NULL)
SELECT c.subject FROM concerned c
UNION SELECT n.name FROM new n JOIN concerned c USING (subject)
UNION SELECT a.name FROM vg.asset_alias a WHERE a.subject = ANY (ARRAY(SELECT c.subject FROM concerned c))
LIMIT 5001;
