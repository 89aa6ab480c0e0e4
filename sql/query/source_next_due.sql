-- source_next_due: when the next source is due
SELECT min(t.due_at) AS due_at FROM vg.source_state t JOIN vg.source s ON s.id = t.source_id
WHERE s.enabled AND s.period_s > 0 AND (t.lease_until IS NULL OR t.lease_until < clock_timestamp())
