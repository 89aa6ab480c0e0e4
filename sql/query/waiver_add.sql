-- waiver_add: asks for a waiver
-- $1 text indicator or NULL; $2 text rule or NULL; $3 bigint perimeter; $4 text[] subjects, empty: all; $5 timestamptz from
-- $6 timestamptz to; $7 text reason; $8 text compensation; $9 text requester; $10 timestamptz the present instant
-- role: vigie_web
INSERT INTO vg.waiver (indicator, rule, perimeter_id, subjects, during, until_at, reason, compensation, status, requester, requested_at)
VALUES ($1, $2, $3, nullif($4::text[], '{}'), tstzrange($5, $6), $6, $7, $8, 'requested', $9, $10)
RETURNING id;
