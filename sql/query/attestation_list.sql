-- attestation_list: what was attested of one thing, in Vigie and in the registers that sources read, latest first
-- $1 text control  $2 bigint perimeter  $3 text subject  $4 timestamptz written by then
WITH said AS (
  SELECT a.id, NULL::bigint AS record, a.perimeter_id, a.result, a.attested_at, a.valid_until, a.author, a.status,
         coalesce(a.reviewer, '') AS reviewer
  FROM vg.attestation a
  WHERE a.control = $1::text AND a.subject = $3::text AND a.written_at <= $4::timestamptz
  UNION ALL
  SELECT NULL, k.id, k.perimeter_id, k.result, k.attested_at,
         least(coalesce(k.valid_until, k.attested_at + make_interval(days => c.days)), k.gone_at), coalesce(k.author, ''), 'register',
         coalesce(k.reviewer, '')
  FROM rec.attestation_known($4::timestamptz) k
  LEFT JOIN vg.control() c ON c.code = k.control AND c.during @> k.attested_at
  WHERE k.control = $1::text AND k.subject = $3::text AND (k.valid_until IS NOT NULL OR c.days IS NOT NULL))
SELECT s.id, s.record, s.result, s.attested_at, s.valid_until, s.author, s.status, s.reviewer
FROM said s
JOIN vg.perimeter_related r ON r.perimeter_id = s.perimeter_id AND r.other_id = $2::bigint
ORDER BY s.attested_at DESC, s.id DESC
LIMIT 50
