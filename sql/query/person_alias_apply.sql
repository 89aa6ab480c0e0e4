-- person_alias_apply: the mails of persons as known at an instant, for indicators and pages; whether any changed
-- $1 timestamptz as known at
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT s.mail, s.perimeter_id, s.subject FROM vg.person_subject($1) s),
gone AS (
  DELETE FROM vg.person_alias a WHERE NOT EXISTS (SELECT FROM new n WHERE n.mail = a.mail) RETURNING 1),
put AS (
  INSERT INTO vg.person_alias AS a (mail, perimeter_id, subject)
  SELECT n.mail, n.perimeter_id, n.subject FROM new n
  ON CONFLICT (mail) DO UPDATE SET perimeter_id = excluded.perimeter_id, subject = excluded.subject
  WHERE (a.perimeter_id, a.subject) IS DISTINCT FROM (excluded.perimeter_id, excluded.subject)
  RETURNING 1)
SELECT EXISTS (SELECT FROM gone) OR EXISTS (SELECT FROM put) AS changed;
