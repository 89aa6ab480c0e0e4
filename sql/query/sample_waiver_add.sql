-- sample_waiver_add: nothing when this build has no such indicator
-- $1 text indicator  $2 text perimeter  $3 text subject  $4 timestamptz from  $5 timestamptz to  $6 text reason
-- $7 text requester  $8 text approver  $9 text compensating measure  $10 text status  $11 timestamptz asked at
-- $12 timestamptz decided at, or NULL  $13 text decision  $14 timestamptz ended before its time by the approver, or NULL  $15 text why
INSERT INTO vg.waiver (indicator, perimeter_id, subjects, during, until_at, reason, requester, approver, status, requested_at, decided_at,
                       decision, ended_at, ended_by, end_reason, compensation, is_sample)
SELECT i.code, p.id, ARRAY[$3::text], tstzrange($4::timestamptz, coalesce($14::timestamptz, $5::timestamptz)), $5::timestamptz, $6::text, $7::text,
       CASE WHEN $12::timestamptz IS NOT NULL THEN $8::text END, $10::text, $11::timestamptz, $12::timestamptz, $13::text, $14::timestamptz,
       CASE WHEN $14::timestamptz IS NOT NULL THEN $8::text END, $15::text, $9::text, true
FROM vg.perimeter p JOIN vg.indicator i ON i.code = $1::text
WHERE p.code = $2::text
