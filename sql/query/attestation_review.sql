-- attestation_review: a second person accepts or refuses; none when it was read over already, or by its author, or to accept
-- what passed without evidence
-- $1 bigint id  $2 text status  $3 text reviewer  $4 timestamptz now  $5 text remark
UPDATE vg.attestation a SET status = $2::text, reviewer = $3::text, reviewed_at = $4::timestamptz, remark = $5::text
WHERE a.id = $1::bigint AND a.status = 'written' AND a.author <> $3::text
  AND ($2::text = 'refused' OR a.result = 'failed' OR EXISTS (SELECT FROM vg.evidence e WHERE e.attestation_id = a.id))
RETURNING id
