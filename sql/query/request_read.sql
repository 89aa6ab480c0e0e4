-- request_read: a request
-- $1 bigint request
SELECT type, source_id, pull_id, payload::text AS payload, sealed, requested_by, status FROM vg.request WHERE id = $1::bigint
