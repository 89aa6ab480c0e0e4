-- sample_waiver_add: nothing when this build has no such indicator
-- $1 text indicator  $2 text perimeter  $3 text subject  $4 timestamptz from  $5 timestamptz to  $6 text reason
-- $7 text requester  $8 text approver  $9 text compensating measure
INSERT INTO vg.waiver (indicator, perimeter_id, subjects, during, until_at, reason, requester, approver, status, requested_at, decided_at,
                       compensation, is_sample)
SELECT i.code, p.id, ARRAY[$3::text], tstzrange($4::timestamptz, $5::timestamptz), $5::timestamptz, $6::text, $7::text, $8::text, 'approved',
       $4::timestamptz, $4::timestamptz, $9::text, true
FROM vg.perimeter p JOIN vg.indicator i ON i.code = $1::text
WHERE p.code = $2::text
