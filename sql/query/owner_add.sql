-- owner_add: names who answers for a rule
-- $1 text rule; $2 text owner; $3 text deputy, '' for none; $4 timestamptz from; $5 text author; $6 text reason
-- $7 timestamptz the present instant
-- role: vigie_web
INSERT INTO vg.rule_owner (rule, owner, deputy, from_at, author, reason, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7);
