-- attestation_list: what was written here of one thing, latest first
-- $1 text control  $2 bigint perimeter  $3 text subject  $4 timestamptz written by then
SELECT a.id, a.result, a.attested_at, a.valid_until, a.author, a.status, coalesce(a.reviewer, '') AS reviewer
FROM vg.attestation a
WHERE a.control = $1::text AND a.perimeter_id = $2::bigint AND a.subject = $3::text AND a.written_at <= $4::timestamptz
ORDER BY a.attested_at DESC, a.id DESC
LIMIT 50
