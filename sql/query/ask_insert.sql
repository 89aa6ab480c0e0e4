-- ask_insert: asks something of the collector
-- $1 text type  $2 bigint source or NULL  $3 bigint pull or NULL  $4 jsonb payload  $5 bytea sealed or NULL
-- $6 text actor  $7 timestamptz now
INSERT INTO vg.request (type, source_id, pull_id, payload, sealed, requested_by, requested_at)
VALUES ($1::text, $2::bigint, $3::bigint, $4::jsonb, $5::bytea, $6::text, $7::timestamptz) RETURNING id
