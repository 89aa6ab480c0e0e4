-- request_show: the answer to a request, if there is one yet
-- $1 bigint request  $2 text who asked
SELECT status, answer::text AS answer, source_id FROM vg.request WHERE id = $1::bigint AND requested_by = $2::text
