-- person_alias_apply: the mails of persons as known at an instant, for indicators and pages; those that are another's than before, whose they were and are,
-- and all names of these: up to one more than TOUCHED_MAX
-- $1 timestamptz as known at
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT s.mail, s.perimeter_id, s.subject FROM vg.person_subject($1) s),
difference AS MATERIALIZED (
  SELECT mail, n.perimeter_id, n.subject, o.subject AS was_subject, n.subject IS NULL AS gone
  FROM new n FULL JOIN vg.person_alias o USING (mail)
  WHERE (n.perimeter_id, n.subject) IS DISTINCT FROM (o.perimeter_id, o.subject)),
gone AS (
  DELETE FROM vg.person_alias a USING difference d WHERE d.gone AND a.mail = d.mail),
put AS (
  INSERT INTO vg.person_alias AS a (mail, perimeter_id, subject)
  SELECT d.mail, d.perimeter_id, d.subject FROM difference d WHERE NOT d.gone
  ON CONFLICT (mail) DO UPDATE SET perimeter_id = excluded.perimeter_id, subject = excluded.subject),
concerned AS MATERIALIZED (
  SELECT DISTINCT c AS subject FROM difference d CROSS JOIN LATERAL unnest(ARRAY[d.mail, d.subject, d.was_subject]) c WHERE c IS NOT NULL)
SELECT c.subject FROM concerned c
UNION SELECT n.mail FROM new n JOIN concerned c USING (subject)
LIMIT 5001;
