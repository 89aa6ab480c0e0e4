-- attestation_get: one attestation, with the question it answers
-- $1 bigint id
SELECT a.id, a.control, a.perimeter_id, q.code AS perimeter, q.name AS perimeter_name, a.subject, a.result, a.share::float8 AS share,
       a.statement, a.attested_at, a.valid_until, a.author, a.written_at, a.status, coalesce(a.reviewer, '') AS reviewer, a.reviewed_at,
       a.remark, coalesce(c.rule, '') AS rule, coalesce(c.question_fr, a.control) AS question_fr,
       coalesce(c.question_en, a.control) AS question_en
FROM vg.attestation a
JOIN vg.perimeter q ON q.id = a.perimeter_id
LEFT JOIN vg.control() c ON c.code = a.control AND c.during @> a.attested_at
WHERE a.id = $1::bigint
