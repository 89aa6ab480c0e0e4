-- request_answer: the answer to a request; what was sealed is forgotten
-- $1 bigint request  $2 text status  $3 jsonb answer  $4 timestamptz now
UPDATE vg.request SET status = $2::text, answer = $3::jsonb, finished_at = $4::timestamptz, sealed = NULL
WHERE id = $1::bigint AND status IN ('waiting', 'running')
