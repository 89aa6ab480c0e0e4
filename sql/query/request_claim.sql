-- request_claim: takes the oldest request that waits. A pull of what people enter waits for the one that was asked for just before it, so
-- that what was entered meanwhile is read: nothing else would. The one before may be being taken by another collector: it waits, too
UPDATE vg.request SET status = 'running'
WHERE id = (
  SELECT r.id FROM vg.request r
  WHERE r.status = 'waiting' AND NOT (r.type = 'pull' AND EXISTS (
    SELECT FROM vg.request o JOIN vg.source s ON s.id = o.source_id
    WHERE o.source_id = r.source_id AND s.period_s = 0 AND o.type = 'pull'
      AND ((o.status = 'running' AND o.requested_at > r.requested_at - interval '2 minutes') OR (o.status = 'waiting' AND o.id < r.id))))
  ORDER BY r.id FOR UPDATE OF r SKIP LOCKED LIMIT 1)
RETURNING id, type, source_id
