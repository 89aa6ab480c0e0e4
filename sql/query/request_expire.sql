-- request_expire: ends requests that nobody answers any more, and forgets old ones
-- $1 jsonb answer  $2 timestamptz now
WITH old AS (DELETE FROM vg.request WHERE finished_at < $2::timestamptz - interval '7 days')
UPDATE vg.request SET status = 'failed', answer = $1::jsonb, finished_at = $2::timestamptz, sealed = NULL
WHERE status = 'running' AND requested_at < $2::timestamptz - interval '30 minutes'
