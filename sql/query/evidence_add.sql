-- evidence_add: a file of an attestation; the same content twice is kept once
-- $1 bigint attestation  $2 text name  $3 text media type  $4 bytea content  $5 text by  $6 timestamptz at
INSERT INTO vg.evidence (attestation_id, name, media_type, sha256, content, added_by, added_at)
VALUES ($1::bigint, $2::text, $3::text, pg_catalog.sha256($4::bytea), $4::bytea, $5::text, $6::timestamptz)
ON CONFLICT (attestation_id, sha256) DO NOTHING
