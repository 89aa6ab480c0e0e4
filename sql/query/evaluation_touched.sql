-- evaluation_touched: the subjects that records learnt from an instant on concern, and all the names of these subjects; in the order in which
-- indexes find them
-- $1 text[] kinds; $2 text[] the field of each that names the asset or person; $3 text[] of each: any record ("any"), or those apart that take
-- the place of others without a gap, under the same name ("presence"); $4 timestamptz since; $5 bigint at most so many
-- role: vigie_collect
WITH name AS MATERIALIZED (
  SELECT DISTINCT t.name FROM (
    SELECT t.name FROM unnest($1::text[], $2::text[], $3::text[]) k(kind, field, change)
    CROSS JOIN LATERAL vg.touched_name(k.kind, k.field, $4) t(name) WHERE k.change = 'any'
    UNION ALL
    SELECT t.name FROM unnest($1, $2, $3) k(kind, field, change)
    CROSS JOIN LATERAL vg.presence_name(k.kind, k.field, $4) t(name) WHERE k.change = 'presence') t
  WHERE t.name <> '' LIMIT $5),
subject AS MATERIALIZED (
  SELECT n.name AS subject FROM name n
  UNION SELECT a.subject FROM vg.asset_alias a WHERE a.name = ANY (ARRAY(SELECT n.name FROM name n))
  UNION SELECT p.subject FROM vg.person_alias p WHERE p.mail = ANY (ARRAY(SELECT n.name FROM name n)))
SELECT true AS subject, s.subject AS name FROM subject s
UNION ALL
SELECT false, n.name FROM (
  SELECT s.subject AS name FROM subject s
  UNION SELECT a.name FROM vg.asset_alias a WHERE a.subject = ANY (ARRAY(SELECT s.subject FROM subject s))
  UNION SELECT p.mail FROM vg.person_alias p WHERE p.subject = ANY (ARRAY(SELECT s.subject FROM subject s))) n
ORDER BY name;
