-- evaluation_touched: the subjects that records learnt from an instant on concern, and all the names of these subjects
-- $1 text[] kinds; $2 text[] the field of each that names the asset or person; $3 timestamptz since; $4 bigint at most so many
-- role: vigie_collect
WITH name AS MATERIALIZED (
  SELECT DISTINCT t.name FROM unnest($1::text[], $2::text[]) k(kind, field)
  CROSS JOIN LATERAL vg.touched_name(k.kind, k.field, $3) t(name) WHERE t.name <> '' LIMIT $4),
subject AS MATERIALIZED (
  SELECT n.name AS subject FROM name n
  UNION SELECT a.subject FROM vg.asset_alias a WHERE a.name IN (SELECT n.name FROM name n)
  UNION SELECT p.subject FROM vg.person_alias p WHERE p.mail IN (SELECT n.name FROM name n))
SELECT true AS subject, s.subject AS name FROM subject s
UNION ALL
SELECT false, n.name FROM (
  SELECT s.subject AS name FROM subject s
  UNION SELECT a.name FROM vg.asset_alias a WHERE a.subject IN (SELECT s.subject FROM subject s)
  UNION SELECT p.mail FROM vg.person_alias p WHERE p.subject IN (SELECT s.subject FROM subject s)) n;
