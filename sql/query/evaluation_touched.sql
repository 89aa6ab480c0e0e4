-- evaluation_touched: the subjects that records learnt from an instant on concern, and all the names of these subjects; in the order in which
-- indexes find them
-- $1 text[] kinds; $2 text[] the field of each that names the asset or person; $3 text[] of each: any record ("any"), or those apart that take
-- the place of others without a gap, under the same name ("presence"), or the facts that show a name where an indicator did not say so already
-- ("shown"); $4 timestamptz since; $5 bigint at most so many; for what is shown: $6 text[] the field of each that says when, $7 text indicator,
-- $8 timestamptz as known at, $9 timestamptz start of the window; $10 text[] names that are another's than before
-- role: vigie_collect
WITH name AS MATERIALIZED (
  SELECT DISTINCT t.name FROM (
    SELECT t.name FROM unnest($1::text[], $2::text[], $3::text[]) k(kind, field, change)
    CROSS JOIN LATERAL vg.touched_name(k.kind, k.field, $4) t(name) WHERE k.change = 'any'
    UNION ALL
    SELECT t.name FROM unnest($1, $2, $3) k(kind, field, change)
    CROSS JOIN LATERAL vg.presence_name(k.kind, k.field, $4) t(name) WHERE k.change = 'presence'
    UNION ALL
    SELECT t.name FROM unnest($1, $2, $3, $6::text[]) k(kind, field, change, instant)
    CROSS JOIN LATERAL vg.shown_name(k.kind, k.field, k.instant, $7, $8, $9, $4) t(name) WHERE k.change = 'shown'
    UNION ALL
    SELECT unnest($10::text[])) t
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
