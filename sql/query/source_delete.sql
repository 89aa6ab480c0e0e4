-- source_delete: removes a source with its pulls, records and history
-- $1 bigint id
DELETE FROM vg.source WHERE id = $1::bigint RETURNING code
