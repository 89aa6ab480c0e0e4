-- source_schedule: what the next due date of a source is made of
-- $1 bigint source
SELECT s.period_s, t.failures, t.due_at, t.history_to FROM vg.source s JOIN vg.source_state t ON t.source_id = s.id
WHERE s.id = $1::bigint
