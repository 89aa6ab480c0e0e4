-- applicability_decide: confirms or refuses a statement; a confirmed one holds from the decision on at the earliest
-- $1 bigint request; $2 text status; $3 text reviewer; $4 timestamptz the present instant; $5 text what is said of it
-- role: vigie_web
WITH decided AS (
  UPDATE vg.applicability_request q SET status = $2, reviewer = $3, decided_at = $4, decision = $5
  WHERE q.id = $1 AND q.status = 'requested'
  RETURNING q.rule, q.perimeter_id, q.applicable, q.from_at, q.reason, q.author)
INSERT INTO vg.applicability (rule, perimeter_id, applicable, from_at, reason, author, reviewer, decided_at)
SELECT d.rule, d.perimeter_id, d.applicable, greatest(d.from_at, $4), d.reason, d.author, $3, $4 FROM decided d WHERE $2 = 'confirmed';
