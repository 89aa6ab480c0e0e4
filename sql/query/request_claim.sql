-- request_claim: takes the oldest request that waits
UPDATE vg.request SET status = 'running'
WHERE id = (SELECT id FROM vg.request WHERE status = 'waiting' ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING id, type, source_id
