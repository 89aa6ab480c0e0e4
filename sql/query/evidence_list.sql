-- evidence_list: the files of an attestation, without their content
-- $1 bigint attestation
SELECT e.id, e.name, e.media_type, length(e.content) AS size, encode(e.sha256, 'hex') AS sha256
FROM vg.evidence e WHERE e.attestation_id = $1::bigint ORDER BY e.id
