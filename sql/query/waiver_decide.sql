-- waiver_decide: approves or refuses; an approved one holds from the decision on at the earliest
-- $1 bigint waiver; $2 text status; $3 text approver; $4 timestamptz the present instant; $5 text what is said of it
-- role: vigie_web
UPDATE vg.waiver SET status = $2, approver = $3, decided_at = $4, decision = $5,
       during = CASE WHEN $2 = 'approved' THEN tstzrange(greatest(lower(during), $4), upper(during)) ELSE during END
WHERE id = $1 AND status = 'requested';
