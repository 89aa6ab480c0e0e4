-- evidence_get: a file to download
-- $1 bigint id
SELECT e.name, e.media_type, e.content FROM vg.evidence e WHERE e.id = $1::bigint
