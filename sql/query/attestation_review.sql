-- attestation_review: a second person accepts or refuses; none when it was read over already, or by its author
-- $1 bigint id  $2 text status  $3 text reviewer  $4 timestamptz now  $5 text remark
UPDATE vg.attestation SET status = $2::text, reviewer = $3::text, reviewed_at = $4::timestamptz, remark = $5::text
WHERE id = $1::bigint AND status = 'written' AND author <> $3::text
RETURNING id
