-- applicability_ask: a statement that waits for its reviewer
-- $1 text rule; $2 bigint perimeter; $3 boolean applicable; $4 timestamptz from; $5 text reason; $6 text author
-- $7 timestamptz the present instant
-- role: vigie_web
INSERT INTO vg.applicability_request (rule, perimeter_id, applicable, from_at, reason, author, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id;
