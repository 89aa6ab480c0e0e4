-- source_held: the suspect pull of a source that waits for an answer
-- $1 bigint source
SELECT id FROM vg.pull WHERE source_id = $1::bigint AND status = 'suspect' ORDER BY id DESC LIMIT 1
