-- register_said: when people last said something of what they enter in a source; none: never
-- $1 bigint source
SELECT said_at, said_by FROM vg.register WHERE source_id = $1::bigint
