-- pull_lock: the state of a pull, its source's row held until the end of the transaction
-- $1 bigint pull
SELECT p.status, p.source_id, p.read_at, p.read, p.rejected, s.perimeter_id, s.period_s, s.code,
  (SELECT max(o.read_at) FROM vg.pull o WHERE o.source_id = p.source_id AND o.status = 'ok') AS last_read_at,
  (SELECT count(*) FROM vg.reject r WHERE r.pull_id = p.id) AS rejects_kept
FROM vg.pull p JOIN vg.source_state t ON t.source_id = p.source_id JOIN vg.source s ON s.id = p.source_id
WHERE p.id = $1::bigint
FOR UPDATE OF t, p FOR KEY SHARE OF s
