-- source_delete: removes a source with its pulls, records and history; the kinds of records that it gave
-- $1 bigint id
DELETE FROM vg.source s WHERE s.id = $1::bigint
RETURNING s.code, (SELECT string_agg(k.kind, ', ' ORDER BY k.kind) FROM vg.source_kind k WHERE k.source_id = s.id) AS kinds
