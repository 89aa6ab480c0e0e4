-- sample_exception_add: rules that do not apply in a perimeter of the sample
-- $1 text chapters and rules, separated by blanks  $2 text perimeter  $3 text reason  $4 text author  $5 text reviewer  $6 timestamptz from
INSERT INTO vg.applicability (rule, perimeter_id, applicable, from_at, reason, author, reviewer, decided_at, is_sample)
SELECT DISTINCT r.number, p.id, false, $6::timestamptz, $3::text, $4::text, $5::text, $6::timestamptz, true
FROM vg.perimeter p
CROSS JOIN string_to_table($1::text, ' ') w
JOIN vg.rule r ON r.number = w OR r.chapter::text = w
WHERE p.code = $2::text
